"""What carts, orders and deliveries write alike: addresses, vendors, taxes, promotions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.api.http.responses import major
from marketplace.domain.buying.basket import Part
from marketplace.queries.store_api.carts import PromotionFacts


def sales_channel_of(tenant_id: str) -> str:
    """Every store is one sales channel."""
    return f"sc_{tenant_id.partition('_')[2]}"


def address_json(address: Mapping[str, Any] | None, key: str) -> dict[str, Any] | None:
    """An address with the names of the store API."""
    if not address:
        return None
    return {
        "id": key,
        "first_name": address.get("first_name") or None,
        "last_name": address.get("last_name") or None,
        "company": address.get("company") or None,
        "address_1": address.get("line1") or None,
        "address_2": address.get("line2") or None,
        "city": address.get("city") or None,
        "postal_code": address.get("postal_code") or None,
        "country_code": (address.get("country") or "").lower() or None,
        "province": address.get("province") or None,
        "phone": address.get("phone") or None,
    }


def compare_at(listed: int | None, unit: int, currency: str) -> float | None:
    """The base price, where it is more than what is charged."""
    return major(listed, currency) if listed is not None and listed > unit else None


def tax_lines(key: str, tax_bps: int) -> list[dict[str, Any]]:
    """The one tax on a line; none where nothing is due."""
    if not tax_bps:
        return []
    return [{"id": key, "code": "vat", "rate": tax_bps / 100, "provider_id": "tp_system", "description": "VAT"}]


def seller_json(part: Part) -> dict[str, Any]:
    """Which vendor a thing comes from."""
    return {"id": part.seller.vendor_id, "name": part.seller.name, "handle": part.seller.handle}


def adjustment(key: str, reduced: Mapping[str, Any], amount: int, currency: str) -> dict[str, Any]:
    """What one promotion takes off a line or a delivery; `reduced` names it and its code."""
    named = {name: reduced[name] for name in ("code", "promotion_id")}
    return {"id": key, **named, "amount": major(amount, currency)}


def promotion_json(one: PromotionFacts, spent_in: str, *, inclusive: bool) -> dict[str, Any]:
    """What a promotion is, in a cart or an order in the currency `spent_in`."""
    currency = one.currency or spent_in
    fixed = one.value_amount is not None and one.kind == "fixed"
    value = major(one.value_amount or 0, currency) if fixed else (one.value_bps or 0) / 100
    target = "shipping_methods" if one.kind == "free_shipping" else "items"
    method = {
        "id": f"proappmet_{one.id.partition('_')[2]}",
        "value": 100 if one.kind == "free_shipping" else value,
        "type": "fixed" if fixed else "percentage",
        "target_type": target,
        "currency_code": currency.lower() if fixed else None,
    }
    return {
        "id": one.id,
        "code": one.code or one.id,
        "is_automatic": one.code is None,
        "is_tax_inclusive": inclusive,
        "title": one.title,
        "application_method": method,
    }
