"""What a rule would have stopped of the orders of the last 90 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.companies.approvals import WINDOW, BasketFacts, BasketLine, RuleKind, stops
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import ApprovalRule
from marketplace.models.catalogue import Category
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count

SPAN = timedelta(days=90)
_SHOWN = 50


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

    Orders in another currency than the company's are left out, and so is whether a limit was reached: it is not known
    what was left of it then.
    """
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    groups = _groups(db, company)
    orders = [group for group, _ in groups if group.placed_at >= now() - SPAN]
    names = {group.id: name for group, name in groups}
    if rule.kind == RuleKind.LIMIT:
        return DryRun("What was left of somebody’s limit on an earlier day is not known: this rule cannot be tried.")
    path = db.exec(select(Category.path).where(Category.id == rule.subject_id)).first() or ""
    asks = rule.as_rule(path)
    lines = _lines(db, [group.id for group in orders])
    everything = [group for group, _ in groups]
    hit = [
        group
        for group in orders
        if rule.location_id in (None, "", group.company_location_id)
        and stops(asks, _facts(group, lines.get(group.id, ()), everything))
    ]
    shown = [
        StoppedOrder(
            str(one.number), day(one.placed_at, now()), money(one.total_amount, one.currency), names.get(one.id, "")
        )
        for one in hit[:_SHOWN]
    ]
    sentence = f"It would have stopped {len(hit)} of {count(len(orders), 'order')} of the last 90 days."
    return DryRun(sentence, len(hit), len(orders), tuple(shown))


def _groups(db: Session, company: Company) -> list[tuple[OrderGroup, str]]:
    """What was ordered since the day before the span, newest first, with the names of the places."""
    rows = db.exec(
        select(OrderGroup, CompanyLocation.name)
        .join(CompanyLocation, col(CompanyLocation.id) == OrderGroup.company_location_id)
        .where(
            CompanyLocation.company_id == company.id,
            OrderGroup.currency == company.currency,
            OrderGroup.placed_at >= now() - SPAN - WINDOW,
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


def _facts(group: OrderGroup, lines: Sequence[BasketLine], everything: Sequence[OrderGroup]) -> BasketFacts:
    """What the rule would have seen; what the same person ordered in the day before counts as it would have."""
    since = group.placed_at - WINDOW
    before = [
        one.total_amount
        for one in everything
        if one.user_id == group.user_id and one.id != group.id and since <= one.placed_at < group.placed_at
    ]
    return BasketFacts(group.total_amount, tuple(lines), group.cost_centre_id or "", sum(before))
