"""The frame of every storefront page: header, its panels, footer. Nothing personal, so it can be cached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.stores.brand import Brand, changes_colours, read_brand, variables
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.kit.clock import now
from marketplace.models.catalogue import Category
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.money import number
from marketplace.queries.formatting.wording import monogram
from marketplace.queries.shared.market import Market, country_name, list_regions

NAV_LENGTH = {"assay": 6}  # beside the logo; under it there is room for nine
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class CurrentPage:
    """The page itself, to come back to: as it is for a form, and quoted for another address's query."""

    path: str = "/stores"
    quoted: str = "%2Fstores"


@dataclass(frozen=True)
class NavLink:
    label: str
    href: str


@dataclass(frozen=True)
class Choice:
    """One line of the region switch; `value` is what `POST /auth/store` remembers."""

    label: str
    value: str
    note: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class StoreLink:
    handle: str
    name: str
    tagline: str
    look: str
    letter: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class FooterColumn:
    """`links` are a guest's, `member_links` those of somebody who is signed in."""

    title: str
    links: list[NavLink] = field(default_factory=list)
    member_links: list[NavLink] = field(default_factory=list)


@dataclass(frozen=True)
class StoreLayout:
    """Everything around a page of one store, for one market. Strings are ready for people."""

    handle: str = ""
    name: str = ""
    look: str = "plain"
    logo_start: str = ""
    logo_mark: str = ""
    logo_end: str = ""
    owns_colours: bool = False
    style: dict[str, str] = field(default_factory=dict)
    home: str = "/stores"
    search: str = "/stores"
    search_hint: str = "Search"
    note: str = ""
    market: str = ""
    regions: list[Choice] = field(default_factory=list)
    currencies: list[Choice] = field(default_factory=list)
    nav: list[NavLink] = field(default_factory=list)
    stores: list[StoreLink] = field(default_factory=list)
    blurb: str = ""
    columns: list[FooterColumn] = field(default_factory=list)
    year: str = ""
    tax_note: str = ""


def current_page_of(path: str, query: str = "") -> CurrentPage:
    """The address of a page, in both spellings."""
    whole = f"{path}?{query}" if query else path
    return CurrentPage(whole, quote(whole, safe=""))


_layouts: BoundedCache[tuple[str, int, str], StoreLayout] = BoundedCache(500)


def get_layout(db: Session, tenant: Tenant, market: Market) -> StoreLayout:
    """The frame of this store in this market, remembered until the store's content version moves on."""
    key = (tenant.id, tenant.content_version, market.choice)
    layout = _layouts.get(key, lambda: _read_layout(db, tenant, market))
    return replace(layout, stores=list_store_links(db, tenant.handle))


# The brand as text, because it is the key under which a link is remembered.
_STORES = text("select handle, name, brand::text from tenant where is_active and kind <> 'group' order by id")


def list_store_links(db: Session, current: str = "") -> list[StoreLink]:
    """All active stores, in the order in which they were opened."""
    links = [_store_link(*row) for row in db.connection().execute(_STORES)]
    return [replace(link, is_current=True) if link.handle == current else link for link in links]


def store_figures(db: Session) -> dict[str, Any]:
    """The figures that a store's texts may name: `{products}`, `{vendors}`, `{categories}`, `{cutoff}`."""
    approved = Vendor.status == VendorStatus.APPROVED
    products = db.exec(select(func.count()).select_from(SearchDocument)).one()
    vendors, cutoff = db.exec(select(func.count(), func.min(Vendor.cutoff_hour)).where(approved)).one()
    categories = db.exec(select(func.count()).select_from(Category).where(col(Category.is_active))).one()
    on_time = db.exec(select(func.avg(Vendor.on_time_bps)).where(approved)).one()
    return {
        "products": number(products),
        "vendors": number(vendors),
        "categories": number(categories),
        "vendors_said": in_words(vendors),
        "Vendors": in_words(vendors).capitalize(),
        "cutoff": f"{cutoff if cutoff is not None else 17}:00",
        "on_time": f"{float(on_time) / 100:.1f}\u00a0%" if on_time else "",
    }


def in_words(count: int) -> str:
    """A small number as a word, as running text has it: `in_words(4)` is `four`; larger ones in figures."""
    return _WORDS[count] if count < len(_WORDS) else number(count)


