"""Turns a product with everything around it into the one row that lists and search read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.pricing import (
    ListKind,
    ListTerms,
    PriceSource,
    Standing,
    price_at,
    price_table,
    ranked_offers,
    read_sources,
    resolve,
)
from marketplace.domain.catalogue.search_text import code_of, document_vector
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.vendors.delivery import promise
from marketplace.kit.calendars import works_in, zone_of
from marketplace.services.search.listing_documents import listings_of
from marketplace.settings import settings

BY_STOCK, BY_NEXT_DAY = "delivery=stock", "delivery=day"  # the two availability facets

# Only what a shopper may see: published products, live offers of approved vendors.
_FACTS = text("""
with wanted as (select unnest(cast(:ids as text[])) as id),
offers as (
    select o.product_id, jsonb_agg(jsonb_build_object(
        'id', o.id, 'variant', o.variant_id, 'vendor', o.vendor_id, 'sku', o.sku, 'lead', o.lead_time_days,
        'min', o.min_quantity, 'step', o.quantity_step, 'backorder', o.allows_backorder,
        'free', coalesce(s.free, 0), 'restock', s.restock_on, 'prices', p.prices)
        order by t.position, t.id, o.id) as list
    from offer o
    join wanted w on w.id = o.product_id
    join variant t on t.id = o.variant_id and t.tenant_id = o.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    left join lateral (
        select sum(l.on_hand - l.reserved) as free,
            min(l.restock_on) filter (where l.restock_on >= :today) as restock_on
        from stock_level l where l.offer_id = o.id and l.tenant_id = o.tenant_id) s on true
    join lateral (
        select jsonb_agg(jsonb_build_array(p.price_list_id, p.currency, p.min_quantity, p.amount, p.percent_off_bps)
                         order by p.min_quantity) as prices
        from price p left join price_list x on x.id = p.price_list_id and x.tenant_id = p.tenant_id
        where p.offer_id = o.id and p.tenant_id = o.tenant_id
          and (x.id is null or x.kind = 'store')) p on p.prices is not null
    where o.tenant_id = :tenant and o.status = 'live' group by o.product_id),
attributes as (
    select a.product_id, jsonb_agg(jsonb_build_array(a.key, a.value, a.is_facet) order by a.position) as list
    from product_attribute a join wanted w on w.id = a.product_id where a.tenant_id = :tenant group by a.product_id),
variants as (
    select v.product_id, count(*) as number, jsonb_agg(v.sku) as skus, jsonb_agg(v.ean) as eans,
        string_agg(v.title, ' ') as titles
    from variant v join wanted w on w.id = v.product_id where v.tenant_id = :tenant group by v.product_id),
orders as (
    select o.product_id, sum(l.quantity) as number from order_line l
    join offer o on o.id = l.offer_id and o.tenant_id = l.tenant_id join wanted w on w.id = o.product_id
    where l.tenant_id = :tenant and l.created_at > now() - interval '90 days' group by o.product_id)
select p.id, p.handle, p.title, p.subtitle, p.description, p.brand, p.unit, p.thumbnail, p.vendor_id, p.version,
    p.created_at, coalesce((p.meta->>'popularity')::int, 0) + coalesce(orders.number, 0)::int as popularity,
    coalesce(c.path, '/') as category_path, coalesce(c.name, '') as category,
    offers.list as offers, coalesce(attributes.list, '[]') as attributes, coalesce(variants.number, 0) as variants,
    coalesce(variants.skus, '[]') as skus, coalesce(variants.eans, '[]') as eans,
    coalesce(variants.titles, '') as variant_titles
from product p join wanted w on w.id = p.id
join offers on offers.product_id = p.id
left join attributes on attributes.product_id = p.id
left join variants on variants.product_id = p.id
left join orders on orders.product_id = p.id
left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
where p.tenant_id = :tenant and p.status = 'published'
""")


@dataclass(frozen=True)
class Context:
    """What all documents of one run share: the vendors and the store's own price lists, by their ids."""

    vendors: dict[str, Any]
    lists: dict[str, ListTerms]
    moment: datetime


