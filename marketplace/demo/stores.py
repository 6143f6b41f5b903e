"""The demo's stores: who they belong to, where they sell, and how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from marketplace.demo.catalogue.types import DemoStore
from marketplace.demo.homes import BRANDS, HOMES, LAYOUTS
from marketplace.demo.planting import stable_id
from marketplace.domain.stores.region_form import DeliveryFacts
from marketplace.domain.stores.taxes import TaxCategory, read_tax
from marketplace.kit.tokens import hash_token
from marketplace.models.banking import PayerAccount, ReceivingAccount
from marketplace.models.ledger import CommissionRule
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.models.store_settings import LayoutTexts, StoreSettings
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.services.identity.api_keys import hint_of


@dataclass(frozen=True)
class Market:
    """A region of a store: its countries and the standard rate of tax there, in basis points."""

    name: str
    currency: str
    countries: tuple[str, ...]
    tax_name: str
    tax_bps: int


GERMANY = Market("Germany", "EUR", ("DE",), "USt.", 1900)
MARKETS: dict[str, tuple[Market, ...]] = {
    "northforge": (
        GERMANY,
        Market("Austria", "EUR", ("AT",), "USt.", 2000),
        Market("United States", "USD", ("US",), "Sales tax", 0),
    ),
    "mezzaluna": (
        Market("Italy", "EUR", ("IT",), "IVA", 2200),
        GERMANY,
        Market("United Kingdom", "GBP", ("GB",), "VAT", 2000),
    ),
    "assay": (
        GERMANY,
        Market("Switzerland", "CHF", ("CH", "LI"), "MWST", 810),
        Market("United States", "USD", ("US",), "Sales tax", 0),
    ),
}
GROUP = "concourse-group"
# What a new vendor charges until it says so itself; 12.90 in every market's own currency.
DELIVERY = DeliveryFacts(
    name="Standard",
    kind="flat",
    amount=1290,
    step_size=None,
    step_amount=None,
    free_from_amount=25_000,
    min_order_amount=None,
    days_min=2,
    days_max=4,
)


def tenant_id(handle: str) -> str:
    """The identifier of a demo store."""
    return stable_id("ten", handle)


def publishable_key(handle: str) -> str:
    """Public on purpose: integrators of the demo paste it."""
    return f"pk_{hash_token('demo key of ' + handle)[:48]}"


# The account that pays each store's vendors, and the platform's own: numbers of the IBAN registry's examples.
_PAYERS = {
    "": ("Concourse Group GmbH", "DE89370400440532013000", "DEMODEFF", "Frankfurt", "DE"),
    "northforge": ("Northforge Handels GmbH", "AT611904300234573201", "DEMOATWW", "Wien", "AT"),
    "mezzaluna": ("Mezzaluna S.r.l.", "IT60X0542811101000000123456", "DEMOITMM", "Bologna", "IT"),
    "assay": ("Assay Laborbedarf GmbH", "DE02120300000000202051", "DEMODEFF", "Göttingen", "DE"),
}


def payer_rows() -> Iterator[SQLModel]:
    """The accounts that vendors are paid from."""
    for handle, (name, iban, bic, town, country) in _PAYERS.items():
        yield PayerAccount(
            id=stable_id("pyr", handle),
            tenant_id=tenant_id(handle) if handle else None,
            name=name,
            iban=iban,
            bic=bic,
            town=town,
            country=country,
        )


# Buyers of every store pay to its own account, in each currency that it sells in.
_RECEIVERS = {
    "northforge": ("Northforge Handels GmbH", "AT483200000012345864", "DEMOATWW"),
    "mezzaluna": ("Mezzaluna S.r.l.", "IT60X0542811101000000123456", "DEMOITMM"),
    "assay": ("Assay Laborbedarf GmbH", "DE02100500000054540402", "DEMODEFF"),
}


def receiver_rows(store: DemoStore) -> Iterator[SQLModel]:
    """The accounts that buyers pay to."""
    name, iban, bic = _RECEIVERS[store.handle]
    for currency in store.currencies:
        yield ReceivingAccount(
            id=stable_id("rac", f"{store.handle} {currency}"),
            tenant_id=tenant_id(store.handle),
            currency=currency,
            name=name,
            iban=iban,
            bic=bic,
        )


def group_rows() -> Iterator[SQLModel]:
    """The parent of the three, and two stores that are not open, as a platform really has them."""
    yield Tenant(
        id=tenant_id(GROUP),
        handle=GROUP,
        name="Concourse Group",
        kind="group",
        is_active=False,
        default_currency="EUR",
        currencies=["EUR"],
    )
    for handle, name in (("northforge-outlet", "Northforge Outlet"), ("papermill", "Papermill")):
        yield Tenant(
            id=tenant_id(handle),
            handle=handle,
            name=name,
            is_active=False,
            parent_id=tenant_id(GROUP),
            default_currency="EUR",
            currencies=["EUR"],
            brand=BRANDS.get(handle, {}),
        )


def _tax(rate_bps: int) -> dict[str, Any]:
    """Where nothing is charged, the goods leave the EU."""
    tax = read_tax(rate_bps, TaxCategory.EXPORT, "", "")
    return {"rate_bps": rate_bps, "tax_category": tax.category, "reason": tax.reason, "reason_code": tax.reason_code}


def store_rows(store: DemoStore) -> Iterator[SQLModel]:
    """A store with its key, its regions and their taxes."""
    tenant = tenant_id(store.handle)
    yield Tenant(
        id=tenant,
        handle=store.handle,
        name=store.name,
        is_active=True,
        parent_id=tenant_id(GROUP),
        domain=f"{store.handle}.example",
        default_currency=store.currencies[0],
        default_locale=store.locale,
        currencies=list(store.currencies),
        brand=BRANDS[store.handle],
        settings=StoreSettings(
            home=HOMES[store.handle],
            layout=LayoutTexts(**LAYOUTS[store.handle]),
            hold_days=14,
            fee_tax_bps=1900,
            deliveries={stable_id("reg", store.handle, market.name): DELIVERY for market in MARKETS[store.handle]},
        ),
    )
    key = publishable_key(store.handle)
    yield ApiKey(
        id=stable_id("apk", store.handle),
        tenant_id=tenant,
        kind="publishable",
        title="Storefront",
        token=key,
        token_hash=hash_token(key),
        hint=hint_of(key),
    )
    yield from _commission_rules(store, tenant)
    for position, market in enumerate(MARKETS[store.handle]):
        region = stable_id("reg", store.handle, market.name)
        yield Region(id=region, tenant_id=tenant, name=market.name, currency=market.currency, position=position)
        yield TaxRate(
            id=stable_id("txr", store.handle, market.name),
            tenant_id=tenant,
            region_id=region,
            name=market.tax_name,
            **_tax(market.tax_bps),
        )
        for country in market.countries:
            yield RegionCountry(
                id=stable_id("rct", store.handle, country), tenant_id=tenant, region_id=region, country=country
            )


def _commission_rules(store: DemoStore, tenant: str) -> Iterator[SQLModel]:
    """What the store takes: less of large orders, at least a little of small ones."""
    rules: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Large orders", {"from_amount": 250_000, "currency": store.currencies[0], "rate_bps": 800}),
        ("Small orders", {"to_amount": 5_000, "currency": store.currencies[0], "rate_bps": 1400, "floor_amount": 150}),
        ("Everything else", {"rate_bps": 1200}),
    )
    for position, (title, fields) in enumerate(rules, 1):
        yield CommissionRule(
            id=stable_id("crl", store.handle, title), tenant_id=tenant, position=position, title=title, **fields
        )
