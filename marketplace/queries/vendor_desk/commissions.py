"""What was kept of each order and line, by which rule, on what, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.finance.commission import BASE_WORDS, Base
from marketplace.domain.orders.orders import parse_number
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.amounts import bare, rate
from marketplace.queries.formatting.dates import day, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.vendor_desk.vendor_access import own_vendor

PER_PAGE = 15  # orders


@dataclass(frozen=True)
class CommissionRow:
    """One line of an order; `head` is set where a new order begins, with its sums."""

    id: str
    head: str
    head_sum: str
    title: str
    sku: str
    picture: str
    quantity: str
    base: str
    base_words: str
    rate: str
    reason: str
    amount: str
    fee_tax: str
    given_back: str
    currency: str
    order: str
    at: str
    at_exact: str


@dataclass(frozen=True)
class CommissionList(Page[CommissionRow]):
    """A page of orders with their lines; the sums are of everything that the filters let through."""

    currency: str
    amount: str
    fee_tax: str
    given_back: str
    share: str


def list_commissions(
    db: Session, actor: Actor, *, q: str = "", days: int = 90, page: int = 1, per_page: int = PER_PAGE
) -> CommissionList:
    """The commission of the actor's own vendor, newest orders first. `q` is an order's number such as `1042-1`.

    Raises `Unauthenticated`, `Forbidden`.
    """
    vendor, store = own_vendor(db, actor, Permission.COMMISSION_SEE)
    number, position = parse_number(q) or (-1 if q.strip() else 0, 0)
    where = {
        "tenant": store.id,
        "vendor": vendor.id,
        "days": days,
        "currency": store.default_currency,
        "number": number,
        "position": position,
    }
    sums = db.connection().execute(_SUMS, where).one()
    span = span_of(sums.orders, page, per_page, "order")
    rows = db.connection().execute(_ROWS, where | span.window).all()
    currency = store.default_currency
    return CommissionList(
        rows=tuple(_drawn(rows)),
        span=span,
        currency=currency,
        amount=money(sums.amount, currency),
        fee_tax=money(sums.tax, currency),
        given_back=money(sums.back, currency),
        share=f"{100 * sums.amount / sums.base:.1f} %" if sums.base else "0 %",
    )


def _drawn(rows: Sequence[Any]) -> list[CommissionRow]:
    moment, commissions, last = now(), [], ""
    for row in rows:
        number = f"{row.number}-{row.position}"
        back = row.reversed_amount + row.reversed_tax_amount
        commissions.append(
            CommissionRow(
                id=row.id,
                head=number if row.order_id != last else "",
                head_sum=f"{day(row.paid_at, moment)} · {money(row.order_amount, row.currency)} commission",
                title=row.title,
                sku=row.sku,
                picture=row.picture or "",
                quantity=f"{row.quantity:,}",
                base=bare(row.base_amount, row.currency),
                base_words=BASE_WORDS[Base(row.base)],
                rate=rate(row.rate_bps),
                reason=row.reason,
                amount=bare(row.amount, row.currency),
                fee_tax=bare(row.tax_amount, row.currency),
                given_back=bare(-back, row.currency) if back else "",
                currency=row.currency,
                order=number,
                at=day(row.paid_at, moment),
                at_exact=exact(row.paid_at),
            )
        )
        last = row.order_id
    return commissions


_FROM = """
    from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.vendor_id = :vendor
      and o.paid_at >= now() - make_interval(days => :days)
      and (:number = 0 or g.number = :number) and (:position = 0 or o.position = :position)
      and exists (select 1 from commission_line c where c.tenant_id = o.tenant_id and c.order_id = o.id)
"""
_SUMS = text(
    compose(
        """
    select count(distinct c.order_id) as orders,
      coalesce(sum(c.amount) filter (where c.currency = :currency), 0)::bigint as amount,
      coalesce(sum(c.tax_amount) filter (where c.currency = :currency), 0)::bigint as tax,
      coalesce(sum(c.base_amount) filter (where c.currency = :currency), 0)::bigint as base,
      coalesce(sum(c.reversed_amount + c.reversed_tax_amount) filter (where c.currency = :currency), 0)::bigint as back
    from commission_line c where c.tenant_id = :tenant and c.order_id in (select o.id $rows)
""",
        rows=_FROM,
    )
)
_ROWS = text(
    compose(
        """
    with page as (select o.id, o.paid_at, o.position, g.number $rows
                  order by o.paid_at desc, o.id limit :n offset :skip)
    select c.*, p.paid_at, p.position, p.number, l.title, l.sku, l.picture, l.quantity,
      sum(c.amount) over (partition by c.order_id) as order_amount
    from page p join commission_line c on c.order_id = p.id and c.tenant_id = :tenant
    join order_line l on l.id = c.order_line_id and l.tenant_id = c.tenant_id
    order by p.paid_at desc, p.id, l.id
""",
        rows=_FROM,
    )
)
