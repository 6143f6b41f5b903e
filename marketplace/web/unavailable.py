"""What a page or a form is answered while the database is away: a sentence and 503, which proxies and crawlers know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from marketplace.domain.errors import TooManyRequests
from marketplace.kit.db import is_unavailable

NO_DATABASE = "The database does not answer at the moment. Nothing was changed; try again in a few seconds."


async def _no_database(request: Request, error: Exception) -> Response:
    if not is_unavailable(error):
        raise error
    return PlainTextResponse(NO_DATABASE, 503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


async def _too_many(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyRequests)
    headers = {"Retry-After": str(error.retry_after), "Cache-Control": "no-store"}
    return PlainTextResponse(error.sentence, 429, headers=headers)


# For the applications that answer pages and forms.
HANDLERS: Mapping[Any, Callable[..., Any]] = {
    OperationalError: _no_database,
    NoConnection: _no_database,
    TooManyRequests: _too_many,
}
