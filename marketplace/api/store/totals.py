"""The totals of a cart or an order: whole minor units added up, then written as major units once.

Names as in the store API: `subtotal` is without tax and before discounts, `total` with both, `original_...` before
discounts. So `subtotal - discount_subtotal + tax_total == total`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marketplace.api.http.responses import major
from marketplace.domain.buying.basket import Part, PricedLine
from marketplace.domain.stores.taxes import net_and_gross
from marketplace.queries.shared.order_facts import OrderLineFacts


@dataclass(frozen=True)
class Sum:
    """`net` and `gross` before discounts, `net_after` and `gross_after` with them."""

    net: int = 0
    gross: int = 0
    net_after: int = 0
    gross_after: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.net + other.net,
            self.gross + other.gross,
            self.net_after + other.net_after,
            self.gross_after + other.gross_after,
        )


def added(sums: Iterable[Sum]) -> Sum:
    """All of them together."""
    return sum(sums, Sum())


def sum_of_line(line: PricedLine, *, inclusive: bool) -> Sum:
    """A line of a cart."""
    return _before(line.discount_amount, line.goods.tax_bps, line.tax_amount, line.total_amount, inclusive=inclusive)


def sum_of_bought(line: OrderLineFacts, *, inclusive: bool) -> Sum:
    """A line of an order."""
    return _before(line.discount_amount, line.tax_rate_bps, line.tax_amount, line.total_amount, inclusive=inclusive)


def _before(discount: int, tax_bps: int, tax: int, total: int, *, inclusive: bool) -> Sum:
    """A line before its discount and with it: what it came to, and the discount put on top again."""
    net, gross = net_and_gross(discount, tax_bps, inclusive=inclusive)
    return Sum(total - tax + net, total + gross, total - tax, total)


def sum_of_freight(net: int, tax: int, given_net: int = 0, tax_bps: int = 0) -> Sum:
    """What a delivery costs; `given_net` is what a promotion gave of it."""
    given = net_and_gross(given_net, tax_bps, inclusive=False)[1] if given_net else 0
    return Sum(net + given_net, net + tax + given, net, net + tax)


def freight_of(part: Part) -> Sum:
    """The delivery of a cart's part."""
    return sum_of_freight(
        part.shipping_amount, part.shipping_tax_amount, part.given_freight_amount, part.shipping_tax.rate_bps
    )


def freight_off(one: Sum, *, inclusive: bool) -> int:
    """What was taken off a delivery, as the region shows prices."""
    return one.gross - one.gross_after if inclusive else one.net - one.net_after


def line_totals(one: Sum, currency: str) -> dict[str, Any]:
    """What a single line or delivery says of itself."""

    def m(amount: int) -> int | float:
        return major(amount, currency)

    return {
        "subtotal": m(one.net),
        "total": m(one.gross_after),
        "original_total": m(one.gross),
        "original_subtotal": m(one.net),
        "original_tax_total": m(one.gross - one.net),
        "tax_total": m(one.gross_after - one.net_after),
        "discount_total": m(one.gross - one.gross_after),
        "discount_subtotal": m(one.net - one.net_after),
        "discount_tax_total": m((one.gross - one.gross_after) - (one.net - one.net_after)),
    }


def grand_totals(items: Sum, freight: Sum, currency: str) -> dict[str, Any]:
    """Everything that a cart or an order says about its sums."""
    both = items + freight

    def m(amount: int) -> int | float:
        return major(amount, currency)

    whole = line_totals(both, currency)
    return {
        **whole,
        "item_total": m(items.gross_after),
        "item_subtotal": m(items.net),
        "item_tax_total": m(items.gross_after - items.net_after),
        "item_discount_total": m(items.gross - items.gross_after),
        "original_item_total": m(items.gross),
        "original_item_subtotal": m(items.net),
        "original_item_tax_total": m(items.gross - items.net),
        "shipping_total": m(freight.gross_after),
        "shipping_subtotal": m(freight.net),
        "shipping_tax_total": m(freight.gross_after - freight.net_after),
        "shipping_discount_total": m(freight.gross - freight.gross_after),
        "original_shipping_total": m(freight.gross),
        "original_shipping_subtotal": m(freight.net),
        "original_shipping_tax_total": m(freight.gross - freight.net),
        "credit_line_subtotal": 0,
        "credit_line_tax_total": 0,
        "credit_line_total": 0,
    }
