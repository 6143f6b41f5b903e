"""Whose price list it is: the store's people have all of their store's, a vendor those that are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.outbox import publish, publish_all
from marketplace.models.offer import PriceList

_MOST_ONE_BY_ONE = 500  # products; beyond that the whole store is indexed


def lock_price_list(db: Session, actor: Actor, list_id: str) -> PriceList:
    """The list, held for the rest of the transaction: its prices change one hand at a time.

    Raises `Unauthenticated`, `Forbidden`, and `NotFound` also for a list of another store or vendor.
    """
    return _own(actor, db.exec(select(PriceList).where(PriceList.id == list_id).with_for_update()).first(), list_id)


def get_own_list(db: Session, actor: Actor, list_id: str) -> PriceList:
    """The list, to be read. Raises as `lock_price_list` does."""
    return _own(actor, db.exec(select(PriceList).where(PriceList.id == list_id)).first(), list_id)


def _own(actor: Actor, row: PriceList | None, list_id: str) -> PriceList:
    vendor = actor.vendor()
    if row is not None and vendor is not None and not actor.is_operator and actor.tenant_desk() is None:
        row = row if row.vendor_id == vendor.vendor_id else None
    tenant_id, vendor_id = (row.tenant_id, row.vendor_id) if row else ("", None)
    require(actor, Permission.PRICE_LIST_EDIT, tenant_id=tenant_id, vendor_id=vendor_id)
    if row is None:
        raise NotFound("price list", list_id)
    return row


def note_price_list(
    db: Session, actor: Actor, row: PriceList, action: AuditAction, *, before: Any = None, after: Any = None
) -> None:
    """A line of the trail about the list, and the event."""
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=row.tenant_id,
        object_type="price_list",
        object_id=row.id,
        object_name=row.title,
        before=before,
        after=after,
    )
    publish(db, Topic.PRICE_LIST_CHANGED, tenant_id=row.tenant_id, aggregate="price_list", aggregate_id=row.id)


def tell_documents(db: Session, row: PriceList, product_ids: Sequence[str], *, was_shared: bool = False) -> None:
    """Shared documents and pages follow a list that everybody has, or had; what is somebody's own is in none."""
    if not (row.kind == "store" or was_shared) or not product_ids:
        return
    if len(product_ids) > _MOST_ONE_BY_ONE:
        publish(db, Topic.PRICE_CHANGED, tenant_id=row.tenant_id, aggregate="tenant", aggregate_id=row.tenant_id)
        return
    publish_all(db, row.tenant_id, [(Topic.PRICE_CHANGED, "product", product_id) for product_id in product_ids])
