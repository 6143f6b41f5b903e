"""`/s/{store}/company/decide`: an approver decides by the link of their letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

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
from marketplace.queries.company_desk.purchase_request import RequestCard, get_linked_card
from marketplace.services.buying.approval_links import OVER, decide_by_link, find_link
from marketplace.services.buying.request_decisions import Outcome, Verdict
from marketplace.services.identity.access import store_scope
from marketplace.site.account.sign_in import NO_STORE
from marketplace.web.flash import Flash, clear_flash, read_flash, set_flash
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document
from marketplace.web.request_context import actor_from, see

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
    """The request of a link, with what the last answer led to; or that the link is over."""
    store, token, flash = request.path_params["store"], request.query_params.get("token", "")[:200], read_flash(request)
    try:
        scope = await asyncio.to_thread(store_scope, store)
    except NotFound:
        return Response("Not found", status_code=404, media_type="text/plain")
    face = await asyncio.to_thread(find_face, store)
    card = await asyncio.to_thread(_card, scope, token)
    errors = {flash.field: flash.words} if flash.field else {"": flash.text} if flash.text else {}
    form = SignInForm(
        face.handle, face.name, face.look, face.style, typed={"token": token, "reason": flash.typed}, errors=errors
    )
    path = f"/s/{store}/company"
    if card is None:
        title = flash.words or "This link is over"
        return _page(lambda: link_over(form, title, flash.text or OVER, f"{path}/approvals"))
    return _page(lambda: decision(form, card, action=f"{path}/decide"))


def _card(scope: Scope, token: str) -> RequestCard | None:
    with unit_of_work(scope) as db:
        seen = find_link(db, token)
        return get_linked_card(db, seen[1].id, seen[0].member_id) if seen else None


def _page(draw: Callable[[], Markup]) -> Response:
    with snapshot():
        drawn = str(draw())
    head = Head("Approval · Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    response = HTMLResponse(plain_document(head, drawn), headers=NO_STORE)
    clear_flash(response)
    return response


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
        field, words = next(iter(error.fields.items()))
        return _back(store, Flash(field=field, words=words, typed=reason), token)
    except MarketplaceError as error:
        return _back(store, Flash(error.sentence, typed=reason), token)
    title, sentence = _DONE[outcome]
    return _back(store, Flash(sentence, words=title))


def _back(store: str, flash: Flash, token: str = "") -> Response:
    return set_flash(see(f"/s/{store}/company/decide", {"token": token} if token else None), flash)


def _use(db: Session, actor: Actor, token: str, verdict: Verdict) -> Outcome:
    return decide_by_link(db, actor, token, verdict)


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/company/decide", _show, methods=["GET"]),
    Route("/s/{store}/company/decide", _decide, methods=["POST"]),
]
