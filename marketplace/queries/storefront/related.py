"""Goods that go with a product: what sells in its department, on other shelves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, bindparam, text
from sqlmodel import Session

from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cards import ProductCard, cards_of

# Of a large department only what sells best is looked at; the own shelf fills up what is missing. The paths are
# part of the statement, because how PostgreSQL should go about it depends on how much stands below them.
_RELATED = text("""
    with others as materialized (
        select 1 as shelf, d.id, d.handle, d.title, d.card, d.in_stock, d.popularity from search_document d
        where d.tenant_id = :tenant and jsonb_exists(d.prices, :currency)
            and d.category_path ~>=~ :root and d.category_path ~<~ :root_end and d.category_path <> :own
        order by d.popularity desc, d.id desc limit 40
    ), neighbours as (
        select 2 as shelf, d.id, d.handle, d.title, d.card, d.in_stock, d.popularity from search_document d
        where d.tenant_id = :tenant and jsonb_exists(d.prices, :currency) and d.id <> :product
            and d.category_path = :own
        order by d.in_stock desc, d.popularity desc, d.id
        limit (select greatest(0, 4 - count(*)) from others)
    )
    select id, handle, title, card from (select * from others union all select * from neighbours) found
    order by shelf, in_stock desc, popularity desc, id limit 4
""").bindparams(*(bindparam(name, type_=String, literal_execute=True) for name in ("root", "root_end", "own")))


def related_goods(
    db: Session,
    tenant: Tenant,
    market: Market,
    product_id: str,
    root: str,
    path: str,
    moment: datetime,
    show_prices: bool,
) -> list[ProductCard]:
    """Goods of the same department but another shelf, by what sells."""
    params = {
        "tenant": tenant.id,
        "currency": market.currency,
        "product": product_id,
        "root": root,
        "root_end": f"{root}\uffff",
        "own": path,
    }
    rows = db.connection().execute(_RELATED, params).mappings()
    return cards_of(rows, market, tenant.handle, moment, show_prices=show_prices)
