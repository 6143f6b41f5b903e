"""What a request says about its visitor, and where a form may send them next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractContextManager
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.log import request_id
from marketplace.kit.session_cookie import device_cookie, session_cookie
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.access import Visit, actor_of, store_visit
from marketplace.services.identity.sign_in_guard import new_device
from marketplace.settings import settings


async def actor_from(request: Request) -> Actor:
    """The actor behind the request's session cookie; a guest without one."""
    return await asyncio.to_thread(read_actor, request)


def read_actor(request: Request) -> Actor:
    """As `actor_from`, for who is in a thread of their own already."""
    return actor_of(_session_of(request), **_seen(request))


def visit_of(request: Request, store: str) -> AbstractContextManager[Visit]:
    """The visitor behind the request's session cookie in this store, as `store_visit` opens it. Raises `NotFound`."""
    STORES.refresh()
    known = STORES.find(store)
    if known is None:
        raise NotFound("store")
    return store_visit(known.id, store, _session_of(request), **_seen(request))


def _session_of(request: Request) -> str:
    return request.cookies.get(session_cookie(), "")


def _seen(request: Request) -> dict[str, str]:
    """What the trail wants to know of a visitor."""
    return {
        "ip": request.client.host if request.client else "",
        "agent": request.headers.get("user-agent", ""),
        "request_id": request_id(),
    }


_LONGEST = 1000  # of what was typed, on its way back into the form: servers refuse addresses beyond 8 KB


def see(path: str, query: Mapping[str, str] | None = None) -> RedirectResponse:
    """303 to a page of ours; the answer of every form."""
    filled = {k: v[:_LONGEST] for k, v in (query or {}).items() if v}
    return RedirectResponse(f"{path}?{urlencode(filled)}" if filled else path, status_code=303)


def safe_next(wanted: str, otherwise: str) -> str:
    """`wanted` when it is a path of ours; an address of somebody else's, however written, is `otherwise`."""
    harmless = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if harmless and "\\" not in wanted else otherwise


def give_session(response: Response, token: str) -> None:
    """Put the session into the browser: out of reach of scripts, never sent from other sites' forms."""
    response.set_cookie(
        session_cookie(),
        token,
        max_age=14 * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().cookie_secure,
    )


def remember_device(response: Response, user_id: str) -> None:
    """Let the browser say next time that this person has signed in with it before."""
    response.set_cookie(
        device_cookie(),
        new_device(user_id),
        max_age=180 * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().cookie_secure,
    )


def take_session(response: Response) -> None:
    """Remove the session from the browser."""
    response.delete_cookie(session_cookie(), path="/", httponly=True, samesite="lax", secure=settings().cookie_secure)
