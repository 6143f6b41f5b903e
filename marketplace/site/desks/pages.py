"""The desks' addresses: Reflex's shell in the desks' style, with the shape of the window drawn already.

A guest is sent to the sign-in page before anything is drawn, with the whole address to come back to; who is at
the wrong desk is told so. What a signed-in person may see is decided again by every event; this only spares them
the detour.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, compile_path

from marketplace.components.desk.table import Col, skeleton
from marketplace.components.markup import Markup, el, snapshot
from marketplace.kit.session_cookie import session_cookie
from marketplace.services.identity.access import SECOND_FACTOR_PAGE, actor_of
from marketplace.settings import settings
from marketplace.site.desks import wrong_desk
from marketplace.web.layout import DESK, DESK_FIRST_SCRIPTS, DESK_SCRIPTS, Head, document

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_PARAMETER, _ANY = re.compile(r"\[(\w+)\]"), "[[...splat]]"
_COLS = [Col("\u00a0"), Col("\u00a0", hide=True), Col("\u00a0", hide=True), Col("\u00a0", right=True)]


async def signed_in_page(request: Request, status: int = 200) -> Response:
    """A page of a desk that asks for a signed-in person; the same desk around "not found" where no page is."""
    token = request.cookies.get(session_cookie(), "")
    actor = await asyncio.to_thread(actor_of, token)
    if actor.user_id is None:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", status_code=303, headers=_HEADERS)
    if actor.awaits_second_factor and request.url.path.startswith("/admin"):
        return RedirectResponse(SECOND_FACTOR_PAGE, status_code=303, headers=_HEADERS)
    if wrong_desk.is_wrong(actor, request.url.path):
        return wrong_desk.answer(actor, request.url.path)
    return _shell(status)


async def open_page(_: Request) -> Response:
    """A page in the desks' style that anybody may open."""
    return _shell()


async def other_desk(request: Request) -> Response:
    """Where a desk that is open already sends somebody who may no longer sit at it."""
    actor = await asyncio.to_thread(actor_of, request.cookies.get(session_cookie(), ""))
    wanted = request.query_params.get("next", "")
    if actor.user_id is None:
        return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", status_code=303, headers=_HEADERS)
    return wrong_desk.answer(actor, wanted)


async def mailbox_page(_: Request) -> Response:
    """The demo's mailbox: it does not exist in production."""
    return _shell() if settings().is_demo else Response("Not found", status_code=404, media_type="text/plain")


def _shell(status: int = 200) -> Response:
    head = Head("Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS, first_scripts=DESK_FIRST_SCRIPTS)
    return HTMLResponse(document(head, _waiting()), status, headers=_HEADERS)


@lru_cache
def _waiting() -> str:
    """The window before its data: rail, header and a table in outline, nothing to press."""
    with snapshot():
        rail = el.div(_line(110, 14), *[_line(width, 12) for width in (92, 120, 84, 104, 76)], class_name="rail wait")
        head = el.div(el.div(_line(180, 18), _line(260, 12), class_name="grow wait"), class_name="phead")
        sheet = el.div(head, skeleton(_COLS, 9), class_name="sheet")
        return str(el.div(rail, sheet, class_name="desk", aria_hidden="true"))


def _line(width: int, height: int) -> Markup:
    return el.span(class_name="sk", custom_attrs={"style": {"width": f"{width}px", "height": f"{height}px"}})


def desk_routes(pages: Sequence[str]) -> list[BaseRoute]:
    """The addresses of the desks, given the routes of their pages as Reflex writes them (`/admin/jobs/[job_id]`).

    What is no page answers 404.
    """
    known = [compile_path(_PARAMETER.sub(r"{\1}", page))[0] for page in pages if not page.endswith(_ANY)]

    async def desk_page(request: Request) -> Response:
        path = request.url.path.rstrip("/")
        return await signed_in_page(request, 200 if any(page.match(path) for page in known) else 404)

    below = [route for start in ("/vendor", "/admin", "/account") for route in _below(start, desk_page)]
    return [
        Route("/vendor/apply", open_page),
        *below,
        Route("/wrong-desk", other_desk),
        Route("/mailbox", mailbox_page),
    ]


def _below(path: str, endpoint: object) -> Sequence[BaseRoute]:
    return Route(path, endpoint), Route(path + "/{rest:path}", endpoint)  # type: ignore[arg-type]
