"""The pages that are lists: a category, a search, everything; and the overview of all categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.domain.errors import NotFound
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import number
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.listing import Listing, list_products
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.product_page import Crumb
from marketplace.queries.storefront.store_map import StoreMap, get_store_map

Params = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shelf:
    """A page with a list. `below` are the categories inside, or to try instead; `robots` is for crawlers."""

    title: str = ""
    lead: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    below: list[Crumb] = field(default_factory=list)
    listing: Listing = field(default_factory=Listing)
    head_title: str = ""
    head_description: str = ""
    canonical: str = ""  # path
    robots: str = ""


@dataclass(frozen=True)
class CategoryBlock:
    """A top category with what is in it."""

    name: str
    href: str
    picture: str
    count: str
    description: str
    below: list[Crumb] = field(default_factory=list)


@dataclass(frozen=True)
class CategoryOverview:
    store: str = ""
    home: str = ""
    blocks: list[CategoryBlock] = field(default_factory=list)


def get_category(
    db: Session,
    tenant: Tenant,
    market: Market,
    handle: str,
    params: Params,
    moment: datetime,
    *,
    show_prices: bool = True,
) -> Shelf:
    """The page of an active category. Raises `NotFound`."""
    where = get_store_map(db, tenant)
    entry = where.category(handle)
    if entry is None:
        raise NotFound("category")
    home, query = f"/s/{tenant.handle}", ListingQuery.from_params(params, market.currency)
    address = f"{home}/c/{handle}"
    listing = list_products(
        db, tenant, market, query, moment, address=address, path=entry.path, show_prices=show_prices
    )
    line = where.line(entry.id)
    tax = "incl. VAT" if market.tax_inclusive else "ex VAT"
    return Shelf(
        title=entry.name,
        lead=entry.description or f"Prices {tax}.",
        crumbs=[
            Crumb(tenant.name, home),
            *(Crumb(c.name, f"{home}/c/{c.handle}") for c in line[:-1]),
            Crumb(entry.name),
        ],
        below=[Crumb(c.name, f"{home}/c/{c.handle}") for c in where.children(entry.id)],
        listing=listing,
        head_title=f"{entry.name} · {tenant.name}",
        head_description=f"{entry.description} {listing.found_text} products at {tenant.name}.".strip(),
        canonical=address + (f"?page={query.page}" if query.page > 1 else ""),
        robots="noindex, follow" if query.is_filtered or query.q else "",
    )


def get_search(
    db: Session, tenant: Tenant, market: Market, params: Params, moment: datetime, *, show_prices: bool = True
) -> Shelf:
    """The results for `q`; without words, everything the store sells."""
    query, home = ListingQuery.from_params(params, market.currency), f"/s/{tenant.handle}"
    listing = list_products(db, tenant, market, query, moment, address=f"{home}/search", show_prices=show_prices)
    searched = listing.shown_for or query.q
    title = f"Results for “{searched}”" if searched else "All products"
    if searched and not listing.result_count and not query.is_filtered:
        title = f"Nothing found for “{searched}”"
    return Shelf(
        title=title,
        lead="" if searched else f"Everything that {tenant.name} sells, from all vendors.",
        crumbs=[Crumb(tenant.name, home), Crumb("Search" if query.q else "All products")],
        below=_top(get_store_map(db, tenant), home) if not listing.result_count else [],
        listing=listing,
        head_title=f"{title} · {tenant.name}",
        canonical=f"{home}/search",
        robots="noindex, follow" if query.q or query.is_filtered else "",
    )


def get_categories(db: Session, tenant: Tenant) -> CategoryOverview:
    """All categories that are open, two levels deep, with the number of products below each top one."""
    where, home = get_store_map(db, tenant), f"/s/{tenant.handle}"
    rows = db.exec(select(SearchDocument.category_path, func.count()).group_by(col(SearchDocument.category_path))).all()
    blocks = [
        CategoryBlock(
            name=c.name,
            href=f"{home}/c/{c.handle}",
            picture=c.picture,
            count=number(sum(n for path, n in rows if path.startswith(c.path))),
            description=c.description,
            below=[Crumb(child.name, f"{home}/c/{child.handle}") for child in where.children(c.id)],
        )
        for c in where.children(None)
    ]
    return CategoryOverview(tenant.name, home, blocks)


def _top(where: StoreMap, home: str) -> list[Crumb]:
    return [Crumb(c.name, f"{home}/c/{c.handle}") for c in where.children(None)[:12]]
