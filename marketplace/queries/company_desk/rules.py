"""The approval rules of a company as its desk lists them, and one of them in the form that changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import ApproverKind, RuleKind
from marketplace.domain.companies.members import APPROVING
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import MemberStatus, VendorStatus
from marketplace.domain.permissions import Actor
from marketplace.models.approval import ApprovalRule
from marketplace.models.catalogue import Category
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.spending import CostCentre
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.company_desk.request_words import rule_words, step_words
from marketplace.queries.company_desk.usage import plain_amount
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count

STEPS = 3  # of a rule in the form


@dataclass(frozen=True)
class RuleRow:
    """One line of the list."""

    id: str
    name: str
    when: str
    where: str
    who: str
    is_active: bool
    href: str


@dataclass(frozen=True)
class RuleList:
    """The list; `places_approved` says what follows an approval."""

    rows: tuple[RuleRow, ...] = ()
    summary: str = ""
    places_approved: bool = True


_EMPTY = {
    "name": "",
    "kind": "total",
    "operator": "over",
    "amount": "",
    "category": "",
    "vendor": "",
    "cost_centre": "",
    "location": "",
    "counts_day": "yes",
    "active": "yes",
    "step_1": "role:approver",
    "step_2": "",
    "step_3": "",
}


@dataclass(frozen=True)
class RuleCard:
    """A rule in its form; without an id an empty form for a new one."""

    id: str = ""
    currency: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: dict(_EMPTY))
    categories: tuple[Option, ...] = ()
    vendors: tuple[Option, ...] = ()
    cost_centres: tuple[Option, ...] = ()
    locations: tuple[Option, ...] = ()
    approvers: tuple[Option, ...] = ()


def list_rules(db: Session, actor: Actor, tenant_id: str) -> RuleList:
    """The rules of the actor's company, oldest first. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    rules = _of(db, company)
    names, subjects = _member_names(db, company), _subjects(db, rules)
    places = dict(
        db.exec(select(CompanyLocation.id, CompanyLocation.name).where(CompanyLocation.company_id == company.id)).all()
    )
    rows = [
        RuleRow(
            id=one.id,
            name=one.name,
            when=rule_words(one.kind, one.operator, one.amount, company.currency, subjects.get(one.subject_id, "")),
            where=places.get(one.location_id or "", "All locations"),
            who=", then ".join(step_words(step, names) for step in one.steps),
            is_active=one.is_active,
            href=f"{place.home}/rules?rule={one.id}",
        )
        for one in rules
    ]
    active = sum(one.is_active for one in rules)
    return RuleList(tuple(rows), f"{count(active, 'rule holds', 'rules hold')}.", company.places_approved)


def get_rule_card(db: Session, actor: Actor, tenant_id: str, rule_id: str) -> RuleCard:
    """A rule of the actor's company in its form; an empty form without an id. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    given = dict(_EMPTY)
    if rule_id:
        rule = next((one for one in _of(db, company) if one.id == rule_id), None)
        if rule is None:
            raise NotFound("rule", rule_id)
        given |= _given(rule, company)
    names = _member_names(db, company, only_approvers=True)
    roles = (Option("role:approver", "An approver"), Option("role:admin", "An administrator"))
    manager = Option(f"{ApproverKind.MANAGER}:", "The buyer’s manager")
    return RuleCard(
        id=rule_id,
        currency=company.currency,
        given=given,
        categories=_choices(db, select(Category.id, Category.name).where(Category.is_active).order_by(Category.path)),
        vendors=_choices(
            db, select(Vendor.id, Vendor.name).where(Vendor.status == VendorStatus.APPROVED).order_by(Vendor.name)
        ),
        cost_centres=tuple(
            Option(one.id, one.label)
            for one in db.exec(select(CostCentre).where(CostCentre.company_id == company.id).order_by(CostCentre.code))
        ),
        locations=_choices(
            db,
            select(CompanyLocation.id, CompanyLocation.name)
            .where(CompanyLocation.company_id == company.id)
            .order_by(CompanyLocation.name),
        ),
        approvers=(*roles, manager, *(Option(f"member:{key}", name) for key, name in names.items())),
    )


def _given(rule: ApprovalRule, company: Company) -> dict[str, str]:
    is_money = rule.kind not in (RuleKind.QUANTITY, RuleKind.LIMIT)
    steps = [f"{one['kind']}:{one['value']}" for one in rule.steps] + [""] * STEPS
    return {
        "name": rule.name,
        "kind": rule.kind,
        "operator": rule.operator,
        "amount": plain_amount(rule.amount, company.currency) if is_money else str(rule.amount),
        "category": rule.subject_id if rule.kind == RuleKind.CATEGORY else "",
        "vendor": rule.subject_id if rule.kind == RuleKind.VENDOR else "",
        "cost_centre": rule.subject_id if rule.kind == RuleKind.COST_CENTRE else "",
        "location": rule.location_id or "",
        "counts_day": "yes" if rule.counts_day else "",
        "active": "yes" if rule.is_active else "",
        **{f"step_{at}": steps[at - 1] for at in range(1, STEPS + 1)},
    }


def _of(db: Session, company: Company) -> list[ApprovalRule]:
    mine = select(ApprovalRule).where(ApprovalRule.company_id == company.id)
    return list(db.exec(mine.order_by(col(ApprovalRule.created_at), col(ApprovalRule.id))))


def _member_names(db: Session, company: Company, *, only_approvers: bool = False) -> dict[str, str]:
    members = (
        select(CompanyMember, User.first_name, User.last_name)
        .outerjoin(User, col(User.id) == CompanyMember.user_id)
        .where(CompanyMember.company_id == company.id, CompanyMember.status == MemberStatus.ACTIVE)
        .order_by(col(CompanyMember.created_at), col(CompanyMember.id))
    )
    return {
        member.id: f"{first or ''} {last or ''}".strip() or member.email
        for member, first, last in db.exec(members)
        if not only_approvers or member.role in list(APPROVING)
    }


def _subjects(db: Session, rules: list[ApprovalRule]) -> dict[str, str]:
    """The names of what rules look at."""
    wanted = [one.subject_id for one in rules if one.subject_id]
    names: dict[str, str] = {}
    if wanted:
        names |= dict(db.exec(select(Category.id, Category.name).where(col(Category.id).in_(wanted))).all())
        names |= dict(db.exec(select(Vendor.id, Vendor.name).where(col(Vendor.id).in_(wanted))).all())
        centres = db.exec(select(CostCentre).where(col(CostCentre.id).in_(wanted)))
        names |= {one.id: one.label for one in centres}
    return names


def _choices(db: Session, statement: Any) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in db.exec(statement))
