"""What a variant costs, out of the offers in its document: the winner, its price, its tiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from marketplace.domain.catalogue.pricing import (
    ListKind,
    ListTerms,
    PriceSource,
    Standing,
    Tier,
    amount_at,
    first_amount,
    price_at,
    price_table,
    ranked_offers,
    read_sources,
)
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.stores.taxes import rate_of
from marketplace.queries.shared.delivery_promise import promised
from marketplace.queries.shared.price_context import PriceStep

Offer = Mapping[str, Any]


@dataclass(frozen=True)
class PriceContext:
    """For whom prices are made: a region and its currency, the lists that hold for the buyer, a quantity, a moment."""

    region_id: str
    currency: str
    is_tax_inclusive: bool
    rates: Mapping[str, int]  # basis points by category path
    lists: Mapping[str, ListTerms]
    moment: datetime
    quantity: int = 1
    own_steps: Mapping[str, Sequence[PriceStep]] = field(default_factory=dict)  # by offer, once they were read

    def at(self, quantity: int) -> PriceContext:
        """The same for another quantity."""
        return replace(self, quantity=quantity)

    def tax_bps(self, category_path: str) -> int:
        """The rate on goods of this category here."""
        return rate_of(self.rates, category_path)


@dataclass(frozen=True)
class OfferPrice:
    """An offer at the quantity that was asked for, raised to what it is sold in.

    `amount` is what one piece costs there and `source` the list that says so; `list_amount` is the base price, None
    where there is none.
    """

    offer: Offer
    quantity: int
    amount: int
    source: PriceSource
    list_amount: int | None
    sources: tuple[PriceSource, ...]

    @property
    def free(self) -> int:
        return int(self.offer["free"])

    def tiers(self, moment: datetime) -> tuple[Tier, ...]:
        """The price at every quantity where it changes."""
        return price_table(self.sources, moment)

    def step(self) -> tuple[int, int | None]:
        """From which to which quantity (None: and more) the list has this price."""
        starts = sorted(one.min_quantity for one in self.source.steps)
        start = max(one for one in starts if one <= self.quantity)
        return start, next((one - 1 for one in starts if one > self.quantity), None)


def rank_prices(offers: Sequence[Offer], context: PriceContext) -> list[OfferPrice]:
    """The offers that have a price here, the winner first: in stock, then the price, then the day of delivery."""
    priced = [one for offer in offers if (one := _price(offer, context))]
    if len(priced) < 2:
        return priced
    groups = Counter((one.free > 0, one.amount) for one in priced)
    by_id = {str(one.offer["id"]): one for one in priced}

    def standing(key: str, one: OfferPrice) -> Standing:
        # The day only decides between offers that are equal otherwise, and takes longest to find.
        day = _arrives(one.offer, context.moment) if groups[(one.free > 0, one.amount)] > 1 else date.min
        return Standing(key, one.amount, one.free > 0, day)

    return [by_id[ranked.offer_id] for ranked in ranked_offers(standing(*pair) for pair in by_id.items())]


def _price(offer: Offer, context: PriceContext) -> OfferPrice | None:
    quantity = QuantityRule(offer["min"], offer["step"]).fit(context.quantity)
    steps = (*offer["steps"], *context.own_steps.get(offer["id"], ()))
    sources = tuple(read_sources(steps, context.currency, context.lists))
    price = price_at(sources, quantity, context.moment)
    if price is None:
        return None
    base = next((one for one in sources if one.kind is ListKind.BASE), None)
    listed = amount_at(base, quantity, first_amount(base)) if base else None
    return OfferPrice(offer, quantity, *price, listed, sources)


def _arrives(offer: Offer, moment: datetime) -> date:
    restock = date.fromisoformat(offer["restock"]) if offer["restock"] else None
    away = date.fromisoformat(offer["away"]) if offer["away"] else None
    return promised(
        moment,
        offer["country"],
        cutoff_hour=offer["cutoff"],
        lead_days=offer["lead"],
        away_until=away,
        restock_on=restock,
        free=offer["free"],
    ).arrives_on
