"""Which rule stops which basket, which steps follow, who may decide them, and what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marketplace.domain.companies.approvals import (
    Approver,
    ApproverKind,
    BasketFacts,
    BasketLine,
    Change,
    Operator,
    Person,
    Rule,
    RuleKind,
    Snapshot,
    SnapshotLine,
    deciders,
    differences,
    steps_of,
    stops,
)
from marketplace.domain.companies.members import CompanyRole

ROLE = Approver(ApproverKind.ROLE, "approver")
ADMINS = Approver(ApproverKind.ROLE, "admin")
BASKET = BasketFacts(
    total_amount=10_000,
    lines=(
        BasketLine("ven_bolt", "/tools/drills/", 12, 6_000),
        BasketLine("ven_bolt", "/safety/", 3, 1_500),
        BasketLine("ven_nut", "/tools/", 2, 2_500),
    ),
    cost_centre_id="ccc_1",
    recent_amount=500,
)


def rule(kind: RuleKind, amount: int, operator: Operator = Operator.OVER, **fields: object) -> Rule:
    return Rule("apr_1", "A rule", kind, operator, amount, (ROLE,), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "stopped"),
    [
        (rule(RuleKind.TOTAL, 9_999), True),
        (rule(RuleKind.TOTAL, 10_000), False),
        (rule(RuleKind.TOTAL, 10_000, Operator.FROM), True),
        (rule(RuleKind.TOTAL, 10_001, Operator.FROM), False),
        (rule(RuleKind.TOTAL, 10_499, counts_day=True), True),
        (rule(RuleKind.TOTAL, 10_500, counts_day=True), False),
        (rule(RuleKind.CATEGORY, 8_499, subject="/tools/"), True),
        (rule(RuleKind.CATEGORY, 8_500, subject="/tools/"), False),
        (rule(RuleKind.CATEGORY, 0, subject="/safety/"), True),
        (rule(RuleKind.CATEGORY, 0, Operator.FROM, subject="/paint/"), False),
        (rule(RuleKind.VENDOR, 2_499, subject="ven_nut"), True),
        (rule(RuleKind.VENDOR, 2_500, subject="ven_nut"), False),
        (rule(RuleKind.COST_CENTRE, 9_999, subject="ccc_1"), True),
        (rule(RuleKind.COST_CENTRE, 0, subject="ccc_2"), False),
        (rule(RuleKind.QUANTITY, 11), True),
        (rule(RuleKind.QUANTITY, 12), False),
        (rule(RuleKind.LIMIT, 0), False),
    ],
)
def test_what_a_rule_stops(one: Rule, stopped: bool) -> None:
    assert stops(one, BASKET) is stopped


def test_a_spending_limit_that_is_reached_stops() -> None:
    assert stops(rule(RuleKind.LIMIT, 0), replace(BASKET, is_over_limit=True))


def test_steps_of_several_rules_are_one_row() -> None:
    boss = Approver(ApproverKind.MANAGER)
    large = replace(rule(RuleKind.TOTAL, 1), steps=(ROLE, ADMINS))
    safety = replace(rule(RuleKind.CATEGORY, 1), steps=(boss, ADMINS))
    assert steps_of([large, safety, rule(RuleKind.QUANTITY, 1)]) == (ROLE, boss, ADMINS)
    assert steps_of([]) == ()


PEOPLE = (
    Person("marta", CompanyRole.ADMIN),
    Person("tom", CompanyRole.APPROVER),
    Person("sam", CompanyRole.APPROVER),
    Person("priya", CompanyRole.BUYER, manager_id="tom"),
)


def away(name: str, delegate: str = "") -> tuple[Person, ...]:
    return tuple(replace(one, is_away=True, delegate_id=delegate) if one.member_id == name else one for one in PEOPLE)


@pytest.mark.parametrize(
    ("step", "people", "more", "who"),
    [
        (ROLE, PEOPLE, {}, ("marta", "tom", "sam")),
        (ADMINS, PEOPLE, {}, ("marta",)),
        (Approver(ApproverKind.MANAGER), PEOPLE, {}, ("tom",)),
        (Approver(ApproverKind.MANAGER), PEOPLE, {"requester_id": "sam"}, ("marta",)),  # has none
        (Approver(ApproverKind.MEMBER, "sam"), PEOPLE, {}, ("sam",)),
        (Approver(ApproverKind.MEMBER, "sam"), PEOPLE, {"requester_id": "sam"}, ("marta",)),  # never oneself
        (Approver(ApproverKind.MEMBER, "gone"), PEOPLE, {}, ("marta",)),
        (Approver(ApproverKind.MEMBER, "priya"), PEOPLE, {}, ("marta",)),  # a buyer approves nothing
        (Approver(ApproverKind.MEMBER, "tom"), away("tom", "sam"), {}, ("sam",)),
        (Approver(ApproverKind.MEMBER, "tom"), away("tom"), {}, ("marta",)),
        (Approver(ApproverKind.MEMBER, "tom"), away("tom", "priya"), {}, ("marta",)),
        (Approver(ApproverKind.MEMBER, "tom"), PEOPLE, {"is_escalated": True}, ("tom", "marta")),
        (ROLE, PEOPLE, {"decided": ["tom"]}, ("marta", "sam")),
        (Approver(ApproverKind.MEMBER, "tom"), PEOPLE, {"decided": ["tom"]}, ("tom",)),  # nobody else is named
        (ADMINS, PEOPLE, {"requester_id": "marta"}, ("tom", "sam")),  # the only administrator asks
        (ADMINS, PEOPLE[:1], {"requester_id": "marta"}, ("marta",)),  # nobody else can
        (ROLE, PEOPLE[3:], {}, ()),
    ],
)
def test_who_decides(step: Approver, people: tuple[Person, ...], more: dict[str, object], who: tuple[str, ...]) -> None:
    assert deciders(step, people, **{"requester_id": "priya", **more}) == who  # type: ignore[arg-type]


def test_differences_line_by_line() -> None:
    hammer, saw = SnapshotLine("h", "Hammer", 2, 1000, 2380), SnapshotLine("s", "Saw", 1, 2000, 2380)
    old = Snapshot((hammer, saw), 600, 5474, "York", "Lange Gasse 3, Kassel", "")
    assert differences(old, old) == []
    dearer, glove = (
        replace(hammer, quantity=3, unit_amount=1100, total_amount=3927),
        SnapshotLine("g", "Glove", 12, 500, 7140),
    )
    new = replace(old, lines=(dearer, glove), total_amount=11_781, place="Derby", cost_centre="4410 Track works")
    assert differences(old, new) == [
        Change("gone", "Saw", 1, 0),
        Change("quantity", "Hammer", 2, 3),
        Change("price", "Hammer", 1000, 1100),
        Change("new", "Glove", 0, 12),
        Change("total_amount", "", 5474, 11_781),
        Change("place", "", "York", "Derby"),
        Change("cost_centre", "", "", "4410 Track works"),
    ]
    cheaper = replace(old, lines=(replace(hammer, total_amount=2000), saw))
    assert differences(old, cheaper) == [Change("line_total", "Hammer", 2380, 2000)]
