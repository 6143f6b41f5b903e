"""A pasted list of SKUs: what the store has of it, how much of it, and what it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.buying.quick_order import ListLine, read_list
from marketplace.domain.catalogue.search_text import code_of
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.contexts import context_for, find_region, offers_of, with_own_steps
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices


@dataclass(frozen=True)
class UnknownCode:
    """A line that names nothing the store sells; `href` searches for it."""

    code: str
    href: str


@dataclass(frozen=True)
class ListRow:
    """A line of the list that the store has. `note` says what became of the quantity; `offer_id` is empty where it
    cannot be bought now."""

    key: str
    sku: str
    title: str
    detail: str  # SKU, variant and vendor
    href: str
    picture: str
    offer_id: str
    quantity: int
    minimum: int
    step: int
    price: str  # of the whole line; empty where prices are for who is signed in
    each: str
    stock: str
    stock_tone: str
    note: str = ""


@dataclass(frozen=True)
class QuickOrderPage:
    """The page of a pasted list; `text` is the list as it was read, to be changed and asked again."""

    store: str = ""
    title: str = "Paste your list"
    text: str = ""
    action: str = ""
    add_action: str = ""  # empty where nothing can be added
    add_label: str = ""
    rows: list[ListRow] = field(default_factory=list)
    unknown: list[UnknownCode] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    tenant: Tenant
    market: Market
    context: PriceContext
    show_prices: bool


def get_quick_order(
    db: Session,
    tenant: Tenant,
    market: Market,
    text: str,
    moment: datetime,
    *,
    buyer: Buyer = GUEST,
    show_prices: bool = True,
) -> QuickOrderPage:
    """The goods of a list, one SKU and quantity per line: the article of that very SKU, else what the code means.

    Prices are this buyer's, as the cart will have them.
    """
    lines = read_list(text)
    region = find_region(db, tenant, region_id=market.region_id)
    rows: list[ListRow] = []
    matches: dict[ListLine, _Match] = {}
    if lines and region is not None:
        documents = _documents(db, lines)
        context = context_for(db, tenant, region, buyer, moment)
        context = with_own_steps(db, tenant, context, offers_of(one.listing["offers"] for one in documents))
        place = _Place(tenant, market, context, show_prices)
        matches = {line: match for line in lines if (match := _match(place, documents, line))}
        rows = [_shown(place, match, line) for match, line in _joined(matches)]
    unknown = [line.code for line in lines if line not in matches]
    ready = sum(bool(row.offer_id) for row in rows)
    home = f"/s/{tenant.handle}"
    return QuickOrderPage(
        store=tenant.name,
        title=f"{len(matches)} of {len(lines)} found" if lines else "Paste your list",
        text="\n".join(f"{line.code}\t{line.quantity}" if line.quantity else line.code for line in lines),
        action=f"{home}/list",
        add_action=f"{home}/cart/add-list" if ready and show_prices else "",
        add_label=f"Add {ready} {'line' if ready == 1 else 'lines'} to cart",
        rows=rows,
        unknown=[UnknownCode(code, f"{home}/search?q={quote_plus(code)}") for code in unknown],
    )


def _documents(db: Session, lines: list[ListLine]) -> list[SearchDocument]:
    codes = [code_of(line.code) for line in lines]
    wanted = select(SearchDocument).where(col(SearchDocument.codes).op("&&")(codes))
    return list(db.exec(wanted.order_by(col(SearchDocument.popularity).desc(), col(SearchDocument.id))))


@dataclass(frozen=True)
class _Match:
    """An offer that a code may mean; the lower the `rank`, the more exactly."""

    rank: int
    document: SearchDocument
    variant: Mapping[str, Any]
    price: OfferPrice


def _match(place: _Place, documents: list[SearchDocument], line: ListLine) -> _Match | None:
    """The best match; among equals the first, as the store itself ranks them."""
    matches = [match for document in documents for match in _matches(place, document, line)]
    return min(matches, key=lambda match: match.rank, default=None)


def _joined(matches: Mapping[ListLine, _Match]) -> Iterator[tuple[_Match, ListLine]]:
    """Lines that mean one offer are one line, with their quantities added up."""
    of_offer: dict[str, list[ListLine]] = {}
    for line, match in matches.items():
        of_offer.setdefault(str(match.price.offer["id"]), []).append(line)
    for lines in of_offer.values():
        pieces = sum(line.quantity or 1 for line in lines) if len(lines) > 1 else lines[0].quantity
        yield matches[lines[0]], ListLine(lines[0].code, pieces)


def _matches(place: _Place, document: SearchDocument, line: ListLine) -> Iterator[_Match]:
    """The offers of a product that the code names: by their own SKU, else by that of the variant, else by its EAN."""
    code, listing = code_of(line.code), document.listing
    if code not in document.codes:
        return
    context = place.context.at(line.quantity or 1)
    for variant in listing["product"]["variants"]:
        ranked = rank_prices(listing["offers"].get(variant["id"], ()), context)
        for at, price in enumerate(ranked):
            sku = str(price.offer["sku"])
            if sku.lower() == line.code.lower():
                yield _Match(0, document, variant, price)
            elif code_of(sku) == code:
                yield _Match(2, document, variant, price)
            elif at == 0 and (variant["sku"] or "").lower() == line.code.lower():
                yield _Match(1, document, variant, price)
            elif at == 0 and code in (code_of(variant["sku"] or ""), code_of(variant["ean"] or "")):
                yield _Match(3, document, variant, price)


def _shown(place: _Place, match: _Match, line: ListLine) -> ListRow:
    offer, market, price = match.price.offer, place.market, match.price
    rule, free = QuantityRule(offer["min"], offer["step"]), int(offer["free"])
    price = _at(place, offer, line.quantity) or price
    quantity, note = price.quantity, ""
    if line.quantity and quantity != line.quantity:
        rule_said = f"sold from {market.number(rule.smallest)}{_steps(rule, market)}."
        note = f"{market.number(line.quantity)} became {market.number(quantity)}: {rule_said}"
    if not offer["backorder"] and quantity > free:
        quantity = rule.within(free)
        quantity_text = market.number(line.quantity or rule.smallest)
        note = f"{quantity_text} asked for, {market.number(free)} left." if quantity else "Sold out."
        price = _at(place, offer, quantity) or price
    stock = "Made to order" if free <= 0 and offer["backorder"] else f"{market.number(free)} in stock"
    product, variant = match.document.listing["product"], match.variant
    names = (str(offer["sku"]), variant["title"] if len(product["variants"]) > 1 else "", str(offer["vendor"]))
    each = money(price.amount, market.currency, market.locale)
    return ListRow(
        key=code_of(line.code),
        sku=str(offer["sku"]),
        title=product["title"],
        detail=" · ".join(filter(None, names)),
        href=f"/s/{place.tenant.handle}/p/{match.document.handle}?variant={variant['id']}&offer={offer['id']}",
        picture=str(match.document.card["picture"]),
        offer_id=str(offer["id"]) if quantity else "",
        quantity=quantity,
        minimum=rule.smallest,
        step=rule.step or 1,
        price=money(price.amount * quantity, market.currency, market.locale) if place.show_prices and quantity else "",
        each=f"{each} each" if place.show_prices else "",
        stock=stock if free > 0 or offer["backorder"] else "Sold out",
        stock_tone="" if free > 0 or offer["backorder"] else "none",
        note=note,
    )


def _at(place: _Place, offer: Mapping[str, Any], quantity: int) -> OfferPrice | None:
    return next(iter(rank_prices([offer], place.context.at(quantity))), None) if quantity else None


def _steps(rule: QuantityRule, market: Market) -> str:
    return f" in steps of {market.number(rule.step or 1)}" if (rule.step or 1) > 1 else ""
