"""A way of delivery as the store API writes it: a flat price, made for one cart."""

from __future__ import annotations

from typing import Any

from marketplace.api.http.responses import major, raw, with_raw
from marketplace.api.store.serializer_parts import seller_json
from marketplace.domain.buying.basket import Delivery, Part
from marketplace.domain.buying.freight import freight
from marketplace.kit.clock import iso, now
from marketplace.queries.formatting.dates import weekday
from marketplace.queries.shared.delivery_promise import comes_on
from marketplace.queries.store_api.carts import CartFacts

_RULES = [
    {"attribute": "enabled_in_store", "value": "true", "operator": "eq"},
    {"attribute": "is_return", "value": "false", "operator": "eq"},
]


def option_json(facts: CartFacts, part: Part, one: Delivery) -> dict[str, Any]:
    """The option for the goods of this part of the cart; every vendor is a shipping profile of their own.

    `arrives_on` is the day that the store's own pages promise.
    """
    vendor, key = part.seller.vendor_id.partition("_")[2], one.option_id.partition("_")[2]
    worth = sum(line.goods.shown_amount - line.discount_amount for line in part.lines)
    weight = sum(line.goods.weight_grams * line.goods.quantity for line in part.lines)
    amount = major(freight(one.rule, goods_amount=worth, weight_grams=weight), facts.cart.currency)
    day = comes_on(part, one, now())
    zone = _zone(facts, part, vendor)
    return {
        "id": one.option_id,
        "name": one.name,
        "price_type": "flat",
        "service_zone_id": zone["id"],
        "shipping_profile_id": f"sp_{vendor}",
        "provider_id": "manual_manual",
        "data": None,
        "service_zone": zone,
        "type": {
            "id": f"sotype_{key}",
            "label": one.name,
            "description": f"Arrives {weekday(day)}",
            "code": "standard",
        },
        "provider": {"id": "manual_manual", "is_enabled": True},
        "rules": _RULES,
        "amount": amount,
        "calculated_price": _calculated(facts, key, amount),
        "prices": [_price(facts, key, amount)],
        "is_tax_inclusive": facts.basket.is_tax_inclusive,
        "insufficient_inventory": False,
        "arrives_on": day.isoformat(),
        "seller": seller_json(part),
    }


def _zone(facts: CartFacts, part: Part, vendor: str) -> dict[str, Any]:
    """Where the vendor ships from; the street is nobody's business."""
    address = {
        "id": f"laddr_{vendor}",
        "address_1": None,
        "address_2": None,
        "company": part.seller.name,
        "city": part.seller.ships_from,
        "country_code": part.seller.country,
        "phone": None,
        "province": None,
        "postal_code": None,
        "metadata": None,
        **_stamps(facts),
    }
    location = {"id": f"sloc_{vendor}", "address": address}
    return {
        "id": f"serzo_{vendor}",
        "fulfillment_set_id": f"fuset_{vendor}",
        "fulfillment_set": {"id": f"fuset_{vendor}", "type": "shipping", "location": location},
    }


def _calculated(facts: CartFacts, key: str, amount: float) -> dict[str, Any]:
    inclusive = facts.basket.is_tax_inclusive
    price = {
        "id": f"price_{key}",
        "price_list_id": None,
        "price_list_type": None,
        "min_quantity": None,
        "max_quantity": None,
    }
    return {
        "id": f"pset_{key}",
        "is_calculated_price_price_list": False,
        "is_calculated_price_tax_inclusive": inclusive,
        "is_original_price_price_list": False,
        "is_original_price_tax_inclusive": inclusive,
        **with_raw({"calculated_amount": amount, "original_amount": amount}),
        "currency_code": facts.cart.currency.lower(),
        "calculated_price": price,
        "original_price": price,
    }


def _price(facts: CartFacts, key: str, amount: float) -> dict[str, Any]:
    return {
        "id": f"price_{key}",
        "title": None,
        "currency_code": facts.cart.currency.lower(),
        "rules_count": 0,
        "price_set_id": f"pset_{key}",
        "price_list_id": None,
        "price_list": None,
        "amount": amount,
        "raw_amount": raw(amount),
        **with_raw({"min_quantity": None, "max_quantity": None}),
        "price_rules": [],
        **_stamps(facts),
    }


def _stamps(facts: CartFacts) -> dict[str, Any]:
    """These things are made for a cart, when it is."""
    made = iso(facts.cart.created_at)
    return {"created_at": made, "updated_at": made, "deleted_at": None}
