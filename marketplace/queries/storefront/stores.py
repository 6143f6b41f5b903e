"""The stores of the platform: every open store with what it says about itself. Read in the system's scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote_plus

from sqlmodel import Session, col, func, select

from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.stores.access_posture import may_enter
from marketplace.domain.stores.brand import changes_colours, read_brand, variables
from marketplace.kit.clock import now
from marketplace.kit.db import run
from marketplace.kit.tenancy import Scope
from marketplace.models.region import Region, RegionCountry
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.money import number
from marketplace.queries.shared.market import country_name, find_market
from marketplace.queries.storefront.home import Line
from marketplace.queries.storefront.layout import Choice, fill, logo_parts
from marketplace.queries.storefront.listing import find_by_words


@dataclass(frozen=True)
class StoreEntry:
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
class StoreDirectory:
    """The page of all stores; `label` is the region that was chosen, `words` what is searched for in all of them."""

    stores: list[StoreEntry] = field(default_factory=list)
    label: str = "Region"
    regions: list[Choice] = field(default_factory=list)
    words: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Match:
    """What a store has of the words that are searched for; `words` as it understands them."""

    count: int
    words: str
    as_typed: bool = True


Matches = Mapping[str, Match]
NO_MATCHES: Matches = {}


def find_in_stores(words: str, choice: str = "") -> Matches:
    """What the own search of each open store finds, by the store's id; nothing without words.

    Where one store has just what was typed, the others do not guess. Each is read in a scope of its own: words,
    meanings and categories are one store's.
    """
    if not words:
        return {}
    stores = run(Scope.system(), lambda db: [store.id for store in _open(db) if _tells_guests(store)])
    matches = {
        store: run(Scope.tenant(store), partial(_match, store=store, words=words, choice=choice)) for store in stores
    }
    is_known = any(match.count and match.as_typed for match in matches.values())
    return {store: Match(0, words) if is_known and not match.as_typed else match for store, match in matches.items()}


def _match(db: Session, *, store: str, words: str, choice: str) -> Match:
    tenant = db.exec(select(Tenant).where(Tenant.id == store)).one()
    result = find_by_words(db, tenant, find_market(db, tenant, choice), words, now())
    if not result.counts.total:
        return Match(0, words)
    as_typed = result.query.q.casefold() == " ".join(words.split()).casefold()
    return Match(result.counts.total, words if as_typed else result.query.q, as_typed)


def get_directory(db: Session, choice: str = "", words: str = "", matches: Matches = NO_MATCHES) -> StoreDirectory:
    """Every open store, and in which regions one can buy. With `words`, each store leads to what it has of it."""
    regions = _regions(db, choice)
    current = next((region for region in regions if region.is_current), None)
    stores = list_stores(db, words, matches)
    count = {1: "the store", 2: "both stores", 3: "all three stores"}.get(len(stores), f"all {len(stores)} stores")
    label = f"{current.label} · {current.note}" if current else "Region"
    return StoreDirectory(stores, label, regions, words, f"Not sure? Search {count}")


def list_stores(db: Session, words: str = "", matches: Matches = NO_MATCHES) -> list[StoreEntry]:
    """The open stores in the order in which they were opened."""
    products = _per_store(db, select(SearchDocument.tenant_id, func.count()).group_by(col(SearchDocument.tenant_id)))
    approved = select(Vendor.tenant_id, func.count()).where(Vendor.status == VendorStatus.APPROVED)
    vendors = _per_store(db, approved.group_by(col(Vendor.tenant_id)))
    ordered = sorted(_open(db), key=lambda t: (t.settings.position, t.id))
    return [_store_entry(t, products.get(t.id, 0), vendors.get(t.id, 0), words, matches.get(t.id)) for t in ordered]


def _open(db: Session) -> Sequence[Tenant]:
    return db.exec(select(Tenant).where(Tenant.is_active, Tenant.kind != "group").order_by(col(Tenant.id))).all()


def _tells_guests(tenant: Tenant) -> bool:
    return may_enter(tenant.access_posture, signed_in=False)


def _store_entry(tenant: Tenant, products: int, vendors: int, words: str, match: Match | None) -> StoreEntry:
    brand = read_brand(tenant.brand)
    texts = tenant.settings.layout.entry
    logo = logo_parts(brand.logo or tenant.name)
    figures = {"products": number(products), "vendors": number(vendors)}
    count, href, go = fill(texts.count, figures), "", "Enter"
    if not _tells_guests(tenant):
        count, go = "For customers who are signed in", "Sign in"
    elif match is not None:
        count = f"{number(match.count)} {'match' if match.count == 1 else 'matches'} for “{match.words}”"
        href, go = f"/search?q={quote_plus(words)}", "See them" if match.count else "Enter"
    return StoreEntry(
        tenant.handle,
        tenant.name,
        brand.look,
        f"/s/{tenant.handle}{href}",
        *logo,
        lines=[Line(*logo_parts(line)) for line in ([tenant.name] if texts.title is None else texts.title)],
        text=brand.tagline if texts.text is None else texts.text,
        picture=f"/drawings/{texts.drawing}.svg" if texts.drawing else "",
        count=count,
        go=go,
        owns_colours=changes_colours(brand),
        style=variables(brand),
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
