"""A vendor's page in a store, and the list of all vendors there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import VendorStatus
from marketplace.kit.calendars import zone_of
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import arrival, short_day
from marketplace.queries.formatting.money import number, percent
from marketplace.queries.formatting.wording import capitalised, monogram
from marketplace.queries.shared.delivery_promise import promised
from marketplace.queries.shared.market import Market, country_name
from marketplace.queries.storefront.counts import store_counts
from marketplace.queries.storefront.listing import Listing, list_products
from marketplace.queries.storefront.listing_pages import Params
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.product_page import Crumb, Spec

_KINDS = {"distributor": "Distributor", "manufacturer": "Manufacturer", "wholesaler": "Wholesaler", "maker": "Maker"}


@dataclass(frozen=True)
class VendorPage:
    """Who sells: facts that decide, then everything they sell here."""

    name: str = ""
    monogram: str = ""
    tagline: str = ""
    about: str = ""
    notice: str = ""
    facts: list[Spec] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)
    listing: Listing = field(default_factory=Listing)
    head_title: str = ""
    head_description: str = ""
    canonical: str = ""
    robots: str = ""


@dataclass(frozen=True)
class VendorLine:
    """A row in the list of vendors."""

    name: str
    monogram: str
    tagline: str
    href: str
    ships_from: str
    arrives: str
    on_time: str
    products: str


@dataclass(frozen=True)
class VendorList:
    store: str = ""
    home: str = ""
    lead: str = ""
    vendors: list[VendorLine] = field(default_factory=list)


def get_vendor_page(
    db: Session,
    tenant: Tenant,
    market: Market,
    handle: str,
    params: Params,
    moment: datetime,
    *,
    show_prices: bool = True,
) -> VendorPage:
    """The page of an approved vendor. Raises `NotFound` for one that is pending, suspended or unknown."""
    vendor = db.exec(select(Vendor).where(Vendor.handle == handle, Vendor.status == VendorStatus.APPROVED)).first()
    if vendor is None:
        raise NotFound("vendor")
    home, query = f"/s/{tenant.handle}", ListingQuery.from_params(params, market.currency)
    address = f"{home}/v/{handle}"
    listing = list_products(
        db, tenant, market, query, moment, address=address, vendor_id=vendor.id, show_prices=show_prices
    )
    away = vendor.holiday_until and vendor.holiday_until > moment
    return VendorPage(
        name=vendor.name,
        monogram=monogram(vendor.name),
        tagline=vendor.tagline,
        about=str(vendor.about.get("text", "")),
        notice=f"On holiday until {short_day(vendor.holiday_until.date(), moment.date(), market.locale)}. "
        "Orders leave on the next working day."
        if away and vendor.holiday_until
        else "",
        facts=_facts(vendor, market, moment),
        crumbs=[Crumb(tenant.name, home), Crumb("Vendors", f"{home}/vendors"), Crumb(vendor.name)],
        listing=listing,
        head_title=f"{vendor.name} · {tenant.name}",
        head_description=(
            f"{vendor.name}: {vendor.tagline or _kind(vendor)}. {listing.found_text} products at {tenant.name}."
        ),
        canonical=address + (f"?page={query.page}" if query.page > 1 else ""),
        robots="noindex, follow" if query.is_filtered or query.q else "",
    )


def list_vendors(db: Session, tenant: Tenant, market: Market, moment: datetime) -> VendorList:
    """All approved vendors of the store, those with most products first."""
    home = f"/s/{tenant.handle}"
    counts = dict(store_counts(db, tenant, market.currency).vendors)
    rows = db.exec(select(Vendor).where(Vendor.status == VendorStatus.APPROVED).order_by(col(Vendor.name))).all()
    lines = [
        VendorLine(
            name=v.name,
            monogram=monogram(v.name),
            tagline=v.tagline or _kind(v),
            href=f"{home}/v/{v.handle}",
            ships_from=_place(v, market),
            arrives=_arrives(v, moment, market),
            on_time=percent(v.on_time_bps, market.locale) if v.on_time_bps else "—",
            products=number(counts.get(v.id, 0), market.locale),
        )
        for v in sorted(rows, key=lambda v: (-counts.get(v.id, 0), v.name))
    ]
    names = "One vendor sells" if len(lines) == 1 else f"{len(lines)} vendors sell"
    lead = f"{names} at {tenant.name}. Each ships by itself; you pay once."
    return VendorList(tenant.name, home, lead, lines)


def _facts(vendor: Vendor, market: Market, moment: datetime) -> list[Spec]:
    facts = [
        Spec("Ships from", _place(vendor, market)),
        Spec("Order by", f"{vendor.cutoff_hour}:00 on working days, leaves the same day"),
    ]
    facts.append(Spec("Arrives", _arrives(vendor, moment, market)))
    if vendor.on_time_bps:
        facts.append(Spec("On time", percent(vendor.on_time_bps, market.locale)))
    if vendor.founded:
        facts.append(Spec("Since", str(vendor.founded)))
    facts.append(Spec("Kind", _kind(vendor)))
    return facts


def _arrives(vendor: Vendor, moment: datetime, market: Market) -> str:
    day = promised(
        moment,
        vendor.country,
        cutoff_hour=vendor.cutoff_hour,
        lead_days=vendor.lead_time_days,
        away_until=vendor.holiday_until,
    ).arrives_on
    today = moment.astimezone(zone_of(vendor.country)).date()
    return capitalised(arrival(day, today, market.locale))


def _place(vendor: Vendor, market: Market) -> str:
    country = country_name(vendor.country, market.locale) if vendor.country else ""
    return ", ".join(part for part in (vendor.ships_from, country) if part) or "—"


def _kind(vendor: Vendor) -> str:
    return _KINDS.get(vendor.kind, vendor.kind.replace("_", " ").capitalize())
