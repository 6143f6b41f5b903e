"""Requisition lists as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.buying.requisition_lists import Reader, reader_of
from marketplace.domain.errors import Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.models.offer import Offer
from marketplace.models.requisition_list import RequisitionLine, RequisitionList
from marketplace.models.user import User
from marketplace.queries.shared.requisition_lists import author_name, lines_on, list_visible, read_visible


@dataclass(frozen=True)
class ItemFacts:
    """A line; `variant_id` is empty once its offer is gone."""

    id: str
    offer_id: str
    variant_id: str
    sku: str
    title: str
    quantity: int
    note: str


@dataclass(frozen=True)
class ListFacts:
    """A list with its lines."""

    id: str
    name: str
    kind: str
    is_shared: bool
    may_change: bool
    created_by: str
    created_at: datetime
    updated_at: datetime
    items: Sequence[ItemFacts]


def list_lists(db: Session, actor: Actor, tenant_id: str) -> list[ListFacts]:
    """The lists that the actor sees, what was changed last first. Raises `Unauthenticated`."""
    if actor.user_id is None:
        raise Unauthenticated
    reader = reader_of(actor, tenant_id)
    return [_facts(db, reader, row, who) for row, who, _ in list_visible(db, reader, tenant_id)]


def read_list(db: Session, actor: Actor, tenant_id: str, list_id: str) -> ListFacts:
    """One of them. Raises `Unauthenticated`, `NotFound`."""
    row, who = read_visible(db, actor, tenant_id, list_id)
    return _facts(db, reader_of(actor, tenant_id), row, who)


def _facts(db: Session, reader: Reader, row: RequisitionList, who: User) -> ListFacts:
    lines = lines_on(db, row)
    offers = select(Offer.id, Offer.variant_id).where(
        col(Offer.id).in_([line.offer_id for line in lines]), Offer.tenant_id == row.tenant_id
    )
    variants = dict(db.exec(offers).all())
    return ListFacts(
        id=row.id,
        name=row.name,
        kind=row.kind,
        is_shared=row.is_shared,
        may_change=reader.changes(row),
        created_by=author_name(who),
        created_at=row.created_at,
        updated_at=row.updated_at,
        items=[_item(line, variants.get(line.offer_id, "")) for line in lines],
    )


def _item(line: RequisitionLine, variant_id: str) -> ItemFacts:
    return ItemFacts(
        line.id, line.offer_id, variant_id, line.sku, title=line.title, quantity=line.quantity, note=line.note
    )
