"""Why a request was stopped and what changed of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.domain.companies.approvals import ApproverKind, Operator, RuleKind
from marketplace.domain.companies.members import ROLE_NAMES, CompanyRole
from marketplace.queries.formatting.money import money, number

_MONEY = ("price", "line_total", "freight_amount", "total_amount")
_WHAT = {
    "price": "Price",
    "line_total": "Line total",
    "quantity": "Quantity",
    "freight_amount": "Freight",
    "total_amount": "Total",
    "place": "Place",
    "address": "Delivery address",
    "cost_centre": "Cost centre",
}


def rule_words(kind: str, operator: str, amount: int, currency: str, subject: str = "") -> str:
    """`Over €2,000.00`, `Category Safety over €100.00`, `50 pieces of a line or more`."""
    if kind == RuleKind.LIMIT:
        return "Over own limit"
    if kind == RuleKind.QUANTITY:
        pieces = number(amount)
        return f"More than {pieces} of a line" if operator == Operator.OVER else f"{pieces} of a line or more"
    figure = money(amount, currency)
    over = f"over {figure}" if operator == Operator.OVER else f"{figure} or more"
    named = {RuleKind.CATEGORY: "Category", RuleKind.VENDOR: "Vendor", RuleKind.COST_CENTRE: "Cost centre"}
    if kind == RuleKind.TOTAL:
        return over[:1].upper() + over[1:]
    return f"{named[RuleKind(kind)]} {subject} {over}".replace("  ", " ")


def reason_words(reason: Mapping[str, Any], currency: str) -> str:
    """Why one rule asked: `Over €2,000.00, with what was ordered in the last 24 hours`."""
    words = rule_words(str(reason["kind"]), str(reason["operator"]), int(reason["amount"]), currency)
    return f"{words}, with what was ordered in the last 24 hours" if reason.get("recent") else words


def change_words(change: Mapping[str, Any], currency: str) -> tuple[str, str, str]:
    """What changed, what it was, what it is: `("Hammer: price", "€10.00", "€11.00")`."""
    what, was, now = str(change["what"]), change["was"], change["now"]
    if what == "gone":
        return f"{change['title']}: cannot be bought any more", f"{was} pieces", "none"
    if what == "new":
        return f"{change['title']}: new", "none", f"{now} pieces"
    label = f"{change['title']}: {_WHAT[what].lower()}" if change["title"] else _WHAT[what]
    if what in _MONEY:
        return label, money(int(was), currency), money(int(now), currency)
    return label, str(was) or "none", str(now) or "none"


def step_words(step: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Who decides a step: `An approver`, `An administrator`, `The buyer’s manager`, or a name."""
    if step["kind"] == ApproverKind.MANAGER:
        return "The buyer’s manager"
    if step["kind"] == ApproverKind.MEMBER:
        return names.get(str(step["value"]), "Somebody who left")
    return f"An {ROLE_NAMES[CompanyRole(step['value'])].lower()}"
