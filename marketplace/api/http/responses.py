"""How answers are written: JSON bytes, with money as numbers of major units."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

import orjson
from starlette.responses import Response

from marketplace.domain.money import EXPONENTS


class Paged(Protocol):
    """Where in a list the asked page lies."""

    limit: int
    offset: int

    @property
    def taken(self) -> int: ...


def reply(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer. Whatever is personal or may change is not to be kept by anybody between."""
    return written(json_bytes(body), status, headers)


def written(body: bytes | str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer whose JSON is written already."""
    return Response(
        body, status, headers={"Cache-Control": "no-store", **(headers or {})}, media_type="application/json"
    )


def json_bytes(body: Any) -> bytes:
    """The body as JSON."""
    try:
        return orjson.dumps(body)
    except TypeError:  # a client's metadata may hold whole numbers of any size
        return json.dumps(body, ensure_ascii=False).encode()


def major(amount: int, currency: str) -> int | float:
    """Minor units as the number a client computes with: `major(1050, "EUR")` is 10.5, `major(1000, "EUR")` is 10."""
    units = int(10 ** EXPONENTS[currency])
    whole, rest = divmod(amount, units)
    return whole if rest == 0 else amount / units


def raw(amount: float) -> dict[str, Any]:
    """The twin that clients of the store API read as an exact decimal: `{"value": "10.5", "precision": 20}`."""
    return {"value": str(amount), "precision": 20}


def with_raw(amounts: Mapping[str, float | None]) -> dict[str, Any]:
    """Amounts, each with its twin: `total` and `raw_total`."""
    twins = {f"raw_{name}": None if amount is None else raw(amount) for name, amount in amounts.items()}
    return {**amounts, **twins}


def page(plural: str, rows: list[Any], params: Paged, count: int | None = None) -> dict[str, Any]:
    """A list in its envelope. Without `count`, `rows` are all there are and the page is cut out of them."""
    shown = rows if count is not None else rows[params.offset : params.offset + params.taken]
    total = len(rows) if count is None else count
    return {plural: shown, "count": total, "offset": params.offset, "limit": params.limit}
