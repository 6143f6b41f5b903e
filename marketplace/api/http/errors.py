"""Refusals as the clients of the store API expect them: `{"code"?, "type", "message"}` and a status.

ApiError
+- InvalidData 400    input that cannot be used
+- NotAllowed 400     the state of things does not allow it
+- Unauthorized 401   who asks is not known; a bare `{"message": "Unauthorized"}` without a sentence of its own
+- Duplicate 422      it exists already
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    MarketplaceError,
    NotFound,
    TooManyRequests,
    Unauthenticated,
)
from marketplace.kit.idempotency import KeyReused
from marketplace.services.buying.reservations import SoldOut


class ApiError(Exception):
    """A refusal with its words for programs (`kind`, `code`) and for people (`message`)."""

    status, kind, code = 400, "invalid_data", ""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidData(ApiError):
    pass


class NotAllowed(ApiError):
    kind = "not_allowed"


class Unauthorized(ApiError):
    status, kind = 401, "unauthorized"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class Duplicate(ApiError):
    status, kind, code = 422, "duplicate_error", "invalid_request_error"


# The most special first: the first that fits gives type and code; its own status stays unless one is named.
_KINDS: tuple[tuple[type[MarketplaceError], str, str, int | None], ...] = (
    (SoldOut, "not_allowed", "insufficient_inventory", 400),
    (KeyReused, "duplicate_error", "invalid_request_error", 422),
    (Unauthenticated, "unauthorized", "", 401),
    (Forbidden, "forbidden", "", 403),
    (NotFound, "not_found", "", 404),
    (TooManyRequests, "too_many_requests", "", 429),
    (Invalid, "invalid_data", "", 400),
    (Conflict, "conflict", "invalid_state_error", 409),
    (MarketplaceError, "invalid_data", "", 400),
)


def answer_of(error: ApiError | MarketplaceError) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, body and extra headers of a refusal."""
    if isinstance(error, ApiError):
        return error.status, _body(error.kind, error.code, error.message), {}
    _, kind, code, status = next(row for row in _KINDS if isinstance(error, row[0]))
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequests) else {}
    if isinstance(error, Unauthenticated):
        return 401, {"message": "Unauthorized"}, headers
    message = "\n".join(error.fields.values()) if isinstance(error, Invalid) else _sentence(error)
    fields = {"fields": error.fields} if isinstance(error, Invalid) else {}
    return status or error.status, {**_body(kind, code, message), **fields}, headers


def not_found(noun: str, key: str) -> str:
    """`not_found("order", "order_1")` is "Order with id: order_1 was not found". A cart has words of its own."""
    named = f"{noun[:1].upper()}{noun[1:]}"
    return f"{named} with id '{key}' not found" if noun == "cart" else f"{named} with id: {key} was not found"


def _sentence(error: MarketplaceError) -> str:
    return not_found(error.noun, error.key) if isinstance(error, NotFound) and error.key else error.sentence


def _body(kind: str, code: str, message: str) -> dict[str, Any]:
    if kind == "unauthorized" and not message:
        return {"message": "Unauthorized"}
    return {**({"code": code} if code else {}), "type": kind, "message": message}


def problems_of(errors: list[Mapping[str, Any]]) -> str:
    """Pydantic's findings, a line each: `quantity: Input should be greater than 0`."""
    lines = []
    for error in errors:
        where = ".".join(str(step) for step in error["loc"] if step not in ("body", "query"))
        if error["type"] == "extra_forbidden":
            lines.append(f"Unrecognized fields: '{where}'")
        else:
            lines.append(f"{where}: {error['msg']}" if where else str(error["msg"]))
    return "Invalid request: " + "\n".join(lines)
