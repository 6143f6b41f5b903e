"""The stores that somebody may apply to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant


@dataclass(frozen=True)
class StoreChoice:
    """An active store, as an option of a select."""

    value: str
    label: str


def list_open_stores() -> list[StoreChoice]:
    """Every active store where vendors sell, by name; the parent of other stores sells nothing itself."""
    with unit_of_work(Scope.public()) as db:
        parents = select(Tenant.parent_id).where(col(Tenant.parent_id).is_not(None))
        rows = db.exec(
            select(Tenant).where(Tenant.is_active, col(Tenant.id).not_in(parents)).order_by(Tenant.name)
        ).all()
    return [StoreChoice(row.handle, row.name) for row in rows]


def store_of_vendor(actor: Actor) -> str:
    """The handle of the store in which this person sells or has applied; empty for nobody."""
    tenant_id = next((grant.tenant_id for grant in actor.grants if grant.role is Role.VENDOR_MEMBER), None)
    if tenant_id is None:
        return ""
    with unit_of_work(Scope.public()) as db:
        return db.exec(select(Tenant.handle).where(Tenant.id == tenant_id)).first() or ""
