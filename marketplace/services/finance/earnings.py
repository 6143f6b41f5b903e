"""What vendors earn: free after the hold, less what is kept in reserve; written off where it will never come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.lifecycle import EARNING, EarningStatus, after
from marketplace.domain.money import Money
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.ledger import Earning
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.finance.ledger import Entry, balances, lock, post, post_all

_RELEASED = after(EARNING, "release", EarningStatus.PENDING)


def due_vendors(db: Session, moment: datetime, *, limit: int = 5_000) -> list[tuple[str, str]]:
    """`(tenant, vendor)` whose hold has ended for something, the longest waiting first."""
    rows = db.connection().execute(_DUE, {"moment": moment, "limit": limit})
    return [(row.tenant_id, row.vendor_id) for row in rows]


def release(db: Session, tenant_id: str, vendor_ids: Sequence[str], moment: datetime) -> int:
    """Make free what these vendors' hold has ended for; returns how many earnings. A second call finds none.

    One ledger transaction per vendor and currency, under lock on their accounts.
    """
    waiting = list(
        db.connection().execute(_CURRENCIES, {"tenant": tenant_id, "vendors": list(vendor_ids), "moment": moment})
    )
    if not waiting:
        return 0
    lock(
        db,
        [
            (tenant_id, f"vendor:{row.vendor_id}", kind, row.currency)
            for row in waiting
            for kind in ("pending", "available")
        ],
    )
    kept = _reserve(db, tenant_id, sorted({row.vendor_id for row in waiting}), moment)
    freed = (
        db.connection()
        .execute(
            _RELEASE,
            {"tenant": tenant_id, "vendors": [row.vendor_id for row in waiting], "moment": moment, "status": _RELEASED},
        )
        .all()
    )
    entries = []
    for row in freed:
        reserved = kept.get((row.vendor_id, row.currency), 0)
        if row.held or reserved:
            entries.append(_entry(tenant_id, row, "hold_over", books.hold_over(row.vendor_id, row.held, reserved)))
        if row.reserved:
            entries.append(_entry(tenant_id, row, "reserve_over", books.reserve_over(row.vendor_id, row.reserved)))
    post_all(db, entries)
    return sum(row.number for row in freed)


def write_off(db: Session, actor: Actor, vendor_id: str, currency: str, *, reason: str, key: str) -> int:
    """Give up what a vendor owes after late refunds; returns how much, in minor units.

    Raises `NotFound`, `Forbidden`, `Conflict` when nothing is owed, `Invalid` for `reason`.
    """
    vendor = db.exec(select(Vendor).where(Vendor.id == vendor_id)).first()
    require(actor, Permission.PAYOUT_RELEASE, tenant_id=vendor.tenant_id if vendor else "")
    if vendor is None:
        raise NotFound("vendor", vendor_id)
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Say why it is given up: it stays in the audit trail."})
    owner = f"vendor:{vendor.id}"
    lock(db, [(vendor.tenant_id, owner, "available", currency)])
    owed = -balances(db, vendor.tenant_id, owner, currency).get("available", 0)
    if owed <= 0:
        raise Conflict("This vendor owes nothing.")
    post(
        db,
        Entry(
            vendor.tenant_id,
            "write_off",
            f"write_off:{key}",
            currency,
            books.written_off(vendor.id, owed),
            subject=vendor.id,
        ),
    )
    _settle_debt(db, vendor, currency, owed, reason)
    audit.record(
        db,
        actor,
        AuditAction.VENDOR_DEBT_WRITTEN_OFF,
        tenant_id=vendor.tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        after={"amount": owed, "currency": currency},
        reason=reason.strip(),
    )
    publish(db, Topic.VENDOR_DEBT_WRITTEN_OFF, tenant_id=vendor.tenant_id, aggregate="vendor", aggregate_id=vendor.id)
    return owed


def _reserve(db: Session, tenant_id: str, vendor_ids: Sequence[str], moment: datetime) -> dict[tuple[str, str], int]:
    """Keep back what the vendors' reserve asks for of the sales that are free now; how much, by vendor and currency."""
    rates = dict(
        db.exec(
            select(Vendor.id, Vendor.reserve_bps).where(
                Vendor.tenant_id == tenant_id, col(Vendor.id).in_(vendor_ids), Vendor.reserve_bps > 0
            )
        ).all()
    )
    if not rates:
        return {}
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    until = moment + timedelta(days=tenant.settings.reserve_days)
    kept: dict[tuple[str, str], int] = defaultdict(int)
    due = {"tenant": tenant_id, "vendors": list(rates), "moment": moment}
    for sale in db.connection().execute(_SALES, due).all():
        part = Money(max(sale.amount, 0), sale.currency).share(rates[sale.vendor_id]).amount
        if part:
            kept[sale.vendor_id, sale.currency] += part
            _note_reserve(
                db, tenant_id, sale.vendor_id, order_id=sale.order_id, currency=sale.currency, amount=part, until=until
            )
    db.flush()
    return kept


