"""The desk of payouts: what waits for a person, what is on its way, what vendors owe, and the files for the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact, short_date
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.payout_words import covers_words
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_marks
from marketplace.queries.operator_desk.payout_detail import ASKED_BY
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
VIEWS = {
    "held": "p.status in ('requested', 'held')",
    "queued": "p.status = 'queued'",
    "moving": "p.status in ('sending', 'in_transit')",
    "paid": "p.status = 'paid'",
    "back": "p.status in ('failed', 'returned', 'cancelled')",
    "": "true",
}


@dataclass(frozen=True)
class PayoutRow:
    """One line of the list."""

    id: str
    number: str
    href: str
    vendor: str
    mark: Mark
    store: str
    covers: str
    earnings: str
    amount: str
    currency: str
    status: str
    says: str
    reference: str
    since: str
    since_exact: str


@dataclass(frozen=True)
class BankFile:
    """A file for the bank, and how far what it told is."""

    name: str
    says: str
    csv: str
    xml: str


@dataclass(frozen=True)
class Debt:
    """A vendor whose available balance is below zero after late refunds."""

    vendor_id: str
    vendor: str
    currency: str
    amount: str
    since: str


@dataclass(frozen=True)
class PayoutPage(Page[PayoutRow]):
    """The list as its filters say, and what waits; `queued_sum` names every currency."""

    counts: dict[str, int]
    queued_sum: str
    debts: tuple[Debt, ...]
    files: tuple[BankFile, ...]


def list_payouts(
    db: Session, actor: Actor, *, view: str = "", q: str = "", store: str = "", page: int = 1, per_page: int = PER_PAGE
) -> PayoutPage:
    """Payouts of all stores, or of a store admin's. `q` looks in numbers, vendors and references.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    tenant_id = reach(actor, Permission.PAYOUT_SEE)
    where: dict[str, Any] = {"tenant": tenant_id or store or None}
    condition = each_word(q, _FIND, where)
    counts = _counts(db, where, condition)
    view = view if view in VIEWS else ""
    span = span_of(counts[view or "all"], page, per_page, "payout")
    rows = db.connection().execute(
        text(compose(_SELECT, asked=ASKED_BY, rows=_FROM, view=VIEWS[view] + condition)), where | span.window
    )
    marks, moment = store_marks(db), now()
    return PayoutPage(
        rows=tuple(_row(row, marks, moment) for row in rows),
        span=span,
        counts=counts,
        queued_sum=_queued(db, where),
        debts=tuple(_debt(row, moment) for row in db.connection().execute(_DEBTS, where)),
        files=_files(db, where) if tenant_id is None else (),
    )


def _row(row: Any, marks: Any, moment: datetime) -> PayoutRow:
    return PayoutRow(
        id=row.id,
        number=row.number,
        href=f"payout={row.id}",
        vendor=row.vendor,
        mark=marks[row.tenant_id],
        store=marks[row.tenant_id].name,
        covers=covers_words(row.period, row.asked_by),
        earnings=count(row.figures.get("earnings", 0), "earning"),
        amount=money(row.amount, row.currency),
        currency=row.currency,
        status=row.status,
        says=_says(row),
        reference=row.bank_reference,
        since=ago(row.created_at, moment),
        since_exact=exact(row.created_at),
    )


def _says(row: Any) -> str:
    if row.status == "held":
        given = f", released by {row.approvals[0]['name']}" if row.approvals else ""
        return f"{row.hold_reason}{given}"
    if row.status in ("sending", "in_transit"):
        return str(row.bank_file) + (f", expected {short_date(row.expected_on)}" if row.expected_on else "")
    if row.status == "queued":
        return "waits for the next bank file"
    return str(row.bank_reference or row.failure)


def _counts(db: Session, where: dict[str, Any], condition: str) -> dict[str, int]:
    parts = ", ".join(f"count(*) filter (where {rule}) as {name or 'every'}" for name, rule in VIEWS.items())
    row = db.connection().execute(text(compose(_COUNT, parts=parts, rows=_FROM) + condition), where).mappings().one()
    return {("all" if name == "every" else name): int(value) for name, value in row.items()}


def _queued(db: Session, where: dict[str, Any]) -> str:
    rows = db.connection().execute(_QUEUED, where)
    return " and ".join(f"{count(row.number, 'payout')}, {money(row.total, row.currency)}" for row in rows)


def _debt(row: Any, moment: datetime) -> Debt:
    return Debt(
        row.vendor_id,
        row.vendor,
        row.currency,
        money(row.balance, row.currency),
        ago(row.since, moment) if row.since else "",
    )


def _files(db: Session, where: dict[str, Any]) -> tuple[BankFile, ...]:
    rows = db.connection().execute(_FILES, where)
    return tuple(
        BankFile(
            row.bank_file,
            f"{count(row.number, 'payout')}, {row.paid} paid, {exact(row.sent_at)[:-7]}",
            f"/admin/payouts/files/{row.bank_file}.csv",
            f"/admin/payouts/files/{row.bank_file}.xml",
        )
        for row in rows
    )


_FROM = """
    from payout p join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    where (cast(:tenant as text) is null or p.tenant_id = :tenant)
"""
_FIND = "lower(p.number) like $like or lower(v.name) like $like or lower(p.bank_reference) like $like"
_SELECT = """
    select p.*, v.name as vendor, $asked $rows and $view
    order by p.created_at desc, p.number desc, p.id limit :n offset :skip
"""
_COUNT = "select $parts $rows"
_QUEUED = text("""
    select currency, count(*) as number, sum(amount)::bigint as total from payout
    where status = 'queued' and (cast(:tenant as text) is null or tenant_id = :tenant) group by 1 order by 1
""")
_DEBTS = text("""
    select v.id as vendor_id, v.name as vendor, a.currency, a.posted_balance as balance,
      (select min(e.created_at) from earning e where e.tenant_id = v.tenant_id and e.vendor_id = v.id
       and e.status = 'available' and e.kind = 'refund') as since
    from ledger_account a join vendor v on 'vendor:' || v.id = a.owner and v.tenant_id = a.tenant_id
    where a.kind = 'available' and a.posted_balance < 0
      and (cast(:tenant as text) is null or a.tenant_id = :tenant) order by a.posted_balance limit 20
""")
_FILES = text("""
    select bank_file, count(*) as number, count(*) filter (where status = 'paid') as paid, max(sent_at) as sent_at
    from payout where bank_file <> '' and (cast(:tenant as text) is null or tenant_id = :tenant)
    group by 1 order by max(sent_at) desc limit 6
""")
