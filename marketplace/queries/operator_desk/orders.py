"""Every purchase of a store or of all: what was bought, from whom, how far it is, whether it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.orders.orders import parse_number
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import NO_MARK, Mark, reach, store_choices, store_marks
from marketplace.queries.shared.order_parts import buyer_name
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
VIEWS = ("all", "awaiting", "unanswered", "late", "open", "returns", "refunds")


@dataclass(frozen=True)
class GroupRow:
    """One purchase; `status` says the state of all its parts, `look` is the mark's classes."""

    id: str = ""
    number: str = ""
    buyer: str = ""
    email: str = ""
    po_number: str = ""
    cost_centre: str = ""
    mark: Mark = NO_MARK
    vendors: str = ""
    vendor_names: str = ""
    pieces: str = ""
    placed: str = ""
    placed_exact: str = ""
    payment: str = ""
    payment_look: str = ""
    status: str = ""
    look: str = ""
    total: str = ""
    refunded: str = ""
    href: str = ""


@dataclass(frozen=True)
class GroupPage(Page[GroupRow]):
    """A page of the list; `counts` by view."""

    counts: dict[str, int]
    stores: tuple[Option, ...]
    company: str = ""  # the name of the one that was asked for


_PART = "exists (select 1 from vendor_order o where o.tenant_id = g.tenant_id and o.group_id = g.id and {rule})"
_OF_PART = (
    "exists (select 1 from {table} x join vendor_order o on o.id = x.order_id and o.tenant_id = x.tenant_id"
    " where o.tenant_id = g.tenant_id and o.group_id = g.id and x.status in ({states}))"
)
_RULES = {
    "all": "true",
    "awaiting": "exists (select 1 from payment p where p.tenant_id = g.tenant_id and p.group_id = g.id"
    " and p.status = 'awaiting')",
    "unanswered": _PART.format(rule="o.status = 'to_fulfil' and o.accepted_at is null and o.accept_by < :now"),
    "late": _PART.format(rule="o.status in ('to_fulfil', 'part_shipped') and o.ship_by < :now"),
    "open": _PART.format(rule="o.status in ('to_fulfil', 'part_shipped')"),
    "returns": _OF_PART.format(table="order_return", states="'requested', 'approved', 'received'"),
    "refunds": _OF_PART.format(table="refund", states="'pending', 'failed'"),
}
_FROM = """
    from order_group g
    where (cast(:tenant as text) is null or g.tenant_id = :tenant) and (:store = '' or g.tenant_id = :store)
      and (:company = '' or g.company_location_id in (
           select l.id from company_location l where l.company_id = :company and l.tenant_id = g.tenant_id))
"""
_FIND = """
    lower(g.email) like $like or lower(g.po_number) like $like or lower(g.cost_centre) like $like
    or lower(g.shipping_address->>'company') like $like
    or lower(concat(g.shipping_address->>'first_name', ' ', g.shipping_address->>'last_name')) like $like
    or exists (select 1 from vendor_order o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
               where o.tenant_id = g.tenant_id and o.group_id = g.id and lower(v.name) like $like)
"""
_COLUMNS = """
    select g.*, x.statuses, x.names, x.late, x.refunded, l.units, p.status payment, p.method_label
"""
_AROUND = """
    from order_group g
    left join lateral (
        select array_agg(o.status order by o.position) statuses, array_agg(v.name order by o.position) names,
               bool_or(o.status in ('to_fulfil', 'part_shipped') and o.ship_by < :now) late,
               sum(o.refunded_amount)::bigint refunded
        from vendor_order o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
        where o.tenant_id = g.tenant_id and o.group_id = g.id) x on true
    left join lateral (
        select sum(l.quantity) units from order_line l join vendor_order o on o.id = l.order_id
        and o.tenant_id = l.tenant_id where o.tenant_id = g.tenant_id and o.group_id = g.id) l on true
    left join lateral (
        select status, method_label from payment where tenant_id = g.tenant_id and group_id = g.id
        order by created_at desc limit 1) p on true
"""


