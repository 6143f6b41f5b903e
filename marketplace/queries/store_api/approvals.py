"""Purchase requests and budgets as programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import Company, CompanyMember
from marketplace.models.spending import USED_OF_COST_CENTRE, CostCentre


@dataclass(frozen=True)
class ApprovalFacts:
    """A request; amounts in minor units. `may_decide`: it waits for the reader; `is_own`: they asked."""

    id: str
    number: int
    title: str  # empty where its buyer gave none
    cart_id: str
    status: str
    currency: str
    total_amount: int
    digest: str
    cost_centre: str
    group_id: str | None
    reasons: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]
    steps: Sequence[Mapping[str, Any]]
    step: int
    asked_by: str
    created_at: datetime
    asked_at: datetime
    decided_at: datetime | None
    may_decide: bool
    is_own: bool


@dataclass(frozen=True)
class BudgetFacts:
    """A cost centre of a company; amounts in minor units of `currency`, no `budget_amount` where none is set."""

    id: str
    code: str
    name: str
    currency: str
    budget_amount: int | None
    used_amount: int
    period: str
    starts_at: datetime
    is_active: bool


def list_approvals(db: Session, actor: Actor, tenant_id: str, *, cart_id: str = "") -> list[ApprovalFacts]:
    """The requests that wait for the actor or that they asked for, newest first; those of one cart with `cart_id`.

    Raises `Unauthenticated`; who has no company has none.
    """
    if actor.user_id is None:
        raise Unauthenticated
    grant = company_grant(actor, tenant_id)
    its = select(PurchaseRequest).where(PurchaseRequest.company_id == (grant.company_id if grant else ""))
    if cart_id:
        its = its.where(PurchaseRequest.cart_id == cart_id)
    rows = db.exec(its.order_by(col(PurchaseRequest.number).desc()).limit(500)).all()
    members = _members(db, grant.company_id or "") if grant and rows else []
    facts = [_facts(one, actor, members) for one in rows]
    return facts if cart_id else [one for one in facts if one.may_decide or one.is_own]


def list_any_approvals(db: Session, actor: Actor, company_id: str) -> list[ApprovalFacts]:
    """The requests of a company that may be seen, newest first, as somebody reads them who decides none."""
    its = select(PurchaseRequest).where(PurchaseRequest.company_id == company_id)
    rows = db.exec(its.order_by(col(PurchaseRequest.number).desc()).limit(500)).all()
    members = _members(db, company_id)
    return [_facts(one, actor, members) for one in rows]


def read_approval(db: Session, actor: Actor, tenant_id: str, request_id: str) -> ApprovalFacts:
    """One request of the actor's company. Raises `Unauthenticated`, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    grant = company_grant(actor, tenant_id)
    company_id = grant.company_id if grant else None
    its = select(PurchaseRequest).where(
        PurchaseRequest.id == request_id, PurchaseRequest.company_id == (company_id or "")
    )
    row = db.exec(its).first()
    if row is None:
        raise NotFound("approval", request_id)
    return _facts(row, actor, _members(db, row.company_id))


def list_budgets(db: Session, company_id: str) -> list[BudgetFacts]:
    """The cost centres of a company by their codes, with what is used of each budget."""
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    rows = db.exec(select(CostCentre).where(CostCentre.company_id == company_id).order_by(CostCentre.code))
    return [_budget(db, company, row) for row in rows.all()]


def _members(db: Session, company_id: str) -> Sequence[CompanyMember]:
    its = select(CompanyMember).where(CompanyMember.company_id == company_id)
    return db.exec(its.order_by(col(CompanyMember.created_at), col(CompanyMember.id))).all()


def _facts(row: PurchaseRequest, actor: Actor, members: Sequence[CompanyMember]) -> ApprovalFacts:
    moment = now()
    me = next((one.id for one in members if one.user_id == actor.user_id), "")
    people = [one.as_person(moment) for one in members if one.status == MemberStatus.ACTIVE]
    return ApprovalFacts(
        id=row.id,
        number=row.number,
        title=row.plan.request_title,
        cart_id=row.cart_id,
        status=row.status,
        currency=row.currency,
        total_amount=row.total_amount,
        digest=row.digest,
        cost_centre=row.plan.cost_centre,
        group_id=row.group_id,
        reasons=row.reasons,
        changes=row.changes,
        steps=row.steps,
        step=row.step,
        asked_by=next((one.email for one in members if one.id == row.member_id), ""),
        created_at=row.created_at,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        may_decide=me in row.waits_for(people),
        is_own=row.member_id == me,
    )


def _budget(db: Session, company: Company, row: CostCentre) -> BudgetFacts:
    since = period_start(LimitPeriod(row.period), now(), company.time_zone)
    where = {"tenant": row.tenant_id, "subject": row.id, "currency": company.currency, "since": since}
    return BudgetFacts(
        id=row.id,
        code=row.code,
        name=row.name,
        currency=company.currency,
        budget_amount=row.budget_amount,
        used_amount=int(db.connection().execute(USED_OF_COST_CENTRE, where).scalar_one()),
        period=row.period,
        starts_at=since,
        is_active=row.is_active,
    )
