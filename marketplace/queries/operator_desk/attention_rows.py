"""How each kind of thing that waits is read and told. In each statement `{rule}` is the things, as `x`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marketplace.domain.orders.orders import order_number
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.kit.clock import now
from marketplace.queries.formatting.dates import ago, left
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import Mark, platform_mark
from marketplace.queries.operator_desk.companies import company_answer_due, place_line
from marketplace.queries.operator_desk.job_causes import Cause
from marketplace.queries.operator_desk.vendors import answer_due
from marketplace.queries.shared.order_parts import buyer_name


@dataclass(frozen=True)
class AttentionRow:
    """Something that waits for a person. `head` opens a group: its title, else empty; `more` closes one."""

    id: str
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
    head: str = ""
    head_count: str = ""
    head_note: str = ""
    more: str = ""
    more_href: str = ""
    is_first: bool = False  # the most urgent of all: its button is filled


PAYOUTS = """
    select x.id, x.tenant_id, x.number, x.amount, x.currency, x.hold_reason, x.created_at, v.name vendor
    from {rule} join vendor v on v.id = x.vendor_id and v.tenant_id = x.tenant_id order by x.created_at, x.id limit :n
"""
VENDORS = """
    select x.id, x.name, x.tenant_id, x.applied_at,
           (select count(*) from product p where p.vendor_id = x.id and p.tenant_id = x.tenant_id) products,
           (select count(*) from vendor_requirement r where r.vendor_id = x.id and r.done_at is not null) done,
           (select count(*) from vendor_requirement r where r.vendor_id = x.id) asked,
           (select string_agg(lower(r.label), ', ' order by r.position) from vendor_requirement r
            where r.vendor_id = x.id and r.done_at is null) open
    from {rule} order by x.applied_at, x.id limit :n
"""
COMPANIES = """
    select x.id, x.name, x.tenant_id, x.asked_at, x.tax_id, h.city, h.country
    from {rule} left join lateral (
        select l.city, l.country from company_location l where l.company_id = x.id and l.tenant_id = x.tenant_id
        order by l.created_at, l.id limit 1) h on true
    order by x.asked_at, x.id limit :n
"""
REFUNDS = """
    select x.id, g.id group_id, x.tenant_id, g.number, o.position, x.amount, x.currency, x.failure, x.created_at
    from {rule} join vendor_order o on o.id = x.order_id and o.tenant_id = x.tenant_id
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    order by x.created_at, x.id limit :n
"""
RETURNED = """
    select x.id, x.tenant_id, x.amount, x.currency, x.return_failure failure, x.created_at, j.id job_id,
           cast(:tenant as text) is null is_operator
    from {rule}
    left join lateral (select id from job j where j.kind = 'payment.return' and j.entity_id = x.id
                       order by seq desc limit 1) j on true
    order by x.created_at, x.id limit :n
"""
TRANSFERS = """
    select g.id, x.tenant_id, g.number, g.email, g.shipping_address, g.total_amount, g.currency, g.placed_at
    from {rule} join order_group g on g.id = x.group_id and g.tenant_id = x.tenant_id
    order by g.placed_at, g.id limit :n
"""
_ORDERS = """
    select x.id, g.id group_id, x.tenant_id, g.number, x.position, x.accept_by, x.ship_by, x.total_amount, x.currency,
           v.name vendor
    from {rule} join order_group g on g.id = x.group_id and g.tenant_id = x.tenant_id
    join vendor v on v.id = x.vendor_id and v.tenant_id = x.tenant_id
    order by DEADLINE, x.id limit :n
