"""A vendor's own rule: an answer whose prices leave less than its margin waits for somebody who may let it go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from marketplace.domain.quotes.terms import QuotedLine
from marketplace.domain.stores.taxes import net_and_gross


def margin_bps(net_amount: int, cost_amount: int) -> int:
    """What is left of a price after its cost, in basis points of the price, rounded down: 100 that cost 85 leave 1500.

    A price of nothing leaves nothing; a cost above the price leaves less than nothing.
    """
    return (net_amount - cost_amount) * 10_000 // net_amount if net_amount > 0 else -10_000


def below_margin(
    lines: Iterable[QuotedLine], costs: Mapping[str, int], least_bps: int | None, *, inclusive: bool
) -> list[str]:
    """The lines (their ids) that leave less than `least_bps` at any of their steps. `costs` are by offer, without tax;
    an article whose cost nobody has told is never below: nothing is known about it."""
    if least_bps is None:
        return []
    return [
        line.line_id
        for line in lines
        if not line.cannot
        and line.offer_id in costs
        and any(
            margin_bps(net_and_gross(amount, line.tax.rate_bps, inclusive=inclusive)[0], costs[line.offer_id])
            < least_bps
            for amount in (line.bought_unit_amount, *(one.amount for one in line.breaks))
        )
    ]
