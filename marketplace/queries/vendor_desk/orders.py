"""A vendor's orders as a work list: saved views, deadlines in words, what waits first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.lifecycle import OrderStatus
from marketplace.domain.orders.orders import order_number, parse_number
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import weekday
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.order_parts import buyer_name
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
VIEWS = ("to_fulfil", "new", "late", "shipped", "delivered", "returns", "all")


@dataclass(frozen=True)
class OrderRow:
    """One line of the work list; `look` is the mark's classes, `due` the deadline in words while there is one."""

    id: str = ""
    number: str = ""
    po_number: str = ""
    cost_centre: str = ""
    placed: str = ""
    buyer: str = ""
    place: str = ""
    line_count: str = ""
    pieces: str = ""
    due: str = ""
    due_exact: str = ""
    due_tone: str = ""
    paid_by: str = ""
    status: str = ""
    look: str = ""
    value: str = ""
    href: str = ""
    pictures: tuple[str, ...] = ()
    may_ship: bool = False
    may_accept: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class OrderList(Page[OrderRow]):
    """A page of the list; `counts` by view; `worth` is the sum of all rows in the store's currency, if it is one."""

    worth: str
    counts: dict[str, int]


_RULES = {
    "to_fulfil": "o.status in ('to_fulfil', 'part_shipped')",
    "new": "o.status = 'to_fulfil' and o.accepted_at is null",
    "late": "o.status in ('to_fulfil', 'part_shipped') and o.ship_by < :now",
    "shipped": "o.status = 'shipped'",
    "delivered": "o.status = 'delivered'",
    "returns": "exists (select 1 from order_return r where r.tenant_id = o.tenant_id and r.order_id = o.id"
    " and r.status in ('requested', 'approved', 'received'))",
    "all": "true",
}
_FROM = """
    from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.vendor_id = :vendor
"""
_TALLY = ", ".join(f"count(*) filter (where {rule}) as {name}" for name, rule in _RULES.items())
_COUNTS = text(compose("select $tally $rows", tally=_TALLY, rows=_FROM))
_FIND = """
    lower(g.po_number) like $like or lower(g.cost_centre) like $like or lower(g.email) like $like
    or lower(g.shipping_address->>'company') like $like
    or lower(concat(g.shipping_address->>'first_name', ' ', g.shipping_address->>'last_name')) like $like
    or exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id
               and (lower(l.sku) like $like or lower(l.title) like $like))
"""
_OF_NUMBER = "g.number = :number and (:position = 0 or o.position = :position)"
_COLUMNS = """
    select o.*, g.number, g.po_number, g.cost_centre, g.email, g.shipping_address, g.placed_at,
           l.line_count, l.units, l.pictures, p.method_label, p.status payment_status
"""
_AROUND = """
    left join lateral (
        select count(*) line_count, sum(quantity) units,
               array_agg(picture order by created_at, id) filter (where picture <> '') pictures
        from order_line where tenant_id = o.tenant_id and order_id = o.id) l on true
    left join lateral (
        select method_label, status from payment where tenant_id = o.tenant_id and group_id = o.group_id
        order by created_at desc limit 1) p on true
"""
_BY_DEADLINE = "o.ship_by nulls last, o.created_at, o.id"
_NEWEST = "o.created_at desc, o.id desc"
_DUE = {"today": 1, "week": 7}  # filter -> days ahead


