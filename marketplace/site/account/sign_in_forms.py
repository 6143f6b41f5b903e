"""Forms that set the session cookie. Native posts: they work before any script has run."""

from __future__ import annotations

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from marketplace.domain.errors import Invalid, MarketplaceError, TooManyRequests
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import arun
from marketplace.kit.ratelimit import limit
from marketplace.kit.session_cookie import device_cookie, shopper_cookie
from marketplace.kit.slow import PASSWORDS
from marketplace.kit.tenancy import Scope
from marketplace.queries.account.stores import find_handle
from marketplace.services.buying.cart_adoption import adopt_carts
from marketplace.services.identity import identity, registration, sessions, two_factor
from marketplace.services.identity.access import find_store, home_of
from marketplace.settings import settings
from marketplace.web.flash import with_form_values
from marketplace.web.own_prices_hint import give_hint
from marketplace.web.request_context import actor_from, give_session, remember_device, safe_next, see, take_session

_SYSTEM = Scope.system()
_SECOND_STEP = "second_factor"
_PERSONAL = ("email", "first_name", "last_name")


def _text(form: FormData, name: str) -> str:
    """What was typed, without the one character that PostgreSQL cannot hold."""
    return FormReader(form).raw(name).replace("\0", "")


def _problem(error: MarketplaceError) -> dict[str, str]:
    """The code a page turns into a sentence at the right field."""
    if isinstance(error, TooManyRequests):
        return {"problem": "too_many", "wait": str(error.retry_after)}
    if isinstance(error, Invalid):
        field, sentence = next(iter(error.fields.items()))
        return {"problem": "invalid", "field": field, "says": sentence}
    return {"problem": "refused"}


def _is_about(error: MarketplaceError, field: str) -> bool:
    return isinstance(error, Invalid) and field in error.fields


async def sign_in(request: Request) -> Response:
    """Check the password; open a session, or ask for the second factor."""
    form = await request.form()
    email, wanted = _text(form, "email"), _text(form, "next")
    back = {"email": email, "next": wanted, "store": _text(form, "store")}
    actor = await actor_from(request)
    try:
        limit("20/minute", "sign-in", actor.ip)
        user = await arun(
            _SYSTEM,
            lambda db: identity.check_credentials(
                db,
                email=email,
                password=_text(form, "password"),
                at=now(),
                actor=actor,
                device=request.cookies.get(device_cookie(), ""),
            ),
            PASSWORDS,
        )
    except MarketplaceError as error:
        return _back("/sign-in", {**back, **_problem(error)})
    if user is None:
        return _back("/sign-in", {**back, "problem": "credentials"})
    if user.totp_confirmed_at is not None:
        ticket = await arun(_SYSTEM, lambda db: two_factor.ask_for_code(db, user.id))
        response: Response = see("/second-factor", {"next": wanted})
        response.set_cookie(
            _SECOND_STEP, ticket, max_age=300, path="/", httponly=True, samesite="lax", secure=settings().cookie_secure
        )
        return response
    token = await arun(_SYSTEM, lambda db: sessions.open_session(db, user, actor=actor))
    return await welcome(request, token, wanted, _text(form, "store"))


async def second_factor(request: Request) -> Response:
    """The six digits, or a recovery code."""
    form = await request.form()
    wanted, ticket = _text(form, "next"), request.cookies.get(_SECOND_STEP, "")
    actor = await actor_from(request)
    try:
        limit("10/minute", "second-factor", actor.ip)
        opened = await arun(
            _SYSTEM,
            lambda db: two_factor.finish_sign_in(db, ticket=ticket, code=_text(form, "code"), actor=actor, at=now()),
        )
        if opened is None:
            raise two_factor.WRONG_CODE
    except MarketplaceError as error:
        return see("/second-factor", {"next": wanted, **_problem(error)})
    response = await welcome(request, opened[1], wanted, "")
    response.delete_cookie(_SECOND_STEP, path="/")
    return response


def _back(path: str, values: dict[str, str]) -> Response:
    """Back to the form. What a person typed about themselves goes along in a cookie that only the server reads: an
    address is kept by browsers, servers and whoever is shown it."""
    personal = {name: values[name] for name in _PERSONAL if values.get(name)}
    answer = see(path, {name: value for name, value in values.items() if name not in _PERSONAL})
    return with_form_values(answer, personal) if personal else answer


