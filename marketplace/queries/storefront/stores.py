"""The doors of the platform: every open store with what it says about itself. Read in the system's scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import cast
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func, select

from marketplace.domain.access_posture import may_enter
from marketplace.domain.brand import changes_colours, read_brand, variables
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.words import search_query, search_words
from marketplace.models.region import Region, RegionCountry
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.storefront.chrome import Choice, fill, logo_parts
from marketplace.queries.storefront.format import number
from marketplace.queries.storefront.home import Line
from marketplace.queries.storefront.market import country_name


@dataclass(frozen=True)
class Door:
    """One store on /stores."""

    handle: str
    name: str
    look: str
    href: str
    logo_start: str = ""
    logo_mark: str = ""
    logo_end: str = ""
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    picture: str = ""
    count: str = ""
    go: str = "Enter"
    owns_colours: bool = False
    style: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doors:
    """The page of all stores; `label` is the region that was chosen, `asked` what is searched for in all of them."""

    doors: list[Door] = field(default_factory=list)
    label: str = "Region"
    regions: list[Choice] = field(default_factory=list)
    asked: str = ""
    hint: str = ""


def get_doors(db: Session, choice: str = "", asked: str = "") -> Doors:
    """Every open store, and in which regions one can buy. With `asked`, each door leads to what it has of it."""
    regions = _regions(db, choice)
    current = next((region for region in regions if region.is_current), None)
    doors = list_stores(db, asked)
    count = {1: "the store", 2: "both stores", 3: "all three stores"}.get(len(doors), f"all {len(doors)} stores")
    label = f"{current.label} · {current.note}" if current else "Region"
    return Doors(doors, label, regions, asked, f"Not sure? Search {count}")


def list_stores(db: Session, asked: str = "") -> list[Door]:
    """The open stores in the order in which they were opened."""
    tenants = db.exec(select(Tenant).where(Tenant.is_active, Tenant.kind != "group").order_by(col(Tenant.id))).all()
    products = _per_store(db, select(SearchDocument.tenant_id, func.count()).group_by(col(SearchDocument.tenant_id)))
    approved = select(Vendor.tenant_id, func.count()).where(Vendor.status == VendorStatus.APPROVED)
    vendors = _per_store(db, approved.group_by(col(Vendor.tenant_id)))
    matches = _matches(db, asked) if asked else None
    ordered = sorted(tenants, key=lambda t: (int(t.settings.get("position", 99)), t.id))
    return [_door(t, products.get(t.id, 0), vendors.get(t.id, 0), asked, matches) for t in ordered]


def _door(tenant: Tenant, products: int, vendors: int, asked: str, matches: Mapping[str, int] | None) -> Door:
    brand = read_brand(tenant.brand)
    texts: Mapping[str, Any] = tenant.settings.get("chrome", {}).get("door", {})
    logo = logo_parts(brand.logo or tenant.name)
    closed = not may_enter(tenant.access_posture, signed_in=False)
    figures = {"products": number(products), "vendors": number(vendors)}
    count, href, go = fill(texts.get("count", "{vendors} vendors · {products} products"), figures), "", "Enter"
    if closed:
        count, go = "For customers who are signed in", "Sign in"
    elif matches is not None:
        found = matches.get(tenant.id, 0)
        count = f"{number(found)} {'match' if found == 1 else 'matches'} for “{asked}”"
        href, go = f"/search?q={quote_plus(asked)}", "See them" if found else "Enter"
    return Door(
        tenant.handle, tenant.name, brand.look, f"/s/{tenant.handle}{href}", *logo,
        lines=[Line(*logo_parts(line)) for line in texts.get("title", [tenant.name])],
        text=texts.get("text", brand.tagline),
        picture=f"/drawings/{texts['drawing']}.svg" if "drawing" in texts else "",
        count=count, go=go, owns_colours=changes_colours(brand), style=variables(brand),
    )  # fmt: skip


def _matches(db: Session, asked: str) -> dict[str, int]:
    words = search_words(asked)
    if not words:
        return {}
    found = col(SearchDocument.words).op("@@")(cast(search_query(words), TSQUERY))
    return _per_store(
        db, select(SearchDocument.tenant_id, func.count()).where(found).group_by(col(SearchDocument.tenant_id))
    )


def _regions(db: Session, choice: str) -> list[Choice]:
    rows = db.exec(
        select(RegionCountry.country, Region.currency)
        .join(Region, (col(Region.id) == RegionCountry.region_id) & (col(Region.tenant_id) == RegionCountry.tenant_id))
        .join(Tenant, (col(Tenant.id) == Region.tenant_id) & col(Tenant.is_active))
        .distinct()
        .order_by(col(RegionCountry.country), col(Region.currency))
    )
    named = sorted((country_name(country), f"{country}-{currency}", currency) for country, currency in rows)
    return [Choice(name, value, currency, value == choice) for name, value, currency in named]


def _per_store(db: Session, query: Any) -> dict[str, int]:
    return {tenant: int(amount) for tenant, amount in db.exec(query)}
