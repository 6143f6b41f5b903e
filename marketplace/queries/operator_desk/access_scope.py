"""How far somebody at the operator's desk sees: the whole platform, or one store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import Unauthenticated
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.stores.brand import CORNERS, LOOKS, on, read_brand
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import monogram

PLATFORM = "Concourse"


@dataclass(frozen=True)
class Mark:
    """A store's letter in its own colours and corners; without a letter it is not drawn."""

    letter: str = ""
    fill: str = ""
    ink: str = ""
    radius: str = ""
    name: str = ""


NO_MARK = Mark()


@dataclass(frozen=True)
class Fact:
    """A term and its value, both as text."""

    label: str
    value: str


def reach(actor: Actor, permission: Permission) -> str | None:
    """None for an operator, who sees every store; the store's id for its admin.

    Raises `Unauthenticated` for a guest, `Forbidden` or `NotFound` for anybody else.
    """
    if actor.user_id is None:
        raise Unauthenticated
    desk = actor.tenant_desk()
    tenant_id = None if actor.is_operator or desk is None else desk.tenant_id
    require(actor, permission, tenant_id=tenant_id)
    return tenant_id


def store_mark(tenant: Tenant) -> Mark:
    """The letter and colours by which a store is told apart in a list."""
    brand = read_brand(tenant.brand)
    base = LOOKS[brand.look]
    fill, corners = brand.brand or base.brand, brand.corners or base.corners
    radius = {"square": "2px", "soft": "5px", "round": "50%"}[corners if corners in CORNERS else "soft"]
    return Mark(monogram(tenant.name), fill, on(fill), radius, tenant.name)


def platform_mark() -> Mark:
    """The platform's own mark, for what belongs to no store."""
    fill = LOOKS["plain"].brand
    return Mark(PLATFORM[0], fill, on(fill), "5px", PLATFORM)


def store_marks(db: Session) -> Mapping[str | None, Mark]:
    """Tenant id -> mark, for every store and (under None) the platform."""
    marks: dict[str | None, Mark] = {tenant.id: store_mark(tenant) for tenant in db.exec(select(Tenant))}
    marks[None] = platform_mark()
    return marks


def store_choices(db: Session) -> tuple[Option, ...]:
    """Every store, to filter a list by."""
    return tuple(Option(i, name) for i, name in db.exec(select(Tenant.id, Tenant.name).order_by(Tenant.name)))
