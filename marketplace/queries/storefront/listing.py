"""Category and search lists: cards, facets, chips, pages and links, all out of one `ListingQuery`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.sql import compose
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cards import ProductCard, cards_of
from marketplace.queries.storefront.counts import Counts, Filters, count_words, filters_of, get_counts
from marketplace.queries.storefront.facets import Chip, Facet, PriceRange, chips_of, facets_of, price_range_of
from marketplace.queries.storefront.listing_query import MAX_PAGE, PAGE_SIZE, PRICE_SORTS, SORTS, ListingQuery
from marketplace.queries.storefront.search_terms import Term, mended, query_of, terms_of, text_of, widest
from marketplace.queries.storefront.spelling import get_vocabulary
from marketplace.queries.storefront.store_map import StoreMap, get_store_map


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
    result_count: int = 0
    found_text: str = ""
    of_text: str = ""  # "of 354 products"
    sorts: list[Option] = field(default_factory=list)
    sort: str = ""
    plain_sort: str = ""  # the one that needs no mention in the address
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
    given_up: str = ""  # what was asked for and found nothing, as a sentence
    misses: tuple[str, ...] = ()  # the words that no product has
    tries: list[Chip] = field(default_factory=list)  # words that have results by themselves
    popular: list[ProductCard] = field(default_factory=list)  # what to look at when nothing was found


@dataclass(frozen=True)
class Found:
    """A query as it was understood, as conditions, and what they count; what of it was given up, and found nothing."""

    query: ListingQuery
    filters: Filters
    counts: Counts
    given_up: str = ""
    misses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a list stands: its store and market, its address, what it is confined to, and the moment it is read."""

    db: Session
    tenant: Tenant
    market: Market
    moment: datetime
    where: StoreMap
    address: str
    path: str = ""  # of a category
    vendor_id: str = ""
    show_prices: bool = True

    def at(self, query: ListingQuery) -> str:
        """The address of the list as this query asks for it."""
        return self.address + query.to_query(self.market.currency)

    def terms(self, query: ListingQuery) -> list[Term]:
        """What the query's words ask for."""
        return terms_of(query.q, get_vocabulary(self.db, self.tenant)) if query.q else []

    def counted(self, query: ListingQuery) -> tuple[Filters, Counts]:
        """The query as conditions, and what they count."""
        filters = filters_of(
            self.tenant.id,
            self.market.currency,
            query,
            self.where,
            words=query_of(self.terms(query)),
            path=self.path,
            vendor_id=self.vendor_id,
        )
        return filters, get_counts(self.db, self.tenant.content_version, filters)

    def find(self, query: ListingQuery) -> Found:
        """The query with what it finds."""
        return Found(query, *self.counted(query))

    def offers(self, sort: str, query: ListingQuery) -> bool:
        """Whether this order makes sense here: best match needs words, prices must be seen."""
        return bool(query.q) if sort == "relevance" else self.show_prices or sort not in PRICE_SORTS

    def cards(self, rows: Iterable[Any]) -> list[ProductCard]:
        """The cards of rows of search documents."""
        return cards_of(
            rows, self.market, self.tenant.handle, self.moment, show_prices=self.show_prices, vendor_id=self.vendor_id
        )


