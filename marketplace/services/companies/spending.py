"""Spending of a company's people: held under the member's lock, spent by the purchase, given back otherwise.

Two carts, tabs or places of a member meet at the row of the member, those of several members at the row of their cost
centre. What is held counts in whatever period is running; what is spent counts in the period in which it was placed,
less what came back of it: cancelled orders and refunds are read from the orders themselves.

A purchase request holds its money as a checkout does. While it is being placed, its checkout holds the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause
from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import WINDOW
from marketplace.domain.companies.members import ORDERING, LimitPeriod, period_start
from marketplace.domain.companies.spending import Limit, OtherCurrency, OverBudget, OverLimit
from marketplace.domain.errors import Forbidden
from marketplace.domain.lifecycle import SPENDING, MemberStatus, SpendingStatus, after
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.company import Company, CompanyMember
from marketplace.models.spending import USED_BY_MEMBER, USED_OF_COST_CENTRE, CostCentre, Spending


@dataclass(frozen=True)
class Spender:
    """Whose money a basket takes, both rows under lock; `held` is what its purchase request holds already."""

    company: Company
    member: CompanyMember
    cost_centre: CostCentre | None = None
    held: Spending | None = None

    @property
    def limit(self) -> Limit:
        """What the member may spend."""
        period = LimitPeriod(self.member.limit_period)
        return Limit(self.member.spending_limit_amount, self.company.currency, period, self.company.time_zone)


def lock_spender(
    db: Session, company_id: str, user_id: str | None, cost_centre_id: str | None = None, *, request_id: str = ""
) -> Spender:
    """The member who buys for the company now, and the cost centre, held for the rest of the transaction.

    Raises `Forbidden` for who was let go or may only look since they opened their page.
    """
    mine = select(CompanyMember).where(
        CompanyMember.company_id == company_id,
        CompanyMember.user_id == user_id,
        CompanyMember.status == MemberStatus.ACTIVE,
    )
    member = db.exec(mine.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    if member is None or member.role not in ORDERING:
        raise Forbidden("You do not order for this company any more. Ask its administrator.")
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    its = select(CostCentre).where(CostCentre.id == (cost_centre_id or ""), CostCentre.company_id == company_id)
    cost_centre = db.exec(its.with_for_update(key_share=True).execution_options(populate_existing=True)).first()
    return Spender(company, member, cost_centre, _of_request(db, request_id) if request_id else None)


def check_spending(db: Session, spender: Spender, currency: str, amount: int, *, exceeds_limit: bool = False) -> None:
    """Whether `amount` (minor units, with tax) still fits into the member's limit and the cost centre's budget; with
    `exceeds_limit` somebody is asked whether the limit may be exceeded.

    Raises `OverLimit`, `OverBudget`, `OtherCurrency`. The caller holds the locks of `lock_spender`.
    """
    moment, centre = now(), spender.cost_centre
    left = left_of_limit(db, spender, currency)
    if not exceeds_limit and left is not None and amount > left:
        raise OverLimit(spender.limit, left, moment)
    if centre is not None and centre.budget_amount is not None:
        budget = _budget_of(spender.company, centre)
        used = _used(db, USED_OF_COST_CENTRE, centre, budget, budget_start(budget, moment))
        held = spender.held.amount if spender.held and spender.held.cost_centre_id == centre.id else 0
        left = _left(budget, currency, used - held)
        if amount > left:
            raise OverBudget(centre.label, budget, left, moment)


def left_of_limit(db: Session, spender: Spender, currency: str) -> int | None:
    """What the member may still spend, without what the basket's own request holds; None for no limit.

    Raises `OtherCurrency` for a basket in another currency than the limit's.
    """
    limit = spender.limit
    if limit.amount is None:
        return None
    used = _used(db, USED_BY_MEMBER, spender.member, limit, budget_start(limit, now()))
    return _left(limit, currency, used - (spender.held.amount if spender.held else 0))


def recent_spending(db: Session, spender: Spender) -> int:
    """What the member spent in the last `WINDOW` and holds, without what the basket's own request holds."""
    used = _used(db, USED_BY_MEMBER, spender.member, spender.limit, now() - WINDOW)
    return used - (spender.held.amount if spender.held else 0)