@dataclass(frozen=True)
class Document:
    """A row of `search_document`, ready to be written, and the words it brings to the vocabulary."""

    row: dict[str, Any]
    vocabulary: str


@dataclass(frozen=True)
class _Priced:
    offer: dict[str, Any]
    sources: list[PriceSource]
    standing: Standing


def context_of(db: Session, tenant_id: str, moment: datetime) -> Context:
    """Read the vendors and the running or coming price lists that are open to everybody."""
    vendors = db.connection().execute(
        text("""select id, handle, name, cutoff_hour, country, holiday_until from vendor
             where tenant_id = :tenant and status = 'approved'"""),
        {"tenant": tenant_id},
    )
    lists = db.connection().execute(
        text("""select id, title, priority, starts_at, ends_at from price_list
             where tenant_id = :tenant and kind = 'store' and status = 'active'"""),
        {"tenant": tenant_id},
    )
    return Context(
        {row["id"]: dict(row) for row in vendors.mappings()},
        {key: ListTerms(ListKind.STORE, *terms) for key, *terms in lists},
        moment,
    )


def documents_of(db: Session, tenant_id: str, product_ids: Sequence[str], context: Context) -> list[Document]:
    """The documents of those products that can be bought by somebody; the others have none."""
    params = {"tenant": tenant_id, "ids": list(product_ids), "today": context.moment.date()}
    rows = db.connection().execute(_FACTS, params).mappings()
    documents = [document for row in rows if (document := _document(row, context))]
    listings = listings_of(db, tenant_id, [one.row["id"] for one in documents], context.moment, settings().base_url)
    for document in documents:
        document.row["listing"] = listings[document.row["id"]]
    return documents


def _document(facts: Any, context: Context) -> Document | None:
    offers = [offer for offer in facts["offers"] if offer["vendor"] in context.vendors]
    currencies = sorted({price[1] for offer in offers for price in offer["prices"]})
    priced = {
        currency: priced_offers for currency in currencies if (priced_offers := _priced(offers, currency, context))
    }
    if not priced:
        return None
    shown = {currency: _entry(priced_offers, context) for currency, priced_offers in priced.items()}
    first = next(iter(shown.values()))
    vendors = [context.vendors[key] for key in dict.fromkeys(offer["vendor"] for offer in offers)]
    in_stock = any(offer["free"] > 0 for offer in offers)
    attributes = " ".join(value for _, value, _ in facts["attributes"])
    row = {
        "id": facts["id"],
        "handle": facts["handle"],
        "title": facts["title"],
        "vendor_id": first["vendor_id"],
        "vendor_ids": [vendor["id"] for vendor in vendors],
        "category_path": facts["category_path"],
        "codes": _codes(facts, offers),
        "facets": _facets(facts, offers),
        "words": document_vector(
            [
                (facts["title"], "A"),
                (facts["brand"], "A"),
                (" ".join(facts["skus"]), "A"),
                (" ".join(offer["sku"] for offer in offers), "A"),
                (facts["subtitle"], "B"),
                (attributes, "B"),
                (facts["category"], "B"),
                (facts["variant_titles"], "B"),
                (" ".join(v["name"] for v in vendors), "B"),
                (facts["description"][:2000], "C"),
            ]
        ),
        "prices": {currency: entry["tiers"][0][1] for currency, entry in shown.items()},
        "in_stock": in_stock,
        "popularity": facts["popularity"],
        "product_version": facts["version"],
        "published_at": facts["created_at"],
        "card": {
            "subtitle": facts["subtitle"],
            "picture": facts["thumbnail"],
            "unit": facts["unit"],
            "options": facts["variants"] > 1,
            "by": shown,
            "vendors": _others(priced, shown, context),
        },
    }
    vocabulary = " ".join(
        [facts["title"], facts["brand"], facts["category"], attributes, *(v["name"] for v in vendors)]
    )
    return Document(row, vocabulary)