def list_products(
    db: Session,
    tenant: Tenant,
    market: Market,
    query: ListingQuery,
    moment: datetime,
    *,
    address: str,
    path: str = "",
    vendor_id: str = "",
    show_prices: bool = True,
) -> Listing:
    """The page of a list that `query` asks for, at `address`; below a category's `path` or of one vendor if given."""
    query = query if show_prices else query.without_prices()
    where = get_store_map(db, tenant)
    place = Place(
        db=db,
        tenant=tenant,
        market=market,
        moment=moment,
        where=where,
        address=address,
        path=path,
        vendor_id=vendor_id,
        show_prices=show_prices,
    )
    original, meant = query, _meant(place, query)
    query, filters, counts = meant.query, meant.filters, meant.counts
    query = replace(query, page=min(query.page, _last_page(counts.result_count)))
    listing = replace(_listing(place, query, counts), given_up=meant.given_up, misses=meant.misses)
    if not counts.result_count:
        return _nothing(place, listing, original)
    listing = replace(listing, cards=place.cards(_rows(db, filters, query, market, counts.result_count)))
    if query.q == original.q:
        return listing
    mine = replace(original, exact=True, page=1)
    if meant.given_up:
        return replace(listing, shown_for=query.q)
    return replace(listing, shown_for=query.q, instead=original.q, instead_href=place.at(mine))


def find_by_words(db: Session, tenant: Tenant, market: Market, words: str, moment: datetime) -> Found:
    """What the store's own search finds for these words, and how it understands them."""
    address = f"/s/{tenant.handle}/search"
    place = Place(db=db, tenant=tenant, market=market, moment=moment, where=get_store_map(db, tenant), address=address)
    return _meant(place, ListingQuery.from_params([("q", words)], market.currency))


def _meant(place: Place, query: ListingQuery) -> Found:
    """What was asked for. Where that finds nothing: with typos mended; without the words that find nothing."""
    result = place.find(query)
    if not query.q or result.counts.total:
        return result
    if query.exact:
        return replace(result, misses=_misses(place, result, place.terms(query)))
    if better := mended(query.q, get_vocabulary(place.db, place.tenant)):
        tried = place.find(replace(query, q=better))
        if tried.counts.total:
            return tried
    return _without_misses(place, replace(query, q=better or query.q), result)


def _without_misses(place: Place, query: ListingQuery, result: Found) -> Found:
    """As much of the query as finds something, and a sentence that says what was given up."""
    terms = place.terms(query)
    kept, missed = widest(terms, lambda some: count_words(place.db, result.filters, query_of(some)))
    misses = tuple(word for term in missed for word in term.typed.split())
    if not kept:
        return replace(result, misses=misses)
    tried = place.find(replace(query, q=text_of(kept)))
    some = f"{place.market.number(tried.counts.total)} for “{tried.query.q}”."
    if missed:
        return replace(tried, misses=misses, given_up=f"Nothing for “{text_of(missed)}”; {some}")
    return replace(tried, given_up=f"Nothing has all of “{query.q}”; {some}")


def _misses(place: Place, result: Found, terms: Sequence[Term]) -> tuple[str, ...]:
    missed = [term for term in terms if not count_words(place.db, result.filters, term.query)]
    return tuple(word for term in missed for word in term.typed.split())


def _nothing(place: Place, listing: Listing, query: ListingQuery) -> Listing:
    """An empty list that helps: words that find something by themselves, and what others order."""
    terms = [term for term in place.terms(query) if term.typed not in listing.misses] if query.q else []
    fresh = [place.find(ListingQuery(q=term.typed)) for term in terms]
    tries = [Chip(one.query.q, place.at(one.query)) for one in fresh if one.counts.total]
    popular = place.find(ListingQuery())
    rows = _rows(place.db, popular.filters, ListingQuery(), place.market, popular.counts.result_count)[:4]
    return replace(listing, tries=tries, popular=place.cards(rows))


_ORDERS = {
    "popular": "d.popularity desc, d.id desc",
    "price": "cast(d.prices ->> :currency as bigint), d.id",
    "-price": "cast(d.prices ->> :currency as bigint) desc, d.id",
    "new": "d.published_at desc nulls last, d.id desc",
    "name": "lower(d.title), d.id",
}


