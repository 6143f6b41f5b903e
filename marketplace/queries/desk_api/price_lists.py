"""Price lists as programs of a store, of a vendor and of a company read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.buying.buyer import GUEST, buyer_of
from marketplace.domain.catalogue.pricing import PUBLIC_KINDS
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.models.offer import PriceList
from marketplace.queries.shared.price_context import read_list_terms
from marketplace.queries.shared.price_list_editor import find_list
from marketplace.queries.shared.price_lists import list_reach

_STEPS = text("""
    select p.offer_id, o.sku, p.min_quantity, p.amount, p.percent_off_bps
    from price p join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.price_list_id = :list and p.currency = :currency
    order by o.sku, p.offer_id, p.min_quantity limit :n offset :skip
""")
_COUNT = text("select count(*) from price where tenant_id = :tenant and price_list_id = :list and currency = :currency")


@dataclass(frozen=True)
class PriceListFacts:
    """A list as it is stored; `ends_at` is the first moment that is outside."""

    id: str
    tenant_id: str
    vendor_id: str | None
    title: str
    kind: str
    owner_id: str | None
    currency: str
    priority: int
    status: str
    starts_at: datetime | None
    ends_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class StepFacts:
    """A step of an offer: `amount` minor units, or `percent_off_bps` off the base price."""

    offer_id: str
    sku: str
    min_quantity: int
    amount: int | None
    percent_off_bps: int | None


def list_price_list_facts(
    db: Session, actor: Actor, *, as_vendor: bool, tenant_id: str, q: str, limit: int, offset: int
) -> tuple[list[PriceListFacts], int]:
    """A page of the lists within reach, the newest first, and how many there are. Raises as `list_reach` does."""
    mine = list_reach(db, actor, as_vendor=as_vendor)
    wanted = select(PriceList)
    store = mine.tenant_id or tenant_id
    if store:
        wanted = wanted.where(PriceList.tenant_id == store)
    if mine.vendor_id:
        wanted = wanted.where(PriceList.vendor_id == mine.vendor_id)
    if q:
        wanted = wanted.where(func.lower(PriceList.title).contains(q.lower(), autoescape=True))
    total = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    newest = wanted.order_by(col(PriceList.created_at).desc(), col(PriceList.id)).limit(limit).offset(offset)
    return [_facts(row) for row in db.exec(newest)], total


def get_price_list_facts(db: Session, actor: Actor, list_id: str, *, as_vendor: bool) -> PriceListFacts:
    """One list. Raises as `list_reach` does, `NotFound`."""
    return _facts(find_list(db, list_reach(db, actor, as_vendor=as_vendor), list_id))


def list_held_lists(db: Session, actor: Actor, tenant_id: str) -> list[PriceListFacts]:
    """The lists of a company, a place or a group that hold for who buys here, whatever the day, the newest first.

    Raises `Unauthenticated`, `NotFound` for who buys for no company here.
    """
    if actor.user_id is None:
        raise Unauthenticated
    buyer = buyer_of(actor, tenant_id)
    if buyer == GUEST:
        raise NotFound("company")
    held = [key for key, terms in read_list_terms(db, tenant_id, buyer).items() if terms.kind not in PUBLIC_KINDS]
    mine = select(PriceList).where(PriceList.tenant_id == tenant_id, col(PriceList.id).in_(held))
    return [_facts(row) for row in db.exec(mine.order_by(col(PriceList.created_at).desc(), col(PriceList.id)))]


def find_held_list(db: Session, actor: Actor, tenant_id: str, list_id: str) -> PriceListFacts:
    """One of them. Raises as `list_held_lists`, and `NotFound`."""
    facts = next((one for one in list_held_lists(db, actor, tenant_id) if one.id == list_id), None)
    if facts is None:
        raise NotFound("price list", list_id)
    return facts


def list_step_facts(db: Session, facts: PriceListFacts, *, limit: int, offset: int) -> tuple[Sequence[StepFacts], int]:
    """A page of the steps of a list that was read, and how many there are."""
    params = {"tenant": facts.tenant_id, "list": facts.id, "currency": facts.currency}
    rows = db.connection().execute(_STEPS, params | {"n": limit, "skip": offset})
    return [StepFacts(*row) for row in rows], int(db.connection().execute(_COUNT, params).scalar_one())


def _facts(row: PriceList) -> PriceListFacts:
    return PriceListFacts(
        id=row.id,
        tenant_id=row.tenant_id,
        vendor_id=row.vendor_id,
        title=row.title,
        kind=row.kind,
        owner_id=row.owner_id,
        currency=row.currency,
        priority=row.priority,
        status=row.status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        created_at=row.created_at,
    )
