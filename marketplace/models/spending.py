"""What a company's people may spend and have spent: cost centres, and one row for each promise of money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text

from marketplace.domain.companies.members import LimitPeriod
from marketplace.domain.lifecycle import SpendingStatus
from marketplace.kit.columns import StoreRow, belongs, moment, one_of, per_tenant


class CostCentre(StoreRow, table=True):
    """Where a company books what it buys; with a budget that starts again, or without."""

    __tablename__ = "cost_centre"
    __table_args__ = (
        per_tenant("company_id", "code"),
        belongs("company_id", "company"),
        CheckConstraint("budget_amount >= 0", name="budget"),
        CheckConstraint(one_of("period", LimitPeriod), name="period"),
    )

    company_id: str
    code: str
    name: str
    budget_amount: int | None = None  # minor units of the company's currency, empty: no budget
    period: str = LimitPeriod.YEAR
    is_active: bool = True

    @property
    def label(self) -> str:
        """As lists and papers show it."""
        return f"{self.code} {self.name}"


class Spending(StoreRow, table=True):
    """Money of a member's limit and of a cost centre's budget: held while a checkout is open, spent by its purchase.

    What came back of a purchase is not written here: it is read from its orders (`services.companies.spending`).
    """

    __table_args__ = (
        per_tenant("checkout_id"),
        per_tenant("request_id"),
        belongs("company_id", "company"),
        belongs("member_id", "company_member"),
        belongs("cost_centre_id", "cost_centre"),
        belongs("checkout_id", "checkout"),
        belongs("group_id", "order_group"),
        belongs("request_id", "purchase_request"),
        CheckConstraint(one_of("status", SpendingStatus), name="status"),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_spending_member", "tenant_id", "member_id", "status", "counted_at"),
        Index(
            "ix_spending_cost_centre",
            "tenant_id",
            "cost_centre_id",
            "status",
            "counted_at",
            postgresql_where=text("cost_centre_id is not null"),
        ),
        Index("ix_spending_group", "tenant_id", "group_id"),
    )

    company_id: str
    member_id: str
    cost_centre_id: str | None = None
    checkout_id: str | None = None
    group_id: str | None = None
    request_id: str | None = None  # a purchase request holds the money until it is placed or comes to nothing
    amount: int  # minor units of `currency`, with tax and freight
    currency: str
    status: str = SpendingStatus.HELD
    counted_at: datetime = moment(default_now=True)  # in whose period it counts: when it was placed


# What of a limit is used, in minor units of :currency: all that is held, and what was spent since :since, less what
# came back of it. Read by the service that enforces a limit and by the screens that show it, so that both count alike.
_USED = """
    select coalesce(sum(s.amount - case when s.status = 'spent' then coalesce((
        select sum(case when o.status = 'cancelled' then o.total_amount else o.refunded_amount end)
        from vendor_order o where o.tenant_id = s.tenant_id and o.group_id = s.group_id), 0) else 0 end), 0)
    from spending s
    where s.tenant_id = :tenant and s.{subject} = :subject and s.currency = :currency
        and (s.status = 'held' or s.status = 'spent' and s.counted_at >= :since)
"""
USED_BY_MEMBER = text(_USED.format(subject="member_id"))
USED_OF_COST_CENTRE = text(_USED.format(subject="cost_centre_id"))
