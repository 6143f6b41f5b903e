"""Products as their vendor and their store keep them, drafts included: with every offer, its prices and its stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, vendor_grant
from marketplace.models.catalogue import Product
from marketplace.queries.operator_desk.access_scope import reach


@dataclass(frozen=True)
class PriceStep:
    """From `min_quantity` pieces on one costs `amount` minor units, or `percent_off_bps` less than the first step."""

    currency: str
    min_quantity: int
    amount: int | None
    percent_off_bps: int | None


@dataclass(frozen=True)
class DeskOffer:
    """A vendor's offer of a variant; `on_hand` pieces lie there, `reserved` of them are promised."""

    id: str
    variant_id: str
    vendor_id: str
    vendor: str
    sku: str
    status: str
    min_quantity: int
    quantity_step: int
    lead_time_days: int
    allows_backorder: bool
    on_hand: int
    reserved: int
    prices: tuple[PriceStep, ...]


@dataclass(frozen=True)
class DeskProduct:
    """A product with its offers by variant; `changed_at` is when anything about it was changed last."""

    product: Product
    offers: Mapping[str, Sequence[DeskOffer]]
    changed_at: datetime


def get_own_product(db: Session, actor: Actor, product_id: str) -> DeskProduct:
    """A product of the actor's vendor. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    return _one(read_own_products(db, actor, [product_id]), product_id)


def read_own_products(db: Session, actor: Actor, product_ids: Sequence[str]) -> list[DeskProduct]:
    """Those of these products that are the vendor's, in the order asked for, with the vendor's own offers."""
    grant = vendor_grant(actor)
    wanted = select(Product).where(Product.tenant_id == grant.tenant_id, Product.vendor_id == grant.vendor_id)
    return _read(db, wanted, product_ids, grant.vendor_id)


def get_any_product(db: Session, actor: Actor, product_id: str) -> DeskProduct:
    """A product of a store that the actor runs. Raises `NotFound` beyond their reach, `Forbidden`."""
    return _one(read_any_products(db, actor, [product_id]), product_id)


def read_any_products(db: Session, actor: Actor, product_ids: Sequence[str]) -> list[DeskProduct]:
    """Those of these products that the actor may see, in the order asked for, with every vendor's offers."""
    tenant_id = reach(actor, Permission.CATALOGUE_SEE_ALL)
    wanted = select(Product) if tenant_id is None else select(Product).where(Product.tenant_id == tenant_id)
    return _read(db, wanted, product_ids, None)


def _one(products: Sequence[DeskProduct], product_id: str) -> DeskProduct:
    if not products:
        raise NotFound("product", product_id)
    return products[0]


def _read(db: Session, wanted: Any, product_ids: Sequence[str], vendor_id: str | None) -> list[DeskProduct]:
    rows = {row.id: row for row in db.exec(wanted.where(col(Product.id).in_(product_ids)))}
    offers: dict[str, dict[str, list[DeskOffer]]] = {key: {} for key in rows}
    params = {"ids": list(rows), "vendor": vendor_id}
    for row in db.connection().execute(_OFFERS, params):
        offers[row.product_id].setdefault(row.variant_id, []).append(_offer(row))
    moved = {row.id: row.at for row in db.connection().execute(_CHANGED, params)}
    return [
        DeskProduct(rows[key], offers[key], moved.get(key, rows[key].created_at)) for key in product_ids if key in rows
    ]


def _offer(row: Any) -> DeskOffer:
    return DeskOffer(
        id=row.id,
        variant_id=row.variant_id,
        vendor_id=row.vendor_id,
        vendor=row.vendor,
        sku=row.sku,
        status=row.status,
        min_quantity=row.min_quantity,
        quantity_step=row.quantity_step,
        lead_time_days=row.lead_time_days,
        allows_backorder=row.allows_backorder,
        on_hand=int(row.on_hand),
        reserved=int(row.reserved),
        prices=tuple(PriceStep(*step) for step in row.steps),
    )


_OFFERS = text("""
    select o.*, v.name as vendor, coalesce(s.on_hand, 0) as on_hand, coalesce(s.reserved, 0) as reserved,
        coalesce(p.steps, '[]') as steps
    from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    left join lateral (
        select sum(l.on_hand) as on_hand, sum(l.reserved) as reserved from stock_level l
        where l.offer_id = o.id and l.tenant_id = o.tenant_id) s on true
    left join lateral (
        select jsonb_agg(jsonb_build_array(p.currency, p.min_quantity, p.amount, p.percent_off_bps)
                         order by p.currency, p.min_quantity) as steps
        from price p where p.offer_id = o.id and p.tenant_id = o.tenant_id and p.price_list_id is null) p on true
    where o.product_id = any(cast(:ids as text[])) and (cast(:vendor as text) is null or o.vendor_id = :vendor)
    order by o.id
""")
_CHANGED = text("""
    select aggregate_id as id, max(created_at) as at from outbox
    where aggregate_type = 'product' and aggregate_id = any(cast(:ids as text[])) group by 1
""")
