"""What happens to an order after it was bought: a fixed dice decides, the clock says how far it has come."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = timedelta(hours=1)


@dataclass(frozen=True, order=True)
class Turn:
    """One thing that happens: `what` at `moment`, to `subject` (an order, a group, or a store)."""

    moment: datetime
    number: int  # of equal moments the earlier made comes first
    what: str
    subject: str = ""
    detail: str = ""


def order_turns(
    dice: random.Random, paid_at: datetime, ship_by: datetime, order_id: str
) -> list[tuple[datetime, str, str]]:
    """`(moment, what, detail)` for one vendor's order. One in eight goes wrong in some way, few are sent late."""
    fate = dice.random()
    accepted = paid_at + dice.uniform(0.05, 0.4) * (ship_by - paid_at)
    shipped = accepted + dice.uniform(0.3, 0.95) * (ship_by - accepted)
    delivered = shipped + dice.uniform(26, 90) * HOURS
    if fate < 0.03:
        return [(accepted, "refuse", "The batch we have is damaged; the next one comes in three weeks.")]
    turns = [(accepted, "accept", "")]
    if fate < 0.06:  # forgotten: late for as long as it takes
        shipped += dice.uniform(90, 160) * HOURS
        delivered = shipped + 60 * HOURS
    if fate < 0.20:
        turns += [(accepted + (shipped - accepted) / 3, "ship_part", ""), (shipped, "ship", "")]
        delivered += 40 * HOURS
    else:
        turns.append((shipped, "ship", ""))
    turns.append((delivered, "deliver", ""))
    if fate > 0.965:
        turns.append((delivered + 30 * HOURS, "refund", "One piece arrived scratched; kept at a reduction."))
    elif fate > 0.93:
        requested_at = delivered + 50 * HOURS
        turns += [
            (requested_at, "ask_return", "Ordered the wrong size."),
            (requested_at + 20 * HOURS, "approve_return", ""),
            (requested_at + 120 * HOURS, "receive_return", ""),
            (requested_at + 130 * HOURS, "refund_return", ""),
        ]
    return turns


def buying_times(dice: random.Random, start: datetime, end: datetime, *, a_week: float) -> list[datetime]:
    """When carts were bought: more each week, most on working days, between seven and nineteen o'clock."""
    moments = []
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        growth = 0.7 + 0.6 * ((day - start) / (end - start))
        share = (0.2, 0.19, 0.18, 0.17, 0.15, 0.06, 0.05)[day.weekday()]
        expected = a_week * share * growth
        count = int(expected) + (dice.random() < expected % 1)
        moments += [day + timedelta(seconds=dice.uniform(7, 19) * 3600) for _ in range(count)]
        day += timedelta(days=1)
    return sorted(moment for moment in moments if start <= moment < end)
