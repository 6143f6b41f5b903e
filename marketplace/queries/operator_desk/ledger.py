"""The books to read: every transaction with its entries, the balances, and the last check of the invariants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.amounts import bare, short_tx
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, reach, store_choices, store_marks
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE = 30
KINDS = {
    "order_paid": "Order paid",
    "provider_fee": "Provider’s fee",
    "invoiced": "Invoice on account",
    "receivable_paid": "Buyer paid an account",
    "receipt_taken_back": "Payment taken back",
    "credit_paid_out": "Credit paid out",
    "credit_payout_taken_back": "Payout of credit taken back",
    "receivable_written_off": "Invoice given up",
    "hold_over": "Hold over",
    "reserve_over": "Reserve over",
    "refund": "Refund",
    "payout_asked": "Payout asked",
    "payout_paid": "Payout paid",
    "payout_cancelled": "Payout cancelled",
    "payout_failed": "Payout failed",
    "payout_returned": "Payout returned",
    "write_off": "Written off",
}


@dataclass(frozen=True)
class TxRow:
    """One transaction. `amount` is what it moves: the sum of its positive entries."""

    id: str
    name: str
    href: str
    kind: str
    about: str
    mark: Mark
    amount: str
    currency: str
    entries: str
    when: str
    exact: str


@dataclass(frozen=True)
class EntryRow:
    account: str
    owner: str
    owner_href: str
    amount: str
    is_plus: bool


@dataclass(frozen=True)
class Transaction:
    """One transaction for the drawer; `proof` says that it sums to zero."""

    id: str = ""
    name: str = ""
    kind: str = ""
    mark: Mark = NO_MARK
    entries: tuple[EntryRow, ...] = ()
    facts: tuple[Fact, ...] = ()
    proof: str = ""


@dataclass(frozen=True)
class BalanceRow:
    """What all owners of one kind of account have together."""

    kind: str
    currency: str
    amount: str
    accounts: str
    href: str
    below: bool


@dataclass(frozen=True)
class RuleLine:
    rule: str
    checked: str
    is_broken: bool
    broken: str


@dataclass(frozen=True)
class LastCheck:
    """What the last recomputation found; `says` is empty before the first."""

    says: str = ""
    exact: str = ""
    is_good: bool = True
    rules: tuple[RuleLine, ...] = ()


@dataclass(frozen=True)
class LedgerPage(Page[TxRow]):
    balances: tuple[BalanceRow, ...]
    check: LastCheck
    stores: tuple[Option, ...]


def list_ledger(
    db: Session,
    actor: Actor,
    *,
    kind: str = "",
    store: str = "",
    account: str = "",
    q: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> LedgerPage:
    """Transactions newest first. `account` is `kind` or `owner kind`; `q` the end of an identifier, an order's
    number, a payout's, or a vendor's name. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    tenant_id = reach(actor, Permission.LEDGER_SEE)
    where: dict[str, Any] = {
        "tenant": tenant_id or store or None,
        "kind": kind if kind in KINDS else "",
        "account": account,
        "q": q.strip().lower().removeprefix("t-"),
    }
    total = int(db.connection().execute(text(compose("select count(*) $rows", rows=_FROM)), where).scalar_one())
    span = span_of(total, page, per_page, "transaction")
    rows = db.connection().execute(_LIST, where | span.window).all()
    about = _about(db, [row.subject for row in rows])
    marks, moment = store_marks(db), now()
    return LedgerPage(
        rows=tuple(_tx(row, about, marks, moment) for row in rows),
        span=span,
        balances=tuple(_balance(row) for row in db.connection().execute(_BALANCES, where)),
        check=last_check(db, actor),
        stores=store_choices(db) if tenant_id is None else (),
    )


def get_transaction(db: Session, actor: Actor, tx_id: str) -> Transaction:
    """One transaction with every entry. Raises as `list_ledger` does."""
    tenant_id = reach(actor, Permission.LEDGER_SEE)
    row = db.connection().execute(_ONE, {"tx": tx_id, "tenant": tenant_id}).first()
    if row is None:
        raise NotFound("transaction")
    entries = db.connection().execute(_ENTRIES, {"tx": tx_id, "tenant": row.tenant_id}).all()
    facts = (
        Fact("Posted", exact(row.posted_at)),
        Fact("About", _about(db, [row.subject]).get(row.subject, row.subject)),
        Fact("Key", row.idempotency_key),
        Fact("Reverses", short_tx(row.reverses_tx_id or "")),
        Fact("Reversed by", short_tx(row.reversed_by or "")),
        Fact("Identifier", row.id),
    )
    plus = sum(entry.amount for entry in entries if entry.amount > 0)
    currency = entries[0].currency if entries else "EUR"
    return Transaction(
        id=row.id,
        name=short_tx(row.id),
        kind=KINDS.get(row.kind, row.kind),
        mark=store_marks(db)[row.tenant_id],
        entries=tuple(_entry(entry) for entry in entries),
        facts=tuple(fact for fact in facts if fact.value),
        proof=f"{bare(plus, currency)} − {bare(plus, currency)} = 0"
        if sum(entry.amount for entry in entries) == 0
        else "It does not sum to zero",
    )


