"""What a change of the rules would have done to past orders, and which rule an order meets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance import commission
from marketplace.domain.finance.commission_form import RuleFacts
from marketplace.domain.orders.orders import parse_number
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.kit.columns import total
from marketplace.models.ledger import CommissionLine, CommissionRule
from marketplace.models.order import Order, OrderGroup
from marketplace.services.finance.settlement import lines_of, rule_of, sale_of

DAYS, MOST = 90, 400


@dataclass(frozen=True)
class Sample:
    """One past order: what it was charged, what it would be, in minor units, and why the two are the same."""

    number: str
    vendor_id: str
    vendor: str
    currency: str
    base: int
    was: int
    would_be: int
    note: str = ""


@dataclass(frozen=True)
class Preview:
    """`samples` are the orders that the rule meets, newest first, of at most `MOST` looked at in `DAYS` days."""

    orders: int
    samples: tuple[Sample, ...]
    lower: int  # vendors who would pay less
    higher: int


def preview(db: Session, actor: Actor, tenant_id: str, facts: RuleFacts, *, rule_id: str = "") -> Preview:
    """Charge the past orders again as if this rule had stood at its place (a new one at the end).

    Changes nothing: past orders keep what they were charged. Raises `NotFound`, `Forbidden`.
    """
    require(actor, Permission.COMMISSION_EDIT, tenant_id=tenant_id)
    rules, changed = _rules_with(db, tenant_id, facts, rule_id)
    samples = []
    for order, number in _past(db, tenant_id):
        lines = lines_of(db, order)
        sale = sale_of(db, order, lines)
        charged = commission.fees(sale, rules)
        meets = [fee for fee in charged if fee.rule_id == changed.id]
        fits = any(not commission.misfit(changed, sale, line) for line in sale.lines)
        if fits and sale.agreed_bps is None:
            samples.append(
                _sample(db, order, number, sale=sale, charged=charged, rules=rules, changed=changed, is_met=bool(meets))
            )
    by_vendor: dict[str, int] = defaultdict(int)
    for sample in samples:
        by_vendor[sample.vendor_id] += sample.would_be - sample.was
    differences = by_vendor.values()
    return Preview(len(samples), tuple(samples), sum(d < 0 for d in differences), sum(d > 0 for d in differences))


def explain(db: Session, actor: Actor, tenant_id: str, number: str) -> list[str]:
    """Which rule each line of an order such as `1038-2` meets today, and why those before it do not fit.

    Raises `NotFound`, `Forbidden`.
    """
    require(actor, Permission.COMMISSION_SEE, tenant_id=tenant_id)
    requested_number = parse_number(number)
    if requested_number is None:
        raise NotFound("order")
    order = db.exec(
        select(Order)
        .join(OrderGroup, (col(OrderGroup.id) == Order.group_id) & (OrderGroup.tenant_id == Order.tenant_id))
        .where(
            Order.tenant_id == tenant_id,
            OrderGroup.number == requested_number[0],
            Order.position == requested_number[1],
        )
    ).first()
    if order is None:
        raise NotFound("order")
    lines = lines_of(db, order)
    sale, rules = sale_of(db, order, lines), _active(db, tenant_id)
    return [_told(sale, line, rules, row.title) for line, row in zip(sale.lines, lines, strict=True)]


def uses(db: Session, tenant_id: str) -> dict[str, int]:
    """Rule id -> how many orders of the last ninety days it was charged for."""
    since = now() - timedelta(days=DAYS)
    rows = db.exec(
        select(CommissionLine.rule_id, func.count(func.distinct(CommissionLine.order_id)))
        .where(CommissionLine.tenant_id == tenant_id, CommissionLine.created_at >= since)
        .group_by(col(CommissionLine.rule_id))
    )
    return {rule_id: int(number) for rule_id, number in rows if rule_id}


def _rules_with(
    db: Session, tenant_id: str, facts: RuleFacts, rule_id: str
) -> tuple[list[commission.Rule], commission.Rule]:
    rows = db.exec(
        select(CommissionRule).where(CommissionRule.tenant_id == tenant_id).order_by(col(CommissionRule.position))
    ).all()
    place = next((row.position for row in rows if row.id == rule_id), len(rows) + 1)
    fields = {**asdict(facts), "title": f"Rule {place}, {facts.title}"}
    changed = commission.Rule(rule_id or "new", **fields)
    rules = [changed if row.id == rule_id else rule_of(row) for row in rows if row.is_active or row.id == rule_id]
    return (rules if rule_id else [*rules, changed]), changed


def _active(db: Session, tenant_id: str) -> list[commission.Rule]:
    rows = select(CommissionRule).where(CommissionRule.tenant_id == tenant_id, CommissionRule.is_active)
    return [rule_of(row) for row in db.exec(rows.order_by(col(CommissionRule.position)))]


def _past(db: Session, tenant_id: str) -> Sequence[tuple[Order, str]]:
    rows = db.exec(
        select(Order, OrderGroup.number)
        .join(OrderGroup, (col(OrderGroup.id) == Order.group_id) & (OrderGroup.tenant_id == Order.tenant_id))
        .where(Order.tenant_id == tenant_id, col(Order.paid_at) >= now() - timedelta(days=DAYS))
        .order_by(col(Order.paid_at).desc(), col(Order.id))
        .limit(MOST)
    )
    return [(order, f"{number}-{order.position}") for order, number in rows]


def _sample(
    db: Session,
    order: Order,
    number: str,
    sale: commission.Sale,
    charged: Sequence[commission.Fee],
    rules: Sequence[commission.Rule],
    changed: commission.Rule,
    *,
    is_met: bool,
) -> Sample:
    was = int(db.exec(select(total(CommissionLine.amount)).where(CommissionLine.order_id == order.id)).one())
    would_be = sum(fee.amount for fee in charged)
    note = ""
    if not is_met:
        first = next((rule for rule in rules if not commission.misfit(rule, sale, sale.lines[0])), changed)
        note = f"{first.title.partition(',')[0].lower()} wins first"
    return Sample(
        number=number,
        vendor_id=sale.vendor_id,
        vendor=sale.vendor_name,
        currency=sale.currency,
        base=sale.goods,
        was=was,
        would_be=would_be,
        note=note,
    )


def _told(sale: commission.Sale, line: commission.Line, rules: Sequence[commission.Rule], title: str) -> str:
    won = commission.rule_for(sale, line, rules)
    if sale.agreed_bps is not None:
        return f"{title}: {won.title}, {won.rate_bps / 100:g} %. An agreed rate beats every rule."
    before = rules[: rules.index(won)] if won in rules else rules
    missed = [f"{rule.title.partition(',')[0]} does not fit: {commission.misfit(rule, sale, line)}." for rule in before]
    return " ".join([f"{title}: {won.title}.", *missed])
