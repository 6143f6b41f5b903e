"""What goes back when a part of an order is refunded: always a cumulative target less what is back already.

Whatever the parts and their order, the last piece returned brings every figure to exactly what it was: the tax, the
store's money, the commission, the tax on it, and the vendor's earning. The buyer's money goes back by amounts; the
money that the store bears goes back by pieces, so that a line which cost the buyer nothing leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.domain.errors import Invalid
from marketplace.domain.finance.commission import Base
from marketplace.domain.finance.ledger import Share
from marketplace.domain.money import allocate


@dataclass(frozen=True)
class Back:
    """What of one line is back, or goes back now: pieces, the buyer's money with tax, and what hangs on the two."""

    pieces: int = 0
    amount: int = 0
    tax: int = 0  # part of amount
    store: int = 0
    fee: int = 0
    fee_tax: int = 0


@dataclass(frozen=True)
class Charged:
    """One line as it was charged, and what of it is `back` already.

    `total` is what the buyer paid for it with tax, `store` what the store pays the vendor for it, `freight` its share
    of the delivery without tax, whoever pays that, `fee` and `fee_tax` what was kept of it, `base` what the fee was
    counted on.
    """

    quantity: int
    total: int
    tax: int = 0
    store: int = 0
    freight: int = 0
    fee: int = 0
    fee_tax: int = 0
    base: str = Base.GOODS
    back: Back = Back()


@dataclass(frozen=True)
class Freight:
    """A delivery, or what of it goes back, without tax: the buyer's part and the part that the store gives."""

    paid: int = 0
    given: int = 0

    @property
    def whole(self) -> int:
        return self.paid + self.given

    def split(self, before: Freight, amount: int) -> Freight:
        """Which parts of this delivery `amount` of it is, when `before` is back: the store's by cumulative target."""
        given = self.given * (before.whole + amount) // self.whole - before.given if self.whole else 0
        return Freight(amount - given, given)


def given_back(lines: Sequence[Charged], returned: Sequence[tuple[int, int]], *, freight: int = 0) -> list[Back]:
    """Per line what goes back with these `(pieces, amount with tax)`; its pieces and amount are those asked for.

    `freight` is what of the delivery, without tax and whoever paid it, is back with this refund in all.
    """
    shares = _freight_shares(lines, freight)
    return [_difference(line, *part, share) for line, part, share in zip(lines, returned, shares, strict=True)]


def share_of(backs: Sequence[Back], freight: Freight, freight_tax: int = 0) -> Share:
    """How the money of a refund is divided that gives these parts of its lines and of the delivery back."""
    tax = sum(back.tax for back in backs)
    return Share(
        goods=sum(back.amount for back in backs) - tax,
        shipping=freight.paid,
        tax=tax + freight_tax,
        store_discount=sum(back.store for back in backs),
        given_shipping=freight.given,
        commission=sum(back.fee for back in backs),
        fee_tax=sum(back.fee_tax for back in backs),
    )


def tax_back(tax: int, net: int, before: int, now: int) -> int:
    """The tax that goes back with `now` of `net`, when `before` of it is back already."""
    return (tax * (before + now) // net - tax * before // net) if net else 0


def spread(amount: int, open_amounts: Sequence[int]) -> list[int]:
    """Split a free amount over lines by what each has left. Raises `Invalid` for `amount` when that is too little."""
    left = sum(open_amounts)
    if not 0 <= amount <= left:
        raise Invalid({"amount": "Enter an amount that is not more than what was paid and is not back yet."})
    return allocate(amount, open_amounts) if amount else [0] * len(open_amounts)


def _freight_shares(lines: Sequence[Charged], back: int) -> list[int]:
    """Each line's share of what of the delivery is back, by running sums, so that they make up exactly the whole."""
    shares, covered, done, whole = [], 0, 0, sum(line.freight for line in lines)
    for line in lines:
        covered += line.freight
        upto = covered * back // whole if whole else 0
        shares.append(upto - done)
        done = upto
    return shares


def _difference(line: Charged, pieces: int, amount: int, freight: int) -> Back:
    before = line.back
    paid = before.amount + amount
    tax = line.tax * paid // line.total if line.total else 0
    store = max(before.store, line.store * (before.pieces + pieces) // line.quantity)
    counted = freight if line.base != Base.GOODS else 0
    whole = line.total - line.tax + line.store + (line.freight if line.base != Base.GOODS else 0)
    value = paid - tax + store + counted
    # Together, so that no cent is given back twice; a tax that ran ahead by rounding waits for its fee.
    both = max(before.fee + before.fee_tax, (line.fee + line.fee_tax) * value // whole if whole else 0)
    fee = max(before.fee, min(line.fee * value // whole if whole else 0, both - before.fee_tax))
    return Back(
        pieces=pieces,
        amount=amount,
        tax=tax - before.tax,
        store=store - before.store,
        fee=fee - before.fee,
        fee_tax=both - fee - before.fee_tax,
    )
