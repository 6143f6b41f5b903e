"""How a cart is priced: a line, a vendor's part with its freight and tax, and what a vendor's minimum holds back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marketplace.domain.buying.basket import Delivery, Discount, Goods, Part, PricedLine, Seller
from marketplace.domain.buying.freight import freight
from marketplace.domain.money import divide_half_even
from marketplace.domain.stores.taxes import Tax, net_and_gross, share_taxes


@dataclass(frozen=True)
class Terms:
    """What holds for a whole cart: whether prices include tax, and the tax on freight."""

    is_tax_inclusive: bool
    shipping_tax: Tax


def price_line(goods: Goods, discounts: Sequence[Discount], *, inclusive: bool) -> PricedLine:
    """The line after its discounts: exclusive, 3 at 1000 less 300 at 19 % is 2700 + 513 tax.

    Its tax is the line's own until a part shares out what it owes by category and rate.
    """
    off = sum(d.amount for d in discounts)
    net, gross = net_and_gross(goods.shown_amount - off, goods.tax_bps, inclusive=inclusive)
    off_net, _ = net_and_gross(off, goods.tax_bps, inclusive=inclusive)
    by_store = divide_half_even(off_net * sum(d.store_amount for d in discounts), off) if off else 0
    return PricedLine(
        goods=goods,
        discount_amount=off,
        discount_net_amount=off_net,
        store_discount_amount=by_store,
        tax_amount=gross - net,
        total_amount=gross,
        discounts=tuple(discounts),
    )


def price_part(
    seller: Seller,
    lines: Sequence[PricedLine],
    deliveries: Sequence[Delivery],
    chosen_id: str | None,
    terms: Terms,
    *,
    free_shipping: bool = False,
    blocked: Sequence[Goods] = (),
) -> Part:
    """A vendor's part out of its priced lines. The chosen way of delivery, else the cheapest open one, carries it.

    With `free_shipping` the buyer pays no freight and the store pays the vendor for it.
    """
    listed = sum(line.goods.shown_amount for line in lines)
    worth = listed - sum(line.discount_amount for line in lines)
    weight = sum(line.goods.weight_grams * line.goods.quantity for line in lines)
    open_ = [d for d in deliveries if listed >= (d.min_order_amount or 0)] or list(deliveries)
    chosen = _chosen(open_, chosen_id, worth, weight)
    shown = freight(chosen.rule, goods_amount=worth, weight_grams=weight) if chosen else 0
    inclusive, given = terms.is_tax_inclusive, 0
    if free_shipping:
        given, shown = net_and_gross(shown, terms.shipping_tax.rate_bps, inclusive=inclusive)[0], 0
    taxable = [*((line.due_amount, line.goods.tax) for line in lines), (shown, terms.shipping_tax)]
    *taxes, freight_tax = share_taxes(taxable, inclusive=inclusive)
    taxed = tuple(line.taxed(tax, inclusive=inclusive) for line, tax in zip(lines, taxes, strict=True))
    freight_net = shown - freight_tax if inclusive else shown
    off, net = sum(line.discount_net_amount for line in taxed), sum(line.net_amount for line in taxed)
    tax = sum(taxes) + freight_tax
    return Part(
        seller=seller,
        lines=taxed,
        deliveries=tuple(deliveries),
        chosen=chosen,
        goods_amount=net + off,
        discount_amount=off,
        store_discount_amount=sum(line.store_discount_amount for line in taxed),
        shipping_amount=freight_net,
        shipping_tax_amount=freight_tax,
        tax_amount=tax,
        total_amount=net + freight_net + tax,
        shown_shipping_amount=shown,
        short_amount=short_of_minimum(listed, deliveries),
        free_freight_gap=_gap(chosen, worth, shown),
        blocked=tuple(blocked),
        given_freight_amount=given,
        shipping_tax=terms.shipping_tax,
        usual=_chosen(open_, None, worth, weight),
    )


def uses_of(parts: Iterable[Part]) -> dict[str, int]:
    """What each promotion gives in the parts that can be bought: discounts as shown, and freight. A gift of nothing
    (freight that was free anyway) is no use."""
    uses: dict[str, int] = {}
    for part in parts:
        if part.is_held_back:
            continue
        for line in part.lines:
            for discount in line.discounts:
                uses[discount.promotion_id] = uses.get(discount.promotion_id, 0) + discount.amount
        if by := part.freight_given_by:
            uses[by] = uses.get(by, 0) + part.given_freight_amount
    return uses


def short_of_minimum(listed_amount: int, deliveries: Sequence[Delivery]) -> int:
    """What a vendor's minimum still needs, 0 when it is reached. `listed_amount` are the goods before any promotion:
    what a promotion takes off is no reason to hold them back."""
    return max(0, min((d.min_order_amount or 0 for d in deliveries), default=0) - listed_amount)


def bought_goods(goods: Sequence[Goods], deliveries: Sequence[Delivery]) -> list[Goods]:
    """The goods that a checkout would take now: nothing wrong with them, and their vendor delivers so much."""
    fit = [g for g in goods if not g.problem and not g.saved_for_later]
    ways = {key: [d for d in deliveries if d.vendor_id == key] for key in {g.vendor_id for g in fit}}
    listed = {key: sum(g.shown_amount for g in fit if g.vendor_id == key) for key in ways}
    return [g for g in fit if ways[g.vendor_id] and not short_of_minimum(listed[g.vendor_id], ways[g.vendor_id])]


def _chosen(open_: Sequence[Delivery], chosen_id: str | None, worth: int, weight: int) -> Delivery | None:
    wanted = next((d for d in open_ if d.option_id == chosen_id), None)
    return wanted or min(
        open_, key=lambda d: (freight(d.rule, goods_amount=worth, weight_grams=weight), d.option_id), default=None
    )


def _gap(chosen: Delivery | None, worth: int, shown: int) -> int | None:
    """What free freight still needs; None where there is none to be had or it is reached."""
    if chosen is None or chosen.rule.free_from_amount is None or shown == 0:
        return None
    return max(0, chosen.rule.free_from_amount - worth)
