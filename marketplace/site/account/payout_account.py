"""`/payout-account`: where an owner says yes or no to another bank account of the shop. The letter's secret decides."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.account.payout_account import answered, payout_account
from marketplace.components.account.sign_in import SignInForm
from marketplace.components.markup import Markup, snapshot
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.kit.db import arun, unit_of_work
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.queries.account.payout_account import RequestedAccount, find_requested_account
from marketplace.services.finance.payout_accounts import answer_account, purpose_of
from marketplace.site.account.sign_in import NO_STORE
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document
from marketplace.web.request_context import actor_from, see

_DONE = {"confirmed": True, "refused": False}


async def _show(request: Request) -> Response:
    query = request.query_params
    change, token, done = (query.get(name, "")[:200] for name in ("change", "token", "done"))
    if done in _DONE:
        return _page(lambda: answered(SignInForm(), accepted=_DONE[done]))
    requested = await asyncio.to_thread(_find, change, token)
    return _page(lambda: payout_account(SignInForm(typed={"token": token}), requested, change))


def _find(change: str, token: str) -> RequestedAccount | None:
    with unit_of_work(Scope.system()) as db:
        return find_requested_account(db, change, token, purpose_of(change))


async def _answer(request: Request) -> Response:
    form, actor = await request.form(), await actor_from(request)
    change, token, answer = (
        FormReader(form).raw(name, 200).replace("\0", "") for name in ("change", "token", "answer")
    )
    accepted = answer == "yes"

    def decide(db: Session) -> str:
        return answer_account(db, actor, change, token, accepted=accepted).status

    try:
        limit("30/hour", "payout-account", actor.ip)
        done = await arun(Scope.system(), decide)
    except MarketplaceError:
        return see("/payout-account")
    return see("/payout-account", {"done": done})


def _page(draw: Callable[[], Markup]) -> Response:
    with snapshot():
        drawn = str(draw())
    head = Head("Bank account · Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    return HTMLResponse(plain_document(head, drawn), headers=NO_STORE)


ROUTES: list[BaseRoute] = [
    Route("/payout-account", _show, methods=["GET"]),
    Route("/payout-account", _answer, methods=["POST"]),
]