def _note_reserve(
    db: Session, tenant_id: str, vendor_id: str, order_id: str, currency: str, amount: int, until: datetime
) -> None:
    for kind, part, status, moment in (
        ("reserve", -amount, _RELEASED, now()),
        ("reserve_back", amount, EarningStatus.PENDING, until),
    ):
        db.add(
            Earning(
                id=new_id("ear"),
                tenant_id=tenant_id,
                vendor_id=vendor_id,
                order_id=order_id,
                currency=currency,
                kind=kind,
                amount=part,
                status=status,
                available_at=moment,
            )
        )


def _settle_debt(db: Session, vendor: Vendor, currency: str, owed: int, reason: str) -> None:
    """The debt's earnings are done with: an adjustment on the latest of their orders makes them sum to nothing."""
    given_up = select(Earning.refund_id).where(Earning.vendor_id == vendor.id, Earning.kind == "adjustment")
    latest = db.exec(
        select(Earning)
        .where(
            Earning.vendor_id == vendor.id,
            Earning.currency == currency,
            Earning.kind == "refund",
            Earning.status == EarningStatus.AVAILABLE,
            col(Earning.refund_id).not_in(given_up),
        )
        .order_by(col(Earning.created_at).desc(), col(Earning.id).desc())
    ).first()
    if latest is None:
        raise Conflict("This vendor owes nothing.")
    db.add(
        Earning(
            id=new_id("ear"),
            tenant_id=vendor.tenant_id,
            vendor_id=vendor.id,
            order_id=latest.order_id,
            refund_id=latest.refund_id,
            kind="adjustment",
            currency=currency,
            amount=owed,
            status=_RELEASED,
            available_at=now(),
            note=reason.strip()[:300],
        )
    )
    db.flush()


def _entry(tenant_id: str, row: object, kind: str, postings: tuple[books.Posting, ...]) -> Entry:
    vendor, currency = row.vendor_id, row.currency  # type: ignore[attr-defined]
    first, number = row.first, row.number  # type: ignore[attr-defined]
    return Entry(
        tenant_id,
        kind,
        f"{kind}:{vendor}:{currency}:{first}",
        currency,
        postings,
        subject=vendor,
        meta={"first": first, "earnings": number},
    )


_DUE = text("""
    select tenant_id, vendor_id from earning where status = 'pending' and available_at <= :moment
    group by 1, 2 order by min(available_at) limit :limit
""")
_CURRENCIES = text("""
    select distinct vendor_id, currency from earning
    where tenant_id = :tenant and vendor_id = any(cast(:vendors as text[])) and status = 'pending'
      and available_at <= :moment
""")
_RELEASE = text("""
    with freed as (
        update earning set status = :status
        where tenant_id = :tenant and vendor_id = any(cast(:vendors as text[])) and status = 'pending'
          and available_at <= :moment
        returning id, vendor_id, currency, kind, amount)
    select vendor_id, currency, count(*) as number, min(id) as first,
      coalesce(sum(amount) filter (where kind <> 'reserve_back'), 0)::bigint as held,
      coalesce(sum(amount) filter (where kind = 'reserve_back'), 0)::bigint as reserved
    from freed group by 1, 2
""")
# The sales whose hold has ended, net of what was refunded of them meanwhile.
_SALES = text("""
    select vendor_id, order_id, currency, sum(amount)::bigint as amount from earning
    where tenant_id = :tenant and vendor_id = any(cast(:vendors as text[])) and status = 'pending'
      and available_at <= :moment and kind in ('sale', 'refund')
    group by 1, 2, 3
""")
