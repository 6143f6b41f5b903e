"""A store's regions with their taxes and the delivery that vendors have by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.models.catalogue import Category
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import tax_rate
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.shared.delivery_form import delivery_form, delivery_words
from marketplace.queries.shared.market import country_name


@dataclass(frozen=True)
class RateRow:
    """One tax rate; the general one cannot be removed."""

    id: str
    name: str
    rate: str
    of: str
    is_general: bool
    ground: str = ""  # ", Reverse charge" where nothing is charged, or that nobody has said why


@dataclass(frozen=True)
class RegionRow:
    """One region of the list, in words."""

    id: str
    name: str
    countries: str
    currency: str
    shown: str
    tax: str
    delivery: str


@dataclass(frozen=True)
class RegionCard:
    """The region that is open: its fields as text, its rates, its default delivery as text."""

    id: str = ""
    name: str = ""
    countries: str = ""
    currency: str = ""
    tax_inclusive: bool = False
    rates: tuple[RateRow, ...] = ()
    delivery: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RegionBook:
    """A store's regions, and what its forms can choose from."""

    store_id: str = ""
    store: str = ""
    rows: tuple[RegionRow, ...] = ()
    stores: tuple[Option, ...] = ()
    categories: tuple[Option, ...] = ()
    currencies: tuple[Option, ...] = ()


def get_regions(db: Session, actor: Actor, store_id: str) -> RegionBook:
    """The regions of the asked store, a store admin's own, or the first that sells.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    own_store_id = reach(actor, Permission.REGION_EDIT)
    stores = list(db.exec(select(Tenant).where(Tenant.is_active).order_by(Tenant.name)))
    wanted = own_store_id or store_id or (stores[0].id if stores else "")
    store = db.exec(select(Tenant).where(Tenant.id == wanted)).first()
    if store is None:
        raise NotFound("store")
    regions = db.exec(select(Region).where(Region.tenant_id == store.id).order_by(col(Region.position))).all()
    categories = db.exec(
        select(Category.id, Category.name).where(Category.tenant_id == store.id).order_by(Category.path)
    ).all()
    return RegionBook(
        store_id=store.id,
        store=store.name,
        rows=tuple(_row(db, store, region) for region in regions),
        stores=() if own_store_id else tuple(Option(s.id, s.name) for s in stores),
        categories=tuple(Option(k, name) for k, name in categories),
        currencies=tuple(Option(code, code) for code in store.sells_in()),
    )


def get_region(db: Session, actor: Actor, region_id: str) -> RegionCard:
    """One region with its rates. Raises as `get_regions` does."""
    own_store_id = reach(actor, Permission.REGION_EDIT)
    region = db.exec(select(Region).where(Region.id == region_id)).first()
    if region is None or (own_store_id is not None and region.tenant_id != own_store_id):
        raise NotFound("region", region_id)
    store = db.exec(select(Tenant).where(Tenant.id == region.tenant_id)).one()
    return RegionCard(
        id=region.id,
        name=region.name,
        countries=", ".join(_countries(db, region)),
        currency=region.currency,
        tax_inclusive=region.tax_inclusive,
        rates=tuple(_rate(row, name) for row, name in _rates(db, region)),
        delivery=delivery_form(_default(store, region), region.currency),
    )


def _row(db: Session, store: Tenant, region: Region) -> RegionRow:
    rates = _rates(db, region)
    general = next((row for row, _ in rates if row.category_id is None), None)
    more = len(rates) - 1 if general else len(rates)
    tax = f"{general.name} {tax_rate(general.rate_bps)}" if general else "No tax"
    return RegionRow(
        id=region.id,
        name=region.name,
        countries=", ".join(country_name(code) for code in _countries(db, region)),
        currency=region.currency,
        shown="with tax" if region.tax_inclusive else "without tax",
        tax=tax + (f", {more} of their own" if more else ""),
        delivery=delivery_words(_default(store, region), region.currency),
    )


def _countries(db: Session, region: Region) -> list[str]:
    return list(
        db.exec(
            select(RegionCountry.country)
            .where(RegionCountry.region_id == region.id, RegionCountry.tenant_id == region.tenant_id)
            .order_by(RegionCountry.country)
        )
    )


def _rates(db: Session, region: Region) -> list[tuple[TaxRate, str | None]]:
    rows = db.exec(
        select(TaxRate, Category.name)
        .join(Category, col(Category.id) == TaxRate.category_id, isouter=True)
        .where(TaxRate.region_id == region.id, TaxRate.tenant_id == region.tenant_id)
        .order_by(col(Category.path).nulls_first())
    )
    return [(rate, name) for rate, name in rows]


def _rate(row: TaxRate, category: str | None) -> RateRow:
    return RateRow(
        id=row.id,
        name=row.name,
        rate=tax_rate(row.rate_bps),
        of=category or "Everything else, and delivery",
        is_general=row.category_id is None,
        ground=_ground(row),
    )


def _ground(row: TaxRate) -> str:
    if row.reason or row.rate_bps:
        return f", {row.reason}" if row.reason else ""
    return ", no ground yet: set this rate again and say why nothing is charged. Invoices name none until then."


def _default(store: Tenant, region: Region) -> Mapping[str, Any]:
    facts = store.settings.deliveries.get(region.id)
    return vars(facts) if facts else {}
