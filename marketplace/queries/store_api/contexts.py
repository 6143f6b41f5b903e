"""The price context of a request: in which region it asks, and what prices depend on there."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer
from marketplace.queries.shared.price_context import PriceContextCache, RegionFacts, list_region_facts, list_terms
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
