"""A pasted list: what the store has of it at this buyer's prices, how much of it, and what is wrong with a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.buying.quick_order import ListLine, write_list
from marketplace.domain.catalogue.pricing import ListKind
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices
from marketplace.queries.storefront.list_matches import How, ListReader, Match, Matches

_OWN_LISTS = (ListKind.CONTRACT_LOCATION, ListKind.CONTRACT_COMPANY, ListKind.GROUP)


@dataclass(frozen=True)
class UnknownLine:
    """A line that names nothing the store sells; `closest` is what may be meant, `href` searches for it."""

    code: str
    wanted: str
    href: str
    closest: str = ""
    closest_sku: str = ""
    closest_offer: str = ""


@dataclass(frozen=True)
class ListRow:
    """A line of the list that the store has. `note` says what became of it; `offer_id` is empty where it cannot be
    bought now. `tone` is `fix` for a line that was understood otherwise than written, `round` for another quantity."""

    code: str  # as it was written
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
    amount: int = 0  # minor units
    vendor: str = ""
    tone: str = ""
    badge: str = ""
    note: str = ""


@dataclass(frozen=True)
class QuickOrderPage:
    """The page of a pasted list; `text` is the list as it was read, to be changed and read again."""

    action: str
    sample: str
    title: str = ""  # how much was found; empty without a list
    text: str = ""
    count: str = ""
    may_add: bool = False
    add_label: str = ""
    total: str = ""
    total_note: str = ""
    tally: list[tuple[str, str]] = field(default_factory=list)  # tone and text
    rows: list[ListRow] = field(default_factory=list)
    unknown: list[UnknownLine] = field(default_factory=list)


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
    lines: Sequence[ListLine],
    moment: datetime,
    *,
    buyer: Buyer = GUEST,
    show_prices: bool = True,
) -> QuickOrderPage:
    """The goods of a list: each line what the buyer's company calls so, else the article of that very SKU, else what
    the code means. Prices are this buyer's, as the cart will have them. Nothing where the store serves no region.
    """
    home = f"/s/{tenant.handle}/quick-order"
    region = find_region(db, tenant, region_id=market.region_id)
    if not lines or region is None:
        return QuickOrderPage(home, f"{home}/sample.csv", text=write_list(lines))
    reader = ListReader(db, tenant, context_for(db, tenant, region, buyer, moment), buyer)
    matches = reader.read(lines)
    place = _Place(tenant, market, reader.context, show_prices)
    rows = [_shown(place, match, line) for match, line in _joined(matches)]
    unknown = [_unknown(place, matches, line) for line in lines if line not in matches.by_line]
    ready = [row for row in rows if row.offer_id]
    total = money(sum(row.amount for row in ready), market.currency, market.locale)
    return QuickOrderPage(
        action=home,
        sample=f"{home}/sample.csv",
        title=f"{market.number(len(lines) - len(unknown))} of {market.number(len(lines))} found",
        text=write_list(lines),
        count=_lines(len(lines), market),
        may_add=bool(ready) and show_prices,
        add_label=f"Add {_lines(len(ready), market)} to cart",
        total=total if show_prices else "",
        total_note=_total_note(place, matches, ready) if show_prices else "Sign in for prices",
        tally=_tally(rows, unknown, market),
        rows=rows,
        unknown=unknown,
    )


def _lines(count: int, market: Market) -> str:
    return f"{market.number(count)} {'line' if count == 1 else 'lines'}"


def _total_note(place: _Place, matches: Matches, ready: Sequence[ListRow]) -> str:
    vendors = len({row.vendor for row in ready})
    is_own = any(match.price.source.kind in _OWN_LISTS for match in matches.by_line.values())
    facts = (
        "including VAT" if place.context.is_tax_inclusive else "ex VAT",
        f"{vendors} {'vendor' if vendors == 1 else 'vendors'}",
        "your contract prices" if is_own else "",
    )
    return ", ".join(filter(None, facts))


def _tally(rows: Sequence[ListRow], unknown: Sequence[UnknownLine], market: Market) -> list[tuple[str, str]]:
    out = len([row for row in rows if not row.offer_id])
    counts = {
        ("good", "exact"): len([row for row in rows if not row.tone]) - out,
        ("warn", "repaired"): len([row for row in rows if row.tone == "fix"]),
        ("info", "rounded"): len([row for row in rows if row.tone == "round"]),
        ("bad", "sold out"): out,
        ("bad", "unknown"): len(unknown),
    }
    return [(tone, f"{market.number(count)} {word}") for (tone, word), count in counts.items() if count]


def _joined(matches: Matches) -> Iterator[tuple[Match, ListLine]]:
    """Lines that mean one offer are one line, with their quantities added up."""
    of_offer: dict[str, list[ListLine]] = {}
    for line, match in matches.by_line.items():
        of_offer.setdefault(str(match.price.offer["id"]), []).append(line)
    for lines in of_offer.values():
        pieces = sum(line.quantity or 1 for line in lines) if len(lines) > 1 else lines[0].quantity
        yield matches.by_line[lines[0]], ListLine(lines[0].code, pieces)


def _unknown(place: _Place, matches: Matches, line: ListLine) -> UnknownLine:
    wanted = f"{place.market.number(line.quantity)} wanted" if line.quantity else ""
    href = f"/s/{place.tenant.handle}/search?q={quote_plus(line.code)}"
    match = matches.closest.get(line)
    if match is None:
        return UnknownLine(line.code, wanted, href)
    offer = match.price.offer
    each = money(match.price.amount, place.market.currency, place.market.locale) if place.show_prices else ""
    closest = ", ".join(filter(None, (f"{match.document.title} ({offer['sku']})", each)))
    return UnknownLine(
        line.code, wanted, href, closest=closest, closest_sku=str(offer["sku"]), closest_offer=str(offer["id"])
    )


def _shown(place: _Place, match: Match, line: ListLine) -> ListRow:
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
    product, variant, repair = match.document.listing["product"], match.variant, _repair(match, line)
    tone = ("fix" if repair else "round" if note else "") if quantity else ""
    names = (str(offer["sku"]), variant["title"] if len(product["variants"]) > 1 else "", str(offer["vendor"]))
    each = money(price.amount, market.currency, market.locale)
    return ListRow(
        code=line.code,
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
        amount=price.amount * quantity,
        vendor=str(offer["vendor"]),
        tone=tone,
        badge={"fix": "Repaired", "round": "Quantity rounded"}.get(tone, ""),
        note=" ".join(filter(None, (repair, note, _reached(price, market) if quantity else ""))),
    )


def _repair(match: Match, line: ListLine) -> str:
    """How a line was understood that is not what it says."""
    if match.how is How.BY_EYE:
        return f"You wrote {line.code}: letters and figures that look alike were exchanged."
    return f"You wrote “{line.code}”: the only article with these words." if match.how is How.NAME else ""


def _reached(price: OfferPrice, market: Market) -> str:
    start, _ = price.step()
    return f"Step {market.number(start)}+ reached." if start > 1 else ""


def _at(place: _Place, offer: Mapping[str, Any], quantity: int) -> OfferPrice | None:
    return next(iter(rank_prices([offer], place.context.at(quantity))), None) if quantity else None


def _steps(rule: QuantityRule, market: Market) -> str:
    return f" in steps of {market.number(rule.step or 1)}" if (rule.step or 1) > 1 else ""
