"""The price context of a request: in which region it asks, and what prices depend on there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer
from marketplace.queries.shared.price_context import (
    PriceContextCache,
    RegionFacts,
    list_own_steps,
    list_region_facts,
    list_terms,
)
from marketplace.queries.store_api.prices import PriceContext


def find_region(db: Session, store: PriceContextCache, *, region_id: str = "", country: str = "") -> RegionFacts | None:
    """The region with this id, else the one that serves this country."""
    regions = list_region_facts(db, store)
    if region_id:
        return next((one for one in regions if one.id == region_id), None)
    return next((one for one in regions if country.upper() in one.countries), None) if country else None


def context_for(
    db: Session, store: PriceContextCache, region: RegionFacts, buyer: Buyer, moment: datetime, quantity: int = 1
) -> PriceContext:
    """What prices depend on for this buyer in this region."""
    lists = list_terms(db, store, buyer)
    return PriceContext(
        region_id=region.id,
        currency=region.currency,
        is_tax_inclusive=region.is_tax_inclusive,
        rates=region.rates,
        lists=lists,
        moment=moment,
        quantity=quantity,
    )


def with_own_steps(
    db: Session, store: PriceContextCache, context: PriceContext, offers: Iterable[Mapping[str, Any]]
) -> PriceContext:
    """The context with what this buyer's own lists say of these offers: without it they cost what a guest pays."""
    offer_ids = [str(offer["id"]) for offer in offers]
    return replace(context, own_steps=list_own_steps(db, store, context.lists, offer_ids, context.currency))


def offers_of(listings: Iterable[Mapping[str, Sequence[Mapping[str, Any]]]]) -> Iterator[Mapping[str, Any]]:
    """Every offer of these products, each given as its offers by variant."""
    return (offer for by_variant in listings for group in by_variant.values() for offer in group)
