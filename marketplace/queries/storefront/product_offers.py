"""The offers of a product in one market: priced, dated and ranked; the arithmetic behind the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.domain.buying.freight import freight
from marketplace.domain.catalogue.pricing import (
    PriceAnswer,
    PriceSource,
    Standing,
    Tier,
    price_table,
    ranked_offers,
    read_sources,
    resolve,
)
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.vendors.delivery import Promise
from marketplace.kit.calendars import zone_of
from marketplace.queries.shared.delivery_promise import promised
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.product_facts import Facts


@dataclass(frozen=True)
class PricedOffer:
    """One vendor's offer of one variant at the asked quantity, raised to what the offer is sold in."""

    row: Mapping[str, Any]
    quantity: int
    rule: QuantityRule
    answer: PriceAnswer
    sources: tuple[PriceSource, ...]
    table: tuple[Tier, ...]
    day: Promise
    today: date
    freight_amount: int | None

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def free(self) -> int:
        return int(self.row["free"])

    @property
    def restock_on(self) -> date | None:
        return self.row["restock_on"] if self.row["restock_on"] and self.row["restock_on"] >= self.today else None

    @property
    def is_available(self) -> bool:
        return self.free > 0 or bool(self.row["allows_backorder"])


def priced_offers(facts: Facts, market: Market, quantity: int, moment: datetime) -> dict[str, list[PricedOffer]]:
    """Every variant's offers that have a price in this currency, the winner first."""
    by_variant: dict[str, dict[str, PricedOffer]] = {}
    for row in facts.offers:
        priced = _priced(row, facts, market, quantity, moment)
        if priced is not None:
            by_variant.setdefault(row["variant_id"], {})[priced.id] = priced
    return {variant: _ranked(offers) for variant, offers in by_variant.items()}


def _ranked(offers: dict[str, PricedOffer]) -> list[PricedOffer]:
    standings = [Standing(o.id, o.answer.amount, o.free > 0, o.day.arrives_on) for o in offers.values()]
    return [offers[standing.offer_id] for standing in ranked_offers(standings)]


def _priced(row: Mapping[str, Any], facts: Facts, market: Market, wanted: int, moment: datetime) -> PricedOffer | None:
    rule = QuantityRule(row["min_quantity"], row["quantity_step"])
    quantity = rule.fit(wanted)
    sources = tuple(read_sources(row["steps"], market.currency, facts.lists))
    answer = resolve(sources, quantity, moment)
    if answer is None:
        return None
    local = moment.astimezone(zone_of(row["country"]))
    day = promised(
        moment,
        row["country"],
        cutoff_hour=row["cutoff_hour"],
        lead_days=row["lead_time_days"],
        away_until=row["holiday_until"],
        restock_on=row["restock_on"],
        free=row["free"],
    )
    terms = facts.freight.get(row["vendor_id"])
    cost = None
    if terms is not None:
        weight = (facts.product.weight_grams or 0) * quantity
        cost = freight(terms, goods_amount=answer.amount * quantity, weight_grams=weight)
    return PricedOffer(
        row=row,
        quantity=quantity,
        rule=rule,
        answer=answer,
        sources=sources,
        table=price_table(sources, moment),
        day=day,
        today=local.date(),
        freight_amount=cost,
    )
