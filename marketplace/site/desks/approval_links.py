"""`/s/{store}/company/decide`: an approver decides by the link of their letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.account.purchase_request import decision, link_over
from marketplace.components.account.sign_in import SignInForm
from marketplace.components.markup import Markup, snapshot
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun, unit_of_work
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.queries.account.sign_in import find_face
from marketplace.queries.company_desk.approvals import RequestCard, get_linked_card
from marketplace.services.buying.approval_links import OVER, decide_by_link, find_link
from marketplace.services.buying.request_decisions import Outcome, Verdict
from marketplace.services.identity.access import store_scope
from marketplace.site.account.sign_in import NO_STORE
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document
from marketplace.web.request_context import actor_from

_DONE = {
    Outcome.APPROVED: ("Approved", "Who asked gets a letter."),
    Outcome.PASSED: ("Approved and passed on", "The next one decides now."),
    Outcome.DECLINED: ("Declined", "Who asked reads why."),
    Outcome.CHANGED: (
        "Nothing is decided",
        "The basket changed since the letter was written. A new letter with what changed is on its way.",
    ),
}


async def _show(request: Request) -> Response:
    token = request.query_params.get("token", "")[:200]
    return await _answer(request, token)


async def _answer(
    request: Request,
    token: str,
    *,
    title: str = "This link is over",
    problem: str = "",
    errors: Mapping[str, str] = MappingProxyType({}),
    reason: str = "",
) -> Response:
    """The request of a link, or that the link is over."""
    store = request.path_params["store"]
    try:
        scope = await asyncio.to_thread(store_scope, store)
    except NotFound:
        return Response("Not found", status_code=404, media_type="text/plain")
    face = await asyncio.to_thread(find_face, store)
    card = await asyncio.to_thread(_card, scope, token)
    shown = dict(errors) | ({"": problem} if problem else {})
    door = SignInForm(
        face.handle, face.name, face.look, face.style, typed={"token": token, "reason": reason}, errors=shown
    )
    path = f"/s/{store}/company"
    if card is None:
        return _page(lambda: link_over(door, title, problem or OVER, f"{path}/approvals"))
    return _page(lambda: decision(door, card, action=f"{path}/decide"), status=422 if shown else 200)


def _card(scope: Scope, token: str) -> RequestCard | None:
    with unit_of_work(scope) as db:
        seen = find_link(db, token)
        return get_linked_card(db, seen[1].id, seen[0].member_id) if seen else None


def _page(draw: Callable[[], Markup], *, status: int = 200) -> Response:
    with snapshot():
        drawn = str(draw())
    head = Head("Approval · Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    return HTMLResponse(plain_document(head, drawn), headers=NO_STORE, status_code=status)


async def _decide(request: Request) -> Response:
    """Yes or no, once."""
    store, actor = request.path_params["store"], await actor_from(request)
    typed = FormReader(await request.form())
    token, reason = typed.raw("token", 200).replace("\0", ""), typed.text("reason", 500).replace("\0", "")
    verdict = Verdict(is_yes=typed.raw("answer", 5) == "yes", reason=reason)
    try:
        limit("60/hour", "approval-link", actor.ip)
        scope = await asyncio.to_thread(store_scope, store)
        outcome = await arun(scope, lambda db: _use(db, actor, token, verdict))
    except NotFound:
        return Response("Not found", status_code=404, media_type="text/plain")
    except Invalid as error:
        return await _answer(request, token, errors=error.fields, reason=reason)
    except MarketplaceError as error:
        return await _answer(request, token, problem=error.sentence, reason=reason)
    title, sentence = _DONE[outcome]
    return await _answer(request, "", title=title, problem=sentence)


def _use(db: Session, actor: Actor, token: str, verdict: Verdict) -> Outcome:
    return decide_by_link(db, actor, token, verdict)


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/company/decide", _show, methods=["GET"]),
    Route("/s/{store}/company/decide", _decide, methods=["POST"]),
]
