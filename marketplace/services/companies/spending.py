"""Spending of a company's people: held under the member's lock, spent by the purchase, given back otherwise.

Two carts, tabs or places of a member meet at the row of the member, those of several members at the row of their cost
centre. What is held counts in whatever period is running; what is spent counts in the period in which it was placed,
less what came back of it: cancelled orders and refunds are read from the orders themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import TextClause
from sqlmodel import Session, col, select

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
    """Whose money a basket takes, both rows under lock."""

    company: Company
    member: CompanyMember
    cost_centre: CostCentre | None = None

    @property
    def limit(self) -> Limit:
        """What the member may spend."""
        period = LimitPeriod(self.member.limit_period)
        return Limit(self.member.spending_limit_amount, self.company.currency, period, self.company.time_zone)

    @property
    def budget(self) -> Limit:
        """What the cost centre may spend; nothing is limited without one."""
        period = LimitPeriod(self.cost_centre.period) if self.cost_centre else LimitPeriod.YEAR
        amount = self.cost_centre.budget_amount if self.cost_centre else None
        return Limit(amount, self.company.currency, period, self.company.time_zone)


def lock_spender(db: Session, company_id: str, user_id: str | None, cost_centre_id: str | None = None) -> Spender:
    """The member who buys for the company now, and the cost centre, held for the rest of the transaction.

    Raises `Forbidden` for who was let go or may only look since they opened their page.
    """
    mine = select(CompanyMember).where(
        CompanyMember.company_id == company_id,
        CompanyMember.user_id == user_id,
        CompanyMember.status == MemberStatus.ACTIVE,
    )
    member = db.exec(mine.with_for_update().execution_options(populate_existing=True)).first()
    if member is None or member.role not in ORDERING:
        raise Forbidden("You do not order for this company any more. Ask its administrator.")
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    its = select(CostCentre).where(CostCentre.id == (cost_centre_id or ""), CostCentre.company_id == company_id)
    cost_centre = db.exec(its.with_for_update().execution_options(populate_existing=True)).first()
    return Spender(company, member, cost_centre)


def check_spending(db: Session, spender: Spender, currency: str, amount: int) -> None:
    """Whether `amount` (minor units, with tax) still fits into the member's limit and the cost centre's budget.

    Raises `OverLimit`, `OverBudget`, `OtherCurrency`. The caller holds the locks of `lock_spender`.
    """
    moment, company = now(), spender.company
    if (limit := spender.limit).amount is not None:
        left = _left(limit, currency, used_by_member(db, company, spender.member))
        if amount > left:
            raise OverLimit(limit, left, moment)
    if spender.cost_centre is not None and (budget := spender.budget).amount is not None:
        left = _left(budget, currency, used_of_cost_centre(db, company, spender.cost_centre))
        if amount > left:
            raise OverBudget(spender.cost_centre.label, budget, left, moment)


def used_by_member(db: Session, company: Company, member: CompanyMember) -> int:
    """What a member has spent and holds of the running period, in minor units of the company's currency."""
    return _used(db, USED_BY_MEMBER, member, Spender(company, member).limit)


def used_of_cost_centre(db: Session, company: Company, cost_centre: CostCentre) -> int:
    """What is spent and held of a cost centre in its running period, in minor units of the company's currency."""
    limit = Limit(None, company.currency, LimitPeriod(cost_centre.period), company.time_zone)
    return _used(db, USED_OF_COST_CENTRE, cost_centre, limit)


def hold_spending(db: Session, spender: Spender, checkout_id: str, currency: str, amount: int) -> None:
    """Keep the money of a checkout for it, whether or not anything is limited: a limit may be set later."""
    db.add(
        Spending(
            id=new_id("spd"),
            tenant_id=spender.company.tenant_id,
            company_id=spender.company.id,
            member_id=spender.member.id,
            cost_centre_id=spender.cost_centre.id if spender.cost_centre else None,
            checkout_id=checkout_id,
            currency=currency,
            amount=amount,
        )
    )
    db.flush()


def hold_spending_again(db: Session, checkout_id: str) -> None:
    """Take the money of a checkout again that had given it back. Raises what `check_spending` raises, `Forbidden`."""
    spending = _of_checkout(db, checkout_id)
    if spending is None or spending.status != SpendingStatus.RELEASED:
        return
    user_id = db.exec(select(CompanyMember.user_id).where(CompanyMember.id == spending.member_id)).one()
    spender = lock_spender(db, spending.company_id, user_id, spending.cost_centre_id)
    check_spending(db, spender, spending.currency, spending.amount)
    spending.status = after(SPENDING, "hold_again", spending.status)
    db.flush()


def spend(db: Session, checkout_id: str, group_id: str) -> None:
    """The orders of a checkout are written: its money is spent, now."""
    spending = _of_checkout(db, checkout_id)
    if spending is None:
        return
    spending.status = after(SPENDING, "spend", spending.status)
    spending.group_id, spending.counted_at = group_id, now()
    db.flush()


def release_spending(db: Session, checkout_id: str) -> None:
    """A checkout came to nothing: its money is free again."""
    spending = _of_checkout(db, checkout_id)
    if spending is not None and spending.status == SpendingStatus.HELD:
        spending.status = after(SPENDING, "release", spending.status)
        db.flush()


def _left(limit: Limit, currency: str, used: int) -> int:
    if currency != limit.currency:
        raise OtherCurrency(limit, currency)
    return (limit.amount or 0) - used


def _used(db: Session, statement: TextClause, row: CompanyMember | CostCentre, limit: Limit) -> int:
    since = period_start(limit.period, now(), limit.time_zone)
    where = {"tenant": row.tenant_id, "subject": row.id, "currency": limit.currency, "since": since}
    return int(db.connection().execute(statement, where).scalar_one())


def _of_checkout(db: Session, checkout_id: str) -> Spending | None:
    return db.exec(select(Spending).where(col(Spending.checkout_id) == checkout_id)).first()
