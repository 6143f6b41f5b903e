"""Reads the price context of a request: small tables, remembered until they change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buyer import Buyer
from marketplace.domain.pricing import ListTerms
from marketplace.models.catalogue import Category
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.queries.open_stores import OpenStore
from marketplace.queries.store_api.prices import PriceContext
from marketplace.queries.storefront.product_facts import list_terms


@dataclass(frozen=True)
class RegionFacts:
    """A region with its countries (ISO 3166-1 alpha-2, upper case) and its tax rates by category path."""

    id: str
    name: str
    currency: str
    is_tax_inclusive: bool
    created_at: datetime
    countries: tuple[str, ...]
    rates: Mapping[str, int]


_regions: OrderedDict[tuple[str, int], tuple[RegionFacts, ...]] = OrderedDict()
_lists: OrderedDict[tuple[str, int, Buyer], dict[str, ListTerms]] = OrderedDict()
_KEEP = 512


def list_region_facts(db: Session, store: OpenStore) -> tuple[RegionFacts, ...]:
    """Every region of the store in scope, in the order of the switch."""
    key = (store.id, store.terms_version)
    if key not in _regions:
        _regions[key] = _read_regions(db)
        _trim(_regions)
    return _regions[key]


def find_region(db: Session, store: OpenStore, *, region_id: str = "", country: str = "") -> RegionFacts | None:
    """The region with this id, else the one that serves this country."""
    regions = list_region_facts(db, store)
    if region_id:
        return next((one for one in regions if one.id == region_id), None)
    return next((one for one in regions if country.upper() in one.countries), None) if country else None


def context_for(
    db: Session, store: OpenStore, region: RegionFacts, buyer: Buyer, moment: datetime, quantity: int = 1
) -> PriceContext:
    """What prices depend on for this buyer in this region."""
    lists = _lists_of(db, store, buyer)
    return PriceContext(
        region.id, region.currency, region.is_tax_inclusive, region.rates, lists, moment, quantity
    )  # fmt: skip


def _lists_of(db: Session, store: OpenStore, buyer: Buyer) -> dict[str, ListTerms]:
    key = (store.id, store.terms_version, buyer)
    if key not in _lists:
        _lists[key] = list_terms(db, buyer)
        _trim(_lists)
    return _lists[key]


def _read_regions(db: Session) -> tuple[RegionFacts, ...]:
    countries: dict[str, list[str]] = {}
    for region_id, country in db.exec(
        select(RegionCountry.region_id, RegionCountry.country).order_by(col(RegionCountry.country))
    ):
        countries.setdefault(region_id, []).append(country)
    rates: dict[str, dict[str, int]] = {}
    rows = db.exec(
        select(TaxRate.region_id, Category.path, TaxRate.rate_bps)
        .select_from(TaxRate)
        .join(Category, (col(Category.id) == TaxRate.category_id) & (Category.tenant_id == TaxRate.tenant_id),
              isouter=True)
    )  # fmt: skip
    for region_id, path, bps in rows:
        rates.setdefault(region_id, {})[path or "/"] = bps
    return tuple(
        RegionFacts(
            r.id, r.name, r.currency, r.tax_inclusive, r.created_at, tuple(countries.get(r.id, ())),
            rates.get(r.id, {}),
        )
        for r in db.exec(select(Region).order_by(col(Region.position), col(Region.name)))
    )  # fmt: skip


def _trim(memory: OrderedDict[Any, Any]) -> None:
    while len(memory) > _KEEP:
        memory.popitem(last=False)
