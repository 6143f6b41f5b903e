"""The approval rules of a company: kept by its administrators, read by every checkout for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.approvals import Approver, ApproverKind, Operator, Person, Rule, RuleKind
from marketplace.domain.companies.members import APPROVING
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.models.approval import ApprovalRule
from marketplace.models.catalogue import Category
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.spending import CostCentre
from marketplace.models.vendor import Vendor
from marketplace.services.companies.company_access import is_administrator, lock_administered, note_company, own_company

MAX_RULES, MAX_STEPS = 100, 5
_NEEDS_SUBJECT = {
    RuleKind.CATEGORY: "Choose a category.",
    RuleKind.VENDOR: "Choose a vendor.",
    RuleKind.COST_CENTRE: "Choose a cost centre.",
}


@dataclass(frozen=True)
class RuleForm:
    """What an administrator says of a rule. `amount` is in minor units of the company's currency, or in pieces."""

    name: str
    kind: str
    amount: int | None
    steps: tuple[Approver, ...] = field(default_factory=tuple)
    operator: str = Operator.OVER
    subject_id: str = ""
    location_id: str = ""
    counts_day: bool = True
    is_active: bool = True


def save_rule(db: Session, actor: Actor, tenant_id: str, rule_id: str, form: RuleForm) -> ApprovalRule:
    """Make a rule (without an id) or change one; it holds from the next checkout on.

    Raises what `lock_administered` raises, `NotFound`, `Invalid` by field, `Conflict` where there are too many.
    """
    company = lock_administered(db, actor, tenant_id)
    row = _own_rule(db, company, rule_id) if rule_id else None
    if problems := _problems(db, company, form):
        raise Invalid(problems)
    _check_name(db, company, row, " ".join(form.name.split()))
    if row is None:
        _check_room(db, company)
        row = ApprovalRule(id=new_id("apr"), tenant_id=tenant_id, company_id=company.id, name="", kind=form.kind)
        db.add(row)
    _fill(row, form)
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_RULE_SAVED, rule=row.name)
    return row


def check_rule(db: Session, actor: Actor, tenant_id: str, form: RuleForm) -> ApprovalRule:
    """The rule of a form to try it, kept nowhere. Raises `Unauthenticated`, `NotFound`, `Forbidden`, `Invalid`."""
    company = own_company(db, actor, tenant_id)
    if not is_administrator(actor, company):
        raise Forbidden("Only an administrator of the company does this.")
    if problems := _problems(db, company, form):
        raise Invalid(problems)
    row = ApprovalRule(id="", tenant_id=tenant_id, company_id=company.id, name="", kind=form.kind)
    _fill(row, form)
    return row


def _fill(row: ApprovalRule, form: RuleForm) -> None:
    row.name, row.kind, row.operator = " ".join(form.name.split()), form.kind, form.operator
    row.amount = 0 if form.kind == RuleKind.LIMIT else form.amount or 0
    row.subject_id = form.subject_id if form.kind in _NEEDS_SUBJECT else ""
    row.location_id, row.is_active = form.location_id or None, form.is_active
    row.counts_day = form.counts_day and form.kind == RuleKind.TOTAL
    row.steps = [{"kind": str(one.kind), "value": one.value} for one in form.steps]


def remove_rule(db: Session, actor: Actor, tenant_id: str, rule_id: str) -> str:
    """Take a rule away; what waits because of it goes on waiting. Answers its name. Raises as `save_rule`."""
    company = lock_administered(db, actor, tenant_id)
    row = _own_rule(db, company, rule_id)
    db.delete(row)
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_RULE_REMOVED, rule=row.name)
    return row.name


def set_places_approved(db: Session, actor: Actor, tenant_id: str, *, places: bool) -> None:
    """Whether an approved request is placed by itself, or waits for its buyer. Raises what `lock_administered` does."""
    company = lock_administered(db, actor, tenant_id)
    company.places_approved = places
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_APPROVED_ORDERS_CHANGED, places=places)


def rules_of(db: Session, company_id: str, location_id: str) -> list[Rule]:
    """The rules that hold for a basket of this place, in the order in which they were made."""
    mine = select(ApprovalRule).where(
        ApprovalRule.company_id == company_id,
        ApprovalRule.is_active,
        or_(col(ApprovalRule.location_id).is_(None), ApprovalRule.location_id == location_id),
    )
    rows = db.exec(mine.order_by(col(ApprovalRule.created_at), col(ApprovalRule.id))).all()
    wanted = [row.subject_id for row in rows if row.kind == RuleKind.CATEGORY]
    known = db.exec(select(Category.id, Category.path).where(col(Category.id).in_(wanted))).all() if wanted else []
    paths = dict(known)
    return [row.as_rule(paths.get(row.subject_id, "")) for row in rows]


