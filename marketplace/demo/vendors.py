"""The demo's vendors: their rows, checklists, warehouses and delivery rates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import SQLModel

from marketplace.demo.catalogue.types import DemoPrice, DemoVendor
from marketplace.demo.planting import stable_id
from marketplace.demo.stores import MARKETS, tenant_id
from marketplace.domain.vendors.onboarding import CHECKLIST
from marketplace.kit.calendars import zone_of
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.stock import StockLocation
from marketplace.models.vendor import Vendor, VendorRequirement


def vendor_rows(vendor: DemoVendor, at: datetime) -> Iterator[SQLModel]:
    """Everything about one vendor but its goods. Pending ones applied within the last day or so."""
    tenant, vendor_key = tenant_id(vendor.store), vendor_id(vendor)
    applied = at - timedelta(hours=3 + 8 * (len(vendor.handle) % 4)) if vendor.standing == "pending" else None
    yield Vendor(
        created_at=applied or at - timedelta(days=200),
        id=vendor_key,
        tenant_id=tenant,
        handle=vendor.handle,
        name=vendor.name,
        legal_name=vendor.legal_name,
        kind=vendor.business_type,
        tagline=vendor.tagline,
        email=vendor.contact_email,
        tax_id=vendor.tax_id,
        ships_from=vendor.ships_from,
        country=vendor.country,
        time_zone=zone_of(vendor.country).key,
        founded=vendor.founded,
        lead_time_days=vendor.lead_time_days,
        cutoff_hour=vendor.cutoff_hour,
        on_time_bps=vendor.on_time_bps,
        address={"city": vendor.ships_from, "country": vendor.country},
        status=vendor.standing,
        verification="unverified" if applied else "verified",
        applied_at=applied or at - timedelta(days=200),
        status_reason="Three late shipments in a row, no answer to messages." if vendor.standing == "suspended" else "",
        payout_account={"holder": vendor.legal_name, "iban": _iban(vendor), "bic": "DEMODEFF"},
        payout_anchor=len(vendor.handle) % 5,
        reserve_bps=500 if vendor.handle == "hallberg" else 0,
        status_changed_at=None if applied else at - timedelta(days=9 if vendor.standing == "suspended" else 190),
    )
    for position, requirement in enumerate(CHECKLIST):
        done = applied is None or requirement.gate == "submit"
        yield VendorRequirement(
            id=stable_id("vrq", vendor.store, vendor.handle, requirement.key),
            tenant_id=tenant,
            vendor_id=vendor_key,
            key=requirement.key,
            label=requirement.label,
            kind=requirement.kind,
            gate=requirement.gate,
            done_at=(applied or at - timedelta(days=200)) if done else None,
            position=position,
        )
    yield StockLocation(
        id=location_id(vendor), tenant_id=tenant, vendor_id=vendor_key, name=vendor.ships_from, country=vendor.country
    )
    yield from _delivery(vendor, tenant, vendor_key)


def _iban(vendor: DemoVendor) -> str:
    """An account number that checks (ISO 13616: 98 less the remainder of the rearranged number by 97)."""
    digits = f"{sum(ord(char) * 7**n for n, char in enumerate(vendor.handle)) % 10**18:018d}"
    return f"DE{98 - int(digits + '131400') % 97:02d}{digits}"


def vendor_id(vendor: DemoVendor) -> str:
    """The identifier of a demo vendor."""
    return stable_id("ven", vendor.store, vendor.handle)


def location_id(vendor: DemoVendor) -> str:
    """The identifier of its one warehouse."""
    return stable_id("slo", vendor.store, vendor.handle)


def _delivery(vendor: DemoVendor, tenant: str, vendor_key: str) -> Iterator[SQLModel]:
    profile = stable_id("sp", vendor.store, vendor.handle)
    yield ShippingProfile(id=profile, tenant_id=tenant, vendor_id=vendor_key, name="Parcels and pallets")
    for market in MARKETS[vendor.store]:
        amount = _in(vendor.freight, market.currency)
        if amount is None:
            continue
        yield ShippingOption(
            id=stable_id("so", vendor.store, vendor.handle, market.name),
            tenant_id=tenant,
            profile_id=profile,
            region_id=stable_id("reg", vendor.store, market.name),
            name="Standard",
            currency=market.currency,
            amount=amount,
            free_from_amount=_in(vendor.free_freight_from, market.currency),
            min_order_amount=_in(vendor.minimum_order, market.currency),
            days_min=vendor.lead_time_days,
            days_max=vendor.lead_time_days + 1,
        )


def _in(prices: tuple[DemoPrice, ...], currency: str) -> int | None:
    return next((price.amount for price in prices if price.currency == currency), None)
