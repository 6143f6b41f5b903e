"""The prices that hold for a company's place because of a list of its own, of its company or of a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.buyer import GUEST, buyer_of
from marketplace.domain.catalogue.pricing import PUBLIC_KINDS, ListTerms, price_table, read_sources, resolve
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.access_posture import may_see_prices
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.money import money, percent
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.price_context import read_list_terms
from marketplace.queries.shared.search_conditions import OF_PRODUCT, each_word
from marketplace.queries.storefront.product_buy import OWN_PRICE

PER_PAGE = 25


@dataclass(frozen=True)
class OwnPriceRow:
    """An article at the price of a contract. `steps` are the prices of more pieces."""

    title: str
    sku: str
    vendor: str
    currency: str
    base: str
    price: str
    saves: str
    minimum: str
    steps: str
    source: str  # the list
    kind: str
    until: str
    href: str


_FROM = """
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id and p.status = 'published'
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    join (select distinct i.offer_id, i.currency from price i
          where i.tenant_id = :tenant and i.price_list_id = any(cast(:lists as text[]))) mine on mine.offer_id = o.id
    where o.tenant_id = :tenant and o.status = 'live' and :vendor = ''
"""
_ROWS = """
    select o.id, o.sku, o.variant_id, p.title, p.handle, v.name as vendor, o.min_quantity, o.quantity_step,
        mine.currency,
        (select coalesce(jsonb_agg(jsonb_build_array(i.price_list_id, i.currency, i.min_quantity, i.amount,
                i.percent_off_bps)), '[]')
         from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.currency = mine.currency
           and (i.price_list_id is null or i.price_list_id = any(cast(:all as text[])))) as steps
    $source order by lower(p.title), o.sku, mine.currency, o.id limit :n offset :skip
"""


def list_own_prices(
    db: Session, actor: Actor, tenant_id: str, *, q: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Page[OwnPriceRow]:
    """What the lists that run now say for the place that the actor buys for; nobody's else and nothing that is public.

    Raises `Unauthenticated`, `NotFound` for who buys for no company here.
    """
    if actor.user_id is None:
        raise Unauthenticated
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    buyer, moment = buyer_of(actor, tenant_id), now()
    if store is None or buyer == GUEST or not may_see_prices(store.access_posture, signed_in=True):
        raise NotFound("company")
    lists = read_list_terms(db, tenant_id, buyer)
    running = [key for key, terms in lists.items() if terms.kind not in PUBLIC_KINDS and _runs(terms, moment)]
    where: dict[str, Any] = {"tenant": tenant_id, "lists": running, "all": list(lists), "vendor": ""}
    source = _FROM + each_word(q, OF_PRODUCT, where)
    total = int(db.connection().execute(text(compose("select count(*) $source", source=source)), where).scalar_one())
    span = span_of(total, page, per_page, "price")
    rows = db.connection().execute(text(compose(_ROWS, source=source)), where | span.window).mappings()
    return Page(tuple(_row(dict(row), lists, store.handle, moment) for row in rows), span)


def _runs(terms: ListTerms, moment: datetime) -> bool:
    return (terms.starts_at is None or terms.starts_at <= moment) and (terms.ends_at is None or moment < terms.ends_at)


def _row(row: Mapping[str, Any], lists: Mapping[str, ListTerms], store: str, moment: datetime) -> OwnPriceRow:
    currency = row["currency"]
    sources = read_sources(row["steps"], currency, lists)
    least = QuantityRule(row["min_quantity"], row["quantity_step"]).smallest
    answer = resolve(sources, least, moment)
    source = answer.source if answer else None
    listed = answer.list_amount if answer else None
    saved = (listed - answer.amount) * 10_000 // listed if answer and listed and listed > answer.amount else 0
    later = [tier for tier in price_table(sources, moment) if tier.min_quantity > least]
    return OwnPriceRow(
        title=row["title"],
        sku=row["sku"],
        vendor=row["vendor"],
        currency=currency,
        base=money(listed, currency) if listed is not None else "",
        price=money(answer.amount, currency) if answer else "",
        saves=percent(saved) if saved else "",
        minimum=f"{least:,}",
        steps=", ".join(f"{money(tier.amount, currency)} from {tier.min_quantity:,}" for tier in later),
        source=source.title if source else "",
        kind=OWN_PRICE.get(source.kind, "List price") if source else "",
        until=day(source.ends_at - timedelta(days=1), moment) if source and source.ends_at else "",
        href=f"/s/{store}/p/{row['handle']}?variant={row['variant_id']}&offer={row['id']}",
    )
