"""Counts a list in one pass: how many there are, and how many each value of each facet would leave."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.search_text import code_of
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.kit.sql import compose
from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.store_map import StoreMap, get_store_map

BUCKETS_PER_E = 8  # price buckets are logarithmic, this many for each factor of e


@dataclass(frozen=True)
class Filters:
    """The list as conditions: `base` always holds, of `groups` each is one facet's own selection."""

    base: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    params: tuple[tuple[str, Any], ...]
    code: str = ""
    tsquery: str = ""

    @property
    def where(self) -> str:
        """Every condition together."""
        return " and ".join([*self.base, *(condition for _, condition in self.groups)])

    def values(self) -> dict[str, Any]:
        """The parameters of the conditions."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in self.params}


@dataclass(frozen=True)
class Counts:
    """`result_count` after all filters of the `total` that the list has without; then by facet value, vendor, path,
    bucket."""

    total: int = 0
    result_count: int = 0
    facets: tuple[tuple[str, int], ...] = ()
    vendors: tuple[tuple[str, int], ...] = ()
    paths: tuple[tuple[str, int], ...] = ()
    prices: tuple[tuple[int, int], ...] = ()


def filters_of(
    tenant_id: str,
    currency: str,
    query: ListingQuery,
    where: StoreMap,
    *,
    words: str = "",
    path: str = "",
    vendor_id: str = "",
) -> Filters:
    """The conditions of a list below a category's `path`, of one vendor, or of the whole store. `words` is what the
    query's words ask for, as a `tsquery` (`search_terms`)."""
    base = ["d.tenant_id = :tenant", "jsonb_exists(d.prices, :currency)"]
    params: list[tuple[str, Any]] = [("tenant", tenant_id), ("currency", currency)]
    code = code_of(query.q) if any(c.isdigit() for c in query.q) else ""
    if query.q:
        base.append(
            "(d.words @@ cast(:words as tsquery) or d.codes @> cast(:codes as text[]))"
            if code and words
            else "d.words @@ cast(:words as tsquery)"
        )
        params += [("words", words), ("codes", (code,))] if code and words else [("words", words)]
    if path:
        # Comparisons in place of `like`: row-level security lets only these use the index.
        base.append("d.category_path ~>=~ :path and d.category_path ~<~ :path_end")
        params += [("path", path), ("path_end", f"{path}\uffff")]
    if vendor_id:
        base.append("d.vendor_ids @> cast(:only_vendor as text[])")
        params.append(("only_vendor", (vendor_id,)))
    groups: list[tuple[str, str]] = []
    for n, (key, values) in enumerate(query.facets):
        condition, chosen = _group(key, values, f"g{n}", where)
        groups.append((key, condition))
        params += [(f"g{n}", chosen), (f"k{n}", key)]
    if query.price_from is not None or query.price_to is not None:
        params.append((f"k{len(groups)}", "price"))
        groups.append(("price", "cast(d.prices ->> :currency as bigint) between :low and :high"))
        params += [("low", query.price_from or 0), ("high", query.price_to if query.price_to is not None else 10**12)]
    return Filters(tuple(base), tuple(groups), tuple(params), code, words if query.q else "")


def _group(key: str, values: tuple[str, ...], name: str, where: StoreMap) -> tuple[str, tuple[str, ...]]:
    if key == "vendor":
        ids = tuple(vendor_id for value in values if (vendor_id := where.vendor_id(value)))
        return f"d.vendor_ids && cast(:{name} as text[])", ids
    if key == "category":
        paths = tuple(f"{entry.path}%" for value in values if (entry := where.category(value)))
        return f"d.category_path like any(cast(:{name} as text[]))", paths
    return f"d.facets && cast(:{name} as text[])", tuple(f"{key}={value}" for value in values)


def get_counts(db: Session, version: int, filters: Filters) -> Counts:
    """The counts of this list, remembered for the store's content version.

    Over more than 5,000 products a count may be a minute old: nobody reads the last figure of 41,207, and
    counting them again after every change of stock would slow everybody down.
    """
    key = (filters.base, filters.groups, filters.params)
    known = _remembered.find(key)
    if known and (known[0] == version or (known[2].total > _LARGE and time.monotonic() - known[1] < _STALE_SECONDS)):
        return known[2]
    counts = _count(db, filters)
    _remembered.keep(key, (version, time.monotonic(), counts))
    return counts


def store_counts(db: Session, tenant: Tenant, currency: str) -> Counts:
    """What a shopper finds in the whole store in this currency: the one count of a vendor's, or a category's, goods."""
    filters = filters_of(tenant.id, currency, ListingQuery(), get_store_map(db, tenant))
    return get_counts(db, tenant.content_version, filters)


_LARGE, _STALE_SECONDS = 5000, 60
_remembered: BoundedCache[Any, tuple[int, float, Counts]] = BoundedCache(2000)


def count_words(db: Session, filters: Filters, words: str) -> int:
    """How many products of a list have these words (a `tsquery`), whatever else narrows it."""
    base = [one for one in filters.base if ":words" not in one]
    where = " and ".join([*base, "d.words @@ cast(:words as tsquery)"])
    statement = text(compose("select count(*) from search_document d where $where", where=where))
    return int(db.connection().execute(statement, {**filters.values(), "words": words}).scalar_one())


def _count(db: Session, filters: Filters) -> Counts:
    rows = db.connection().execute(text(_statement(filters)), filters.values())
    by_kind: dict[str, list[tuple[Any, int]]] = {}
    for kind, value, number in rows:
        by_kind.setdefault(kind, []).append((value, number))
    facets, vendors, paths = (tuple(by_kind.get(kind, ())) for kind in ("facet", "vendor", "path"))
    prices = tuple((int(bucket), number) for bucket, number in by_kind.get("price", ()))
    return Counts(
        total=by_kind["total"][0][1],
        result_count=by_kind["found"][0][1],
        facets=facets,
        vendors=vendors,
        paths=paths,
        prices=prices,
    )


def _statement(filters: Filters) -> str:
    """A row counts for a facet when it passes all groups, or fails only the group of that very facet."""
    fails = " + ".join(f"(not {condition})::int" for _, condition in filters.groups) or "0"
    names = "".join(f" when not {condition} then :k{n}" for n, (_, condition) in enumerate(filters.groups))
    failed = f"case{names} else '' end" if names else "''"
    base = " and ".join(filters.base)

    def but(group: str) -> str:
        return f"where fails = 0 or (fails = 1 and failed = {group})" if filters.groups else ""

    return compose(
        """
        with hits as materialized (
            select d.facets, d.vendor_ids, d.category_path, cast(d.prices ->> :currency as bigint) as price,
                $fails as fails, $failed as failed
            from search_document d where $base)
        select 'total', '', count(*) from hits
        union all select 'found', '', count(*) from hits where fails = 0
        union all select 'facet', f, count(*) from hits, unnest(facets) f $others group by f
        union all select 'vendor', v, count(*) from hits, unnest(vendor_ids) v $but_vendor group by v
        union all select 'path', category_path, count(*) from hits $but_category group by category_path
        union all select 'price', floor(ln(greatest(price, 1)) * $buckets)::text, count(*)
            from hits $but_price group by 2
    """,
        fails=fails,
        failed=failed,
        base=base,
        others=but("split_part(f, '=', 1)"),
        but_vendor=but("'vendor'"),
        but_category=but("'category'"),
        buckets=str(BUCKETS_PER_E),
        but_price=but("'price'"),
    )