def hold_spending(
    db: Session, spender: Spender, currency: str, amount: int, *, checkout_id: str | None = None, request_id: str = ""
) -> None:
    """Keep the money for a checkout or a purchase request, whether or not anything is limited: a limit may be set
    later. A request that holds money already holds the new amount instead."""
    row = spender.held
    if row is None:
        row = Spending(
            id=new_id("spd"),
            tenant_id=spender.company.tenant_id,
            company_id=spender.company.id,
            member_id=spender.member.id,
            amount=amount,
            currency=currency,
        )
        db.add(row)
    row.cost_centre_id = spender.cost_centre.id if spender.cost_centre else None
    row.checkout_id, row.request_id = checkout_id, request_id or None
    row.amount, row.currency = amount, currency
    db.flush()


def take_for_checkout(db: Session, request_id: str, checkout_id: str) -> None:
    """The money of an approved request is that of its checkout from here on."""
    row = _of_request(db, request_id)
    if row is not None:
        row.checkout_id = checkout_id
        db.flush()


def hold_spending_again(db: Session, checkout_id: str, request_id: str | None) -> None:
    """Take the money of a checkout again that had given it back, or that of its request.

    Raises what `check_spending` raises, `Forbidden`.
    """
    row = _of_request(db, request_id) if request_id else _of_checkout(db, checkout_id)
    if row is None:
        return
    if row.status == SpendingStatus.RELEASED:
        user_id = db.exec(select(CompanyMember.user_id).where(CompanyMember.id == row.member_id)).one()
        check_spending(db, lock_spender(db, row.company_id, user_id, row.cost_centre_id), row.currency, row.amount)
        row.status = after(SPENDING, "hold_again", row.status)
    row.checkout_id = checkout_id
    db.flush()


def spend(db: Session, checkout_id: str, group_id: str) -> None:
    """The orders of a checkout are written: its money is spent, now."""
    row = _of_checkout(db, checkout_id)
    if row is None:
        return
    row.status = after(SPENDING, "spend", row.status)
    row.group_id, row.counted_at = group_id, now()
    db.flush()


def release_spending(db: Session, checkout_id: str) -> None:
    """A checkout came to nothing: its money is free again, or its request's as before."""
    row = _of_checkout(db, checkout_id)
    if row is None or row.status != SpendingStatus.HELD:
        return
    if row.request_id:
        row.checkout_id = None
    else:
        row.status = after(SPENDING, "release", row.status)
    db.flush()


def release_request(db: Session, request_id: str) -> None:
    """A purchase request came to nothing: its money is free again."""
    row = _of_request(db, request_id)
    if row is not None and row.status == SpendingStatus.HELD:
        row.status = after(SPENDING, "release", row.status)
        db.flush()


def budget_start(limit: Limit, moment: datetime) -> datetime:
    """When the running period of a limit began, in UTC."""
    return period_start(limit.period, moment, limit.time_zone)


def _budget_of(company: Company, centre: CostCentre) -> Limit:
    return Limit(centre.budget_amount, company.currency, LimitPeriod(centre.period), company.time_zone)


def _left(limit: Limit, currency: str, used: int) -> int:
    if currency != limit.currency:
        raise OtherCurrency(limit, currency)
    return (limit.amount or 0) - used


def _used(db: Session, statement: TextClause, row: CompanyMember | CostCentre, limit: Limit, since: datetime) -> int:
    where = {"tenant": row.tenant_id, "subject": row.id, "currency": limit.currency, "since": since}
    return int(db.connection().execute(statement, where).scalar_one())


def _of_checkout(db: Session, checkout_id: str) -> Spending | None:
    return db.exec(select(Spending).where(col(Spending.checkout_id) == checkout_id)).first()


def _of_request(db: Session, request_id: str | None) -> Spending | None:
    return db.exec(select(Spending).where(col(Spending.request_id) == request_id)).first()
