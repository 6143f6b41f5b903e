"""What a checkout promises, written down: the orders are recorded from it and from nothing else."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from marketplace.domain.buying.basket import Basket, Goods, Part, PricedLine
from marketplace.models.cart import Cart
from marketplace.models.checkout_plan import CheckoutPlan, PlannedLine, PlannedPart
from marketplace.services.buying.checkout_form import CheckedForm
from marketplace.services.buying.order_snapshots import (
    Words,
    discount,
    discounts_of,
    words_of_lines,
    words_of_promotions,
)


def make_plan(db: Session, cart: Cart, basket: Basket, checked: CheckedForm) -> CheckoutPlan:
    """What is promised of this basket: every part that can be bought."""
    words, promotions = words_of_lines(db, cart.tenant_id, cart.id), words_of_promotions(db, basket)
    goods = [line.goods for part in basket.buyable for line in part.lines]
    return CheckoutPlan(
        calculation=2,
        currency=basket.currency,
        region_id=basket.region_id,
        is_tax_inclusive=basket.is_tax_inclusive,
        email=checked.email,
        shipping=checked.shipping,
        billing=checked.billing,
        note=checked.note,
        po_number=checked.po_number,
        cost_centre_id=checked.cost_centre_id,
        cost_centre=checked.cost_centre,
        request_title=checked.request_title,
        tax_id=checked.tax_id,
        uses=sorted(basket.uses),
        goods=basket.goods_amount,
        discount=basket.discount_amount,
        freight=basket.shipping_amount,
        tax=basket.tax_amount,
        total=basket.total_amount,
        cart_version=cart.version,
        leaves=_leaves(basket),
        is_quoted=cart.quoted is not None,
        promotions=list(promotions.values()),
        parts=tuple(_part(part, words, promotions) for part in basket.buyable),
        backorder=[one.offer_id for one in goods if one.allows_backorder],
    )


def _leaves(basket: Basket) -> bool:
    """Whether something stays in the cart: set aside, held back, or not to be bought as it is."""
    return bool(basket.saved) or any(part.is_held_back or part.blocked for part in basket.parts)


def _part(part: Part, words: Words, promotions: Words) -> PlannedPart:
    chosen, given_by = part.chosen, promotions.get(part.freight_given_by)
    return PlannedPart(
        vendor_id=part.seller.vendor_id,
        goods=part.goods_amount,
        discount=part.discount_amount,
        store_discount=part.store_discount_amount,
        freight=part.shipping_amount,
        given_freight=part.given_freight_amount,
        freight_discounts=[discount(given_by, part.given_freight_amount)] if given_by else [],
        freight_tax=part.shipping_tax_amount,
        freight_taxed=part.shipping_tax,
        tax=part.tax_amount,
        total=part.total_amount,
        delivery_id=(chosen.option_id or None) if chosen else None,  # a quoted delivery is none of the vendor's list
        delivery=chosen.name if chosen else "",
        days_max=chosen.days_max if chosen else 2,
        lines=tuple(_line(line, words, promotions) for line in part.lines),
    )


def _line(line: PricedLine, words: Words, promotions: Words) -> PlannedLine:
    goods = line.goods
    return PlannedLine(
        line_id=goods.line_id,
        offer_id=goods.offer_id,
        product_id=goods.product_id,
        variant_id=goods.variant_id,
        category_id=goods.category_id,
        product_handle=goods.handle,
        title=goods.title,
        variant_title=goods.variant_title,
        sku=goods.sku,
        picture=goods.picture,
        quantity=goods.quantity,
        unit_amount=goods.unit_amount,
        discount_amount=line.discount_amount,
        store_discount_amount=line.store_discount_amount,
        tax_amount=line.tax_amount,
        tax_rate_bps=goods.tax_bps,
        tax_category=goods.tax.category,
        tax_reason=goods.tax.reason,
        tax_reason_code=goods.tax.reason_code,
        total_amount=line.total_amount,
        price_trace=_trace(goods),
        compare_at_amount=goods.compare_at_amount,
        discounts=discounts_of(line, promotions),
        **words[goods.line_id],
    )


def _trace(goods: Goods) -> list[dict[str, Any]]:
    return [
        {
            "list": one.source.title,
            "kind": one.source.kind.name.lower(),
            "amount": _paid(goods, one.amount),
            "verdict": str(one.verdict),
        }
        for one in (goods.answer.trace if goods.answer else ())
    ]


def _paid(goods: Goods, amount: int | None) -> int | None:
    """A price of the trace as this buyer pays it; the winner's is that of the line."""
    if amount is None or goods.answer is None or amount == goods.answer.amount:
        return None if amount is None else goods.unit_amount
    return goods.without_tax(amount)
