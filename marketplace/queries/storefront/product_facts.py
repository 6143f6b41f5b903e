"""Reads a product with everything that its page needs, in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.catalogue.pricing import ListTerms
from marketplace.domain.errors import NotFound
from marketplace.domain.stores.taxes import rate_of
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import Market
from marketplace.queries.shared.price_context import list_region_facts, list_terms


@dataclass(frozen=True)
class Goods:
    """A published product in its own words. `category_path` is `/` outside every category."""

    id: str
    tenant_id: str
    category_id: str | None
    category_path: str
    title: str
    subtitle: str
    description: str
    brand: str
    points: Sequence[str]
    unit: str
    weight_grams: int | None
    origin_country: str
    customs_code: str
    thumbnail: str
    seo_title: str
    seo_description: str
    successor_sku: str


@dataclass(frozen=True)
class VariantFacts:
    id: str
    title: str
    sku: str
    ean: str
    position: int


@dataclass(frozen=True)
class Facts:
    """A published product and what belongs to it. `choices` maps a variant to its value per option."""

    product: Goods
    variants: Sequence[VariantFacts]
    options: Sequence[tuple[str, Sequence[str]]]
    choices: Mapping[str, Mapping[str, str]]
    offers: Sequence[Mapping[str, Any]]
    lists: Mapping[str, ListTerms]
    images: Sequence[tuple[str, str]]
    attributes: Sequence[tuple[str, str]]
    tax_bps: int
    freight: Mapping[str, FreightRule]


_PRODUCT = text("""
    select p.id, p.tenant_id, p.category_id, coalesce(c.path, '/') as category_path, p.title, p.subtitle, p.description,
        p.brand, p.points, p.unit, p.weight_grams, p.origin_country, p.customs_code, p.thumbnail, p.seo_title,
        p.seo_description, p.successor_sku,
        (select coalesce(jsonb_agg(jsonb_build_array(v.id, v.title, v.sku, v.ean, v.position)
                                   order by v.position, v.id), '[]') from variant v
            where v.tenant_id = p.tenant_id and v.product_id = p.id) as variants,
        (select coalesce(jsonb_agg(jsonb_build_array(i.url, i.alt) order by i.position, i.id), '[]')
            from product_image i where i.tenant_id = p.tenant_id and i.product_id = p.id) as images,
        (select coalesce(jsonb_agg(jsonb_build_array(a.label, a.value) order by a.position, a.id), '[]')
            from product_attribute a where a.tenant_id = p.tenant_id and a.product_id = p.id) as attributes,
        (select coalesce(jsonb_agg(jsonb_build_array(o.title, v.value, w.variant_id)
                                   order by o.position, o.id, v.position, v.id), '[]') from product_option o
            join product_option_value v on v.option_id = o.id and v.tenant_id = o.tenant_id
            left join variant_option_value w on w.value_id = v.id and w.tenant_id = v.tenant_id
            where o.tenant_id = p.tenant_id and o.product_id = p.id) as options
    from product p left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.handle = :handle and p.status = 'published'
""")
_WORDS = len(fields(Goods))


def read_product(db: Session, tenant: Tenant, market: Market, handle: str, buyer: Buyer, moment: datetime) -> Facts:
    """The published product of the store in scope with this handle. Raises `NotFound`."""
    row = db.connection().execute(_PRODUCT, {"tenant": tenant.id, "handle": handle}).one_or_none()
    if row is None:
        raise NotFound("product")
    product = Goods(*row[:_WORDS])
    options, choices = _options(row.options)
    lists = list_terms(db, tenant, buyer)
    offers = _offers(db, product, lists, moment)
    rates = next((r.rates for r in list_region_facts(db, tenant) if r.id == market.region_id), {})
    return Facts(
        product=product,
        variants=[VariantFacts(*one) for one in row.variants],
        options=options,
        choices=choices,
        offers=offers,
        lists=lists,
        images=[(url, alt) for url, alt in row.images],
        attributes=[(label, value) for label, value in row.attributes],
        tax_bps=rate_of(rates, product.category_path),
        freight=_freight(db, market, [offer["vendor_id"] for offer in offers]),
    )


def _options(
    rows: Sequence[tuple[str, str, str | None]],
) -> tuple[list[tuple[str, list[str]]], dict[str, dict[str, str]]]:
    options: dict[str, list[str]] = {}
    choices: dict[str, dict[str, str]] = {}
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
            as steps from price p where p.offer_id = o.id and p.tenant_id = o.tenant_id
              and (p.price_list_id is null or p.price_list_id = any(cast(:lists as text[])))) p on true
    where o.tenant_id = :tenant and o.product_id = :product and o.status = 'live' order by o.id
""")


def _offers(db: Session, product: Goods, lists: Iterable[str], moment: datetime) -> list[Mapping[str, Any]]:
    params = {"tenant": product.tenant_id, "product": product.id, "today": moment.date(), "lists": list(lists)}
    return [dict(row) for row in db.connection().execute(_OFFERS, params).mappings()]


_FREIGHT = text("""
    select distinct on (p.vendor_id) p.vendor_id, o.kind, o.amount, o.step_size, o.step_amount, o.free_from_amount
    from shipping_profile p join shipping_option o on o.profile_id = p.id and o.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.vendor_id = any(:vendors) and o.region_id = :region and o.currency = :currency
    order by p.vendor_id, o.amount, o.id
""")


def _freight(db: Session, market: Market, vendor_ids: list[str]) -> dict[str, FreightRule]:
    params = {
        "tenant": market.tenant_id,
        "vendors": vendor_ids,
        "region": market.region_id,
        "currency": market.currency,
    }
    return {row[0]: FreightRule(*row[1:]) for row in db.connection().execute(_FREIGHT, params)}
