"""What prices depend on in a store besides the goods: regions, taxes and price lists, remembered until they change.

They are small tables that every page and every call of the API asks for, and that change seldom. The database
raises the store's `terms_version` with each change of them, so what is remembered under it is exact. For
transactions that read: one that has changed terms itself would remember them before they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.catalogue.pricing import KINDS, PUBLIC_KINDS, ListTerms
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.kit.sql import compose
from marketplace.kit.tenancy import Scope, ScopeMissing, scope_of
from marketplace.models.catalogue import Category
from marketplace.models.offer import HOLDS_FOR_BUYER
from marketplace.models.region import Region, RegionCountry, TaxRate


class PriceContextCache(Protocol):
    """A store as read in this transaction or at its beginning: `Tenant` or `OpenStore`."""

    @property
    def id(self) -> str: ...

    @property
    def terms_version(self) -> int: ...


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


# List, currency, from, amount, off: as `read_sources` takes them.
PriceStep = tuple[str | None, str, int, int | None, int | None]
_LISTS = text(
    compose(
        "select l.id, l.kind, l.title, l.priority, l.starts_at, l.ends_at from price_list l"
        " where l.tenant_id = :tenant and $holds",
        holds=HOLDS_FOR_BUYER,
    )
)
_OWN_STEPS = text("""
    select p.offer_id, p.price_list_id, p.currency, p.min_quantity, p.amount, p.percent_off_bps from price p
    where p.tenant_id = :tenant and p.price_list_id = any(cast(:lists as text[]))
      and p.offer_id = any(cast(:offers as text[])) and p.currency = :currency
""")
_regions: BoundedCache[tuple[str, int], tuple[RegionFacts, ...]] = BoundedCache(512)
_lists: BoundedCache[tuple[str, int, Buyer], dict[str, ListTerms]] = BoundedCache(512)


def list_region_facts(db: Session, store: PriceContextCache) -> tuple[RegionFacts, ...]:
    """Every region of the store in scope, in the order of the switch."""
    return _regions.get((store.id, store.terms_version), lambda: _read_regions(_only_of(db, store)))


def list_terms(db: Session, store: PriceContextCache, buyer: Buyer) -> dict[str, ListTerms]:
    """The lists this buyer is entitled to; those whose time has not come or has gone are named in the trace."""
    return _lists.get(
        (store.id, store.terms_version, buyer), lambda: read_list_terms(_only_of(db, store), store.id, buyer)
    )


def _only_of(db: Session, store: PriceContextCache) -> Session:
    """What is remembered is of this store alone, or a mistake made once would stay."""
    if scope_of(db) != Scope.tenant(store.id):
        raise ScopeMissing(f"terms of {store.id} asked for in another scope")
    return db


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
        .join(
            Category,
            (col(Category.id) == TaxRate.category_id) & (Category.tenant_id == TaxRate.tenant_id),
            isouter=True,
        )
    )
    for region_id, path, bps in rows:
        rates.setdefault(region_id, {})[path or "/"] = bps
    return tuple(
        RegionFacts(
            id=r.id,
            name=r.name,
            currency=r.currency,
            is_tax_inclusive=r.tax_inclusive,
            created_at=r.created_at,
            countries=tuple(countries.get(r.id, ())),
            rates=rates.get(r.id, {}),
        )
        for r in db.exec(select(Region).order_by(col(Region.position), col(Region.name)))
    )


def read_list_terms(db: Session, tenant_id: str, buyer: Buyer) -> dict[str, ListTerms]:
    """As `list_terms`, read anew: for desks, which work in other scopes than the store's."""
    rows = db.connection().execute(
        _LISTS, {"tenant": tenant_id, "company": buyer.company_id, "location": buyer.location_id}
    )
    return {key: ListTerms(KINDS[kind], *terms) for key, kind, *terms in rows}


def list_own_steps(
    db: Session, store: PriceContextCache, lists: Mapping[str, ListTerms], offer_ids: Iterable[str], currency: str
) -> dict[str, list[PriceStep]]:
    """What the lists of a company, a place or a group among `lists` say of these offers, by offer.

    Documents that everybody shares hold base prices and those of the store's lists alone: what is somebody's own is
    read when they ask. A guest, and a buyer without such a list, costs no question.
    """
    own_lists, wanted = list_own_ids(lists), list(offer_ids)
    if not own_lists or not wanted:
        return {}
    asked_for = {"tenant": store.id, "lists": own_lists, "offers": wanted, "currency": currency}
    return steps_by_offer(db.connection().execute(_OWN_STEPS, asked_for))


def list_own_ids(lists: Mapping[str, ListTerms]) -> list[str]:
    """Those of the lists that are somebody's own."""
    return [key for key, terms in lists.items() if terms.kind not in PUBLIC_KINDS]


def steps_by_offer(rows: Iterable[Iterable[Any]]) -> dict[str, list[PriceStep]]:
    """Steps `(offer, list, currency, from, amount, off)` by their offer."""
    steps: dict[str, list[PriceStep]] = {}
    for offer_id, *step in rows:
        steps.setdefault(offer_id, []).append(tuple(step))
    return steps
