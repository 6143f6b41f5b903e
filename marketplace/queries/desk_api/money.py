"""A vendor's money, entry by entry: what each order earned, what was kept of it, and which payout settled it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.sql import compose
from marketplace.models.ledger import Payout
from marketplace.queries.shared.fact_of import fact_of
from marketplace.queries.vendor_desk.vendor_access import own_vendor


@dataclass(frozen=True)
class FeeLine:
    """What was kept of one line of an order, by which reason; minor units."""

    order_line_id: str
    title: str
    sku: str
    quantity: int
    base_amount: int
    rate_bps: int
    reason: str
    amount: int
    tax_amount: int
    reversed_amount: int


@dataclass(frozen=True)
class Transaction:
    """An earning: `gross - commission - commission_tax == net`, in minor units, negative where it is given back."""

    id: str
    kind: str
    status: str
    order_id: str
    number: str
    currency: str
    gross_amount: int
    commission_amount: int
    commission_tax_amount: int
    net_amount: int
    payout_id: str | None
    note: str
    available_at: datetime | None
    created_at: datetime
    lines: tuple[FeeLine, ...] = ()


@dataclass(frozen=True)
class PayoutFacts:
    """A payout; `figures` say what it is made of."""

    id: str
    number: str
    status: str
    currency: str
    amount: int
    figures: Mapping[str, Any]
    period: str | None
    method: str
    account: Mapping[str, Any]
    hold_reason: str
    failure: str
    bank_reference: str
    expected_on: date | None
    sent_at: datetime | None
    paid_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Total:
    """The sums of all entries that were asked for, in one currency."""

    currency: str
    gross_amount: int
    commission_amount: int
    commission_tax_amount: int
    net_amount: int


@dataclass(frozen=True)
class TransactionFilter:
    """Empty is everything."""

    kind: str = ""
    status: str = ""
    currency: str = ""
    order_id: str = ""
    payout_id: str = ""


def list_transactions(
    db: Session, actor: Actor, criteria: TransactionFilter, *, limit: int, offset: int, is_oldest_first: bool = False
) -> tuple[list[Transaction], int, list[Total]]:
    """A page of the entries of the actor's own vendor, how many there are, and their sums by currency.

    Raises `Unauthenticated`, `Forbidden`.
    """
    vendor, store = own_vendor(db, actor, Permission.COMMISSION_SEE)
    where = {"tenant": store.id, "vendor": vendor.id, **vars(criteria)}
    sums = db.connection().execute(_SUMS, where).all()
    turn = "e.created_at, e.id" if is_oldest_first else "e.created_at desc, e.id desc"
    rows = (
        db.connection()
        .execute(
            text(
                compose(
                    "select e.*, g.number, o.position $rows order by $turn limit :n offset :skip", rows=_FROM, turn=turn
                )
            ),
            {**where, "n": limit, "skip": offset},
        )
        .all()
    )
    fees = _fees(db, store.id, [row.order_id for row in rows if row.kind == "sale"])
    shown = [_transaction(row, fees.get(row.order_id, ()) if row.kind == "sale" else ()) for row in rows]
    return shown, sum(row.n for row in sums), [Total(*map(_plain, row[1:])) for row in sums]


def list_own_payouts(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    currency: str = "",
    limit: int,
    offset: int,
    is_oldest_first: bool = False,
) -> tuple[list[PayoutFacts], int]:
    """A page of the payouts of the actor's own vendor, and how many there are."""
    vendor, store = own_vendor(db, actor)
    wanted = select(Payout).where(Payout.tenant_id == store.id, Payout.vendor_id == vendor.id)
    if status:
        wanted = wanted.where(Payout.status == status)
    if currency:
        wanted = wanted.where(Payout.currency == currency)
    total = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    at, key = col(Payout.created_at), col(Payout.number)
    order = (at, key) if is_oldest_first else (at.desc(), key.desc())
    rows = db.exec(wanted.order_by(*order).limit(limit).offset(offset))
    return [fact_of(PayoutFacts, row) for row in rows], int(total)


def get_own_payout(db: Session, actor: Actor, payout_id: str) -> PayoutFacts:
    """A payout of the actor's own vendor. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    vendor, store = own_vendor(db, actor)
    payout = db.exec(
        select(Payout).where(Payout.id == payout_id, Payout.tenant_id == store.id, Payout.vendor_id == vendor.id)
    ).first()
    if payout is None:
        raise NotFound("payout", payout_id)
    return fact_of(PayoutFacts, payout)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else int(value)


def _transaction(row: Any, lines: Sequence[FeeLine]) -> Transaction:
    kept = row.commission_amount + row.commission_tax_amount
    return Transaction(
        id=row.id,
        kind=row.kind,
        status=row.status,
        order_id=row.order_id,
        number=f"{row.number}-{row.position}",
        currency=row.currency,
        gross_amount=row.amount + kept,
        commission_amount=row.commission_amount,
        commission_tax_amount=row.commission_tax_amount,
        net_amount=row.amount,
        payout_id=row.payout_id,
        note=row.note,
        available_at=row.available_at,
        created_at=row.created_at,
        lines=tuple(lines),
    )


def _fees(db: Session, tenant_id: str, order_ids: Sequence[str]) -> Mapping[str, Sequence[FeeLine]]:
    fees: dict[str, list[FeeLine]] = {}
    for row in db.connection().execute(_FEES, {"tenant": tenant_id, "orders": list(order_ids)}):
        fees.setdefault(row.order_id, []).append(FeeLine(*row[1:]))
    return fees


_FROM = """
    from earning e join vendor_order o on o.id = e.order_id and o.tenant_id = e.tenant_id
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    where e.tenant_id = :tenant and e.vendor_id = :vendor
      and (:kind = '' or e.kind = :kind) and (:status = '' or e.status = :status)
      and (:currency = '' or e.currency = :currency) and (:order_id = '' or e.order_id = :order_id)
      and (:payout_id = '' or e.payout_id = :payout_id)
"""
_SUMS = text(
    compose(
        """
    select count(*) as n, e.currency, sum(e.amount + e.commission_amount + e.commission_tax_amount),
      sum(e.commission_amount), sum(e.commission_tax_amount), sum(e.amount) $rows group by 2 order by 2
""",
        rows=_FROM,
    )
)
_FEES = text("""
    select c.order_id, c.order_line_id, l.title, l.sku, l.quantity, c.base_amount, c.rate_bps, c.reason, c.amount,
      c.tax_amount, c.reversed_amount
    from commission_line c join order_line l on l.id = c.order_line_id and l.tenant_id = c.tenant_id
    where c.tenant_id = :tenant and c.order_id = any(cast(:orders as text[])) order by c.order_id, l.id
""")
