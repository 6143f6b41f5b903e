"""Category and search lists: cards, facets, chips, pages and links, all out of one `ListingQuery`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.cards import ProductCard, card_of
from marketplace.queries.storefront.counts import Counts, Filters, filters_of, get_counts
from marketplace.queries.storefront.facets import Chip, Facet, PriceRange, chips_of, facets_of, price_range_of
from marketplace.queries.storefront.format import number
from marketplace.queries.storefront.listing_query import MAX_PAGE, PAGE_SIZE, SORTS, ListingQuery
from marketplace.queries.storefront.market import Market
from marketplace.queries.storefront.spelling import get_vocabulary, known_words, mended
from marketplace.queries.storefront.store_map import StoreMap, get_store_map


@dataclass(frozen=True)
class Choice:
    """A line of a select."""

    value: str
    label: str


@dataclass(frozen=True)
class PageLink:
    """A page's number; without an address it is the current one, or the gap `…`."""

    label: str
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Listing:
    """Everything a list shows. `instead` is what was typed, when the results are for something else."""

    path: str = ""
    q: str = ""
    cards: list[ProductCard] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    price: PriceRange = field(default_factory=PriceRange)
    chips: list[Chip] = field(default_factory=list)
    clear_href: str = ""
    found: int = 0
    found_text: str = ""
    of_text: str = ""  # "of 354 products"
    sorts: list[Choice] = field(default_factory=list)
    sort: str = ""
    is_dense: bool = False
    grid_href: str = ""
    dense_href: str = ""
    pages: list[PageLink] = field(default_factory=list)
    previous_href: str = ""
    next_href: str = ""
    range_text: str = ""
    filter_count: int = 0
    shown_for: str = ""
    instead: str = ""
    instead_href: str = ""
    tries: list[Chip] = field(default_factory=list)  # words that have results by themselves
    is_exact: bool = False


def list_products(
    db: Session, tenant: Tenant, market: Market, query: ListingQuery, moment: datetime, *, address: str, path: str = "",
    vendor_id: str = "", show_prices: bool = True,
) -> Listing:  # fmt: skip
    """The page of a list that `query` asks for, at `address`; below a category's `path` or of one vendor if given."""
    where = get_store_map(db, tenant)
    asked = query
    filters, counts = _counted(db, tenant, market, query, where, path, vendor_id)
    if query.q and not counts.total and not query.exact:
        better = mended(query.q, get_vocabulary(db, tenant.id))
        if better:
            tried = replace(query, q=better)
            filters_better, counts_better = _counted(db, tenant, market, tried, where, path, vendor_id)
            if counts_better.total:
                query, filters, counts = tried, filters_better, counts_better
    query = replace(query, page=min(query.page, _last_page(counts.found)))
    rows = _rows(db, filters, query, market, counts.found) if counts.found else []
    cards = [
        card_of(row["id"], row["handle"], row["title"], row["card"], market, tenant.handle, moment,
                show_price=show_prices)
        for row in rows
    ]  # fmt: skip
    listing = _listing(query, counts, where, market, address, at_category=bool(path), at_vendor=bool(vendor_id))
    tries = known_words(asked.q, get_vocabulary(db, tenant.id)) if asked.q and not counts.total else []
    return replace(
        listing, cards=cards, tries=[Chip(word, f"{address}?q={word}") for word in tries],
        shown_for=query.q if query.q != asked.q else "", instead=asked.q if query.q != asked.q else "",
        instead_href=address + replace(asked, exact=True, page=1).to_query(market.currency),
    )  # fmt: skip


def _counted(
    db: Session, tenant: Tenant, market: Market, query: ListingQuery, where: StoreMap, path: str, vendor_id: str
) -> tuple[Filters, Counts]:
    filters = filters_of(tenant.id, market.currency, query, where, path=path, vendor_id=vendor_id)
    return filters, get_counts(db, tenant.content_version, filters)


_ORDERS = {
    "popular": "d.popularity desc, d.id desc",
    "price": "cast(d.prices ->> :currency as bigint), d.id",
    "-price": "cast(d.prices ->> :currency as bigint) desc, d.id",
    "new": "d.published_at desc nulls last, d.id desc",
    "name": "lower(d.title), d.id",
}


