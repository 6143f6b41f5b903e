"""Reads a product with everything that its page needs, in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, or_, select

from marketplace.domain.buyer import Buyer
from marketplace.domain.errors import NotFound
from marketplace.domain.freight import FreightRule
from marketplace.domain.lifecycle import ProductStatus
from marketplace.domain.pricing import KINDS, ListTerms
from marketplace.models.catalogue import Product, ProductAttribute, ProductImage, Variant
from marketplace.models.offer import PriceList
from marketplace.models.region import TaxRate
from marketplace.queries.storefront.market import Market
from marketplace.queries.storefront.store_map import StoreMap


@dataclass(frozen=True)
class Facts:
    """A published product and what belongs to it. `choices` maps a variant to its value per option."""

    product: Product
    variants: Sequence[Variant]
    options: Sequence[tuple[str, Sequence[str]]]
    choices: Mapping[str, Mapping[str, str]]
    offers: Sequence[Mapping[str, Any]]
    lists: Mapping[str, ListTerms]
    images: Sequence[tuple[str, str]]
    attributes: Sequence[tuple[str, str]]
    tax_bps: int
    freight: Mapping[str, FreightRule]


def read_product(db: Session, market: Market, where: StoreMap, handle: str, buyer: Buyer, moment: datetime) -> Facts:
    """The published product of the store in scope with this handle. Raises `NotFound`."""
    product = db.exec(
        select(Product).where(Product.handle == handle, Product.status == ProductStatus.PUBLISHED)
    ).first()
    if product is None:
        raise NotFound("product")
    variants = db.exec(
        select(Variant).where(Variant.product_id == product.id).order_by(col(Variant.position), col(Variant.id))
    ).all()
    images = db.exec(
        select(ProductImage.url, ProductImage.alt)
        .where(ProductImage.product_id == product.id)
        .order_by(col(ProductImage.position), col(ProductImage.id))
    ).all()
    attributes = db.exec(
        select(ProductAttribute.label, ProductAttribute.value)
        .where(ProductAttribute.product_id == product.id)
        .order_by(col(ProductAttribute.position), col(ProductAttribute.id))
    ).all()
    options, choices = _options(db, product)
    offers = _offers(db, product, moment)
    return Facts(
        product, variants, options, choices, offers, list_terms(db, buyer), images, attributes,
        _tax_bps(db, market, [c.id for c in reversed(where.line(product.category_id))]),
        _freight(db, market, [offer["vendor_id"] for offer in offers]),
    )  # fmt: skip


_OPTIONS = text("""
    select o.title, v.value, c.variant_id from product_option o
    join product_option_value v on v.option_id = o.id and v.tenant_id = o.tenant_id
    left join variant_option_value c on c.value_id = v.id and c.tenant_id = v.tenant_id
    where o.tenant_id = :tenant and o.product_id = :product order by o.position, o.id, v.position, v.id
""")


def _options(db: Session, product: Product) -> tuple[list[tuple[str, list[str]]], dict[str, dict[str, str]]]:
    options: dict[str, list[str]] = {}
    choices: dict[str, dict[str, str]] = {}
    rows = db.connection().execute(_OPTIONS, {"tenant": product.tenant_id, "product": product.id})
    for title, value, variant_id in rows:
        values = options.setdefault(title, [])
        if value not in values:
            values.append(value)
        if variant_id:
            choices.setdefault(variant_id, {})[title] = value
    return list(options.items()), choices


_OFFERS = text("""
    select o.id, o.variant_id, o.vendor_id, o.sku, o.lead_time_days, o.min_quantity, o.quantity_step,
        o.allows_backorder, v.name as vendor, v.handle as vendor_handle, v.ships_from, v.country, v.cutoff_hour,
        v.on_time_bps, v.holiday_until, coalesce(s.free, 0)::int as free, s.restock_on, coalesce(p.steps, '[]') as steps
    from offer o
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    left join lateral (
        select sum(l.on_hand - l.reserved) as free,
            min(l.restock_on) filter (where l.restock_on >= :today) as restock_on
        from stock_level l where l.offer_id = o.id and l.tenant_id = o.tenant_id) s on true
    left join lateral (
        select jsonb_agg(jsonb_build_array(p.price_list_id, p.currency, p.min_quantity, p.amount, p.percent_off_bps))
            as steps from price p where p.offer_id = o.id and p.tenant_id = o.tenant_id) p on true
    where o.tenant_id = :tenant and o.product_id = :product and o.status = 'live' order by o.id
""")


def _offers(db: Session, product: Product, moment: datetime) -> list[Mapping[str, Any]]:
    asked = {"tenant": product.tenant_id, "product": product.id, "today": moment.date()}
    return [dict(row) for row in db.connection().execute(_OFFERS, asked).mappings()]


def list_terms(db: Session, buyer: Buyer) -> dict[str, ListTerms]:
    """The lists this buyer is entitled to; those whose time has not come or has gone are named in the trace."""
    mine = [col(PriceList.kind) == "store"]
    if buyer.company_id:
        mine.append((col(PriceList.kind) == "contract_company") & (col(PriceList.owner_id) == buyer.company_id))
    if buyer.location_id:
        mine.append((col(PriceList.kind) == "contract_location") & (col(PriceList.owner_id) == buyer.location_id))
    rows = db.exec(select(PriceList).where(PriceList.status == "active", or_(*mine)))
    return {row.id: ListTerms(KINDS[row.kind], row.title, row.priority, row.starts_at, row.ends_at) for row in rows}


def _tax_bps(db: Session, market: Market, category_ids: Sequence[str]) -> int:
    """The rate of the nearest category that has one in this region, else the region's general one."""
    rates = dict(
        db.exec(select(TaxRate.category_id, TaxRate.rate_bps).where(TaxRate.region_id == market.region_id)).all()
    )
    return next((rates[key] for key in (*category_ids, None) if key in rates), 0)


_FREIGHT = text("""
    select distinct on (p.vendor_id) p.vendor_id, o.kind, o.amount, o.step_size, o.step_amount, o.free_from_amount
    from shipping_profile p join shipping_option o on o.profile_id = p.id and o.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.vendor_id = any(:vendors) and o.region_id = :region and o.currency = :currency
    order by p.vendor_id, o.amount, o.id
""")


def _freight(db: Session, market: Market, vendor_ids: list[str]) -> dict[str, FreightRule]:
    asked = {
        "tenant": market.tenant_id, "vendors": vendor_ids, "region": market.region_id, "currency": market.currency,
    }  # fmt: skip
    return {row[0]: FreightRule(*row[1:]) for row in db.connection().execute(_FREIGHT, asked)}
