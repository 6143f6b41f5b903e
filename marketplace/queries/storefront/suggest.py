"""Suggestions while typing: words that go on, places to go to, goods with price and stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote_plus

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.catalogue.search_text import code_of, fold, search_words
from marketplace.kit.sql import compose
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cards import ProductCard, cards_of
from marketplace.queries.storefront.own_prices import Reader, with_own_prices
from marketplace.queries.storefront.search_terms import Term, mended, query_of, terms_of, text_of, widest
from marketplace.queries.storefront.spelling import Vocabulary, get_vocabulary
from marketplace.queries.storefront.store_map import StoreMap, get_store_map

_WORDS, _PLACES, _GOODS = 4, 4, 4


@dataclass(frozen=True)
class WordSuggestion:
    """A search to go on with: what was typed, then what is added to it."""

    key: str
    typed: str
    rest: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class PlaceSuggestion:
    key: str
    label: str
    href: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class GoodSuggestion:
    """A product; `next` is what comes after the price, "from 10 €172.00" or its stock."""

    key: str
    title: str
    note: str
    href: str
    picture: str
    price: str
    next: str


@dataclass(frozen=True)
class Suggestions:
    """The panel under the search field; closed while there is nothing to show."""

    is_open: bool = False
    words: list[WordSuggestion] = field(default_factory=list)
    places: list[PlaceSuggestion] = field(default_factory=list)
    goods: list[GoodSuggestion] = field(default_factory=list)
    all_label: str = ""
    all_href: str = ""


_SOLD = "from search_document d where d.tenant_id = :tenant and jsonb_exists(d.prices, :currency)"
_COUNT = text(compose("select count(*) $sold and d.words @@ cast(:words as tsquery)", sold=_SOLD))


@dataclass(frozen=True)
class Counter:
    """What a store sells in a currency, asked before it is suggested: a suggestion that finds nothing is none."""

    db: Session
    tenant_id: str
    currency: str

    def count(self, terms: Sequence[Term]) -> int:
        """How many products have these terms."""
        params = {"tenant": self.tenant_id, "currency": self.currency, "words": query_of(terms)}
        return int(self.db.connection().execute(_COUNT, params).scalar_one())

    def finds(self, typed: str, terms: Sequence[Term]) -> bool:
        """Whether a search finds something: by its words, or by the code that it is."""
        code = code_of(typed) if any(c.isdigit() for c in typed) else ""
        words = bool(terms) and self._any("d.words @@ cast(:words as tsquery)", words=query_of(terms))
        return words or bool(code and self._any("d.codes @> array[cast(:code as text)]", code=code))

    def has_category(self, path: str) -> bool:
        """Whether something lies in a category or below it."""
        below = "d.category_path ~>=~ :path and d.category_path ~<~ :path_end"
        return self._any(below, path=path, path_end=f"{path}\uffff")

    def has_vendor(self, vendor_id: str) -> bool:
        """Whether a vendor sells something."""
        return self._any("d.vendor_ids @> array[cast(:vendor as text)]", vendor=vendor_id)

    def _any(self, condition: str, **values: str) -> bool:
        statement = compose("select exists (select 1 $sold and $condition)", sold=_SOLD, condition=condition)
        params = {"tenant": self.tenant_id, "currency": self.currency, **values}
        return bool(self.db.connection().execute(text(statement), params).scalar_one())


def suggest(
    db: Session,
    tenant: Tenant,
    market: Market,
    typed: str,
    moment: datetime,
    *,
    buyer: Buyer = GUEST,
    show_prices: bool = True,
) -> Suggestions:
    """What to offer for what stands in the field so far, at this buyer's prices; nothing below two characters."""
    typed = " ".join(typed.split())[:80]
    if len(typed) < 2:
        return Suggestions()
    vocabulary, where, home = get_vocabulary(db, tenant), get_store_map(db, tenant), f"/s/{tenant.handle}"
    counter = Counter(db, tenant.id, market.currency)
    terms = _meant(typed, vocabulary, counter)
    cards = _goods(db, tenant, market, terms=terms, moment=moment, show_prices=show_prices)
    goods = with_own_prices(db, Reader(tenant, market, buyer, moment), cards)
    words = _words(typed, vocabulary, home, counter)
    places = _places(typed, where, home, counter)
    searched = text_of(terms) if text_of(terms) != text_of(terms_of(typed, vocabulary)) else typed
    everything = (f"All results for {searched}", f"{home}/search?q={quote_plus(typed)}") if goods else ("", "")
    return Suggestions(
        bool(words or places or goods), words, places, [_good(card, i) for i, card in enumerate(goods)], *everything
    )


