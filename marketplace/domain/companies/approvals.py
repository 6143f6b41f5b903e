"""When a company's basket needs a yes, and whose: rules, the steps that follow from them, and who may decide a step.

Amounts are in minor units of the company's currency, with tax and freight, as spending limits count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import zip_longest

from marketplace.domain.companies.members import APPROVING, CompanyRole

WINDOW = timedelta(hours=24)  # what the same person ordered before counts as one basket: a split order is one order
REMIND_AFTER = timedelta(hours=24)
ESCALATE_AFTER = timedelta(hours=72)


class RuleKind(StrEnum):
    """What a rule looks at."""

    TOTAL = "total"
    CATEGORY = "category"
    VENDOR = "vendor"
    COST_CENTRE = "cost_centre"
    QUANTITY = "quantity"
    LIMIT = "limit"


class Operator(StrEnum):
    """How what a rule looks at is compared with its amount."""

    OVER = "over"
    FROM = "from"


class ApproverKind(StrEnum):
    """Who decides a step."""

    ROLE = "role"
    MEMBER = "member"
    MANAGER = "manager"


@dataclass(frozen=True)
class Approver:
    """Who decides a step: everybody of a role (or above), one member, or the buyer's manager."""

    kind: ApproverKind
    value: str = ""


@dataclass(frozen=True)
class Rule:
    """`subject` is the path of a category, the id of a vendor or cost centre; `amount` counts pieces for QUANTITY."""

    id: str
    name: str
    kind: RuleKind
    operator: Operator
    amount: int
    steps: tuple[Approver, ...]
    subject: str = ""
    counts_day: bool = False


@dataclass(frozen=True)
class BasketLine:
    """What rules see of one line; `total_amount` is with tax."""

    vendor_id: str
    category_path: str
    quantity: int
    total_amount: int


@dataclass(frozen=True)
class BasketFacts:
    """What rules see of a basket. `recent_amount` is what the buyer ordered and holds of the last `WINDOW` besides."""

    total_amount: int
    lines: tuple[BasketLine, ...]
    cost_centre_id: str = ""
    recent_amount: int = 0
    is_over_limit: bool = False


def measured(rule: Rule, basket: BasketFacts) -> int | None:
    """What the rule compares with its amount; None where it does not look at this basket."""
    if rule.kind is RuleKind.TOTAL:
        return basket.total_amount + (basket.recent_amount if rule.counts_day else 0)
    if rule.kind is RuleKind.LIMIT:
        return rule.amount + 1 if basket.is_over_limit else None
    if rule.kind is RuleKind.COST_CENTRE:
        return basket.total_amount if basket.cost_centre_id == rule.subject else None
    if rule.kind is RuleKind.QUANTITY:
        return max((line.quantity for line in basket.lines), default=0)
    inside = [line.total_amount for line in basket.lines if _is_inside(rule, line)]
    return sum(inside) if inside else None


def stops(rule: Rule, basket: BasketFacts) -> bool:
    """Whether the basket needs the rule's approvers."""
    value = measured(rule, basket)
    if value is None:
        return False
    return value > rule.amount if rule.operator is Operator.OVER else value >= rule.amount


def steps_of(rules: Iterable[Rule]) -> tuple[Approver, ...]:
    """The steps of all rules that stop a basket, one after another: first steps first, nobody asked twice."""
    rounds = zip_longest(*(rule.steps for rule in rules))
    return tuple(dict.fromkeys(step for one in rounds for step in one if step is not None))


@dataclass(frozen=True)
class Person:
    """An active member, as the question of who decides looks at them."""

    member_id: str
    role: CompanyRole
    manager_id: str = ""
    is_away: bool = False
    delegate_id: str = ""

    @property
    def may_approve(self) -> bool:
        return self.role in APPROVING


