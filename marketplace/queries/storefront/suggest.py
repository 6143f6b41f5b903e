"""Suggestions while typing: words that go on, places to go to, goods with price and stock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote_plus

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.words import code_of, fold, search_query, search_words
from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.cards import ProductCard, cards_of
from marketplace.queries.storefront.market import Market
from marketplace.queries.storefront.spelling import Vocabulary, get_vocabulary, mended
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


def suggest(
    db: Session, tenant: Tenant, market: Market, typed: str, moment: datetime, *, show_prices: bool = True
) -> Suggestions:
    """What to offer for what stands in the field so far; nothing below two characters."""
    typed = " ".join(typed.split())[:80]
    if len(typed) < 2:
        return Suggestions()
    vocabulary, where, home = get_vocabulary(db, tenant.id), get_store_map(db, tenant), f"/s/{tenant.handle}"
    goods = _goods(db, tenant, market, typed, moment, show_prices)
    if not goods and (better := mended(typed, vocabulary)):
        goods = _goods(db, tenant, market, better, moment, show_prices)
    words = _words(typed, vocabulary, home)
    places = _places(typed, where, home)
    return Suggestions(
        bool(words or places or goods), words, places, [_good(card, i) for i, card in enumerate(goods)],
        f"All results for {typed}", f"{home}/search?q={quote_plus(typed)}",
    )  # fmt: skip


def _words(typed: str, vocabulary: Vocabulary, home: str) -> list[WordSuggestion]:
    """Longer words for the last one; for a word nobody has, what was probably meant."""
    *before, last = fold(typed).split(" ")
    found = [word for word in vocabulary.completions(last, _WORDS + 1) if word != last][:_WORDS]
    start = " ".join([*before, ""])
    if not found and not vocabulary.knows(last) and (meant := vocabulary.closest(last)):
        return [_word(0, "", f"{start}{meant}", home, "Did you mean")]
    return [_word(i, f"{start}{last}", word[len(last) :], home) for i, word in enumerate(found)]


def _word(i: int, typed: str, rest: str, home: str, note: str = "") -> WordSuggestion:
    return WordSuggestion(f"sg-w{i}", typed, rest, f"{home}/search?q={quote_plus(typed + rest)}", note)


def _places(typed: str, where: StoreMap, home: str) -> list[PlaceSuggestion]:
    wanted = search_words(typed)

    def fits(name: str) -> bool:
        own = fold(name).split()
        return all(any(word.startswith(part) for word in own) for part in wanted)

    names = {c.id: c.name for c in where.categories}
    categories = [
        PlaceSuggestion(f"sg-c{i}", c.name, f"{home}/c/{c.handle}", "grid", names.get(c.parent_id or "", "Category"))
        for i, c in enumerate(where.categories)
        if fits(c.name)
    ]
    vendors = [
        PlaceSuggestion(f"sg-v{i}", name, f"{home}/v/{handle}", "store", "Vendor")
        for i, (handle, name) in enumerate(where.vendors.values())
        if fits(name)
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
    db: Session, tenant: Tenant, market: Market, typed: str, moment: datetime, show_prices: bool
) -> list[ProductCard]:
    words = search_words(typed)
    if not words:
        return []
    code = code_of(typed) if any(c.isdigit() for c in typed) else ""
    short = len(words) == 1 and len(words[0]) < 4 and not code
    statement = _FIND.format(
        source=_BESTSELLERS if short else "search_document",
        codes="or d.codes @> array[cast(:code as text)]" if code else "",
        tenant="" if short else "and d.tenant_id = :tenant",
        order="(d.codes @> array[cast(:code as text)]) desc," if code else "",
    )
    values = {"tenant": tenant.id, "currency": market.currency, "words": search_query(words), "code": code}
    rows = db.connection().execute(text(statement), values | {"limit": _GOODS}).mappings()
    return cards_of(rows, market, tenant.handle, moment, show_prices=show_prices)


def _good(card: ProductCard, i: int) -> GoodSuggestion:
    stock = f"{card.stock_strong} {card.stock_text}".strip()
    return GoodSuggestion(
        f"sg-g{i}", card.title, " · ".join(part for part in (card.sku, stock) if part), card.href, card.picture,
        card.price, f"{card.next_price} {card.next_from}" if card.next_price else "",
    )  # fmt: skip
