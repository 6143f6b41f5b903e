"""The filter rail out of the counts: which facets, in which order, with which figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from marketplace.domain.catalogue.sizes import in_order_of_size
from marketplace.queries.formatting.money import currency_sign, money, number
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.counts import BUCKETS_PER_E, Counts
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.store_map import StoreMap

_SHOWN, _MOST_FACETS, _MOST_VALUES = 6, 8, 40
_BARS = 14
_DELIVERY = {"stock": "In stock now", "day": "One working day under way"}


@dataclass(frozen=True)
class FacetValue:
    """A check box: `name` and `value` are what the form sends."""

    name: str
    value: str
    label: str
    count: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A group of check boxes; `rest` opens behind `rest_label`, "6 more"."""

    key: str
    title: str
    shown: list[FacetValue] = field(default_factory=list)
    rest: list[FacetValue] = field(default_factory=list)
    rest_label: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar of the price histogram, its height as CSS reads it."""

    height: str
    is_inside: bool


@dataclass(frozen=True)
class PriceRange:
    """The histogram and what the two fields hold; `low` and `high` stand in them as placeholders."""

    is_shown: bool = False
    bars: list[Bar] = field(default_factory=list)
    low: str = ""
    high: str = ""
    from_value: str = ""
    to_value: str = ""
    note: str = ""  # for who has prices of their own: by which it filters


@dataclass(frozen=True)
class Chip:
    """A filter that is set; its address is the list without it."""

    label: str
    href: str


def facets_of(
    query: ListingQuery, counts: Counts, where: StoreMap, locale: str, *, at_category: bool, at_vendor: bool
) -> list[Facet]:
    """Category (in search), vendor, delivery, then attributes, those that most products have first."""
    facets: list[Facet] = []
    if not at_category:
        facets.append(_facet("category", "Category", _categories(counts, where), query, locale))
    if not at_vendor:
        named = [(where.vendors[key][0], where.vendors[key][1], n) for key, n in counts.vendors if key in where.vendors]
        facets.append(_facet("vendor", "Vendor", _by_count(named), query, locale))
    attributes = _attributes(counts)
    delivery = dict(attributes.pop("delivery", []))
    facets.append(
        _facet(
            "delivery", "Delivery", [(v, label, delivery.get(v, 0)) for v, label in _DELIVERY.items()], query, locale
        )
    )
    ranked = sorted(
        attributes, key=lambda key: (key not in dict(query.facets), -sum(n for _, n in attributes[key]), key)
    )
    for key in sorted(ranked[:_MOST_FACETS], key=ranked.index):
        values = _in_order([(value, value, n) for value, n in attributes[key]])
        facets.append(
            _facet(key, where.facet_titles.get(key, key.replace("-", " ").capitalize()), values, query, locale)
        )
    return [facet for facet in facets if len(facet.shown) > 1 or any(v.is_chosen for v in facet.shown)]


def chips_of(query: ListingQuery, where: StoreMap, market: Market, at: Callable[[ListingQuery], str]) -> list[Chip]:
    """The filters that are set, each with the way to give it up."""
    chips = [
        Chip(_name_of(key, value, where), at(query.without(key, value)))
        for key, values in query.facets
        for value in values
    ]
    if query.price_from is not None or query.price_to is not None:
        without = ListingQuery(
            q=query.q,
            facets=query.facets,
            price_from=None,
            price_to=None,
            sort=query.sort,
            page=1,
            is_dense=query.is_dense,
            exact=query.exact,
        )
        chips.append(Chip(_range_text(query, market), at(without)))
    return chips


def price_range_of(query: ListingQuery, counts: Counts, market: Market) -> PriceRange:
    """Fourteen bars over the prices of the list, on a logarithmic axis; those inside the chosen range stand out."""
    if len(counts.prices) < 2:
        chosen = query.price_from is not None or query.price_to is not None
        return PriceRange(
            is_shown=chosen, from_value=_field(query.price_from, market), to_value=_field(query.price_to, market)
        )
    low, high = min(b for b, _ in counts.prices), max(b for b, _ in counts.prices)
    width = (high - low + 1) / _BARS
    heights = [0] * _BARS
    for bucket, n in counts.prices:
        heights[min(_BARS - 1, int((bucket - low) / width))] += n
    top = max(heights)
    bars = []
    for i, n in enumerate(heights):
        middle = math.exp((low + (i + 0.5) * width) / BUCKETS_PER_E)
        inside = (query.price_from or 0) <= middle <= (query.price_to if query.price_to is not None else math.inf)
        bars.append(Bar(f"{max(4, round(100 * n / top)) if n else 0}%", inside))
    return PriceRange(
        is_shown=True,
        bars=bars,
        low=_rounded(math.exp(low / BUCKETS_PER_E), market, math.floor),
        high=_rounded(math.exp((high + 1) / BUCKETS_PER_E), market, math.ceil),
        from_value=_field(query.price_from, market),
        to_value=_field(query.price_to, market),
    )


def _facet(key: str, title: str, values: list[tuple[str, str, int]], query: ListingQuery, locale: str) -> Facet:
    name, chosen = key if key in ("vendor", "category", "delivery") else f"f.{key}", query.chosen(key)
    missing = [(value, value, 0) for value in chosen if value not in {v for v, _, _ in values}]
    made = [
        FacetValue(name, value, label, number(n, locale), value in chosen)
        for value, label, n in [*values, *(missing if key not in ("vendor", "category") else [])][:_MOST_VALUES]
        if n or value in chosen
    ]
    cut = max(_SHOWN, max((i + 1 for i, v in enumerate(made) if v.is_chosen), default=0))
    cut = len(made) if len(made) <= cut + 1 else cut
    return Facet(key, title, made[:cut], made[cut:], f"{len(made) - cut} more" if made[cut:] else "")


def _categories(counts: Counts, where: StoreMap) -> list[tuple[str, str, int]]:
    """The top categories; inside a single one, its children."""
    level = where.children(None)
    while True:
        categories = [(c, sum(n for path, n in counts.paths if path.startswith(c.path))) for c in level]
        categories = [(c, n) for c, n in categories if n]
        below = where.children(categories[0][0].id) if len(categories) == 1 else []
        if not below:
            return [(c.handle, c.name, n) for c, n in categories]
        level = below


def _attributes(counts: Counts) -> dict[str, list[tuple[str, int]]]:
    by_key: dict[str, list[tuple[str, int]]] = {}
    for token, n in counts.facets:
        key, _, value = token.partition("=")
        by_key.setdefault(key, []).append((value, n))
    return by_key


def _by_count(values: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    return sorted(values, key=lambda v: (-v[2], v[1]))


def _in_order(values: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Sizes go by size, everything else by how many there are."""
    by_label = {value[1]: value for value in values}
    ordered = in_order_of_size(by_label)
    return [by_label[label] for label in ordered] if ordered is not None else _by_count(values)


def _name_of(key: str, value: str, where: StoreMap) -> str:
    if key == "vendor":
        return next((name for handle, name in where.vendors.values() if handle == value), value)
    if key == "category":
        category = where.category(value)
        return category.name if category else value
    return _DELIVERY.get(value, value) if key == "delivery" else value


def _range_text(query: ListingQuery, market: Market) -> str:
    low = "" if query.price_from is None else _short(query.price_from, market)
    high = "" if query.price_to is None else _short(query.price_to, market)
    return f"{low} to {high}" if low and high else (f"from {low}" if low else f"up to {high}")


def _short(amount: int, market: Market) -> str:
    return money(amount, market.currency, market.locale).removesuffix(".00")


def _field(amount: int | None, market: Market) -> str:
    return "" if amount is None else _short(amount, market)


def _rounded(amount: float, market: Market, towards: Callable[[float], int]) -> str:
    unit = 10 ** len(str(money(0, market.currency)).partition(".")[2])
    whole = towards(amount / unit)
    return f"{currency_sign(market.currency, market.locale)}{number(whole, market.locale)}"