def logo_parts(text: str) -> tuple[str, str, str]:
    """A word mark with one part set apart: `logo_parts("Ass*a*y")` is `("Ass", "a", "y")`."""
    start, _, rest = text.partition("*")
    mark, _, end = rest.partition("*")
    return start, mark, end


def fill(text: str, figures: Mapping[str, Any]) -> str:
    """Put figures into a text of the store; an unknown name stays as it is written."""
    for name, value in figures.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def _read_layout(db: Session, tenant: Tenant, market: Market) -> StoreLayout:
    brand, figures = read_brand(tenant.brand), store_figures(db)
    texts = tenant.settings.layout
    home = f"/s/{tenant.handle}"
    regions, logo = list_regions(db, tenant), logo_parts(brand.logo or tenant.name)
    return StoreLayout(
        handle=tenant.handle,
        name=tenant.name,
        look=brand.look,
        logo_start=logo[0],
        logo_mark=logo[1],
        logo_end=logo[2],
        owns_colours=changes_colours(brand),
        style=variables(brand),
        home=home,
        search=f"{home}/search",
        search_hint=fill(texts.search, figures),
        note=fill(texts.note, figures),
        market=market.label,
        regions=[
            Choice(
                country_name(country, market.locale),
                f"{country}-{region.currency}",
                f"{region.currency} · {'incl. VAT' if region.is_tax_inclusive else 'ex VAT'}",
                country == market.country,
            )
            for region, country in regions
        ],
        currencies=[
            Choice(code, f"{market.country}-{code}", is_current=code == market.currency) for code in tenant.currencies
        ],
        nav=_nav(db, home, NAV_LENGTH.get(brand.look, 9)),
        blurb=fill(brand.tagline if texts.blurb is None else texts.blurb, figures),
        columns=_columns(home, texts.buyers),
        year=str(now().year),
        tax_note=f"{tenant.name} is a store on Concourse. Prices "
        + ("include VAT unless marked." if market.tax_inclusive else "ex VAT unless marked."),
    )


def _nav(db: Session, home: str, length: int) -> list[NavLink]:
    top = db.exec(
        select(Category.name, Category.handle)
        .where(col(Category.parent_id).is_(None), col(Category.is_active))
        .order_by(col(Category.position), col(Category.name))
        .limit(length)
    )
    return [NavLink(name, f"{home}/c/{handle}") for name, handle in top]


def _columns(home: str, buyers: str) -> list[FooterColumn]:
    """Only addresses that exist; `buyers` is the store's own word for them."""
    store = home.removeprefix("/s/")
    order = [
        NavLink("All categories", f"{home}/categories"),
        NavLink("All products", f"{home}/search"),
        NavLink("All vendors", f"{home}/vendors"),
        NavLink("Quick order", f"{home}/quick-order"),
        NavLink("Your lists", f"{home}/lists"),
    ]
    find = NavLink("Find an order", f"{home}/orders/find")
    become, stores = NavLink("Become a vendor", f"/vendor/apply?store={store}"), NavLink("All stores", "/stores")
    mine = [
        NavLink("Your account", "/account"),
        NavLink("Your orders", "/account/orders"),
        NavLink("Address book", "/account/addresses"),
        NavLink("Saved cards", "/account/cards"),
        NavLink("Sessions and security", "/account/security"),
    ]
    sign_in = [NavLink("Open an account", f"/sign-up?store={store}"), NavLink("Sign in", f"/sign-in?store={store}")]
    return [
        FooterColumn("Order", [*order, find], [*order, NavLink("Your orders here", f"{home}/orders")]),
        FooterColumn(buyers, sign_in, mine),
        FooterColumn("Sell here", [become, NavLink("Vendor sign-in", "/sign-in?next=/vendor")], [become]),
        FooterColumn("Concourse", [stores, NavLink("Operator sign-in", "/sign-in?next=/admin")], [stores]),
    ]


@lru_cache(maxsize=4096)
def _store_link(handle: str, name: str, brand_text: str) -> StoreLink:
    brand: Brand = read_brand(json.loads(brand_text))
    letter = logo_parts(brand.logo)[1] or monogram(name)
    return StoreLink(
        handle=handle, name=name, tagline=brand.tagline, look=brand.look, letter=letter, href=f"/s/{handle}"
    )
