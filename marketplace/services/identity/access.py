"""From "who asks" to "in which scope may this run": the first line of every screen's and route's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from sqlalchemy import bindparam
from sqlmodel import Session, select

from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.access_posture import may_enter, may_see_prices
from marketplace.kit.db import at_once, unit_of_work
from marketplace.kit.tenancy import Scope, prepared
from marketplace.models.tenant import Tenant
from marketplace.services.identity.sessions import find_actor


class Desk(StrEnum):
    """The places that need a role."""

    ACCOUNT = "account"
    VENDOR = "vendor"
    TENANT = "tenant"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Visit:
    """Somebody in an open store; the session reads the store's rows alone."""

    db: Session
    store: Tenant
    actor: Actor


SECOND_FACTOR_PAGE = "/account/security"


def actor_of(token: str, *, ip: str = "", agent: str = "", request_id: str = "") -> Actor:
    """The actor behind a session token, read from the database now."""
    with at_once() as db:
        return find_actor(db, token, ip=ip, agent=agent, request_id=request_id)


@contextmanager
def store_visit(
    tenant_id: str, handle: str, token: str, *, ip: str = "", agent: str = "", request_id: str = ""
) -> Iterator[Visit]:
    """Somebody in a store, and one transaction that works in it; who they are is read before it begins.

    Raises `NotFound` for a store that is not open, `Unauthenticated` where it shows guests nothing.
    """
    actor = actor_of(token, ip=ip, agent=agent, request_id=request_id)
    with unit_of_work(Scope.tenant(tenant_id)) as db:
        yield Visit(db, visible_store(db, handle, actor), actor)


def desk_scope(actor: Actor, desk: Desk) -> Scope:
    """The scope in which this actor works at this desk.

    Raises `Unauthenticated` for a guest and `Forbidden` for somebody without the role.
    """
    if actor.user_id is None:
        raise Unauthenticated
    if desk is Desk.ACCOUNT:
        return Scope.system()
    if desk is Desk.OPERATOR and actor.is_operator:
        return Scope.system()
    grant = {Desk.VENDOR: actor.vendor, Desk.TENANT: actor.tenant_desk}.get(desk, lambda: None)()
    if grant is None or grant.tenant_id is None:
        raise Forbidden
    return Scope.tenant(grant.tenant_id)


def home_of(actor: Actor, store: str = "") -> str:
    """Where somebody with this role starts: their desk, else the store they came from, else their account.

    An operator who has no second factor yet starts by setting it up.
    """
    if actor.awaits_second_factor:
        return SECOND_FACTOR_PAGE
    if actor.is_operator or actor.tenant_desk():
        return "/admin"
    if actor.vendor():
        return "/vendor"
    return f"/s/{store}" if store else "/account"


def store_scope(handle: str) -> Scope:
    """The scope of an active store by its handle; `NotFound` for one that does not exist or is switched off."""
    with unit_of_work(Scope.public()) as db:
        return Scope.tenant(find_store(db, handle).id)


def visible_store(db: Session, handle: str, actor: Actor) -> Tenant:
    """The active store with this handle, if it shows this actor anything. Raises `NotFound`, `Unauthenticated`."""
    tenant = find_store(db, handle)
    if not may_enter(tenant.access_posture, signed_in=actor.user_id is not None):
        raise Unauthenticated
    return tenant


def sees_prices(tenant: Tenant, actor: Actor) -> bool:
    """Whether this store shows this actor its prices."""
    return may_see_prices(tenant.access_posture, signed_in=actor.user_id is not None)


def check_sees_prices(tenant: Tenant, actor: Actor) -> None:
    """Raises `Unauthenticated` for somebody to whom this store shows no prices: they have no cart either."""
    if not sees_prices(tenant, actor):
        raise Unauthenticated("Sign in to see prices and to buy.")


_STORE = prepared(select(Tenant).where(Tenant.handle == bindparam("handle"), Tenant.is_active))


ActiveStore = NewType("ActiveStore", Tenant)
"""A store that is open: its pages are drawn, and it is bought from."""


def find_store(db: Session, handle: str) -> ActiveStore:
    """The active store with this handle. Raises `NotFound`."""
    tenant = db.exec(_STORE, params={"handle": handle}).first()
    if tenant is None:
        raise NotFound("store")
    return ActiveStore(tenant)