"""
UNANSWERED = _ORDERS.replace("DEADLINE", "x.accept_by")
LATE = _ORDERS.replace("DEADLINE", "x.ship_by")


def payout(row: Any, mark: Mark) -> AttentionRow:
    """A payout that somebody releases, holds or cancels."""
    return AttentionRow(
        id=row.id,
        icon="hand-coins",
        tone="warn",
        title=f"{row.number}, {row.vendor}",
        sub=row.hold_reason or "waits to be released",
        mark=mark,
        value=money(row.amount, row.currency),
        due=f"since {ago(row.created_at, now())}",
        due_tone="",
        action="Decide",
        href=f"/admin/payouts?view=held&payout={row.id}",
    )


def vendor(row: Any, mark: Mark) -> AttentionRow:
    """An application to answer."""
    due, tone = answer_due(row.applied_at, now())
    todo = f"{row.done} of {row.asked} done, {row.open} to check" if row.open else "everything is proven"
    return AttentionRow(
        id=row.id,
        icon="store",
        tone="info",
        title=row.name,
        sub=todo if row.asked else "no checklist",
        mark=mark,
        value=count(row.products, "product"),
        due=due,
        due_tone=tone,
        action="Review",
        href=f"/admin/vendors/{row.id}",
    )


def company(row: Any, mark: Mark) -> AttentionRow:
    """A company that asks to be let in."""
    due, tone = company_answer_due(row.asked_at, now())
    return AttentionRow(
        id=row.id,
        icon="building-2",
        tone="info",
        title=row.name,
        sub=place_line(row.city, row.country) or "no address",
        mark=mark,
        value=print_tax_number(row.tax_id) or "no VAT number",
        due=due,
        due_tone=tone,
        action="Review",
        href=f"/admin/companies/{row.id}",
    )


def refund(row: Any, mark: Mark) -> AttentionRow:
    """Money that the provider refused to send back."""
    return AttentionRow(
        id=row.id,
        icon="circle-alert",
        tone="bad",
        title=f"Refund of {order_number(row.number, row.position)}",
        sub=row.failure or "refused by the provider",
        mark=mark,
        value=money(row.amount, row.currency),
        due=ago(row.created_at, now()),
        due_tone="bad",
        action="Open",
        href=f"/admin/orders/{row.group_id}",
    )


def returned(row: Any, mark: Mark) -> AttentionRow:
    """Money of a purchase that had ended, refused on its way back."""
    return AttentionRow(
        id=row.id,
        icon="circle-alert",
        tone="bad",
        title="Money for a purchase that had ended",
        sub=row.failure,
        mark=mark,
        value=money(row.amount, row.currency),
        due=ago(row.created_at, now()),
        due_tone="bad",
        action="Open",
        href=f"/admin/jobs?job={row.job_id}" if row.is_operator else "/admin/audit?area=payment",
    )


def transfer(row: Any, mark: Mark) -> AttentionRow:
    """A bank transfer that somebody looks for on the statement."""
    return AttentionRow(
        id=row.id,
        icon="landmark",
        tone="info",
        title=f"Order {row.number}",
        sub=buyer_name(row.shipping_address, row.email),
        mark=mark,
        value=money(row.total_amount, row.currency),
        due=ago(row.placed_at, now()),
        due_tone="",
        action="Confirm",
        href=f"/admin/orders/{row.id}",
    )


def unanswered(row: Any, mark: Mark) -> AttentionRow:
    """An order whose vendor has said neither yes nor no."""
    return _order(row, mark, row.accept_by)


def late(row: Any, mark: Mark) -> AttentionRow:
    """An order that should have left."""
    return _order(row, mark, row.ship_by)


def _order(row: Any, mark: Mark, deadline: Any) -> AttentionRow:
    due, tone = left(deadline, now())
    return AttentionRow(
        id=row.id,
        icon="hourglass",
        tone="warn",
        title=order_number(row.number, row.position),
        sub=row.vendor,
        mark=mark,
        value=money(row.total_amount, row.currency),
        due=due,
        due_tone=tone,
        action="Open",
        href=f"/admin/orders/{row.group_id}",
    )


def dead(cause: Cause) -> AttentionRow:
    """Jobs that failed for good, for one cause."""
    return AttentionRow(
        id=f"{cause.kind}-{cause.fingerprint}",
        icon="skull",
        tone="bad",
        title=cause.title,
        sub=f"{cause.kind}, {cause.error_class}".rstrip(", "),
        mark=platform_mark(),
        value=count(cause.number, "job"),
        due=cause.span,
        due_tone="bad",
        action="Open",
        href=cause.href,
    )