def _rows(db: Session, filters: Filters, query: ListingQuery, market: Market, found: int) -> list[Any]:
    sort = sort_of(query)
    order = _relevance(filters, found) if sort == "relevance" else _ORDERS[sort]
    # Only the page's own rows are read whole: the sort runs over identifiers.
    statement = f"""
        select d.id, d.handle, d.title, d.card from (
            select d.id from search_document d where {filters.where} order by {order} limit :limit offset :offset
        ) page join search_document d on d.id = page.id and d.tenant_id = :tenant order by {order}
    """  # noqa: S608  our own words; every value is a parameter
    values = filters.values() | {"limit": PAGE_SIZE, "offset": (query.page - 1) * PAGE_SIZE, "code": filters.code}
    return list(db.connection().execute(text(statement), values | {"currency": market.currency}).mappings())


_RANKED = 1500  # reading the words of more products than this takes longer than a page may


def _relevance(filters: Filters, found: int) -> str:
    """The very code first, then how well the words fit, weighted by where they stand, then what sells.

    Where a search fits very many products, its words tell them apart no more: what sells decides alone.
    """
    exact = "(d.codes @> array[cast(:code as text)]) desc, " if filters.code else ""
    if found > _RANKED:
        return f"{exact}{_ORDERS['popular']}"
    return f"{exact}ts_rank(d.words, cast(:words as tsquery)) * (1 + ln(1 + d.popularity)) desc, d.id"


def sort_of(query: ListingQuery) -> str:
    """The order in force: best match for words, most ordered without."""
    if query.sort and (query.q or query.sort != "relevance"):
        return query.sort
    return "relevance" if query.q else "popular"


def _listing(
    query: ListingQuery,
    counts: Counts,
    where: StoreMap,
    market: Market,
    address: str,
    *,
    at_category: bool,
    at_vendor: bool,
) -> Listing:
    def at(changed: ListingQuery) -> str:
        return address + changed.to_query(market.currency)

    last, first = _last_page(counts.found), (query.page - 1) * PAGE_SIZE + 1
    shown = f"{number(first)}–{number(min(counts.found, first + PAGE_SIZE - 1))} of {number(counts.found)}"
    noun = "product" if counts.total == 1 else "products"
    return Listing(
        path=address, q=query.q, found=counts.found, found_text=number(counts.found, market.locale),
        of_text=f"of {number(counts.total, market.locale)} {noun}" if query.is_filtered else noun,
        facets=facets_of(query, counts, where, at_category=at_category, at_vendor=at_vendor),
        price=price_range_of(query, counts, market), chips=chips_of(query, where, market, at),
        clear_href=at(query.without_filters()), filter_count=query.filter_count,
        sorts=[Choice(key, label) for key, label in SORTS.items() if key != "relevance" or query.q],
        sort=sort_of(query), is_dense=query.is_dense, is_exact=query.exact,
        grid_href=at(replace(query, is_dense=False)), dense_href=at(replace(query, is_dense=True)),
        pages=[
            PageLink("…") if n is None else PageLink(number(n), at(replace(query, page=n)), n == query.page)
            for n in page_numbers(query.page, last)
        ] if last > 1 else [],
        previous_href=at(replace(query, page=query.page - 1)) if query.page > 1 else "",
        next_href=at(replace(query, page=query.page + 1)) if query.page < last else "",
        range_text=shown if counts.found else "",
    )  # fmt: skip


def _last_page(found: int) -> int:
    return max(1, min(MAX_PAGE, -(-found // PAGE_SIZE)))


def page_numbers(page: int, last: int) -> list[int | None]:
    """The pages to offer, None for a gap: `page_numbers(1, 14)` is `[1, 2, 3, None, 14]`."""
    wanted = sorted({1, last, page - 1, page, page + 1, *((2, 3) if page < 3 else ())} & set(range(1, last + 1)))
    numbers: list[int | None] = []
    for n in wanted:
        if numbers and numbers[-1] is not None and n - numbers[-1] > 1:
            numbers.append(n - 1 if n - numbers[-1] == 2 else None)
        numbers.append(n)
    return numbers
