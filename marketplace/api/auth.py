"""Forms that set the session cookie. Native posts: they work before any script has run."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from marketplace.api.visitor import actor_from, give_session, safe_next, see, take_session
from marketplace.domain.errors import Invalid, MarketplaceError, TooManyRequests
from marketplace.kit.clock import now
from marketplace.kit.db import arun
from marketplace.kit.ratelimit import limit
from marketplace.kit.session_cookie import shopper_cookie
from marketplace.kit.slow import PASSWORDS
from marketplace.kit.tenancy import Scope
from marketplace.services import identity, sessions, two_factor
from marketplace.services.access import find_store, home_of
from marketplace.services.carts import adopt_carts
from marketplace.settings import settings

_SYSTEM = Scope.system()
_SECOND_STEP = "second_factor"


def _text(form: FormData, name: str) -> str:
    """What was typed, without the one character that PostgreSQL cannot hold."""
    value = form.get(name, "")
    return value.replace("\0", "") if isinstance(value, str) else ""


def _problem(error: MarketplaceError) -> dict[str, str]:
    """The code a page turns into a sentence at the right field."""
    if isinstance(error, TooManyRequests):
        return {"problem": "too_many", "wait": str(error.retry_after)}
    if isinstance(error, Invalid):
        field, sentence = next(iter(error.fields.items()))
        return {"problem": "invalid", "field": field, "says": sentence}
    return {"problem": "refused"}


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
            lambda db: identity.check_credentials(db, email=email, password=_text(form, "password"), at=now()),
            PASSWORDS,
        )
    except MarketplaceError as error:
        return see("/sign-in", {**back, **_problem(error)})
    if user is None:
        return see("/sign-in", {**back, "problem": "credentials"})
    if user.totp_confirmed_at is not None:
        ticket = await arun(_SYSTEM, lambda db: two_factor.ask_for_code(db, user.id))
        response: Response = see("/second-factor", {"next": wanted})
        response.set_cookie(
            _SECOND_STEP, ticket, max_age=300, path="/", httponly=True, samesite="lax", secure=settings().cookie_secure
        )
        return response
    token = await arun(_SYSTEM, lambda db: sessions.open_session(db, user, actor=actor))
    return await _welcome(request, token, wanted, _text(form, "store"))


async def second_factor(request: Request) -> Response:
    """The six digits, or a recovery code."""
    form = await request.form()
    wanted, ticket = _text(form, "next"), request.cookies.get(_SECOND_STEP, "")
    actor = await actor_from(request)
    try:
        limit("10/minute", "second-factor", actor.ip)
        token = await arun(
            _SYSTEM,
            lambda db: two_factor.finish_sign_in(db, ticket=ticket, code=_text(form, "code"), actor=actor, at=now()),
        )
    except MarketplaceError as error:
        return see("/second-factor", {"next": wanted, **_problem(error)})
    response = await _welcome(request, token, wanted, "")
    response.delete_cookie(_SECOND_STEP, path="/")
    return response


async def sign_up(request: Request) -> Response:
    """Make an account and sign in; the proof of the address goes out by e-mail."""
    form = await request.form()
    fields = {name: _text(form, name) for name in ("first_name", "last_name", "email", "next", "store")}
    actor = await actor_from(request)

    try:
        limit("10/hour", "sign-up", actor.ip)
        tenant_id = await _store_id(fields["store"])
        user = await arun(
            _SYSTEM,
            lambda db: identity.register(
                db, email=fields["email"], password=_text(form, "password"), first_name=fields["first_name"],
                last_name=fields["last_name"], tenant_id=tenant_id, actor=actor,
            ),
            PASSWORDS,
        )  # fmt: skip
    except MarketplaceError as error:
        return see("/sign-up", {**fields, **_problem(error)})
    if user is None:  # the address has an account: the same page as for everybody, and a mail to its owner
        return see("/sign-in", {"notice": "check_mail", "email": fields["email"], "next": fields["next"]})
    token = await arun(_SYSTEM, lambda db: sessions.open_session(db, user, actor=actor))
    return await _welcome(request, token, fields["next"], fields["store"])


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
        identity.normal_email(email)
    except MarketplaceError as error:
        return see("/forgot-password", {"email": email, **_problem(error)})
    await arun(_SYSTEM, lambda db: identity.ask_password_reset(db, email, None))
    return see("/forgot-password", {"notice": "sent", "email": email})


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
    return see("/sign-in", {"notice": "password_changed", "email": user.email})


async def _store_id(handle: str) -> str | None:
    if not handle:
        return None
    return await arun(Scope.public(), lambda db: find_store(db, handle).id)


async def _welcome(request: Request, token: str, wanted: str, store: str) -> RedirectResponse:
    """Into the product, with the cart that was filled before signing in."""
    actor = await arun(_SYSTEM, lambda db: sessions.find_actor(db, token))
    browser = request.cookies.get(shopper_cookie(), "")
    if actor.user_id:
        await arun(_SYSTEM, lambda db: adopt_carts(db, str(actor.user_id), browser))
    response = see(safe_next(wanted, home_of(actor, store)))
    give_session(response, token)
    return response


ROUTES = [
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/second-factor", second_factor, methods=["POST"]),
    Route("/auth/sign-up", sign_up, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/forgot-password", forgot_password, methods=["POST"]),
    Route("/auth/reset-password", reset_password, methods=["POST"]),
]
