"""Tokens: for customers of stores, members of vendors, and staff; and the cookie for browsers that want one."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import PlainTextResponse, Response

from marketplace.api.http.auth import KEY_HEADER, Anybody, Caller
from marketplace.api.http.errors import Unauthorized
from marketplace.api.http.openapi import gives
from marketplace.api.http.responses import reply
from marketplace.api.http.tokens import ACTOR_TYPES, Claims, make_token
from marketplace.api.store import schemas
from marketplace.api.store.request_schemas import Body
from marketplace.domain.errors import Forbidden, Invalid, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.db import run
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity import identity, sessions, two_factor
from marketplace.services.identity.customers import find_customer
from marketplace.services.identity.grants import grants_of
from marketplace.web.request_context import give_session, take_session

router = APIRouter(tags=["auth"])
Kind = Literal["customer", "vendor", "user"]
TOKEN = gives(schemas.Token)
_SYSTEM = Scope.system()
WRONG, TAKEN = "Invalid email or password", "Identity with email already exists"


class Credentials(Body):
    email: str = Field(max_length=254)
    password: str = Field(max_length=200)


class Identifier(Body):
    identifier: str = Field(max_length=254)


class NewPassword(Body):
    password: str = Field(max_length=200)
    email: str | None = Field(None, max_length=254)


class Code(Body):
    """`code` is the six digits of the app, or one of the recovery codes."""

    code: str = Field(max_length=60)
    method: str | None = Field(None, max_length=40)


@router.post("/auth/customer/emailpass/register", summary="Register an identity", responses=TOKEN)
def register(body: Credentials, caller: Anybody) -> Response:
    """The token makes somebody a customer (`POST /store/customers`) and nothing else."""
    limit("10/minute", "api-register", caller.visitor.ip)
    known = run(_SYSTEM, lambda db: identity.find_user(db, identity.normal_email(body.email)) is not None)
    user = None
    if known:  # a second try after a lost answer is let in by its password, with the same waits as any sign-in
        user = run(
            _SYSTEM,
            lambda db: identity.check_credentials(
                db, email=body.email, password=body.password, at=now(), actor=caller.visitor
            ),
        )
        if user is None:
            # The contract says that the address is taken; who asks for many learns no more.
            limit("10/hour", "api-register-taken", caller.visitor.ip)
            raise Unauthorized(TAKEN)
        if user.totp_confirmed_at is not None:
            raise Unauthorized(TAKEN)
    user_id = user.id if user else None
    return reply({"token": run(_SYSTEM, lambda db: _register(db, caller, body, user_id))})


@router.post("/auth/{kind}/emailpass", summary="Sign in", responses=TOKEN)
def login(kind: Kind, body: Credentials, caller: Anybody) -> Response:
    """With two-step sign-in the answer has `mfa_challenge`; its code goes to `/auth/mfa/challenges/{id}/verify`."""
    limit("20/minute", "api-login", caller.visitor.ip)
    user = run(
        _SYSTEM,
        lambda db: identity.check_credentials(
            db, email=body.email, password=body.password, at=now(), actor=caller.visitor
        ),
    )
    if user is None:
        raise Unauthorized(WRONG)
    if user.totp_confirmed_at is not None:
        ticket = run(_SYSTEM, lambda db: two_factor.ask_for_code(db, user.id))
        challenge = {"id": f"{kind}.{ticket}", "provider": "totp", "methods": ["totp", "recovery_code"]}
        return reply({"mfa_required": True, "mfa_challenge": challenge})
    return reply({"token": run(_SYSTEM, lambda db: _open(db, caller, kind, user.id))})


@router.post("/auth/mfa/challenges/{id}/verify", summary="The second step of signing in", responses=TOKEN)
def verify_challenge(id: str, body: Code, caller: Anybody) -> Response:
    limit("10/minute", "second-factor", caller.visitor.ip)
    kind, _, ticket = id.partition(".")
    if kind not in ACTOR_TYPES:
        raise Unauthorized(WRONG)

    def finish(db: Session) -> str | None:
        opened = two_factor.finish_sign_in(db, ticket=ticket, code=body.code, actor=caller.visitor, at=now())
        if opened is None:
            return None
        session_id = sessions.session_id_of(db, opened[1])
        _check_role(kind, sessions.find_actor_of_session(db, session_id))
        return _token(db, caller, kind, session_id)

    try:
        token = run(_SYSTEM, finish)
    except Unauthenticated as error:
        raise Unauthorized(error.sentence) from None
    if token is None:
        raise Unauthorized(two_factor.WRONG_CODE.sentence)
    return reply({"token": token})


@router.post("/auth/token/refresh", summary="A token for another day", responses=TOKEN)
def refresh(caller: Anybody) -> Response:
    """By the token that still holds, or by the cookie that stands in its place."""
    if caller.claims is not None:
        caller.actor_type = caller.claims.actor_type
    actor = caller.known()
    return reply({"token": run(_SYSTEM, lambda db: _token(db, caller, caller.actor_type, actor.session_id))})


@router.post(
    "/auth/{kind}/emailpass/reset-password",
    summary="Ask for a reset link",
    status_code=201,
    response_class=PlainTextResponse,
)
def reset_password(kind: Kind, body: Identifier, caller: Anybody) -> Response:
    """The answer is the same whether the address has an account or not."""
    limit("6/hour", "forgot", caller.visitor.ip)
    run(_SYSTEM, lambda db: identity.ask_password_reset(db, body.identifier, _tenant_id(caller)))
    return PlainTextResponse("Created", status_code=201)


@router.post("/auth/{kind}/emailpass/update", summary="Set a new password with the token of the reset link")
def update_password(kind: Kind, body: NewPassword, caller: Anybody) -> Response:
    limit("20/hour", "reset", caller.visitor.ip)
    _, _, token = caller.request.headers.get("authorization", "").partition(" ")
    given = token.strip()
    try:
        run(_SYSTEM, lambda db: identity.reset_password(db, token=given, password=body.password, actor=caller.visitor))
    except Invalid as error:
        if "token" in error.fields:
            raise Unauthorized("Invalid token") from None
        raise
    return reply({"success": True})


@router.post("/auth/session", summary="A cookie in the place of a token")
def open_cookie(caller: Anybody) -> Response:
    claims = caller.claims
    if claims is None:
        raise Unauthorized
    caller.actor_type = claims.actor_type
    actor = caller.known()
    if claims.actor_type == "customer" and (actor.is_operator or actor.tenant_desk() or actor.vendor()):
        # The cookie would open their desk too, and a storefront elsewhere held the token.
        raise Forbidden("Whoever works at a desk signs in on its own page.")
    token = run(_SYSTEM, lambda db: sessions.hand_on(db, actor))
    user = {"actor_id": claims.actor_id, "actor_type": claims.actor_type, "auth_identity_id": claims.user_id}
    response = reply({"user": {**user, "app_metadata": {}, "user_metadata": {}}})
    give_session(response, token)
    return response


@router.delete("/auth/session", summary="Sign out")
def close_cookie(caller: Anybody) -> Response:
    if caller.claims is not None:
        caller.actor_type = caller.claims.actor_type
    run(_SYSTEM, lambda db: sessions.close_session(db, caller.actor))
    response = reply({"success": True})
    take_session(response)
    return response


def _register(db: Session, caller: Caller, body: Credentials, user_id: str | None) -> str:
    """A new account, or a known one that is nobody's customer yet. Raises `Unauthorized` for one that is in use."""
    if user_id is None:
        added = identity.add_account(
            db,
            email=identity.normal_email(body.email),
            password=body.password,
            actor=caller.visitor,
            tenant_id=_tenant_id(caller),
        )
        user_id = added.id
    elif grants_of(db, user_id):
        raise Unauthorized(TAKEN)
    return _open(db, caller, "customer", user_id)


