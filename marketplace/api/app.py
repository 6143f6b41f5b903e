"""The HTTP API: its routes, its refusals, its description. Served beside Reflex by the edge, on the same port."""

from __future__ import annotations

from functools import partial

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from marketplace.api import description as about
from marketplace.api.admin import ROUTERS as ADMIN
from marketplace.api.auth import router as auth
from marketplace.api.http.errors import ApiError, InvalidData, answer_of, problems_of
from marketplace.api.http.openapi import describe
from marketplace.api.http.public_reads import ReadyReads
from marketplace.api.http.responses import reply
from marketplace.api.store import ROUTERS as STORE
from marketplace.api.vendor import ROUTERS as VENDOR
from marketplace.domain.errors import Conflict, MarketplaceError
from marketplace.kit.db import is_unavailable
from marketplace.settings import settings

log = structlog.get_logger("api")
_MEETINGS = ("23505", "40P01", "55P03")  # a key that was just taken, a deadlock, a lock that took too long
MAX_BODY = 1_000_000  # bytes of a request; pictures have their own way in
ABOUT = (
    "Stores on one platform, many vendors in each. Storefronts ask a store by its publishable key in the header "
    "`x-publishable-api-key`; people and programs behind the counter bring a token or a secret key. Money is a number "
    "of major units (10.5 is ten and a half euro); identifiers are opaque; updates are POST."
)


ROUTERS = (*STORE, auth, *VENDOR, *ADMIN, about.router)


def api_routes() -> list[APIRoute]:
    """Every route of the API."""
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def make_api() -> FastAPI:
    """The application with every route, its errors in the contract's envelope."""
    app = FastAPI(
        title="Concourse API",
        version="1",
        summary="Store, vendor and admin API of the marketplace",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=MAX_BODY,
    )
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(ApiError, _refused)
    app.add_exception_handler(MarketplaceError, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(UnicodeEncodeError, _unstorable)
    app.add_exception_handler(DBAPIError, _at_one_moment)
    app.add_exception_handler(NoConnection, _at_one_moment)
    app.add_exception_handler(Exception, _ours)
    app.add_exception_handler(HTTPException, _by_the_router)
    app.openapi = partial(describe, app, api_routes())  # type: ignore[method-assign]
    return app


def serve_api(app: FastAPI) -> ASGIApp:
    """The application as the edge calls it: browsers elsewhere may ask it, public reads come from memory."""
    headers = [
        "authorization",
        "content-type",
        "accept",
        "x-publishable-api-key",
        "x-medusa-locale",
        "x-seller-id",
        "idempotency-key",
        "if-none-match",
    ]
    trusted = [origin for origin in settings().store_cors.split(",") if origin]
    # Only a trusted origin may send a cookie along; everybody else has keys and tokens.
    return CORSMiddleware(
        ReadyReads(app),
        allow_origins=trusted or ["*"],
        allow_credentials=bool(trusted),
        allow_headers=headers,
        allow_methods=["GET", "POST", "DELETE", "PATCH", "OPTIONS"],
        max_age=600,
        expose_headers=["etag", "retry-after", "idempotent-replayed"],
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError | MarketplaceError)
    status, body, headers = answer_of(error)
    return reply(body, status, headers)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await _refused(request, InvalidData(problems_of(list(error.errors()))))


async def _unstorable(request: Request, error: Exception) -> Response:
    """What no column can hold: the character NUL, a number of forty digits."""
    return await _refused(request, InvalidData("Invalid request: a text or a number in it cannot be stored."))


async def _at_one_moment(request: Request, error: Exception) -> Response:
    """Two calls wanted the same at one moment, and one of them came too late; or the database is away."""
    if is_unavailable(error):
        error_body = {
            "type": "unexpected_state",
            "message": "The database does not answer. Try again in a few seconds.",
        }
        return reply(error_body, 503, {"Retry-After": "5"})
    if getattr(getattr(error, "orig", None), "sqlstate", "") not in _MEETINGS:
        raise error
    return await _refused(request, Conflict("Somebody changed the same at this moment. Send it again."))


async def _ours(request: Request, error: Exception) -> Response:
    """A mistake of ours; what it was is in the log."""
    return reply({"type": "unexpected_state", "message": "Something went wrong here. Try again in a moment."}, 500)


async def _by_the_router(request: Request, error: Exception) -> Response:
    """No such route, or not with this method."""
    assert isinstance(error, HTTPException)
    kind = "not_found" if error.status_code == 404 else "invalid_data"
    return reply({"type": kind, "message": str(error.detail)}, error.status_code, dict(error.headers or {}))
