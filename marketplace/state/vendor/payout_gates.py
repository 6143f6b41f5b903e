"""The conditions of a payout as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.queries.storefront.format import money
from marketplace.services.payouts import Outlook


@dataclass(frozen=True)
class GateLine:
    """One condition: whether it is met, and how it stands. `tone` is good, warn or bad."""

    label: str
    detail: str
    tone: str


def gate_lines(outlook: Outlook) -> list[GateLine]:
    """Every condition in words, and at the end whether two people will have to release it."""
    lines = [
        GateLine(gate.label, "" if gate.is_open else gate.sentence, "good" if gate.is_open else "bad")
        for gate in outlook.gates
    ]
    amount, limit, currency = outlook.payable.amount, outlook.two_persons_above, outlook.payable.currency
    label = f"Two operators approve above {money(limit, currency)}"
    if amount > limit:
        lines.append(GateLine(label, f"{money(amount - limit, currency)} above", "warn"))
    else:
        lines.append(GateLine(label, f"{money(limit - amount, currency)} below", "good"))
    return lines
