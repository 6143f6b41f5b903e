"""A basket of somebody who is charged no tax where prices include it: everybody's prices, less the tax in them.

Everything is decided as for everybody: promotions, minimums and freight look at the prices that the region shows. Then
the tax that the vendor's part would owe (counted per category and rate, ADR 14) is taken out of what is paid, so that
its vendor earns the same to the cent.
"""

from __future__ import annotations

from dataclasses import replace

from marketplace.domain.buying.basket import Basket, Discount, Goods, Part, PricedLine
from marketplace.domain.buying.basket_pricing import uses_of
from marketplace.domain.money import allocate, divide_half_even
from marketplace.domain.stores.taxes import Tax


def exempt(basket: Basket, tax: Tax) -> Basket:
    """The basket with nothing charged on the ground of `tax`; `shown` amounts stay as the region shows them. What is
    not taxed for another reason keeps its own."""
    parts = tuple(_exempt_part(part, tax) for part in basket.parts)
    return replace(basket, exemption=tax, parts=parts, saved=tuple(_untaxed(one, tax) for one in basket.saved))


def without_tax(basket: Basket) -> Basket:
    """An exempt basket with every amount as it is paid, which is how it is ordered; any other one as it is.

    The price of a piece is that of its line, rounded to whole minor units: the line is not made of it.
    """
    if basket.exemption is None:
        return basket
    parts = tuple(_net_part(part) for part in basket.parts)
    saved = tuple(_net_goods(one) for one in basket.saved)
    return replace(basket, is_tax_inclusive=False, parts=parts, saved=saved, uses=uses_of(parts))


def _exempt_part(part: Part, tax: Tax) -> Part:
    lines = (
        replace(line, goods=_untaxed(line.goods, tax), tax_amount=0, total_amount=line.net_amount)
        for line in part.lines
    )
    return replace(
        part,
        lines=tuple(lines),
        blocked=tuple(_untaxed(one, tax) for one in part.blocked),
        shipping_tax=tax if part.shipping_tax.rate_bps else part.shipping_tax,
        shipping_tax_amount=0,
        tax_amount=0,
        total_amount=part.total_amount - part.tax_amount,
    )


def _untaxed(goods: Goods, tax: Tax) -> Goods:
    return replace(goods, tax=tax, untaxed_bps=goods.tax_bps) if goods.tax_bps else goods


def _net_part(part: Part) -> Part:
    return replace(
        part,
        lines=tuple(map(_net_line, part.lines)),
        blocked=tuple(map(_net_goods, part.blocked)),
        shown_shipping_amount=part.shipping_amount,
    )


def _net_line(line: PricedLine) -> PricedLine:
    off = line.discount_net_amount
    shares = (
        allocate(off, [one.amount for one in line.discounts]) if line.discount_amount else [0] * len(line.discounts)
    )
    return replace(
        line,
        goods=_net_goods(line.goods, divide_half_even(line.net_amount + off, line.goods.quantity)),
        discount_amount=off,
        discounts=tuple(_net_discount(*both) for both in zip(line.discounts, shares, strict=True)),
    )


def _net_discount(discount: Discount, amount: int) -> Discount:
    by_store = divide_half_even(discount.store_amount * amount, discount.amount) if discount.amount else 0
    return replace(discount, amount=amount, store_amount=by_store)


def _net_goods(goods: Goods, unit_amount: int | None = None) -> Goods:
    """`unit_amount` is what a piece of the line comes to; by itself it is rounded as the only one of its rate."""
    unit = goods.without_tax(goods.unit_amount) if unit_amount is None else unit_amount

    def paid(amount: int | None) -> int | None:
        if amount is None:
            return None
        return unit if amount == goods.unit_amount else goods.without_tax(amount)

    return replace(
        goods, unit_amount=unit, seen_amount=paid(goods.seen_amount), compare_at_amount=paid(goods.compare_at_amount)
    )