def _meant(typed: str, vocabulary: Vocabulary, counter: Counter) -> list[Term]:
    """What the list of results will show: what was typed, mended, or as much of it as finds something."""
    terms = terms_of(typed, vocabulary)
    if counter.finds(typed, terms):
        return terms
    better = mended(typed, vocabulary)
    tried = terms_of(better, vocabulary) if better else terms
    return tried if better and counter.finds(better, tried) else widest(tried, counter.count)[0]


def _words(typed: str, vocabulary: Vocabulary, home: str, counter: Counter) -> list[WordSuggestion]:
    """Longer words for the last one; where those find nothing, what was probably meant. Each finds something."""
    *before, last = fold(typed).split(" ")
    start = " ".join([*before, ""])
    longer = [word for word in vocabulary.completions(last, _WORDS * 2) if word != last]
    words = [word for word in longer if counter.finds("", terms_of(f"{start}{word}", vocabulary))][:_WORDS]
    meant = "" if words or counter.finds(typed, terms_of(typed, vocabulary)) else mended(typed, vocabulary)
    if meant and counter.finds("", terms_of(meant, vocabulary)):
        return [_word(0, "", meant, home, "Did you mean")]
    return [_word(i, f"{start}{last}", word[len(last) :], home) for i, word in enumerate(words)]


def _word(i: int, typed: str, rest: str, home: str, note: str = "") -> WordSuggestion:
    return WordSuggestion(f"sg-w{i}", typed, rest, f"{home}/search?q={quote_plus(typed + rest)}", note)


def _places(typed: str, where: StoreMap, home: str, counter: Counter) -> list[PlaceSuggestion]:
    """Categories and vendors by their names; none that has nothing to sell here."""
    wanted = search_words(typed)

    def fits(name: str) -> bool:
        name_words = fold(name).split()
        return all(any(word.startswith(part) for word in name_words) for part in wanted)

    names = {c.id: c.name for c in where.categories}
    categories = [
        PlaceSuggestion(f"sg-c{i}", c.name, f"{home}/c/{c.handle}", "grid", names.get(c.parent_id or "", "Category"))
        for i, c in enumerate(where.categories)
        if fits(c.name) and counter.has_category(c.path)
    ]
    vendors = [
        PlaceSuggestion(f"sg-v{i}", name, f"{home}/v/{handle}", "store", "Vendor")
        for i, (key, (handle, name)) in enumerate(where.vendors.items())
        if fits(name) and counter.has_vendor(key)
    ]
    kept = categories[: _PLACES - min(len(vendors), 1)]
    return kept + vendors[: _PLACES - len(kept)]


# A short beginning fits half the store: only the bestsellers are looked through for it.
_FIND = """
    select d.id, d.handle, d.title, d.card from {source} d
    where jsonb_exists(d.prices, :currency) and (d.words @@ cast(:words as tsquery) {codes}) {tenant}
    order by {order} d.popularity desc, d.id desc limit :limit
"""
_BESTSELLERS = "(select * from search_document where tenant_id = :tenant order by popularity desc, id desc limit 1000)"


def _goods(
    db: Session, tenant: Tenant, market: Market, terms: Sequence[Term], moment: datetime, show_prices: bool
) -> list[ProductCard]:
    if not terms:
        return []
    typed = text_of(terms)
    code = code_of(typed) if any(c.isdigit() for c in typed) else ""
    short = len(typed) < 4 and not code
    statement = _FIND.format(
        source=_BESTSELLERS if short else "search_document",
        codes="or d.codes @> array[cast(:code as text)]" if code else "",
        tenant="" if short else "and d.tenant_id = :tenant",
        order="(d.codes @> array[cast(:code as text)]) desc," if code else "",
    )
    values = {"tenant": tenant.id, "currency": market.currency, "words": query_of(terms), "code": code}
    rows = db.connection().execute(text(statement), values | {"limit": _GOODS}).mappings()
    return cards_of(rows, market, tenant.handle, moment, show_prices=show_prices)


def _good(card: ProductCard, i: int) -> GoodSuggestion:
    stock = f"{card.stock_strong} {card.stock_text}".strip()
    return GoodSuggestion(
        key=f"sg-g{i}",
        title=card.title,
        note=" · ".join(part for part in (card.sku, stock) if part),
        href=card.href,
        picture=card.picture,
        price=card.price,
        next=f"{card.next_price} {card.next_from}" if card.next_price else "",
    )