def _priced(offers: list[dict[str, Any]], currency: str, context: Context) -> list[_Priced]:
    """The offers that have a price in this currency for the least they are sold in."""
    priced_offers = []
    for offer in offers:
        sources = read_sources(offer["prices"], currency, context.lists)
        least = QuantityRule(offer["min"], offer["step"]).smallest
        price = price_at(sources, least, context.moment)
        if price is not None:
            standing = Standing(offer["id"], price[0], offer["free"] > 0, _arrives(offer, context))
            priced_offers.append(_Priced(offer, sources, standing))
    return priced_offers


def _entry(priced: list[_Priced], context: Context) -> dict[str, Any]:
    """What the card shows: the winning offer of the variant that the product's page opens with."""
    rivals: dict[str, list[Standing]] = {}
    for one in priced:
        rivals.setdefault(one.offer["variant"], []).append(one.standing)
    winners = [ranked_offers(of)[0] for of in rivals.values()]
    shown = next((winner for winner in winners if winner.in_stock), winners[0])
    return _shown(next(one for one in priced if one.standing is shown), context)


def _others(
    priced: dict[str, list[_Priced]], shown: dict[str, dict[str, Any]], context: Context
) -> dict[str, dict[str, dict[str, Any]]]:
    """The same for every vendor that did not win, by vendor and currency: what their own page shows."""
    entries: dict[str, dict[str, dict[str, Any]]] = {}
    for currency, offers in priced.items():
        for vendor_id in {one.offer["vendor"] for one in offers} - {shown[currency]["vendor_id"]}:
            vendor_offers = [one for one in offers if one.offer["vendor"] == vendor_id]
            entries.setdefault(vendor_id, {})[currency] = _entry(vendor_offers, context)
    return entries


def _shown(priced: _Priced, context: Context) -> dict[str, Any]:
    offer, sources = priced.offer, priced.sources
    vendor = context.vendors[offer["vendor"]]
    tiers = price_table(sources, context.moment)
    answer = resolve(sources, tiers[0].min_quantity, context.moment)
    list_amount = answer.list_amount if answer else None
    return {
        "offer_id": offer["id"],
        "variant_id": offer["variant"],
        "sku": offer["sku"],
        "vendor_id": vendor["id"],
        "vendor": vendor["name"],
        "vendor_handle": vendor["handle"],
        "country": vendor["country"],
        "cutoff": vendor["cutoff_hour"],
        "away": _day(vendor["holiday_until"]),
        "lead": offer["lead"],
        "free": offer["free"],
        "restock": offer["restock"],
        "backorder": offer["backorder"],
        "min": offer["min"],
        "step": offer["step"],
        "tiers": [[tier.min_quantity, tier.amount] for tier in tiers],
        "was": list_amount if list_amount and list_amount > tiers[0].amount else None,
        "list": answer.source.title if answer and answer.source.kind is ListKind.STORE else "",
    }


def _arrives(offer: dict[str, Any], context: Context) -> date:
    vendor = context.vendors[offer["vendor"]]
    restock = date.fromisoformat(offer["restock"]) if offer["restock"] and offer["free"] <= 0 else None
    away = vendor["holiday_until"].date() if vendor["holiday_until"] else None
    moment = context.moment.astimezone(zone_of(vendor["country"]))
    return promise(
        moment,
        cutoff_hour=vendor["cutoff_hour"],
        lead_days=offer["lead"],
        works=works_in(vendor["country"]),
        away_until=away,
        ready_on=restock,
    ).arrives_on


def _codes(facts: Any, offers: list[dict[str, Any]]) -> list[str]:
    written = [*facts["skus"], *facts["eans"], *(offer["sku"] for offer in offers)]
    return sorted({code_of(code) for code in written if code})


def _facets(facts: Any, offers: list[dict[str, Any]]) -> list[str]:
    values = {f"{key}={value}" for key, value, is_facet in facts["attributes"] if is_facet}
    if facts["brand"]:
        values.add(f"brand={facts['brand']}")
    if any(offer["free"] > 0 for offer in offers):
        values.add(BY_STOCK)
    if any(offer["free"] > 0 and offer["lead"] <= 1 for offer in offers):
        values.add(BY_NEXT_DAY)
    return sorted(values)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
