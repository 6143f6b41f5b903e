"""The account of a company's place over all vendors, as the ledger has it: what was owed, what moved, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import text
from sqlmodel import Session

from marketplace.models.company import CompanyLocation


@dataclass(frozen=True)
class Movement:
    """One movement in minor units, what is bought positive; `balance_amount` is owed after it. `number` is that of the
    invoice or credit note, or the reference of a payment in or out."""

    posted_at: datetime
    kind: str
    number: str
    amount: int
    balance_amount: int


@dataclass(frozen=True)
class PlaceAccount:
    """The movements from `since` to `until`, both included, between what was owed before and after them."""

    since: date
    until: date
    opening_amount: int
    closing_amount: int
    movements: Sequence[Movement]


def read_place_account(db: Session, place: CompanyLocation, since: date, until: date) -> PlaceAccount:
    """The account of a place that may be seen, line by line, in the place's currency."""
    where = {
        "tenant": place.tenant_id,
        "owner": f"buyer:{place.id}",
        "currency": place.currency,
        "since": datetime.combine(since, time(), UTC),
        "until": datetime.combine(until + timedelta(days=1), time(), UTC),
    }
    opening = owed = int(db.connection().execute(_OPENING, where).scalar_one())
    movements = []
    for row in db.connection().execute(_MOVEMENTS, where):
        owed += row.amount
        movements.append(Movement(row.posted_at, row.kind, row.number, row.amount, owed))
    return PlaceAccount(since, until, opening, owed, movements)


_ACCOUNT = """
    from ledger_entry e
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
    join ledger_tx t on t.id = e.tx_id and t.tenant_id = e.tenant_id and t.status = 'posted'
"""
_MINE = "a.tenant_id = :tenant and a.owner = :owner and a.kind = 'receivable' and a.currency = :currency"
_OPENING = text(f"select coalesce(-sum(e.amount), 0)::bigint {_ACCOUNT} where {_MINE} and t.posted_at < :since")
_MOVEMENTS = text(f"""
    select t.kind, t.posted_at, -e.amount as amount,
      coalesce(i.number, n.number, w.number, r.reference, b.reference, '') as number
    {_ACCOUNT}
    left join invoice i on t.kind = 'invoiced' and i.id = t.subject and i.tenant_id = t.tenant_id
    left join invoice n on t.kind = 'refund' and n.refund_id = t.subject and n.tenant_id = t.tenant_id
    left join settlement s on t.kind = 'receivable_written_off' and s.id = t.subject and s.tenant_id = t.tenant_id
    left join invoice w on w.id = s.invoice_id and w.tenant_id = s.tenant_id
    left join receipt r on t.kind in ('receivable_paid', 'receipt_taken_back') and r.id = t.subject
      and r.tenant_id = t.tenant_id
    left join credit_payout b on t.kind in ('credit_paid_out', 'credit_payout_taken_back') and b.id = t.subject
      and b.tenant_id = t.tenant_id
    where {_MINE} and t.posted_at >= :since and t.posted_at < :until
    order by t.posted_at, t.id
""")
