"""The way of one order line's money out of the books: buyer, tax, commission, VAT on it, earning, payout, bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.kit.clock import now
from marketplace.queries.formatting.amounts import bare, ending, rate, short_tx
from marketplace.queries.formatting.dates import day, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count


@dataclass(frozen=True)
class Step:
    """One step: what, how, how much, and the posting behind it. `tone`: in, own, end or ""."""

    title: str
    sub: str
    amount: str
    tone: str
    source: str
    target: str
    tx: str
    tx_at: str


@dataclass(frozen=True)
class Part:
    """A piece of the bar: its share of the whole as CSS width, and its words."""

    kind: str
    width: str
    label: str


@dataclass(frozen=True)
class Chain:
    """The way of one line; `proof` says that nothing is left over."""

    line_id: str = ""
    title: str = ""
    picture: str = ""
    where: str = ""
    parts: tuple[Part, ...] = ()
    says: str = ""
    steps: tuple[Step, ...] = ()
    proof: str = ""
    is_whole: bool = True


NO_CHAIN = Chain()


def get_chain(db: Session, tenant_id: str, vendor_id: str, line_id: str) -> Chain:
    """The chain of one line of this vendor's. Raises `NotFound`."""
    row = db.connection().execute(_LINE, {"tenant": tenant_id, "vendor": vendor_id, "line": line_id}).first()
    if row is None:
        raise NotFound("line", line_id)
    earned = row.goods - row.commission - row.fee_tax
    borne = row.goods - (row.total - row.tax)  # what the store added to the buyer's money
    parts = (
        ("", earned, "You"),
        ("t", row.tax, "Tax"),
        ("c", row.commission, "Commission"),
        ("v", row.fee_tax, "VAT on it"),
    )
    whole = row.total + borne
    breakdown = " + ".join(bare(amount, row.currency) for _, amount, _ in parts)
    return Chain(
        line_id=line_id,
        title=f"{row.quantity} × {row.title}",
        picture=row.picture or "",
        where=f"Order {row.number}-{row.position} · {row.buyer}",
        parts=tuple(
            Part(
                kind,
                f"{100 * amount / whole if whole else 0:.2f}%",
                f"{word}, {100 * amount / whole:.1f} %" if word == "You" and whole else word,
            )
            for kind, amount, word in parts
        ),
        says=f"Of {money(whole, row.currency)}: "
        + ", ".join(f"{word.lower()} {money(amount, row.currency)}" for _, amount, word in parts),
        steps=tuple(_steps(db, tenant_id, row, earned, borne)),
        proof=f"{bare(whole, row.currency)} in, {breakdown} out. Nothing is left over.",
        is_whole=whole == sum(amount for _, amount, _ in parts),
    )


def _steps(db: Session, tenant_id: str, row: Any, earned: int, borne: int) -> list[Step]:
    moment, order = now(), f"order {row.number}"
    paid = (short_tx(row.paid_tx or ""), exact(row.paid_tx_at))
    steps = [
        Step(
            "Buyer paid",
            f"{row.method or 'Paid'}, with {rate(row.tax_bps)} VAT",
            money(row.total, row.currency),
            "in",
            row.source,
            order,
            *paid,
        ),
        *(
            [
                Step(
                    "The store’s discount",
                    "Paid by the store in the buyer’s place",
                    money(borne, row.currency),
                    "in",
                    "platform.promotions",
                    order,
                    *paid,
                )
            ]
            if borne
            else []
        ),
        Step(
            "Tax, for the tax office",
            f"{rate(row.tax_bps)} of {money(row.total - row.tax, row.currency)}",
            money(-row.tax, row.currency),
            "",
            order,
            "tax_payable",
            *paid,
        ),
        Step("Commission", row.reason, money(-row.commission, row.currency), "", order, "platform.commission", *paid),
        Step(
            "VAT on the commission",
            f"On the commission of {money(row.commission, row.currency)}",
            money(-row.fee_tax, row.currency),
            "",
            order,
            "platform.fee_tax",
            *paid,
        ),
        Step(
            title="Your earning",
            sub=_free_words(row, moment),
            amount=money(earned, row.currency),
            tone="own",
            source="vendor.pending",
            target="vendor.available",
            tx=short_tx(row.free_tx or ""),
            tx_at=exact(row.free_tx_at),
        ),
    ]
    return [*steps, *_payout_steps(row, earned, moment), *_refund_steps(row)]