def _open(db: Session, caller: Caller, kind: str, user_id: str) -> str:
    """A session for an API client, and the token that names it. Raises `Forbidden` without the role that it needs."""
    session_id = sessions.open_session_of(db, user_id, actor=caller.visitor)
    _check_role(kind, sessions.find_actor_of_session(db, session_id))
    return _token(db, caller, kind, session_id)


def _check_role(kind: str, actor: Actor) -> None:
    if kind == "vendor" and actor.vendor() is None:
        raise Forbidden("This account is not a member of a vendor.")
    if kind == "user" and actor.awaits_second_factor:
        raise Forbidden("Operators sign in in two steps. Set it up at /account/security first.")
    if kind == "user" and not (actor.is_operator or actor.tenant_desk()):
        raise Forbidden("This account does not work for the platform or a store.")


def _token(db: Session, caller: Caller, kind: str, session_id: str) -> str:
    actor = sessions.find_actor_of_session(db, session_id)
    return make_token(Claims(kind, str(actor.user_id), session_id, _actor_id(db, caller, kind, actor)))


def _actor_id(db: Session, caller: Caller, kind: str, actor: Actor) -> str:
    """Who the person is for this kind of token: a customer of the store whose key came along, a vendor, a user."""
    if kind == "vendor":
        grant = actor.vendor()
        return str(grant.vendor_id) if grant else ""
    if kind == "user":
        return str(actor.user_id)
    tenant_id = _tenant_id(caller)
    customer = find_customer(db, actor, tenant_id) if tenant_id else None
    return customer.id if customer else ""


def _tenant_id(caller: Caller) -> str | None:
    STORES.refresh()
    store = STORES.find_by_key(caller.request.headers.get(KEY_HEADER, ""))
    return store.id if store else None
