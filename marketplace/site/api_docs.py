"""The API's description for people: what OpenAPI says, arranged for a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 4
_AUTH = {
    "publishableKey": ("-H 'x-publishable-api-key: pk_...'", "publishable key"),
    "bearer": ("-H 'Authorization: Bearer eyJ...'", "token"),
    "secretKey": ("-u sk_...:", "secret key"),
}
_SAMPLES = {
    "email": "ada@example.com",
    "password": "a long password",
    "country_code": "de",
    "currency_code": "eur",
    "variant_id": "variant_01KE5Q8600",
    "offer_id": "off_01KE5Q8600",
    "cart_id": "cart_01KE5Q8600",
    "region_id": "reg_01KE5Q8600",
    "id": "01KE5Q8600",
    "city": "Bremen",
    "postal_code": "28195",
    "address_1": "Hafenstraße 12",
    "first_name": "Ada",
    "last_name": "Wille",
    "provider_id": "pp_system_default",
    "option_id": "so_01KE5Q8600",
    "phone": "+49 421 1234567",
    "title": "Digital caliper 150 mm",
    "handle": "digital-caliper-150-mm",
    "display_id": 1042,
    "name": "Germany",
    "iso_2": "de",
    "iso_3": "deu",
    "num_code": "276",
    "token": "eyJhbGciOi...",
    "code": "123456",
    "sku": "KR-DC150",
}


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of what is sent."""

    name: str
    kind: str
    about: str
    required: bool
    place: str = ""


@dataclass(frozen=True)
class Entry:
    """One route. `call` is a line for a shell, `answer` an example of what comes back."""

    key: str
    method: str
    path: str
    title: str
    about: str
    needs: str
    parameters: tuple[Field, ...]
    sends: tuple[Field, ...]
    call: str
    answer: str
    status: str


@dataclass(frozen=True)
class Group:
    """The routes of one kind of client."""

    name: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ApiDocs:
    title: str
    about: str
    groups: tuple[Group, ...]
    refusals: tuple[Field, ...]


def arrange(document: Mapping[str, Any], address: str) -> ApiDocs:
    """The document's routes by their group; example calls go to `address`."""
    by_tag: dict[str, list[Entry]] = {tag["name"]: [] for tag in document["tags"]}
    refusals: dict[str, Field] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag[operation["tags"][0]].append(_entry(document, address, path, method, operation))
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    refusals[status] = Field(status, "", response["description"], False)
    groups = [Group(tag["name"], tag["description"], tuple(by_tag[tag["name"]])) for tag in document["tags"]]
    about = document["info"]["description"]
    return ApiDocs(
        document["info"]["title"],
        about,
        tuple(group for group in groups if group.entries),
        tuple(refusals[status] for status in sorted(refusals)),
    )


def _entry(document: Mapping[str, Any], address: str, path: str, method: str, operation: Mapping[str, Any]) -> Entry:
    schemas = document["components"]["schemas"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    status, good = next((s, r) for s, r in operation["responses"].items() if s.startswith("2"))
    shape = good.get("content", {}).get("application/json", {}).get("schema")
    needs = [name for one in operation.get("security", []) for name in one]
    sent = example_of(body, schemas) if body else None
    return Entry(
        key=f"{method}{path.replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        title=operation.get("summary", path),
        about=operation.get("description", ""),
        needs=" or ".join(_AUTH[name][1] for name in dict.fromkeys(needs) if name in _AUTH),
        parameters=tuple(_parameters(operation)),
        sends=tuple(_fields(body, schemas)) if body else (),
        call=_call(address, path, method, dict.fromkeys(needs), sent),
        answer=json.dumps(example_of(shape, schemas), indent=2, ensure_ascii=False) if shape else "",
        status=status,
    )


def _parameters(operation: Mapping[str, Any]) -> Iterator[Field]:
    for one in operation.get("parameters", []):
        about = one.get("description", "")
        yield Field(one["name"], kind_of(one["schema"]), about, one.get("required", False), one["in"])


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Field]:
    shape = _shape(schema, schemas)
    required = set(shape.get("required", ()))
    for name, one in shape.get("properties", {}).items():
        yield Field(name, kind_of(one), one.get("description", ""), name in required)


def _call(address: str, path: str, method: str, needs: Mapping[str, None], sent: Any) -> str:
    parts = [f"curl {address}{path}" if method == "get" else f"curl -X {method.upper()} {address}{path}"]
    auth = [_AUTH[name][0] for name in needs if name in _AUTH]
    parts += auth if "secretKey" not in needs else auth[:1]
    if sent:
        parts += ["-H 'content-type: application/json'", f"-d '{json.dumps(sent, ensure_ascii=False)}'"]
    return " \\\n  ".join(parts)


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in a word or two: `text`, `list of text`, `whole number`."""
    if "$ref" in schema:
        return "object"
    if "anyOf" in schema:
        kinds = [kind_of(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return " or ".join(str(one) for one in schema["enum"])
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return words.get(str(schema.get("type", "object")), "object")


def example_of(schema: Mapping[str, Any] | None, schemas: Mapping[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that fits the schema, with plausible words in it."""
    shape = _shape(schema or {}, schemas)
    if shape.get("examples"):
        return shape["examples"][0]
    if "enum" in shape or "const" in shape:
        return shape.get("const", shape.get("enum", [None])[0])
    kind = shape.get("type", "object")
    if kind == "object":
        known = shape.get("properties", {}) if depth < _DEEPEST else {}
        return {key: example_of(one, schemas, key, depth + 1) for key, one in known.items()}
    if kind == "array":
        one = example_of(shape.get("items"), schemas, name.rstrip("s"), depth + 1) if depth < _DEEPEST else None
        return [one] if one not in (None, {}) else []
    plain = {"string": "text", "integer": 1, "number": 10.5, "boolean": False, "null": None}
    return _SAMPLES.get(name, plain.get(kind))


def _shape(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, past references and `or nothing`."""
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in schema:
            schema = next((one for one in schema["anyOf"] if one.get("type") != "null"), {})
        else:
            return schema
