"""The stores that somebody may apply to, or keep something in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option


def list_open_stores() -> list[Option]:
    """Every active store where vendors sell, by name; the parent of other stores sells nothing itself."""
    with unit_of_work(Scope.public()) as db:
        parents = select(Tenant.parent_id).where(col(Tenant.parent_id).is_not(None))
        rows = db.exec(
            select(Tenant).where(Tenant.is_active, col(Tenant.id).not_in(parents)).order_by(Tenant.name)
        ).all()
    return [Option(row.handle, row.name) for row in rows]


def store_of_vendor(actor: Actor) -> str:
    """The handle of the store in which this person sells or has applied; empty for nobody."""
    return next(iter(_stores_of(actor, lambda role: role is Role.VENDOR_MEMBER)), "")


def likeliest_store(actor: Actor, requested_store: str, offered: Sequence[str]) -> str:
    """The handle of the store that somebody means: the asked one, the one where they buy or work
    already, else the first that is offered; empty where none is."""
    wished = [requested_store, *_stores_of(actor, lambda _: True), *offered]
    return next((handle for handle in wished if handle in offered), "")


def _stores_of(actor: Actor, wanted: Callable[[Role], bool]) -> list[str]:
    ids = list(dict.fromkeys(grant.tenant_id for grant in actor.grants if grant.tenant_id and wanted(grant.role)))
    if not ids:
        return []
    with unit_of_work(Scope.public()) as db:
        handles = dict(db.exec(select(Tenant.id, Tenant.handle).where(col(Tenant.id).in_(ids))).all())
    return [handles[tenant_id] for tenant_id in ids if tenant_id in handles]


def find_handle(db: Session, tenant_id: str | None) -> str:
    """By which name a store is reached; empty where there is none."""
    return db.exec(select(Tenant.handle).where(Tenant.id == tenant_id)).first() or ""
