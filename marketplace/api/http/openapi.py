"""The OpenAPI document: FastAPI's, with the query parameters that we read ourselves and the errors of every route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from marketplace.api.http.query_params import ParamsReader

_REF = "#/components/schemas/{model}"
GROUPS = {
    "store": "What shoppers' clients call, by a store's publishable key. An unmodified `@medusajs/js-sdk` works here.",
    "auth": "Registering, signing in and out; tokens for customers, vendors and staff.",
    "vendor": "What a vendor's programs call, as a member of the vendor.",
    "admin": "What operators' and stores' programs call, as a person or by a secret key.",
    "integrations": "Webhooks and the files about this API.",
}


class Problem(BaseModel):
    """A refusal. `message` is a sentence for people; `fields` names what to mend, where that is known."""

    message: str
    type: str | None = Field(None, examples=["invalid_data"])
    code: str | None = None
    fields: dict[str, str] | None = None


_ERRORS = {
    "400": "The request cannot be read or is not possible now.",
    "401": "Nobody, or somebody unknown, asks.",
    "403": "The actor may not do this.",
    "404": "It does not exist, or not for the actor.",
    "409": "The state of things does not allow it now.",
    "422": "It exists already, or the key was used for another request.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}


def gives(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """What a route answers when all is well: `responses=gives(shapes.OneCart)`."""
    return {200: {"model": model}}


def describe(app: FastAPI, routes: Sequence[APIRoute]) -> dict[str, Any]:
    """The whole document, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in GROUPS.items()],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema(ref_template=_REF)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for route in (one for one in routes if one.include_in_schema):
        for method in route.methods or ():
            _complete(document["paths"][route.path_format][method.lower()], route, schemas)
    app.openapi_schema = document
    return document


def _complete(operation: dict[str, Any], route: APIRoute, schemas: dict[str, Any]) -> None:
    answers = operation["responses"]
    answers.pop("422", None)
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in _ERRORS.items():
        answers.setdefault(status, {"description": words, "content": problem})
    parameters = operation.setdefault("parameters", [])
    for reader in _readers(route):
        parameters += parameters_of(reader.query_model, schemas)
    if not parameters:
        del operation["parameters"]


def _readers(route: APIRoute) -> Iterator[ParamsReader[Any]]:
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, ParamsReader):
            yield dependency.call


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is not sent as `null`."""
    kept = {name: value for name, value in schema.items() if name not in ("title", "default") or value is not None}
    kept.pop("title", None)
    choices = [one for one in kept.pop("anyOf", []) if one.get("type") != "null"]
    if len(choices) == 1:
        kept |= choices[0]
    elif choices:
        kept["anyOf"] = choices
    return kept


def parameters_of(model: type[BaseModel], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """A query model as OpenAPI parameters; objects are written with brackets (`style: deepObject`)."""
    schema = model.model_json_schema(ref_template=_REF, by_alias=True)
    schemas.update(schema.pop("$defs", {}))
    required = set(schema.get("required", ()))
    parameters = []
    for name, about in schema["properties"].items():
        about = _present(about)
        one = {"name": name, "in": "query", "required": name in required, "schema": about}
        if text := about.pop("description", ""):
            one["description"] = text
        if "$ref" in str(about) or about.get("type") == "object":
            one |= {"style": "deepObject", "explode": True}
        parameters.append(one)
    return parameters