def _rows(db: Session, filters: Filters, query: ListingQuery, market: Market, result_count: int) -> list[Any]:
    sort = sort_of(query)
    order = _relevance(filters, result_count) if sort == "relevance" else _ORDERS[sort]
    # Only the page's own rows are read whole: the sort runs over identifiers.
    statement = compose(
        """
        select d.id, d.handle, d.title, d.card from (
            select d.id from search_document d where $where order by $order limit :limit offset :offset
        ) page join search_document d on d.id = page.id and d.tenant_id = :tenant order by $order
    """,
        where=filters.where,
        order=order,
    )
    values = filters.values() | {"limit": PAGE_SIZE, "offset": (query.page - 1) * PAGE_SIZE, "code": filters.code}
    return list(db.connection().execute(text(statement), values | {"currency": market.currency}).mappings())


_RANKED = 1500  # reading the words of more products than this takes longer than a page may


def _relevance(filters: Filters, result_count: int) -> str:
    """The very code first, then how well the words fit, weighted by where they stand, then what sells.

    Where a search fits very many products, its words tell them apart no more: what sells decides alone.
    """
    exact = "(d.codes @> array[cast(:code as text)]) desc, " if filters.code else ""
    if result_count > _RANKED:
        return f"{exact}{_ORDERS['popular']}"
    return f"{exact}ts_rank(d.words, cast(:words as tsquery)) * (1 + ln(1 + d.popularity)) desc, d.id"


def sort_of(query: ListingQuery) -> str:
    """The order in force: best match for words, most ordered without."""
    if query.sort and (query.q or query.sort != "relevance"):
        return query.sort
    return "relevance" if query.q else "popular"


def _listing(place: Place, query: ListingQuery, counts: Counts) -> Listing:
    at, market = place.at, place.market
    last, first = _last_page(counts.result_count), (query.page - 1) * PAGE_SIZE + 1
    last_row = min(counts.result_count, first + PAGE_SIZE - 1)
    shown = "{}–{} of {}".format(*map(market.number, (first, last_row, counts.result_count)))
    noun = "product" if counts.total == 1 else "products"
    return Listing(
        path=place.address,
        q=query.q,
        result_count=counts.result_count,
        found_text=market.number(counts.result_count),
        of_text=f"of {market.number(counts.total)} {noun}" if query.is_filtered else noun,
        facets=facets_of(
            query, counts, place.where, market.locale, at_category=bool(place.path), at_vendor=bool(place.vendor_id)
        ),
        price=price_range_of(query, counts, market) if place.show_prices else PriceRange(),
        chips=chips_of(query, place.where, market, at),
        clear_href=at(query.without_filters()),
        filter_count=query.filter_count,
        sorts=[Option(key, label) for key, label in SORTS.items() if place.offers(key, query)],
        sort=sort_of(query),
        plain_sort="relevance" if query.q else "popular",
        is_dense=query.is_dense,
        grid_href=at(replace(query, is_dense=False)),
        dense_href=at(replace(query, is_dense=True)),
        pages=[
            PageLink("…") if n is None else PageLink(market.number(n), at(replace(query, page=n)), n == query.page)
            for n in page_numbers(query.page, last)
        ]
        if last > 1
        else [],
        previous_href=at(replace(query, page=query.page - 1)) if query.page > 1 else "",
        next_href=at(replace(query, page=query.page + 1)) if query.page < last else "",
        range_text=shown if counts.result_count else "",
    )


def _last_page(result_count: int) -> int:
    return max(1, min(MAX_PAGE, -(-result_count // PAGE_SIZE)))


def page_numbers(page: int, last: int) -> list[int | None]:
    """The pages to offer, None for a gap: `page_numbers(1, 14)` is `[1, 2, 3, None, 14]`."""
    wanted = sorted({1, last, page - 1, page, page + 1, *((2, 3) if page < 3 else ())} & set(range(1, last + 1)))
    numbers: list[int | None] = []
    for n in wanted:
        if numbers and numbers[-1] is not None and n - numbers[-1] > 1:
            numbers.append(n - 1 if n - numbers[-1] == 2 else None)
        numbers.append(n)
    return numbers
