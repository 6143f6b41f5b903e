"""A cart as the store API writes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.api.http.responses import major
from marketplace.api.store.payment_serializer import collection_json
from marketplace.api.store.regions import region_json
from marketplace.api.store.serializer_parts import (
    address_json,
    adjustment,
    compare_at,
    promotion_json,
    sales_channel_of,
    seller_json,
    tax_lines,
)
from marketplace.api.store.totals import Sum, added, freight_of, freight_off, grand_totals, line_totals, sum_of_line
from marketplace.domain.buying.basket import Goods, Part, PricedLine
from marketplace.domain.buying.basket_pricing import price_line
from marketplace.domain.buying.exempt import without_tax
from marketplace.kit.clock import iso
from marketplace.queries.store_api.carts import CartFacts, PromotionFacts

DEFAULT = (
    "id",
    "currency_code",
    "email",
    "locale",
    "region_id",
    "created_at",
    "updated_at",
    "completed_at",
    "metadata",
    "sales_channel_id",
    "customer_id",
    "shipping_address_id",
    "billing_address_id",
    "total",
    "subtotal",
    "tax_total",
    "discount_total",
    "discount_subtotal",
    "discount_tax_total",
    "original_total",
    "original_tax_total",
    "item_total",
    "item_subtotal",
    "item_tax_total",
    "item_discount_total",
    "original_item_total",
    "original_item_subtotal",
    "original_item_tax_total",
    "shipping_total",
    "shipping_subtotal",
    "shipping_tax_total",
    "shipping_discount_total",
    "original_shipping_tax_total",
    "original_shipping_subtotal",
    "original_shipping_total",
    "credit_line_subtotal",
    "credit_line_tax_total",
    "credit_line_total",
    "*held_back",
    "*held_back.seller",
    "*items",
    "*items.tax_lines",
    "*items.adjustments",
    "*items.product",
    "*items.product.categories",
    "*items.product.tags",
    "*items.seller",
    "*shipping_methods",
    "*shipping_methods.tax_lines",
    "*shipping_methods.adjustments",
    "*shipping_methods.seller",
    "*shipping_address",
    "*billing_address",
    "*credit_lines",
    "*customer",
    "*customer.groups",
    "*region",
    "*region.countries",
    "*promotions",
    "*promotions.application_method",
    "*payment_collection",
    "*payment_collection.payment_sessions",
)
HELD = {"short": "below_minimum", "delivery": "no_delivery"}


def cart_json(facts: CartFacts) -> dict[str, Any]:
    """The whole document; `fields` picks from it. Sums count what can be bought now, as the cart page does.

    To an exempt buyer every amount is what they pay, also where the region shows prices with tax.
    """
    cart, basket = facts.cart, without_tax(facts.basket)
    facts = replace(facts, basket=basket)
    address_key = cart.id.partition("_")[2]
    return {
        "id": cart.id,
        "currency_code": cart.currency.lower(),
        "email": cart.email or None,
        "locale": cart.locale or None,
        "region_id": cart.region_id,
        "created_at": iso(cart.created_at),
        "updated_at": iso(cart.updated_at),
        "completed_at": iso(cart.completed_at) if cart.completed_at else None,
        **_totals(facts),
        "metadata": cart.meta or None,
        "sales_channel_id": sales_channel_of(facts.store.id),
        "shipping_address_id": f"caaddr_s{address_key}" if cart.shipping_address else None,
        "billing_address_id": f"caaddr_b{address_key}" if cart.billing_address else None,
        "customer_id": facts.customer.id if facts.customer else None,
        "items": [item for part in basket.parts for item in _items(facts, part)],
        "shipping_methods": [_method(facts, part) for part in basket.parts if part.seller.vendor_id in facts.chosen],
        "shipping_address": address_json(cart.shipping_address, f"caaddr_s{address_key}"),
        "billing_address": address_json(cart.billing_address, f"caaddr_b{address_key}"),
        "credit_lines": [],
        "customer": {"id": facts.customer.id, "email": facts.customer.email, "groups": []} if facts.customer else None,
        "region": region_json(facts.region),
        "promotions": [_promotion(facts, one) for one in facts.promotions],
        "payment_collection": collection_json(facts, total_amount(facts)) if cart.payment_choice else None,
        "held_back": _held_back(facts),
    }


def total_amount(facts: CartFacts) -> int:
    """What the cart costs with the deliveries that were chosen, in minor units."""
    items, freight = _sums(facts)
    return (items + freight).gross_after


def _sums(facts: CartFacts) -> tuple[Sum, Sum]:
    inclusive, parts = facts.basket.is_tax_inclusive, facts.basket.buyable
    items = added(sum_of_line(line, inclusive=inclusive) for part in parts for line in part.lines)
    freight = added(freight_of(part) for part in parts if part.seller.vendor_id in facts.chosen)
    return items, freight


def _totals(facts: CartFacts) -> dict[str, Any]:
    return grand_totals(*_sums(facts), facts.cart.currency)


def _items(facts: CartFacts, part: Part) -> list[dict[str, Any]]:
    blocked = [price_line(one, (), inclusive=facts.basket.is_tax_inclusive) for one in part.blocked]
    return [_item(facts, part, line) for line in (*part.lines, *blocked)]


def _item(facts: CartFacts, part: Part, line: PricedLine) -> dict[str, Any]:
    goods, currency, row = line.goods, facts.cart.currency, facts.lines[line.goods.line_id]
    totals = line_totals(sum_of_line(line, inclusive=facts.basket.is_tax_inclusive), currency)
    return {
        "id": goods.line_id,
        **_article(facts, goods),
        "requires_shipping": True,
        "is_discountable": True,
        "metadata": row.meta,
        "created_at": row.created_at,
        "updated_at": iso(facts.cart.updated_at),
        "title": goods.title,
        "subtitle": goods.variant_title,
        "quantity": goods.quantity,
        "unit_price": major(goods.unit_amount, currency),
        "compare_at_unit_price": compare_at(goods.compare_at_amount, goods.unit_amount, currency),
        "is_tax_inclusive": facts.basket.is_tax_inclusive,
        "cart_id": facts.cart.id,
        "offer_id": goods.offer_id,
        "problem": goods.problem or None,
        "seller": seller_json(part),
        **totals,
        "tax_lines": tax_lines(f"calitxl_{goods.line_id.partition('_')[2]}", goods.tax_bps),
        "adjustments": _adjustments(facts, line),
    }


def _article(facts: CartFacts, goods: Goods) -> dict[str, Any]:
    listed = facts.listed.get(goods.variant_id)
    product = listed.product if listed else {}
    variant = next((v for v in product.get("variants", ()) if v["id"] == goods.variant_id), None)
    return {
        "thumbnail": product.get("thumbnail"),
        "variant_id": goods.variant_id,
        "product_id": goods.product_id,
        "is_giftcard": False,
        "product_type_id": None,
        "product_title": goods.title,
        "product_description": product.get("description"),
        "product_subtitle": product.get("subtitle"),
        "product_type": None,
        "product_collection": (product.get("collection") or {}).get("title"),
        "product_handle": goods.handle,
        "variant_sku": goods.sku,
        "variant_barcode": (variant or {}).get("barcode"),
        "variant_title": goods.variant_title,
        "variant": variant and {**variant, "product": product},
        "product": {**product, "categories": product.get("categories", []), "tags": []} if product else None,
    }


def _adjustments(facts: CartFacts, line: PricedLine) -> list[dict[str, Any]]:
    codes, key = {one.id: one.code for one in facts.promotions}, line.goods.line_id.partition("_")[2]
    inclusive = facts.basket.is_tax_inclusive
    return [
        adjustment(
            f"caliadj_{key}{n}",
            {"promotion_id": one.promotion_id, "code": codes.get(one.promotion_id)},
            one.amount,
            facts.cart.currency,
        )
        | {"is_tax_inclusive": inclusive}
        for n, one in enumerate(line.discounts)
    ]


def _method(facts: CartFacts, part: Part) -> dict[str, Any]:
    (row_id, option_id), currency = facts.chosen[part.seller.vendor_id], facts.cart.currency
    key, freight = row_id.partition("_")[2], freight_of(part)
    inclusive = facts.basket.is_tax_inclusive
    carried = part.chosen.option_id if part.chosen else option_id  # another one where the chosen is closed by now
    return {
        "id": f"casm_{key}",
        "name": part.chosen.name if part.chosen else "",
        "amount": major(freight.gross if inclusive else freight.net, currency),
        "is_tax_inclusive": inclusive,
        "shipping_option_id": carried or None,
        "data": {},
        "metadata": None,
        "seller": seller_json(part),
        "tax_lines": tax_lines(f"casmtxl_{key}", part.shipping_tax.rate_bps),
        "adjustments": _given(facts, part, key),
        **line_totals(freight, currency),
    }


def _given(facts: CartFacts, part: Part, key: str) -> list[dict[str, Any]]:
    """The freight that a promotion gives."""
    code = next((one.code for one in facts.promotions if one.id == part.freight_given_by), None)
    reduced = {"promotion_id": part.freight_given_by, "code": code}
    amount = freight_off(freight_of(part), inclusive=facts.basket.is_tax_inclusive)
    return [adjustment(f"casmadj_{key}", reduced, amount, facts.cart.currency)] if part.freight_given_by else []


def _promotion(facts: CartFacts, one: PromotionFacts) -> dict[str, Any]:
    """A promotion of a cart, with what it takes off, or why it takes nothing off."""
    shown = promotion_json(one, facts.cart.currency, inclusive=facts.basket.is_tax_inclusive)
    saved = major(facts.basket.uses.get(one.id, 0), facts.cart.currency)
    return {**shown, "saved": saved, "unmet": facts.basket.unmet.get(one.id)}


def _held_back(facts: CartFacts) -> list[dict[str, Any]]:
    """The vendors whose goods stay in the cart for now, and what their minimum still needs."""
    return [
        {
            "seller": seller_json(part),
            "reason": HELD["short"] if part.short_amount else HELD["delivery"],
            "missing": major(part.short_amount, facts.cart.currency),
        }
        for part in facts.basket.parts
        if part.lines and part.is_held_back
    ]
