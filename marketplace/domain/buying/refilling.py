"""Goods that were chosen once go into a cart again: how many of them can be had today, and what became of the rest."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.catalogue.tiers import MOST_PIECES, QuantityRule


@dataclass(frozen=True)
class Fitted:
    """So many `pieces` go in, 0 for none; `why` follows the name of the goods where that is not what was wanted."""

    pieces: int
    why: str = ""


GONE = Fitted(0, " is no longer sold here.")
FULL = Fitted(0, " finds no room: the cart holds no more different goods.")


def fit_pieces(rule: QuantityRule, quantity: int, *, inside: int = 0, free: int | None = None) -> Fitted:
    """How many of `quantity` pieces go in beside those `inside`, raised to what is sold now and within what is `free`
    (None: made to order).

    `fit_pieces(QuantityRule(1, 12), 20, free=100)` is 24 pieces, ": 20 became 24: sold from 12 in steps of 12."
    """
    if free is not None and not rule.within(free):
        return Fitted(0, " is sold out.")
    wanted = min(rule.fit(quantity + inside), rule.within(MOST_PIECES)) - inside
    if free is None or wanted + inside <= free:
        return Fitted(wanted, "" if wanted == quantity else f": {quantity:,} became {wanted:,}: {_sold(rule)}")
    pieces = rule.within(free) - inside
    if pieces <= 0:
        return Fitted(0, f": only {free:,} left, and {inside:,} of them are in your cart already.")
    return Fitted(pieces, f": {quantity:,} wanted, {free:,} left; {pieces:,} went in.")


def _sold(rule: QuantityRule) -> str:
    steps = f" in steps of {rule.step:,}" if (rule.step or 1) > 1 else ""
    return f"sold from {rule.smallest:,}{steps}."
