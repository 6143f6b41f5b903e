"""The conditions of a payout as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.finance.payouts import Condition
from marketplace.queries.formatting.money import money
from marketplace.services.finance.payouts import Outlook


@dataclass(frozen=True)
class ConditionLine:
    """One condition: whether it is met, and how it stands. `tone` is good, warn or bad."""

    label: str
    detail: str
    tone: str


def condition_lines(outlook: Outlook, amount: int) -> list[ConditionLine]:
    """The minimum, the bank account and whatever else is in the way of the next payout, of this amount; at the end
    whether two people will release it."""
    limit, currency = outlook.two_persons_above, outlook.payable.currency
    details = {"minimum": money(outlook.least, currency), "account": outlook.account.get("holder", "")}
    lines = [
        ConditionLine(
            condition.label,
            details.get(condition.code, "") if condition.is_open else condition.sentence,
            _tone(condition),
        )
        for condition in outlook.planned
        if condition.code in details or not condition.is_open
    ]
    label = f"Two operators approve above {money(limit, currency)}"
    if amount > limit:
        lines.append(ConditionLine(label, f"{money(amount - limit, currency)} above", "warn"))
    else:
        lines.append(ConditionLine(label, f"{money(limit - amount, currency)} below", "good"))
    return lines


def _tone(condition: Condition) -> str:
    if condition.is_open:
        return "good"
    return "warn" if condition.code in ("minimum", "interval") else "bad"
