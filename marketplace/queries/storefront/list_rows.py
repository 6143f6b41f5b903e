"""A line of a list as the store has it today: price, stock, the quantity it is sold in, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.domain.buying.quick_order import ListLine
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.prices import OfferPrice, PriceContext, rank_prices
from marketplace.queries.storefront.list_matches import How, Match


@dataclass(frozen=True)
class Instead:
    """Another offer that may be taken in a line's place; empty for none."""

    words: str = ""
    sku: str = ""
    offer_id: str = ""
    href: str = ""


NOTHING = Instead()


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
    instead: Instead = NOTHING  # what replaces it, where it is sold out


@dataclass(frozen=True)
class ListPlace:
    """Where, for whom and with what prices a list is shown."""

    tenant: Tenant
    market: Market
    context: PriceContext
    show_prices: bool


def show_row(place: ListPlace, match: Match, line: ListLine) -> ListRow:
    """The offer that a line means, at the quantity that can be had today."""
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
        href=_href(place, match),
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


def instead_of(place: ListPlace, match: Match | None) -> Instead:
    """The offer of a match, as what may be taken in a line's place."""
    if match is None:
        return NOTHING
    offer = match.price.offer
    each = money(match.price.amount, place.market.currency, place.market.locale) if place.show_prices else ""
    words = ", ".join(filter(None, (f"{match.document.title} ({offer['sku']})", each)))
    return Instead(words, str(offer["sku"]), str(offer["id"]), _href(place, match))


def _href(place: ListPlace, match: Match) -> str:
    variant, offer = match.variant["id"], match.price.offer["id"]
    return f"/s/{place.tenant.handle}/p/{match.document.handle}?variant={variant}&offer={offer}"


def _repair(match: Match, line: ListLine) -> str:
    """How a line was understood that is not what it says."""
    if match.how is How.BY_EYE:
        return f"You wrote {line.code}: letters and figures that look alike were exchanged."
    return f"You wrote “{line.code}”: the only article with these words." if match.how is How.NAME else ""


def _reached(price: OfferPrice, market: Market) -> str:
    start, _ = price.step()
    return f"Step {market.number(start)}+ reached." if start > 1 else ""


def _at(place: ListPlace, offer: Mapping[str, Any], quantity: int) -> OfferPrice | None:
    return next(iter(rank_prices([offer], place.context.at(quantity))), None) if quantity else None


def _steps(rule: QuantityRule, market: Market) -> str:
    return f" in steps of {market.number(rule.step or 1)}" if (rule.step or 1) > 1 else ""