def last_check(db: Session, actor: Actor) -> LastCheck:
    """What the hourly recomputation found last. Which rows are broken is told to operators only."""
    tenant_id = reach(actor, Permission.LEDGER_SEE)
    row = db.connection().execute(_CHECK).first()
    if row is None:
        return LastCheck()
    broken = {one["rule"]: one["rows"] for one in row.broken} if tenant_id is None else {}
    number = sum(1 for rule in row.rules if rule["broken"])
    words = "all hold" if not number else f"{count(number, 'rule')} broken"
    return LastCheck(
        f"{len(row.rules)} rules over {row.checked:,} rows in {row.milliseconds / 1000:.1f} s: {words}",
        f"{ago(row.created_at, now())}, {exact(row.created_at)}",
        not number,
        tuple(
            RuleLine(name, f"{checked:,}", bool(number), "; ".join(broken.get(name, [])[:3]))
            for name, checked, number in ((rule["rule"], rule["checked"], rule["broken"]) for rule in row.rules)
        ),
    )


def _tx(row: Any, about: dict[str, str], marks: Any, moment: datetime) -> TxRow:
    return TxRow(
        id=row.id,
        name=short_tx(row.id),
        href=f"tx={row.id}",
        kind=KINDS.get(row.kind, row.kind),
        about=about.get(row.subject, row.subject),
        mark=marks[row.tenant_id],
        amount=bare(row.moved, row.currency),
        currency=row.currency,
        entries=count(row.entries, "entry", "entries"),
        when=ago(row.posted_at, moment),
        exact=exact(row.posted_at),
    )


def _balance(row: Any) -> BalanceRow:
    return BalanceRow(
        kind=f"{row.side}.{row.kind}",
        currency=row.currency,
        amount=money(row.total, row.currency),
        accounts=count(row.number, "account"),
        href=f"/admin/ledger?account={row.kind}",
        below=row.below > 0,
    )


def _entry(row: Any) -> EntryRow:
    vendor = row.owner.partition(":")[2] if row.owner.startswith("vendor:") else ""
    return EntryRow(
        f"{row.owner.partition(':')[0]}.{row.kind}",
        row.vendor or "",
        f"/admin/vendors/{vendor}" if vendor else "",
        ("+" if row.amount > 0 else "") + bare(row.amount, row.currency),
        row.amount > 0,
    )


def _about(db: Session, subjects: list[str]) -> dict[str, str]:
    """Identifier -> how people call it: `Order 1042-1`, `PAY-2026-00041`, a vendor's name."""
    return {row.id: row.name for row in db.connection().execute(_NAMES, {"ids": list(set(subjects))})}


_FROM = """
    from ledger_tx t where t.status = 'posted' and (cast(:tenant as text) is null or t.tenant_id = :tenant)
      and (:kind = '' or t.kind = :kind)
      and (:account = '' or exists (
        select 1 from ledger_entry e join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
        where e.tx_id = t.id and e.tenant_id = t.tenant_id
          and (a.kind = :account or a.owner || ' ' || a.kind = :account)))
      and (:q = '' or lower(right(t.id, 6)) = :q or lower(t.subject) = :q or t.subject in (
        select o.id from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
        where g.number || '-' || o.position = :q
        union select r.id from refund r join vendor_order o on o.id = r.order_id and o.tenant_id = r.tenant_id
        join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id where g.number || '-' || o.position = :q
        union select id from payout where lower(number) = :q
        union select id from vendor where lower(name) = :q))
"""
_LIST = text(
    compose(
        """
    select x.*, (select sum(e.amount) filter (where e.amount > 0)::bigint from ledger_entry e
                 where e.tx_id = x.id and e.tenant_id = x.tenant_id) as moved,
      (select count(*) from ledger_entry e where e.tx_id = x.id and e.tenant_id = x.tenant_id) as entries,
      (select a.currency from ledger_entry e join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
       where e.tx_id = x.id and e.tenant_id = x.tenant_id limit 1) as currency
    from (select t.* $rows order by t.posted_at desc, t.id desc limit :n offset :skip) x
""",
        rows=_FROM,
    )
)
_ONE = text("""
    select t.*,
      (select r.id from ledger_tx r where r.tenant_id = t.tenant_id and r.reverses_tx_id = t.id) as reversed_by
    from ledger_tx t where t.id = :tx and (cast(:tenant as text) is null or t.tenant_id = :tenant)
""")
_ENTRIES = text("""
    select e.amount, a.owner, a.kind, a.currency, v.name as vendor from ledger_entry e
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
    left join vendor v on 'vendor:' || v.id = a.owner and v.tenant_id = a.tenant_id
    where e.tenant_id = :tenant and e.tx_id = :tx order by e.amount, e.id
""")
_BALANCES = text("""
    select split_part(owner, ':', 1) as side, kind, currency, sum(posted_balance)::bigint as total, count(*) as number,
      count(*) filter (where posted_balance < 0 and kind in ('pending', 'available')) as below
    from ledger_account where (cast(:tenant as text) is null or tenant_id = :tenant)
    group by 1, 2, 3 having sum(abs(posted_balance)) <> 0 order by 1 desc, 3, 2
""")
_CHECK = text("select * from ledger_check order by created_at desc limit 1")
_NAMES = text("""
    select o.id, 'Order ' || g.number || '-' || o.position as name from vendor_order o
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id where o.id = any(cast(:ids as text[]))
    union all
    select r.id, 'Refund of ' || g.number || '-' || o.position from refund r
    join vendor_order o on o.id = r.order_id and o.tenant_id = r.tenant_id
    join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id where r.id = any(cast(:ids as text[]))
    union all select id, number from payout where id = any(cast(:ids as text[]))
    union all select id, name from vendor where id = any(cast(:ids as text[]))
    union all select id, 'Payment, ' || method_label from payment where id = any(cast(:ids as text[]))
""")