async def sign_up(request: Request) -> Response:
    """Send the letter that makes an account; the answer is the same for an address that has one."""
    form = await request.form()
    fields = {name: _text(form, name) for name in ("first_name", "last_name", "email", "next", "store")}
    actor = await actor_from(request)
    try:
        limit("10/hour", "sign-up", actor.ip)
        tenant_id = await _store_id(fields["store"])
        await arun(
            _SYSTEM,
            lambda db: registration.ask_for_account(
                db,
                email=fields["email"],
                first_name=fields["first_name"],
                last_name=fields["last_name"],
                tenant_id=tenant_id,
                next_path=fields["next"],
            ),
        )
    except MarketplaceError as error:
        return _back("/sign-up", {**fields, **_problem(error)})
    back = {name: fields[name] for name in ("email", "next", "store")}
    return _back("/sign-in", {"notice": "check_mail", **back})


async def verify_email(request: Request) -> Response:
    """Redeem a letter's link: with a password it makes the account and signs in, or proves the address of one.

    The answer to a link that is over says nothing about whose address it was.
    """
    form, actor = await request.form(), await actor_from(request)
    token, password, new = (_text(form, name) for name in ("token", "password", "new"))
    try:
        limit("30/hour", "verify", actor.ip)
        made = await arun(_SYSTEM, lambda db: _made(db, token, password, actor), PASSWORDS)
    except MarketplaceError as error:
        wrong = {"problem": "credentials"} if not new and _is_about(error, "password") else _problem(error)
        return see("/verify-email", {"token": token, "new": new, **wrong})
    if made is None:
        return see("/account", {"notice": "verified"})
    session, next_path, store = made
    return await welcome(request, session, next_path, store)


def _made(db: Session, token: str, password: str, actor: Actor) -> tuple[str, str, str] | None:
    """The session, way and store of an account that this link makes; None where it only proves an address."""
    try:
        user, wish = registration.finish_account(db, token, password=password, actor=actor)
    except Invalid as error:
        if _is_about(error, "password"):
            raise
        identity.verify_email(db, token, password=password)
        return None
    return sessions.open_session(db, user, actor=actor), wish.next_path, find_handle(db, wish.tenant_id)


async def sign_out(request: Request) -> Response:
    """End this browser's session."""
    actor = await actor_from(request)
    await arun(_SYSTEM, lambda db: sessions.close_session(db, actor))
    response = see(safe_next(_text(await request.form(), "next"), "/stores"))
    take_session(response)
    return response


async def forgot_password(request: Request) -> Response:
    """Send a reset link; the answer is the same whether the address has an account or not."""
    form = await request.form()
    email = _text(form, "email")
    actor = await actor_from(request)
    try:
        limit("6/hour", "forgot", actor.ip)
        if "@" not in email:  # an account of before addresses were checked has its letter, too
            identity.normal_email(email)
    except MarketplaceError as error:
        return _back("/forgot-password", {"email": email, **_problem(error)})
    await arun(_SYSTEM, lambda db: identity.ask_password_reset(db, email, None))
    return _back("/forgot-password", {"notice": "sent", "email": email})


async def reset_password(request: Request) -> Response:
    """Set the new password; every session of the account ends."""
    form = await request.form()
    token, actor = _text(form, "token"), await actor_from(request)
    try:
        limit("20/hour", "reset", actor.ip)
        user = await arun(
            _SYSTEM,
            lambda db: identity.reset_password(db, token=token, password=_text(form, "password"), actor=actor),
            PASSWORDS,
        )
    except MarketplaceError as error:
        return see("/reset-password", {"token": token, **_problem(error)})
    return _back("/sign-in", {"notice": "password_changed", "email": user.email})


async def _store_id(handle: str) -> str | None:
    if not handle:
        return None
    return await arun(Scope.public(), lambda db: find_store(db, handle).id)


async def welcome(request: Request, token: str, wanted: str, store: str) -> RedirectResponse:
    """Into the product, with the cart that was filled before signing in."""
    actor = await arun(_SYSTEM, lambda db: sessions.find_actor(db, token))
    browser = request.cookies.get(shopper_cookie(), "")
    if actor.user_id:
        await arun(_SYSTEM, lambda db: adopt_carts(db, actor, browser))
    response = see(safe_next(wanted, home_of(actor, store)))
    give_session(response, token)
    if actor.user_id:
        remember_device(response, actor.user_id)
    if any(grant.role is Role.COMPANY_CONTACT for grant in actor.grants):
        give_hint(response)
    return response


ROUTES = [
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/second-factor", second_factor, methods=["POST"]),
    Route("/auth/sign-up", sign_up, methods=["POST"]),
    Route("/verify-email", verify_email, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/forgot-password", forgot_password, methods=["POST"]),
    Route("/auth/reset-password", reset_password, methods=["POST"]),
]
