"""Where a reader buys: the region and the currency, which decide prices, tax wording and delivery."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from babel import Locale
from sqlmodel import Session

from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import number
from marketplace.queries.shared.price_context import RegionFacts, list_region_facts

_CHOICE = re.compile(r"^([A-Z]{2})-([A-Z]{3})$")


@dataclass(frozen=True)
class Market:
    """One store, seen from one region in one currency. Plain values; `choice` is what the cookie holds, `DE-EUR`."""

    tenant_id: str
    region_id: str = ""
    region: str = ""
    country: str = ""
    currency: str = "EUR"
    tax_inclusive: bool = False
    locale: str = "en"

    @property
    def choice(self) -> str:
        return f"{self.country}-{self.currency}"

    def number(self, value: int) -> str:
        """`4,120`, in the language of the store's pages."""
        return number(value, self.locale)

    @property
    def label(self) -> str:
        """`Germany · EUR · ex VAT`, as the header says it."""
        tax = "incl. VAT" if self.tax_inclusive else "ex VAT"
        return " · ".join(part for part in (self.region, self.currency, tax) if part)


def clean_choice(cookie: str) -> str:
    """The choice out of a cookie, `DE-EUR`; empty when it is anything else. Part of cache keys, so bounded."""
    return cookie.upper() if _CHOICE.match(cookie.upper()) else ""


def find_market(db: Session, tenant: Tenant, choice: str = "") -> Market:
    """The market a visitor chose; the store's first region in its own currency where the choice does not fit."""
    country, currency = _parts(choice)
    rows = list_regions(db, tenant)
    chosen = next((row for row in rows if row[1] == country), rows[0] if rows else None)
    if chosen is None:
        return Market(tenant.id, currency=tenant.default_currency, locale=language_of(tenant))
    region, first_country = chosen
    served = currency in tenant.currencies or currency == region.currency
    return Market(
        tenant_id=tenant.id,
        region_id=region.id,
        region=region.name,
        country=first_country,
        currency=currency if served else region.currency,
        tax_inclusive=region.is_tax_inclusive,
        locale=language_of(tenant),
    )


def market_in(db: Session, tenant: Tenant, region_id: str, currency: str) -> Market:
    """The market of a region in a currency, whatever the visitor chose: what is priced there is shown so."""
    country = next((country for region, country in list_regions(db, tenant) if region.id == region_id), "")
    return replace(find_market(db, tenant, f"{country}-{currency}"), currency=currency)


def list_regions(db: Session, tenant: Tenant) -> list[tuple[RegionFacts, str]]:
    """Every region of the store with each of its countries, in the order of the switch."""
    return [(region, country) for region in list_region_facts(db, tenant) for country in region.countries]


def country_name(code: str, locale: str = "en") -> str:
    """`Germany`."""
    return str(Locale.parse(locale.replace("-", "_")).territories.get(code, code))


def language_of(tenant: Tenant) -> str:
    """Figures follow the language alone: an English page says €1,284.60 wherever the store is."""
    return tenant.default_locale.replace("_", "-").split("-")[0]


def _parts(choice: str) -> tuple[str, str]:
    match = _CHOICE.match(clean_choice(choice))
    return (match[1], match[2]) if match else ("", "")