def _payout_steps(row: Any, earned: int, moment: datetime) -> Sequence[Step]:
    if not row.payout_id:
        return ()
    amount = money(earned, row.currency)
    whole = f"One of {count(row.earnings, 'earning')}, {money(row.payout_amount, row.currency)} in all"
    requested = Step(
        title=f"In payout {row.payout_number}",
        sub=whole,
        amount=amount,
        tone="",
        source="vendor.available",
        target="vendor.in_transit",
        tx=short_tx(row.asked_tx or ""),
        tx_at=exact(row.asked_tx_at),
    )
    if row.payout_status != "paid":
        word = row.payout_status.replace("_", " ")
        return requested, Step(
            title="Not at your bank yet",
            sub=f"The payout is {word}",
            amount=amount,
            tone="",
            source="",
            target="",
            tx="",
            tx_at="",
        )
    bank = f"{row.bank_reference}, {ending(str(row.account.get('iban', '')))}"
    return requested, Step(
        title="At your bank",
        sub=bank,
        amount=amount,
        tone="end",
        source="vendor.in_transit",
        target="psp_clearing",
        tx=short_tx(row.bank_tx or ""),
        tx_at=exact(row.bank_tx_at),
    )


def _refund_steps(row: Any) -> Sequence[Step]:
    if not row.refunded:
        return ()
    return (
        Step(
            title="Given back to the buyer",
            sub="Taken from what you have earned, with its share of the commission",
            amount=money(-row.refunded, row.currency),
            tone="",
            source="vendor",
            target="psp_clearing",
            tx="",
            tx_at="",
        ),
    )


def _free_words(row: Any, moment: datetime) -> str:
    if row.earning_status == "pending" and row.available_at is None:
        return "Free when the buyer has paid the invoice"
    if row.earning_status == "pending":
        return f"On hold until {day(row.available_at, moment)}"
    return f"Free since {day(row.available_at, moment)}"


_LINE = text("""
    select l.title, l.picture, l.quantity, l.total_amount as total, l.tax_amount as tax, l.tax_rate_bps as tax_bps,
      l.refunded_amount as refunded, o.currency, o.position, g.number,
      coalesce(nullif(g.shipping_address->>'company', ''),
               nullif(trim(coalesce(g.shipping_address->>'first_name', '') || ' ' ||
                           coalesce(g.shipping_address->>'last_name', '')), ''), g.email) as buyer,
      c.goods_amount as goods, c.amount as commission, c.tax_amount as fee_tax, c.rate_bps, c.reason,
      e.status as earning_status, e.available_at, p.id as payout_id, p.number as payout_number,
      p.amount as payout_amount,
      p.status as payout_status, p.bank_reference, p.account, (p.figures->>'earnings')::int as earnings,
      (select y.method_label from payment y where y.tenant_id = o.tenant_id and y.group_id = o.group_id
       and y.status in ('captured', 'owed') limit 1) as method,
      case when rec.id is null then 'psp_clearing' else 'buyer.' || rec.kind end as source,
      paid.id as paid_tx, paid.posted_at as paid_tx_at, asked.id as asked_tx, asked.posted_at as asked_tx_at,
      bank.id as bank_tx, bank.posted_at as bank_tx_at, free.id as free_tx, free.posted_at as free_tx_at
    from order_line l
    join vendor_order o on o.id = l.order_id and o.tenant_id = l.tenant_id
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
    join commission_line c on c.order_line_id = l.id and c.tenant_id = l.tenant_id
    join earning e on e.order_id = o.id and e.tenant_id = o.tenant_id and e.kind = 'sale'
    left join payout p on p.id = e.payout_id and p.tenant_id = e.tenant_id
    left join ledger_tx paid on paid.tenant_id = o.tenant_id and paid.idempotency_key = 'order:' || o.id || '\\:paid'
    left join ledger_tx asked on asked.tenant_id = o.tenant_id
      and asked.idempotency_key = 'payout:' || p.id || '\\:asked'
    left join ledger_tx bank on bank.tenant_id = o.tenant_id and bank.idempotency_key = 'payout:' || p.id || '\\:paid'
    left join lateral (
      select a.id, a.kind
      from ledger_entry n join ledger_account a on a.id = n.account_id and a.tenant_id = n.tenant_id
      where n.tenant_id = o.tenant_id and n.tx_id = paid.id and a.kind in ('receivable', 'unbilled') limit 1) rec
      on true
    left join lateral (
      select t.id, t.posted_at from ledger_tx t where t.tenant_id = o.tenant_id and t.subject = o.vendor_id
      and t.kind = 'hold_over' and t.posted_at >= e.available_at and e.status <> 'pending'
      order by t.posted_at limit 1) free on true
    where l.tenant_id = :tenant and o.vendor_id = :vendor and l.id = :line
""")
