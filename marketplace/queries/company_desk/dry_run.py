"""What a rule would have stopped of the orders of the last 90 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import WINDOW, BasketFacts, BasketLine, RuleKind, stops
from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.companies.spending import Limit
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import ApprovalRule
from marketplace.models.catalogue import Category
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count

SPAN = timedelta(days=90)
_SHOWN = 50
_LONGEST_PERIOD = timedelta(days=366)  # of a limit


@dataclass(frozen=True)
class StoppedOrder:
    """An order that the rule would have stopped."""

    number: str
    placed: str
    total: str
    place: str


@dataclass(frozen=True)
class DryRun:
    """`stopped` of `orders`, the newest shown; `sentence` is empty before anything was tried."""

    sentence: str = ""
    stopped: int = 0
    orders: int = 0
    rows: tuple[StoppedOrder, ...] = ()


def try_rule(db: Session, actor: Actor, tenant_id: str, rule: ApprovalRule) -> DryRun:
    """Ask a rule, saved or not, about what the actor's company ordered in the last 90 days. Raises `NotFound`.

    Orders in another currency than the company's are left out. Whether a limit was reached is asked of the limits of
    today: what members had before is not kept.
    """
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    groups = _groups(db, company, before=_LONGEST_PERIOD if rule.kind == RuleKind.LIMIT else WINDOW)
    orders = [group for group, _ in groups if group.placed_at >= now() - SPAN]
    names = {group.id: name for group, name in groups}
    limits = _limits(db, company) if rule.kind == RuleKind.LIMIT else {}
    path = db.exec(select(Category.path).where(Category.id == rule.subject_id)).first() or ""
    asks = rule.as_rule(path)
    lines = _lines(db, [group.id for group in orders])
    everything = [group for group, _ in groups]
    hit = [
        group
        for group in orders
        if rule.location_id in (None, "", group.company_location_id)
        and stops(asks, _facts(group, lines.get(group.id, ()), everything, _is_over(group, everything, limits)))
    ]
    shown = [
        StoppedOrder(
            str(one.number), day(one.placed_at, now()), money(one.total_amount, one.currency), names.get(one.id, "")
        )
        for one in hit[:_SHOWN]
    ]
    by = " by the limits of today" if rule.kind == RuleKind.LIMIT else ""
    sentence = f"It would have stopped {len(hit)} of {count(len(orders), 'order')} of the last 90 days{by}."
    return DryRun(sentence, len(hit), len(orders), tuple(shown))


def _limits(db: Session, company: Company) -> Mapping[str | None, Limit]:
    """The limits of the members that have one, by their accounts."""
    rows = db.exec(select(CompanyMember).where(CompanyMember.company_id == company.id))
    return {
        one.user_id: Limit(
            one.spending_limit_amount, company.currency, LimitPeriod(one.limit_period), company.time_zone
        )
        for one in rows
        if one.spending_limit_amount is not None
    }


def _is_over(group: OrderGroup, everything: Sequence[OrderGroup], limits: Mapping[str | None, Limit]) -> bool:
    """Whether an order went beyond what its buyer had left of their limit in the period that it fell into."""
    limit = limits.get(group.user_id)
    if limit is None or limit.amount is None:
        return False
    since = period_start(limit.period, group.placed_at, limit.time_zone)
    used = [
        one.total_amount
        for one in everything
        if one.user_id == group.user_id and one.id != group.id and since <= one.placed_at < group.placed_at
    ]
    return sum(used) + group.total_amount > limit.amount


def _groups(db: Session, company: Company, *, before: timedelta) -> list[tuple[OrderGroup, str]]:
    """What was ordered in the span and so long before it, newest first, with the names of the places."""
    rows = db.exec(
        select(OrderGroup, CompanyLocation.name)
        .join(CompanyLocation, col(CompanyLocation.id) == OrderGroup.company_location_id)
        .where(
            CompanyLocation.company_id == company.id,
            OrderGroup.currency == company.currency,
            OrderGroup.placed_at >= now() - SPAN - before,
        )
        .order_by(col(OrderGroup.placed_at).desc(), col(OrderGroup.number).desc())
    )
    return list(rows.all())


def _lines(db: Session, group_ids: Sequence[str]) -> Mapping[str, Sequence[BasketLine]]:
    rows = db.exec(
        select(Order, OrderLine, Category.path)
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .outerjoin(Category, col(Category.id) == OrderLine.category_id)
        .where(col(Order.group_id).in_(group_ids))
    )
    lines: dict[str, list[BasketLine]] = defaultdict(list)
    for order, line, path in rows:
        lines[order.group_id].append(BasketLine(order.vendor_id, path or "/", line.quantity, line.total_amount))
    return lines


def _facts(
    group: OrderGroup, lines: Sequence[BasketLine], everything: Sequence[OrderGroup], is_over: bool
) -> BasketFacts:
    """What the rule would have seen; what the same person ordered in the day before counts as it would have."""
    since = group.placed_at - WINDOW
    before = [
        one.total_amount
        for one in everything
        if one.user_id == group.user_id and one.id != group.id and since <= one.placed_at < group.placed_at
    ]
    return BasketFacts(group.total_amount, tuple(lines), group.cost_centre_id or "", sum(before), is_over)
