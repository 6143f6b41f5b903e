"""Every payout of a vendor so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.amounts import bare
from marketplace.queries.formatting.payout_words import bank_words, covers_words
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.vendor_desk.vendor_access import own_vendor

PER_PAGE = 12


@dataclass(frozen=True)
class PayoutRow:
    """One line of the history."""

    id: str
    number: str
    href: str
    covers: str
    earnings: str
    goods: str
    commission: str
    fee_tax: str
    refunds: str
    amount: str
    currency: str
    status: str
    bank: str
    bank_line: str


def list_payouts(
    db: Session, actor: Actor, *, currency: str = "", status: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Page[PayoutRow]:
    """The payouts of the actor's own vendor, newest first. Raises as `get_vendor_money` does."""
    vendor, store = own_vendor(db, actor)
    where = {"tenant": store.id, "vendor": vendor.id, "currency": currency, "status": status}
    total = int(db.connection().execute(_COUNT, where).scalar_one())
    span = span_of(total, page, per_page, "payout")
    rows = db.connection().execute(_LIST, where | span.window)
    moment = now()
    return Page(tuple(_row(row, moment) for row in rows), span)


def _row(row: Any, moment: datetime) -> PayoutRow:
    made, currency = row.figures, row.currency
    when, line = bank_words(row, moment)
    return PayoutRow(
        id=row.id,
        number=row.number,
        href=f"/vendor/payouts/{row.id}",
        covers=covers_words(row.period, row.asked_by),
        earnings=count(made.get("earnings", 0), "earning"),
        goods=bare(made.get("goods", 0), currency),
        commission=bare(made.get("commission", 0), currency),
        fee_tax=bare(made.get("fee_tax", 0), currency),
        refunds=bare(made.get("refunds", 0) + made.get("other", 0), currency),
        amount=bare(row.amount, currency),
        currency=currency,
        status=row.status,
        bank=when,
        bank_line=line,
    )


_WHERE = """from payout p where p.tenant_id = :tenant and p.vendor_id = :vendor
    and (:currency = '' or p.currency = :currency) and (:status = '' or p.status = :status)"""
_COUNT = text("select count(*) " + _WHERE)
_LIST = text(
    compose(
        """
    select p.*,
      (select trim(u.first_name || ' ' || u.last_name) from account u where u.id = p.requested_by) as asked_by
    $where order by p.created_at desc, p.number desc limit :n offset :skip
""",
        where=_WHERE,
    )
)