def list_orders(
    db: Session,
    actor: Actor,
    *,
    view: str = "",
    q: str = "",
    due: str = "",
    sort: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> OrderList:
    """The actor's orders in one view; work lists by deadline, the others newest first.

    `q` looks in number, purchase order number, buyer, SKU and title; `due` (today, week) narrows to deadlines.
    Unknown words are the default. Raises `Unauthenticated`, `Forbidden`.
    """
    where, zone = _who(db, actor)
    view = view if view in VIEWS else "to_fulfil"
    narrow = _narrow(where, view, q, due)
    counts = {name: int(n) for name, n in db.connection().execute(_COUNTS, where).mappings().one().items()}
    summed = (
        db.connection()
        .execute(
            text(
                compose(
                    """select count(*) n, coalesce(sum(o.total_amount), 0)::bigint worth, min(o.currency) low,
                    max(o.currency) high $rows$narrow""",
                    rows=_FROM,
                    narrow=narrow,
                )
            ),
            where,
        )
        .one()
    )
    span = span_of(summed.n, page, per_page, "order")
    deadline_first = view in ("to_fulfil", "new", "late") and sort != "newest"
    rows = db.connection().execute(
        text(
            f"{_COLUMNS}{_FROM.replace('where', _AROUND + ' where', 1)}{narrow}"
            f" order by {_BY_DEADLINE if deadline_first or sort == 'due' else _NEWEST} limit :n offset :skip"
        ),
        where | span.window,
    )
    moment = now()
    drawn = tuple(_row(row, zone, moment, is_first=at == 0) for at, row in enumerate(rows))
    return OrderList(
        rows=drawn,
        span=span,
        worth=money(summed.worth, summed.low) if summed.n and summed.low == summed.high else "",
        counts=counts,
    )


def find_orders(
    db: Session, actor: Actor, *, view: str = "", q: str = "", sort: str = "", limit: int, offset: int
) -> tuple[list[str], int]:
    """The identifiers of some of the orders that `list_orders` lists, and how many these are in all.

    `sort` is due, newest or oldest.
    """
    where, _ = _who(db, actor)
    narrow = _narrow(where, view if view in VIEWS else "all", q, "")
    total = (
        db.connection()
        .execute(text(compose("select count(*) $rows$narrow", rows=_FROM, narrow=narrow)), where)
        .scalar_one()
    )
    order = {"due": _BY_DEADLINE, "oldest": "o.created_at, o.id"}.get(sort, _NEWEST)
    rows = db.connection().execute(
        text(
            compose(
                "select o.id $rows$narrow order by $order limit :n offset :skip", rows=_FROM, narrow=narrow, order=order
            )
        ),
        where | {"n": limit, "skip": offset},
    )
    return list(rows.scalars()), int(total)


def _narrow(where: dict[str, Any], view: str, q: str, due: str) -> str:
    """The conditions of a list; their parameters go into `where`."""
    narrow = f" and {_RULES[view]}"
    if q.strip():
        where["number"], where["position"] = parse_number(q) or (-1, 0)
        narrow += f" and ({_OF_NUMBER} or (true{each_word(q, _FIND, where)}))"
    if due in _DUE:
        narrow += " and o.ship_by < :until"
        where["until"] = now() + timedelta(days=_DUE[due])
    return narrow


_PULSE = text("""
    select coalesce(max(xmin::text::bigint), 0) newest, count(*) n from vendor_order
    where tenant_id = :tenant and vendor_id = :vendor
      and (status in ('awaiting_payment', 'to_fulfil', 'part_shipped') or created_at > now() - interval '1 day')
""")


def pulse(db: Session, actor: Actor) -> str:
    """A mark that changes when an order comes or moves: what an open desk asks for again and again.

    It reads the open orders alone, over an index, and is compared, never shown.
    """
    where, _ = _who(db, actor)
    row = db.connection().execute(_PULSE, where).one()
    return f"{row.newest}:{row.n}"


def due_words(moment: datetime, ship_by: datetime | None, zone: ZoneInfo) -> tuple[str, str]:
    """`Late by 1 h 12 min`, `in 48 min`, `tomorrow, 12:00`, `Mon 23 Nov` and how urgent that is: bad, warn, ink2."""
    if ship_by is None:
        return "", ""
    local, today = ship_by.astimezone(zone), moment.astimezone(zone).date()
    minutes = round((ship_by - moment).total_seconds() / 60)
    if minutes < 0:
        return f"Late by {_span(-minutes)}", "bad"
    if minutes < 12 * 60:
        return f"in {_span(minutes)}", "warn" if minutes <= 120 else ""
    if (local.date() - today).days <= 0:
        return f"today, {local:%H:%M}", ""
    if (local.date() - today).days == 1:
        return f"tomorrow, {local:%H:%M}", ""
    return weekday(local.date()), "ink2"


def exactly(moment: datetime | None, zone: ZoneInfo) -> str:
    """`Wed 18 Nov, 16:20` in the vendor's time; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return f"{weekday(local.date())}, {local:%H:%M}"


def look_of(status: str, *, is_late: bool, is_new: bool) -> tuple[str, str]:
    """The word of an order's status and the classes of its mark, as the vendor sees it."""
    if is_late:
        return ("Late, part shipped" if status == OrderStatus.PART_SHIPPED else "Late"), "bad full"
    words = {
        OrderStatus.AWAITING_PAYMENT: ("Waits for money", "dash"),
        OrderStatus.TO_FULFIL: ("Accepted", "info half"),
        OrderStatus.PART_SHIPPED: ("Part shipped", "info half"),
        OrderStatus.SHIPPED: ("Shipped", "info full"),
        OrderStatus.DELIVERED: ("Delivered", "good full"),
        OrderStatus.CANCELLED: ("Cancelled", "stop"),
    }
    return ("To fulfil", "warn") if is_new else words[OrderStatus(status)]


def _who(db: Session, actor: Actor) -> tuple[dict[str, Any], ZoneInfo]:
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    zone = (
        db.connection()
        .execute(
            text("select time_zone from vendor where tenant_id = :tenant and id = :vendor"),
            {"tenant": grant.tenant_id, "vendor": grant.vendor_id},
        )
        .scalar_one()
    )
    return {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "now": now()}, ZoneInfo(zone)


def _row(row: Any, zone: ZoneInfo, moment: datetime, *, is_first: bool) -> OrderRow:
    is_open = row.status in ("to_fulfil", "part_shipped")
    due, tone = due_words(moment, row.ship_by, zone) if is_open else ("", "")
    is_new = row.status == OrderStatus.TO_FULFIL and row.accepted_at is None
    word, look = look_of(row.status, is_late=tone == "bad", is_new=is_new)
    address = row.shipping_address
    units = int(row.units or 0)
    return OrderRow(
        id=row.id,
        number=order_number(row.number, row.position),
        po_number=f"PO {row.po_number}" if row.po_number else "no PO number",
        cost_centre=row.cost_centre,
        placed=exactly(row.placed_at, zone),
        buyer=buyer_name(address, row.email),
        place=", ".join(str(address[part]) for part in ("city", "country") if address.get(part)),
        line_count=count(int(row.line_count or 0), "line"),
        pieces=count(units, "pc", "pcs"),
        due=due,
        due_exact=exactly(row.ship_by, zone) if is_open else "",
        due_tone=tone,
        paid_by=row.method_label or "",
        status=word,
        look=look,
        value=money(row.total_amount, row.currency),
        href=f"/vendor/orders/{row.id}",
        pictures=tuple(dict.fromkeys(row.pictures or ()))[:3],
        may_ship=is_open,
        may_accept=is_new,
        is_first=is_first,
    )


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{round(hours / 24)} days"
    if hours >= 24:
        return f"{hours} h"
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{max(1, rest)} min"