def deciders(
    step: Approver,
    people: Sequence[Person],
    *,
    requester_id: str,
    decided: Collection[str] = (),
    is_escalated: bool = False,
) -> tuple[str, ...]:
    """The members who may decide a step.

    Who is away is replaced by their delegate. Nobody decides their own request, nor two steps of one, while another
    can. Where the step names nobody who can, or it was escalated, administrators decide besides.
    """
    able = {one.member_id: one for one in people if one.may_approve}
    named = [one.member_id for one in people if _is_named(step, one, requester_id, people)]
    present = _present(named, able)
    if is_escalated or not set(present) - {requester_id}:
        present += _present([one.member_id for one in people if one.role is CompanyRole.ADMIN], able)
    if not set(present) - {requester_id}:
        present += list(able)
    others = [one for one in dict.fromkeys(present) if one != requester_id]
    fresh = [one for one in others if one not in decided]
    return tuple(fresh or others or [one for one in present if one == requester_id][:1])


def digest_of(facts: Mapping[str, object]) -> str:
    """What a yes is bound to: any other value of these facts is another basket."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class SnapshotLine:
    """A line of a request, by what tells it from others; amounts in minor units."""

    key: str
    title: str
    quantity: int
    unit_amount: int
    total_amount: int


@dataclass(frozen=True)
class Snapshot:
    """What was asked for; `freight_amount` without tax, `total_amount` with it."""

    lines: tuple[SnapshotLine, ...]
    freight_amount: int
    total_amount: int
    place: str
    address: str
    cost_centre: str


@dataclass(frozen=True)
class Change:
    """One difference: of a line's quantity or price, or of the whole. An empty side was not there."""

    what: str
    title: str
    was: str | int
    now: str | int


def differences(old: Snapshot, new: Snapshot) -> list[Change]:
    """Line by line what is another since it was asked for; empty for the same basket."""
    before, after = ({line.key: line for line in one.lines} for one in (old, new))
    changes = []
    for key, line in before.items():
        if key not in after:
            changes.append(Change("gone", line.title, line.quantity, 0))
    for key, line in after.items():
        was = before.get(key)
        if was is None:
            changes.append(Change("new", line.title, 0, line.quantity))
            continue
        if was.quantity != line.quantity:
            changes.append(Change("quantity", line.title, was.quantity, line.quantity))
        if was.unit_amount != line.unit_amount:
            changes.append(Change("price", line.title, was.unit_amount, line.unit_amount))
        elif was.quantity == line.quantity and was.total_amount != line.total_amount:
            changes.append(Change("line_total", line.title, was.total_amount, line.total_amount))
    for what in ("freight_amount", "total_amount", "place", "address", "cost_centre"):
        if getattr(old, what) != getattr(new, what):
            changes.append(Change(what, "", getattr(old, what), getattr(new, what)))
    return changes


def is_due(asked_at: datetime, told_at: datetime | None, moment: datetime, wait: timedelta) -> bool:
    """Whether so long has passed without an answer and nobody was told of it."""
    return told_at is None and moment - asked_at >= wait


def _is_inside(rule: Rule, line: BasketLine) -> bool:
    if rule.kind is RuleKind.VENDOR:
        return line.vendor_id == rule.subject
    return line.category_path.startswith(rule.subject)


def _is_named(step: Approver, one: Person, requester_id: str, people: Sequence[Person]) -> bool:
    if step.kind is ApproverKind.MEMBER:
        return one.member_id == step.value
    if step.kind is ApproverKind.MANAGER:
        return any(p.member_id == requester_id and p.manager_id == one.member_id for p in people)
    return one.role is CompanyRole.ADMIN or (one.may_approve and step.value == CompanyRole.APPROVER)


def _present(named: Iterable[str], able: Mapping[str, Person]) -> list[str]:
    """Those of them who can decide now, or who stands in for them."""
    there = []
    for member_id in named:
        person = able.get(member_id)
        if person is None:
            continue
        stand_in = person.delegate_id if person.is_away else member_id
        if stand_in in able:
            there.append(stand_in)
    return there
