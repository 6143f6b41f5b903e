"""What a variant costs, out of the offers in its document: the winner, its price, its tiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.domain.delivery import promise
from marketplace.domain.pricing import (
    ListTerms,
    PriceAnswer,
    PriceSource,
    Standing,
    Tier,
    price_table,
    ranked_offers,
    read_sources,
    resolve,
)
from marketplace.domain.taxes import rate_of
from marketplace.domain.tiers import QuantityRule
from marketplace.queries.storefront.format import zone_of

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

    def tax_bps(self, category_path: str) -> int:
        """The rate on goods of this category here."""
        return rate_of(self.rates, category_path)


@dataclass(frozen=True)
class OfferPrice:
    """An offer at the quantity that was asked for, raised to what it is sold in."""

    offer: Offer
    quantity: int
    answer: PriceAnswer
    sources: tuple[PriceSource, ...]

    @property
    def free(self) -> int:
        return int(self.offer["free"])

    def tiers(self, moment: datetime) -> tuple[Tier, ...]:
        """The price at every quantity where it changes."""
        return price_table(self.sources, moment)


def rank_prices(offers: Sequence[Offer], context: PriceContext) -> list[OfferPrice]:
    """The offers that have a price here, the winner first: in stock, then the price, then the day of delivery."""
    priced = [one for offer in offers if (one := _price(offer, context))]
    if len(priced) < 2:
        return priced
    by_id = {one.offer["id"]: one for one in priced}
    standings = [
        Standing(key, one.answer.amount, one.free > 0, _arrives(one.offer, context.moment))
        for key, one in by_id.items()
    ]
    return [by_id[standing.offer_id] for standing in ranked_offers(standings)]


def _price(offer: Offer, context: PriceContext) -> OfferPrice | None:
    quantity = QuantityRule(offer["min"], offer["step"]).fit(context.quantity)
    sources = tuple(read_sources(offer["steps"], context.currency, context.lists))
    answer = resolve(sources, quantity, context.moment)
    return OfferPrice(offer, quantity, answer, sources) if answer else None


def _arrives(offer: Offer, moment: datetime) -> date:
    local = moment.astimezone(zone_of(offer["country"]))
    restock = date.fromisoformat(offer["restock"]) if offer["restock"] else None
    away = date.fromisoformat(offer["away"]) if offer["away"] else None
    ready_on = restock if restock and restock >= local.date() and offer["free"] <= 0 else None
    return promise(
        local, cutoff_hour=offer["cutoff"], lead_days=offer["lead"], away_until=away, ready_on=ready_on
    ).arrives_on
