"""What a list is asked for, to and from the address: the same state in every link, tolerant of anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from marketplace.domain.money import EXPONENTS
from marketplace.domain.numbers import read_amount, whole_or

SORTS = {
    "relevance": "Best match",
    "popular": "Most ordered",
    "price": "Price, low to high",
    "-price": "Price, high to low",
    "new": "Newest",
    "name": "Name",
}
PRICE_SORTS = ("price", "-price")
PAGE_SIZE = 24
MAX_PAGE = 400
_MAX_VALUES, _MAX_LENGTH = 40, 80


@dataclass(frozen=True)
class ListingQuery:
    """`facets` maps a facet's key to the chosen values; prices are minor units; `page` counts from one.

    Within a facet values widen the list, across facets they narrow it. `exact` turns off mending of typos.
    """

    q: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    sort: str = ""
    page: int = 1
    is_dense: bool = False
    exact: bool = False

    @staticmethod
    def from_params(params: Iterable[tuple[str, str]], currency: str) -> ListingQuery:
        """Read an address's parameters. Whatever makes no sense is left out; nothing raises."""
        single: dict[str, str] = {}
        chosen: dict[str, list[str]] = {}
        for name, value in list(params)[: _MAX_VALUES * 2]:
            value = _clean(value)
            key = _facet_key(name)
            if key and value and sum(map(len, chosen.values())) < _MAX_VALUES:
                values = chosen.setdefault(key, [])
                if value not in values:
                    values.append(value)
            elif not key:
                single.setdefault(name, value)
        low, high = _amount(single.get("from", ""), currency), _amount(single.get("to", ""), currency)
        if low is not None and high is not None and low > high:
            low, high = high, low
        return ListingQuery(
            q=" ".join(single.get("q", "").split()),
            facets=tuple(sorted((key, tuple(sorted(values))) for key, values in chosen.items())),
            price_from=low,
            price_to=high,
            sort=single.get("sort", "") if single.get("sort", "") in SORTS else "",
            page=_page(single.get("page", "")),
            is_dense=single.get("view") == "list",
            exact=single.get("exact") == "1",
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list beyond its words."""
        return bool(self.facets) or self.price_from is not None or self.price_to is not None

    @property
    def filter_count(self) -> int:
        """How many filters are set; the price range counts as one."""
        priced = self.price_from is not None or self.price_to is not None
        return sum(len(values) for _, values in self.facets) + priced

    def chosen(self, key: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        return dict(self.facets).get(key, ())

    def without(self, key: str, value: str) -> ListingQuery:
        """The same list with one chosen value given up, from its first page."""
        left = {k: tuple(v for v in values if (k, v) != (key, value)) for k, values in self.facets}
        return replace(self, facets=tuple((k, v) for k, v in sorted(left.items()) if v), page=1)

    def without_filters(self) -> ListingQuery:
        """The same words and view, nothing narrowed."""
        return replace(self, facets=(), price_from=None, price_to=None, page=1)

    def without_prices(self) -> ListingQuery:
        """The same list for somebody who is shown no prices: neither a range nor an order may tell them."""
        sort = "" if self.sort in PRICE_SORTS else self.sort
        return replace(self, price_from=None, price_to=None, sort=sort)

    def to_query(self, currency: str) -> str:
        """The address's end, `?q=drill&f.voltage=18+V`; empty for the plain list. `from_params` reads it back."""
        pairs: list[tuple[str, str]] = [("q", self.q)] if self.q else []
        pairs += [(_param(key), value) for key, values in self.facets for value in values]
        pairs += [("from", _plain(self.price_from, currency))] if self.price_from is not None else []
        pairs += [("to", _plain(self.price_to, currency))] if self.price_to is not None else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("view", "list")] if self.is_dense else []
        pairs += [("exact", "1")] if self.exact else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""


_OWN = ("vendor", "category", "delivery")
_KEY = re.compile(r"[\w-]{1,60}")


def _param(key: str) -> str:
    return key if key in _OWN else f"f.{key}"


def _facet_key(name: str) -> str:
    if name in _OWN:
        return name
    key = name.removeprefix("f.")
    return key if name.startswith("f.") and _KEY.fullmatch(key) and key not in _OWN else ""


def _clean(value: str) -> str:
    return "".join(c for c in value if c.isprintable())[: _MAX_LENGTH * 2].strip()


def _page(value: str) -> int:
    return min(max(1, whole_or(value, 1)), MAX_PAGE)


def _amount(value: str, currency: str) -> int | None:
    """A price with or without one sign of a currency, or the code of its own, before or after it; None for anything
    that is no amount."""
    bare = value.strip()
    if unicodedata.category(bare[:1] or " ") == "Sc":
        bare = bare[1:]
    elif unicodedata.category(bare[-1:] or " ") == "Sc":
        bare = bare[:-1]
    else:
        bare = re.sub(rf"^{currency}|{currency}$", "", bare, count=1, flags=re.IGNORECASE)
    try:
        amount = read_amount(bare, currency)
    except ValueError:
        return None
    return amount if amount < 10**12 else None


def _plain(amount: int, currency: str) -> str:
    whole, cents = divmod(amount, 10 ** EXPONENTS[currency])
    return f"{whole}.{cents:0{EXPONENTS[currency]}d}" if cents else str(whole)