def list_groups(
    db: Session,
    actor: Actor,
    *,
    view: str = "",
    store: str = "",
    company: str = "",
    q: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> GroupPage:
    """Purchases that this actor may see, newest first; `company` is the id of who bought, `q` looks in number, buyer,
    PO number and vendor.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    where: dict[str, Any] = {"tenant": reach(actor, Permission.ORDER_SEE), "store": store, "company": company}
    where["now"] = now()
    condition = _found(q, where)
    view = view if view in VIEWS else "all"
    tally = ", ".join(f"count(*) filter (where {rule}) as {name}" for name, rule in _RULES.items() if name != "all")
    counted = db.connection().execute(
        text(compose("select count(*) as every, $tally $rows$condition", tally=tally, rows=_FROM, condition=condition)),
        where,
    )
    counts = {("all" if name == "every" else name): int(n) for name, n in counted.mappings().one().items()}
    span = span_of(counts[view], page, per_page, "order")
    rows = (
        db.connection()
        .execute(
            text(
                f"{_COLUMNS}{_FROM.replace('from order_group g', _AROUND, 1)}{condition} and {_RULES[view]}"
                " order by g.placed_at desc, g.id desc limit :n offset :skip"
            ),
            where | span.window,
        )
        .all()
    )
    marks, moment = store_marks(db), now()
    return GroupPage(
        rows=tuple(_row(row, marks[row.tenant_id], moment) for row in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if where["tenant"] is None else (),
        company=_company_name(db, where) if company else "",
    )


def find_groups(
    db: Session,
    actor: Actor,
    *,
    view: str = "",
    store: str = "",
    q: str = "",
    is_oldest_first: bool = False,
    limit: int,
    offset: int,
) -> tuple[list[str], int]:
    """The identifiers of some of the purchases that `list_groups` lists, and how many these are in all."""
    where: dict[str, Any] = {"tenant": reach(actor, Permission.ORDER_SEE), "store": store, "company": ""}
    where["now"] = now()
    narrow = f" and {_RULES.get(view, 'true')}{_found(q, where)}"
    total = (
        db.connection()
        .execute(text(compose("select count(*) $rows$narrow", rows=_FROM, narrow=narrow)), where)
        .scalar_one()
    )
    order = "g.placed_at, g.id" if is_oldest_first else "g.placed_at desc, g.id desc"
    rows = db.connection().execute(
        text(
            compose(
                "select g.id $rows$narrow order by $order limit :n offset :skip", rows=_FROM, narrow=narrow, order=order
            )
        ),
        where | {"n": limit, "skip": offset},
    )
    return list(rows.scalars()), int(total)


def payment_words(status: str | None) -> tuple[str, str]:
    """The word of a payment's state and the classes of its mark."""
    words = {
        "captured": ("Paid", "good full"),
        "owed": ("On account", "info half"),
        "awaiting": ("Transfer awaited", "warn"),
        "cancelled": ("Cancelled", "stop"),
        "failed": ("Failed", "bad full"),
        "requires_action": ("Waits for the buyer", "warn half"),
    }
    return words.get(status or "", ("No payment", "dash"))


def parts_words(statuses: list[str], *, is_late: bool) -> tuple[str, str]:
    """One word for all parts, and the classes of its mark: the earliest of those that go on."""
    going = [status for status in statuses if status != "cancelled"]
    if not going:
        return "Cancelled", "stop"
    if is_late:
        return "Late", "bad full"
    if "awaiting_payment" in going:
        return "Awaiting payment", "dash"
    if all(status == "delivered" for status in going):
        return "Delivered", "good full"
    if all(status in ("shipped", "delivered") for status in going):
        return "Shipped", "info full"
    if all(status == "to_fulfil" for status in going):
        return "To fulfil", "warn"
    return "Part shipped", "info half"


def _row(row: Any, mark: Mark, moment: datetime) -> GroupRow:
    word, look = parts_words(list(row.statuses or []), is_late=bool(row.late))
    paid, paid_look = payment_words(row.payment)
    names = list(row.names or [])
    return GroupRow(
        id=row.id,
        number=str(row.number),
        buyer=buyer_name(row.shipping_address, row.email),
        email=row.email,
        po_number=row.po_number,
        cost_centre=row.cost_centre,
        mark=mark,
        vendors=count(len(names), "vendor"),
        vendor_names=", ".join(names),
        pieces=count(int(row.units or 0), "pc", "pcs"),
        placed=ago(row.placed_at, moment),
        placed_exact=exact(row.placed_at),
        payment=paid,
        payment_look=paid_look,
        status=word,
        look=look,
        total=money(row.total_amount, row.currency),
        refunded=f"−{money(row.refunded, row.currency)}" if row.refunded else "",
        href=f"/admin/orders/{row.id}",
    )


def _found(q: str, where: dict[str, Any]) -> str:
    """The condition of a search, by the number as a whole or by each word; its parameters go into `where`."""
    if not q.strip():
        return ""
    where["number"] = (parse_number(q) or (-1, 0))[0]
    return f" and (g.number = :number or (true{each_word(q, _FIND, where)}))"


def _company_name(db: Session, where: dict[str, Any]) -> str:
    mine = "select name from company where id = :company and (cast(:tenant as text) is null or tenant_id = :tenant)"
    return str(db.connection().execute(text(mine), where).scalar() or "unknown")