def people_of(db: Session, company_id: str) -> list[Person]:
    """The active members, oldest first, as the question of who decides looks at them."""
    moment = now()
    active = select(CompanyMember).where(
        CompanyMember.company_id == company_id, CompanyMember.status == MemberStatus.ACTIVE
    )
    rows = db.exec(active.order_by(col(CompanyMember.created_at), col(CompanyMember.id)))
    return [one.as_person(moment) for one in rows]


def _own_rule(db: Session, company: Company, rule_id: str) -> ApprovalRule:
    row = db.exec(select(ApprovalRule).where(ApprovalRule.id == rule_id, ApprovalRule.company_id == company.id)).first()
    if row is None:
        raise NotFound("rule", rule_id)
    return row


def _problems(db: Session, company: Company, form: RuleForm) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 1 <= len(" ".join(form.name.split())) <= 80:
        problems["name"] = "Enter a name of at most 80 characters, such as Large orders."
    if form.kind not in list(RuleKind):
        return problems | {"kind": "Choose what the rule looks at."}
    if form.operator not in list(Operator):
        problems["operator"] = "Choose how it is compared."
    if form.kind != RuleKind.LIMIT and (form.amount is None or form.amount < 0):
        problems["amount"] = "Enter from which amount on somebody is asked."
    if form.kind in _NEEDS_SUBJECT and not _is_known(db, company, form):
        problems["subject"] = _NEEDS_SUBJECT[RuleKind(form.kind)]
    if form.location_id and not _has_location(db, company, form.location_id):
        problems["location"] = "Choose one of the company’s places."
    if not form.steps:
        problems["step_1"] = "Choose who decides."
    if len(form.steps) > MAX_STEPS:
        problems["step_1"] = f"At most {MAX_STEPS} steps."
    for number, step in enumerate(form.steps, 1):
        if not _may_decide(db, company, step):
            problems[f"step_{number}"] = "Choose somebody who may approve in this company."
    return problems


def _is_known(db: Session, company: Company, form: RuleForm) -> bool:
    if form.kind == RuleKind.CATEGORY:
        known = db.exec(select(Category.id).where(Category.id == form.subject_id)).first()
    elif form.kind == RuleKind.VENDOR:
        known = db.exec(select(Vendor.id).where(Vendor.id == form.subject_id)).first()
    else:
        its = select(CostCentre.id).where(CostCentre.id == form.subject_id, CostCentre.company_id == company.id)
        known = db.exec(its).first()
    return known is not None


def _has_location(db: Session, company: Company, location_id: str) -> bool:
    its = select(CompanyLocation.id).where(CompanyLocation.id == location_id, CompanyLocation.company_id == company.id)
    return db.exec(its).first() is not None


def _may_decide(db: Session, company: Company, step: Approver) -> bool:
    if step.kind is ApproverKind.MANAGER:
        return True
    if step.kind is ApproverKind.ROLE:
        return step.value in list(APPROVING)
    one = select(CompanyMember.role).where(
        CompanyMember.id == step.value,
        CompanyMember.company_id == company.id,
        CompanyMember.status == MemberStatus.ACTIVE,
    )
    return db.exec(one).first() in list(APPROVING)


def _check_name(db: Session, company: Company, row: ApprovalRule | None, name: str) -> None:
    if row is not None and row.name == name:  # as it was called before names were given once
        return
    taken = select(ApprovalRule.id).where(
        ApprovalRule.company_id == company.id,
        func.lower(ApprovalRule.name) == name.lower(),
        ApprovalRule.id != (row.id if row else ""),
    )
    sentence = f"There is a rule “{name}” already. Change that one, or choose another name."
    check_name(db, taken, among=f"approval_rule:{company.id}", field="name", sentence=sentence)


def _check_room(db: Session, company: Company) -> None:
    count = select(func.count()).where(ApprovalRule.company_id == company.id)
    if db.exec(count).one() >= MAX_RULES:
        raise Conflict(f"A company has at most {MAX_RULES} rules. Change or remove one.")


def step_values(steps: Iterable[Approver]) -> list[dict[str, str]]:
    """The steps of a request as it keeps them, none of them decided."""
    empty = {"verdict": "", "by": "", "name": "", "at": "", "reason": ""}
    return [{"kind": str(one.kind), "value": one.value, **empty} for one in steps]
