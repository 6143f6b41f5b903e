"""What goes back when a part of an order is refunded: always the difference of two cumulative targets.

Whatever the parts and their order, the last cent returned brings every figure to exactly what it was: the tax,
the commission, the tax on it, and the vendor's earning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.domain.commission import Base
from marketplace.domain.errors import Invalid
from marketplace.domain.ledger import Share
from marketplace.domain.money import allocate


@dataclass(frozen=True)
class Charged:
    """One line as it was charged. `total` is what the buyer paid for it with tax, `refunded` how much of that is back.

    `shipping` is its share of the delivery without tax, `fee` and `fee_tax` what was kept of it, `base` what the
    fee was counted on.
    """

    total: int
    refunded: int
    tax: int = 0
    store_discount: int = 0
    shipping: int = 0
    fee: int = 0
    fee_tax: int = 0
    base: str = Base.GOODS


def given_back(
    lines: Sequence[Charged], amounts: Sequence[int], *, shipping_before: int = 0, shipping: int = 0,
    shipping_tax: int = 0,
) -> tuple[Share, list[tuple[int, int]]]:  # fmt: skip
    """How the money of this refund is divided, and per line the commission and its tax that are given back.

    `amounts` is with tax, one for each line; `shipping` without. `shipping_before` is what of the delivery had gone
    back before.
    """
    before = _targets(lines, [line.refunded for line in lines], shipping_before)
    later = _targets(lines, [line.refunded + amount for line, amount in zip(lines, amounts, strict=True)],
                     shipping_before + shipping)  # fmt: skip
    fees = [(b.commission - a.commission, b.fee_tax - a.fee_tax) for a, b in zip(before, later, strict=True)]
    tax = sum(b.tax - a.tax for a, b in zip(before, later, strict=True))
    return Share(
        goods=sum(b.goods - a.goods for a, b in zip(before, later, strict=True)),
        shipping=shipping,
        tax=tax + shipping_tax,
        store_discount=sum(b.store_discount - a.store_discount for a, b in zip(before, later, strict=True)),
        commission=sum(fee for fee, _ in fees),
        fee_tax=sum(fee_tax for _, fee_tax in fees),
    ), fees


def tax_back(tax: int, net: int, before: int, now: int) -> int:
    """The tax that goes back with `now` of `net`, when `before` of it is back already."""
    return (tax * (before + now) // net - tax * before // net) if net else 0


def spread(amount: int, open_amounts: Sequence[int]) -> list[int]:
    """Split a free amount over lines by what each has left. Raises `Invalid` for `amount` when that is too little."""
    left = sum(open_amounts)
    if not 0 < amount <= left:
        raise Invalid({"amount": "Enter an amount that is not more than what was paid and is not back yet."})
    return allocate(amount, open_amounts)


def _targets(lines: Sequence[Charged], refunded: Sequence[int], shipping: int) -> list[Share]:
    """What in all has gone back of each line once `refunded` of them and `shipping` of the delivery has."""
    shares, whole, covered, done = [], sum(line.shipping for line in lines), 0, 0
    for line, back in zip(lines, refunded, strict=True):
        covered += line.shipping  # by running sums, so that the parts make up exactly the whole
        upto = covered * shipping // whole if whole else 0
        shares.append(_target(line, back, upto - done))
        done = upto
    return shares


def _target(line: Charged, back: int, shipping: int) -> Share:
    tax = line.tax * back // line.total if line.total else 0
    discount = line.store_discount * back // line.total if line.total else 0
    goods = back - tax
    counts_shipping = line.base != Base.GOODS
    whole = line.total - line.tax + line.store_discount + (line.shipping if counts_shipping else 0)
    part = goods + discount + (shipping if counts_shipping else 0)
    fee = line.fee * part // whole if whole else 0
    both = (line.fee + line.fee_tax) * part // whole if whole else 0  # together, so that no cent is given back twice
    return Share(goods=goods, shipping=shipping, tax=tax, store_discount=discount, commission=fee, fee_tax=both - fee)
