"""The addresses of a company's desk in a store: its pages, the invitation's page, and the place that is bought for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.account.company_invitation import invitation, over
from marketplace.components.account.sign_in import SignInForm
from marketplace.components.markup import Markup, snapshot
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound, TooManyRequests
from marketplace.domain.forms import FormReader
from marketplace.domain.identity.passwords import MAX_LENGTH, MIN_LENGTH
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun, unit_of_work
from marketplace.kit.ratelimit import limit
from marketplace.kit.slow import PASSWORDS
from marketplace.kit.tenancy import Scope, scope_of
from marketplace.queries.account.sign_in import find_face
from marketplace.services.companies.acting import choose_acting_place
from marketplace.services.companies.buying_places import choose_place
from marketplace.services.companies.invitations import (
    OVER,
    Invitation,
    accept_as_new,
    accept_invitation,
    find_invitation,
)
from marketplace.services.identity import identity, sessions
from marketplace.services.identity.access import store_scope
from marketplace.site.account.sign_in import NO_STORE
from marketplace.site.account.sign_in_forms import welcome
from marketplace.site.desks.pages import open_page, signed_in_page
from marketplace.web.flash import clear_flash, form_values, with_form_values
from marketplace.web.layout import DESK, DESK_SCRIPTS, Head, plain_document
from marketplace.web.own_prices_hint import give_hint
from marketplace.web.request_context import actor_from, safe_next, see

_COMPANY = "/s/{store}/company"
# Sentences are chosen here and never taken from the address, where anybody could write them.
_WRONG = {
    "first_name": "Enter your first name.",
    "password": f"Use {MIN_LENGTH} to {MAX_LENGTH} characters, and not your e-mail address.",
    "too_many": "Too many attempts. Wait a minute and try again.",
    "refused": "That was refused. Open the link of the letter once more.",
}


def _gone() -> Response:
    return Response("Not found", status_code=404, media_type="text/plain")


async def _desk(request: Request) -> Response:
    """A page of the desk; 404 in a store that is not there."""
    try:
        await asyncio.to_thread(store_scope, request.path_params["store"])
    except NotFound:
        return _gone()
    return await signed_in_page(request)


async def _register(request: Request) -> Response:
    try:
        await asyncio.to_thread(store_scope, request.path_params["store"])
    except NotFound:
        return _gone()
    return await open_page(request)


async def _short_address(request: Request) -> Response:
    """`/b2b/register` leads to the store that was chosen, or to the choice."""
    store = request.cookies.get("store", "")
    try:
        await asyncio.to_thread(store_scope, store)
    except NotFound:
        return RedirectResponse("/stores", status_code=303)
    return RedirectResponse(f"/s/{store}/b2b/register", status_code=303)


async def _show_invitation(request: Request) -> Response:
    store, query = request.path_params["store"], request.query_params
    token = query.get("token", "")[:200]
    try:
        scope = await asyncio.to_thread(store_scope, store)
    except NotFound:
        return _gone()
    actor, invited = await actor_from(request), await asyncio.to_thread(_find, scope, token)
    path, face = f"/s/{store}/company/join", await asyncio.to_thread(find_face, store)
    typed = {"token": token, "next": quote(f"{path}?token={token}", safe="")} | form_values(request)
    field = query.get("wrong", "")
    at = field if field in ("first_name", "password") else ""
    errors = {at: _WRONG[field]} if field in _WRONG else {}
    door = SignInForm(face.handle, face.name, face.look, face.style, typed=typed, errors=errors)
    response = _page(
        lambda: (
            over(door, OVER) if invited is None else invitation(door, invited, action=path, signed_in_as=actor.email)
        )
    )
    clear_flash(response)
    return response


def _find(scope: Scope, token: str) -> Invitation | None:
    with unit_of_work(scope) as db:
        return find_invitation(db, str(scope.tenant_id), token)


def _page(draw: Callable[[], Markup]) -> Response:
    with snapshot():
        drawn = str(draw())
    head = Head("Invitation · Concourse", robots="noindex", sheets=DESK, scripts=DESK_SCRIPTS)
    return HTMLResponse(plain_document(head, drawn), headers=NO_STORE)


async def _join(request: Request) -> Response:
    """Accept the invitation: signed in, or with an account that is made of the form."""
    store, actor = request.path_params["store"], await actor_from(request)
    typed = FormReader(await request.form())
    token, password = (typed.raw(name, 200).replace("\0", "") for name in ("token", "password"))
    names = {name: typed.line(name, 80).replace("\0", "") for name in ("first_name", "last_name")}
    try:
        limit("30/hour", "company-invitation", actor.ip)
        scope = await asyncio.to_thread(store_scope, store)
        email = await arun(scope, lambda db: _accept(db, actor, token, names, password), PASSWORDS)
    except NotFound:
        return _gone()
    except MarketplaceError as error:
        wrong = see(f"/s/{store}/company/join", {"token": token, "wrong": _code(error)})
        return with_form_values(wrong, names)
    desk = f"/s/{store}/company"
    if not email:
        joined = see(desk)
        give_hint(joined)
        return joined
    session = await arun(Scope.system(), lambda db: _open_session(db, email, actor))
    return await welcome(request, session, desk, store)


def _open_session(db: Session, email: str, actor: Actor) -> str:
    user = identity.find_user(db, email)
    return sessions.open_session(db, user, actor=actor) if user else ""


def _accept(db: Session, actor: Actor, token: str, names: dict[str, str], password: str) -> str:
    """The address of who is new here and has no session yet; empty for who is signed in already."""
    tenant_id = str(scope_of(db).tenant_id)
    if actor.user_id is not None:
        accept_invitation(db, actor, tenant_id, token)
        return ""
    return accept_as_new(db, actor, tenant_id, token, **names, password=password).email


def _code(error: MarketplaceError) -> str:
    if isinstance(error, TooManyRequests):
        return "too_many"
    field = next(iter(error.fields)) if isinstance(error, Invalid) else ""
    return field if field in _WRONG else "refused"


async def _choose_place(request: Request) -> Response:
    """Buy for another place from now on, and go back to where that was chosen."""
    store, actor = request.path_params["store"], await actor_from(request)
    typed = FormReader(await request.form())
    location = typed.raw("location", 60)
    try:
        scope = await asyncio.to_thread(store_scope, store)
        await arun(scope, lambda db: _place(db, actor, location))
    except MarketplaceError:  # a place that is no longer theirs: the desk shows which ones are
        return see(f"/s/{store}/company")
    return see(safe_next(typed.raw("next"), f"/s/{store}/company"))


def _place(db: Session, actor: Actor, location_id: str) -> None:
    tenant_id = str(scope_of(db).tenant_id)
    if not choose_acting_place(db, actor, tenant_id, location_id):
        choose_place(db, actor, tenant_id, location_id)


ROUTES: list[BaseRoute] = [
    Route("/b2b/register", _short_address, methods=["GET"]),
    Route("/s/{store}/b2b/register", _register, methods=["GET"]),
    Route(f"{_COMPANY}/join", _show_invitation, methods=["GET"]),
    Route(f"{_COMPANY}/join", _join, methods=["POST"]),
    Route(f"{_COMPANY}/place", _choose_place, methods=["POST"]),
    Route(_COMPANY, _desk, methods=["GET"]),
    Route(f"{_COMPANY}/members", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/prices", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/orders", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/invoices", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/statement", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/locations", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/cost-centres", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/approvals", _desk, methods=["GET"]),
    Route(f"{_COMPANY}/rules", _desk, methods=["GET"]),
]
