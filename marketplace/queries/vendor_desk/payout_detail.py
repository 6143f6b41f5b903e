"""One payout: every earning in it by order and line, and the whole way of one line's money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.queries.formatting.amounts import bare, bare_each, ending, rate, signed
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.payout_words import bank_words, covers_words
from marketplace.queries.vendor_desk.money_chain import NO_CHAIN, Chain, get_chain
from marketplace.queries.vendor_desk.vendor_access import own_vendor


@dataclass(frozen=True)
class EarningLine:
    """One row of the table: a line of an order, its delivery, a refund. `head` begins a new order."""

    id: str
    head: str
    title: str
    picture: str
    icon: str
    quantity: str
    net: str
    commission: str
    rate: str
    fee_tax: str
    amount: str
    is_back: bool
    href: str
    on: bool


@dataclass(frozen=True)
class PayoutDetail:
    """A payout as its vendor reads it; the chain is of the chosen line, or of the first."""

    id: str = ""
    number: str = ""
    currency: str = ""
    amount: str = ""
    amount_bare: str = ""
    status: str = ""
    pill: str = ""
    covers: str = ""
    goods: str = ""
    commission: str = ""
    fee_tax: str = ""
    refunds: str = ""
    other: str = ""
    has_other: bool = False
    earnings: str = ""
    net_sum: str = ""
    commission_sum: str = ""
    fee_tax_sum: str = ""
    failure: str = ""
    csv: str = ""
    lines: tuple[EarningLine, ...] = ()
    chain: Chain = NO_CHAIN


def get_payout(db: Session, actor: Actor, payout_id: str, line_id: str = "") -> PayoutDetail:
    """One payout of the actor's own vendor. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    vendor, store = own_vendor(db, actor)
    where = {"tenant": store.id, "vendor": vendor.id, "payout": payout_id}
    row = db.connection().execute(_PAYOUT, where).first()
    if row is None:
        raise NotFound("payout", payout_id)
    raw = db.connection().execute(_LINES, where).all()
    chosen = line_id or next((r.line_id for r in raw if r.line_id and r.kind == "sale"), "")
    base = f"/vendor/payouts/{payout_id}"
    moment, currency, made = now(), row.currency, row.figures
    when, _ = bank_words(row, moment)
    return PayoutDetail(
        id=row.id,
        number=row.number,
        currency=currency,
        amount=money(row.amount, currency),
        amount_bare=bare(row.amount, currency),
        status=row.status,
        pill=f"Paid {when}" if row.status == "paid" else "",
        covers=f"{covers_words(row.period, row.asked_by)}, to {row.account.get('holder') or vendor.legal_name}, "
        f"{ending(str(row.account.get('iban', '')))}",
        goods=bare(made.get("goods", 0), currency),
        commission=bare(made.get("commission", 0), currency),
        fee_tax=bare(made.get("fee_tax", 0), currency),
        refunds=bare(made.get("refunds", 0), currency),
        other=bare(made.get("other", 0), currency),
        has_other=bool(made.get("other", 0)),
        earnings=str(made.get("earnings", 0)),
        net_sum=bare(sum(r.net for r in raw), currency),
        commission_sum=bare(-sum(r.commission for r in raw), currency),
        fee_tax_sum=bare(-sum(r.fee_tax for r in raw), currency),
        failure=row.failure or (row.hold_reason if row.status == "held" else ""),
        csv=f"{base}.csv",
        lines=tuple(_lines(raw, currency, base, chosen, moment)),
        chain=get_chain(db, store.id, vendor.id, chosen) if chosen else NO_CHAIN,
    )


def _lines(rows: Sequence[Any], currency: str, base: str, chosen: str, moment: datetime) -> list[EarningLine]:
    lines, last = [], ""
    for row in rows:
        head = f"{row.number}-{row.position} · {row.buyer}" + (f" · {row.kind_words} {day(row.at, moment)}")
        is_line = row.kind == "sale" and bool(row.line_id)
        lines.append(
            EarningLine(
                id=row.row_id,
                head="" if head == last else head,
                title=row.title,
                picture=row.picture or "",
                icon=_icon(row),
                quantity=f"{row.quantity} × {bare_each(row.net, row.quantity, currency)}" if is_line else "",
                net=bare(row.net, currency),
                commission=signed(-row.commission, currency),
                rate=rate(row.rate_bps) if is_line else "given back" if row.kind == "refund" else "",
                fee_tax=signed(-row.fee_tax, currency),
                amount=bare(row.net - row.commission - row.fee_tax, currency),
                is_back=row.net < 0,
                href=f"{base}?line={row.line_id}" if is_line else "",
                on=is_line and row.line_id == chosen,
            )
        )
        last = head
    return lines


def _icon(row: Any) -> str:
    if row.kind == "sale":
        return "" if row.line_id else "truck"
    return "undo-2" if row.kind == "refund" else "shield"


_PAYOUT = text("""
    select p.*, (select trim(u.first_name || ' ' || u.last_name) from account u where u.id = p.requested_by) as asked_by
    from payout p where p.tenant_id = :tenant and p.vendor_id = :vendor and p.id = :payout
""")
# A sale is its lines and its delivery; everything else is one row.
_LINES = text("""
    with e as (
      select e.*, o.position, o.group_id, o.shipping_amount + o.given_shipping_amount as freight, o.paid_at, g.number,
        coalesce(nullif(g.shipping_address->>'company', ''),
                 nullif(trim(coalesce(g.shipping_address->>'first_name', '') || ' ' ||
                             coalesce(g.shipping_address->>'last_name', '')), ''), g.email) as buyer
      from earning e join vendor_order o on o.id = e.order_id and o.tenant_id = e.tenant_id
      join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
      where e.tenant_id = :tenant and e.vendor_id = :vendor and e.payout_id = :payout)
    select * from (
      select e.id || l.id as row_id, e.kind, e.number, e.position, e.buyer, e.paid_at as at, 'paid' as kind_words,
        l.id as line_id, l.title || coalesce(', ' || nullif(nullif(l.variant_title, ''), l.title), '') as title,
        l.picture, l.quantity,
        c.goods_amount as net, c.amount as commission,
        c.tax_amount as fee_tax, c.rate_bps, 0 as part
      from e join order_line l on l.order_id = e.order_id and l.tenant_id = e.tenant_id
      join commission_line c on c.order_line_id = l.id and c.tenant_id = l.tenant_id where e.kind = 'sale'
      union all
      select e.id || 'delivery', e.kind, e.number, e.position, e.buyer, e.paid_at, 'paid', '', 'Delivery', '', 1,
        e.freight, 0, 0, 0, 1 from e where e.kind = 'sale' and e.freight <> 0
      union all
      select e.id, e.kind, e.number, e.position, e.buyer, coalesce(e.available_at, e.created_at),
        case e.kind when 'refund' then 'refunded' when 'adjustment' then 'adjusted' else 'reserve' end, '',
        case e.kind when 'refund' then 'Refund' || coalesce(', ' || nullif(e.note, ''), '')
                    when 'reserve' then 'Kept in reserve' when 'reserve_back' then 'Back from the reserve'
                    else coalesce(nullif(e.note, ''), 'Adjustment') end, '', 1,
        e.amount + e.commission_amount + e.commission_tax_amount, e.commission_amount, e.commission_tax_amount, 0, 2
      from e where e.kind <> 'sale') x
    order by number, position, part, row_id
""")
