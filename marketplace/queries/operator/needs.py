"""What of the orders waits for the store's side: money to confirm or to send back, vendors that do not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.orders import order_number
from marketplace.kit.clock import now
from marketplace.queries.operator.reach import Mark, store_marks
from marketplace.queries.order_parts import buyer_name
from marketplace.queries.storefront.format import money
from marketplace.queries.wording import ago, left

MOST = 8  # of one kind; the rest is in the list of orders


@dataclass(frozen=True)
class Need:
    """Something that waits for a person. `head` opens a group: its title, else empty."""

    id: str
    head: str
    head_count: str
    head_note: str
    icon: str
    tone: str
    title: str
    sub: str
    mark: Mark
    value: str
    due: str
    due_tone: str
    action: str
    href: str
    is_first: bool  # the most urgent of all: its button is filled


_TRANSFERS = text("""
    select g.id, g.tenant_id, g.number, g.email, g.shipping_address, g.total_amount, g.currency, g.placed_at,
           count(*) over () total
    from payment p join order_group g on g.id = p.group_id and g.tenant_id = p.tenant_id
    where p.status = 'awaiting' and (cast(:tenant as text) is null or g.tenant_id = :tenant)
    order by g.placed_at limit :n
""")
_FAILED = text("""
    select r.id, g.id group_id, g.tenant_id, g.number, o.position, r.amount, r.currency, r.failure, r.created_at,
           count(*) over () total
    from refund r join vendor_order o on o.id = r.order_id and o.tenant_id = r.tenant_id
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    where r.status = 'failed' and (cast(:tenant as text) is null or r.tenant_id = :tenant)
    order by r.created_at limit :n
""")
_LATE = text("""
    select p.id, p.tenant_id, p.amount, p.currency, p.return_failure failure, p.created_at, j.id job_id,
           count(*) over () total
    from payment p
    left join lateral (select id, status from job j where j.kind = 'payment.return' and j.entity_id = p.id
                       order by seq desc limit 1) j on true
    where p.return_status = 'failed' and j.status is distinct from 'cancelled'
      and (cast(:tenant as text) is null or p.tenant_id = :tenant)
    order by p.created_at limit :n
""")
_UNANSWERED = text("""
    select o.id, g.id group_id, o.tenant_id, g.number, o.position, o.accept_by, o.total_amount, o.currency,
           v.name vendor, count(*) over () total
    from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.status = 'to_fulfil' and o.accepted_at is null and o.accept_by < :now
      and (cast(:tenant as text) is null or o.tenant_id = :tenant)
    order by o.accept_by limit :n
""")


def order_needs(db: Session, tenant_id: str | None) -> list[Need]:
    """Lines for the first page, in the order of their urgency; None reads every store. The caller has authorised."""
    marks, where = store_marks(db), {"tenant": tenant_id, "n": MOST, "now": now()}
    failed = db.connection().execute(_FAILED, where).all()
    late = db.connection().execute(_LATE, where).all()
    transfers = db.connection().execute(_TRANSFERS, where).all()
    silent = db.connection().execute(_UNANSWERED, where).all()
    return [
        *(_failed(row, at, marks[row.tenant_id]) for at, row in enumerate(failed)),
        *(_late(row, at, marks[row.tenant_id], is_operator=tenant_id is None) for at, row in enumerate(late)),
        *(_transfer(row, at, marks[row.tenant_id]) for at, row in enumerate(transfers)),
        *(_silent(row, at, marks[row.tenant_id]) for at, row in enumerate(silent)),
    ]


def _failed(row: Any, at: int, mark: Mark) -> Need:
    return Need(
        id=row.id, head="Refunds that failed" if at == 0 else "", head_count=str(row.total),
        head_note="The buyer waits for this money", icon="circle-alert", tone="bad",
        title=f"Refund of {order_number(row.number, row.position)}", sub=row.failure or "refused by the provider",
        mark=mark, value=money(row.amount, row.currency), due=ago(row.created_at, now()), due_tone="bad",
        action="Open", href=f"/admin/orders/{row.group_id}", is_first=False,
    )  # fmt: skip


def _late(row: Any, at: int, mark: Mark, *, is_operator: bool) -> Need:
    return Need(
        id=row.id, head="Late payments that were not taken back" if at == 0 else "", head_count=str(row.total),
        head_note="Asked again by a job until it is dead", icon="circle-alert", tone="bad",
        title="Money for a purchase that had ended", sub=row.failure, mark=mark, value=money(row.amount, row.currency),
        due=ago(row.created_at, now()), due_tone="bad", action="Open",
        href=f"/admin/jobs?job={row.job_id}" if is_operator else "/admin/audit?area=payment", is_first=False,
    )  # fmt: skip


def _transfer(row: Any, at: int, mark: Mark) -> Need:
    return Need(
        id=row.id, head="Transfers to confirm" if at == 0 else "", head_count=str(row.total),
        head_note="Nothing is sent before", icon="landmark", tone="info", title=f"Order {row.number}",
        sub=buyer_name(row.shipping_address, row.email), mark=mark, value=money(row.total_amount, row.currency),
        due=ago(row.placed_at, now()), due_tone="", action="Confirm", href=f"/admin/orders/{row.id}", is_first=False,
    )  # fmt: skip


def _silent(row: Any, at: int, mark: Mark) -> Need:
    due, tone = left(row.accept_by, now())
    return Need(
        id=row.id, head="Orders without an answer" if at == 0 else "", head_count=str(row.total),
        head_note="Their vendors were reminded", icon="hourglass", tone="warn",
        title=order_number(row.number, row.position), sub=row.vendor, mark=mark,
        value=money(row.total_amount, row.currency), due=due, due_tone=tone, action="Open",
        href=f"/admin/orders/{row.group_id}", is_first=False,
    )  # fmt: skip
