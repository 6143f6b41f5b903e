"""The books: the only place that writes them. A transaction is posted once, whatever its key is sent again for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import Conflict
from marketplace.domain.finance.ledger import Account, Posting, opposite
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id


class WouldOverdraw(Conflict):
    """A balance would go below zero where that is not allowed."""


@dataclass(frozen=True)
class Entry:
    """A transaction to be posted. `key` is unique per store; `subject` is the order, refund or payout it comes from.

    `overdraws` lets a vendor's balance go below zero, as a late refund must; it is closed again at zero.
    """

    tenant_id: str
    kind: str
    key: str
    currency: str
    postings: tuple[Posting, ...]
    subject: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    reverses: str | None = None
    overdraws: bool = False


@dataclass
class _Held:
    """An account under lock."""

    id: str
    balance: int
    allows_negative: bool


Place = tuple[str, str, str, str]  # tenant, owner, kind, currency


def post(db: Session, entry: Entry) -> str | None:
    """Post one transaction; returns its id, the old one where the key was used before, None where nothing moves.

    Raises `WouldOverdraw`.
    """
    return post_all(db, [entry])[0]


def post_all(db: Session, entries: Sequence[Entry]) -> list[str | None]:
    """Post many in a few statements, all or none; returns their ids as `post` does.

    Accounts are made on demand and locked in the order of their ids until the transaction ends, and their
    balances change with the entries.
    """
    moving = [entry for entry in entries if entry.postings]
    held = lock(db, {_place(entry, posting.account) for entry in moving for posting in entry.postings})
    known = _posted(db, moving)
    fresh = [entry for entry in moving if (entry.tenant_id, entry.key) not in known]
    if fresh:
        _move(held, fresh)
        known |= _write(db, fresh, held)
    return [known.get((entry.tenant_id, entry.key)) for entry in entries]


def reverse(db: Session, tenant_id: str, key: str, *, new_key: str, kind: str, overdraws: bool = False) -> str | None:
    """Post the opposite of the transaction with `key`, naming it. None where there was none. Raises `WouldOverdraw`."""
    row = db.connection().execute(_FIND, {"tenant": tenant_id, "key": key}).mappings().first()
    if row is None:
        return None
    lines = db.connection().execute(_LINES, {"tenant": tenant_id, "tx": row["id"]}).mappings().all()
    postings = opposite(Posting(Account(line["owner"], line["kind"]), line["amount"]) for line in lines)
    return post(
        db,
        Entry(
            tenant_id,
            kind,
            new_key,
            lines[0]["currency"],
            postings,
            subject=row["subject"],
            reverses=row["id"],
            overdraws=overdraws,
        ),
    )


def lock(db: Session, places: Iterable[Place]) -> dict[Place, _Held]:
    """Hold these accounts until the transaction ends, made where they are missing, always in the order of their ids."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    columns = _columns(wanted, "tenants", "owners", "kinds", "currencies")
    rows = db.connection().execute(_LOCK, columns).all()
    if len(rows) < len(wanted):
        ids = [new_id("acc") for _ in wanted]
        negative = [Account(owner, kind).may_be_negative for _, owner, kind, _ in wanted]
        db.connection().execute(_MAKE, {**columns, "ids": ids, "negative": negative})
        rows = db.connection().execute(_LOCK, columns).all()
    return {(r.tenant_id, r.owner, r.kind, r.currency): _Held(r.id, r.posted_balance, r.allow_negative) for r in rows}


def balances(db: Session, tenant_id: str, owner: str, currency: str) -> dict[str, int]:
    """Kind -> posted balance of one owner, in minor units; kinds that were never used are missing."""
    rows = db.connection().execute(_BALANCES, {"tenant": tenant_id, "owner": owner, "currency": currency})
    return {row.kind: row.posted_balance for row in rows}


def is_posted(db: Session, tenant_id: str, key: str) -> bool:
    """Whether a transaction with this key stands in the books."""
    return db.connection().execute(_FIND, {"tenant": tenant_id, "key": key}).first() is not None


def _place(entry: Entry, account: Account) -> Place:
    return entry.tenant_id, account.owner, account.kind, entry.currency


def _posted(db: Session, entries: Sequence[Entry]) -> dict[tuple[str, str], str | None]:
    if not entries:
        return {}
    columns = _columns([(entry.tenant_id, entry.key) for entry in entries], "tenants", "keys")
    return {(r.tenant_id, r.idempotency_key): r.id for r in db.connection().execute(_KNOWN, columns)}


def _move(held: dict[Place, _Held], entries: Sequence[Entry]) -> None:
    """Change the balances in hand, and refuse what would overdraw one."""
    for entry in entries:
        for posting in entry.postings:
            account = held[_place(entry, posting.account)]
            account.balance += posting.amount
            if account.balance >= 0 or posting.account.may_be_negative:
                account.allows_negative = posting.account.may_be_negative
            elif posting.amount < 0 and not entry.overdraws:
                raise WouldOverdraw("There is not enough on the account for this.")
            else:
                account.allows_negative = True


def _write(db: Session, entries: Sequence[Entry], held: dict[Place, _Held]) -> dict[tuple[str, str], str | None]:
    ids, moment = [new_id("ltx") for _ in entries], now()
    db.connection().execute(
        _TX,
        {
            "ids": ids,
            "tenants": [e.tenant_id for e in entries],
            "kinds": [e.kind for e in entries],
            "keys": [e.key for e in entries],
            "reverses": [e.reverses for e in entries],
            "subjects": [e.subject for e in entries],
            "metas": [json.dumps(dict(e.meta)) for e in entries],
            "moment": moment,
        },
    )
    rows = [
        (new_id("len"), entry.tenant_id, tx_id, held[_place(entry, posting.account)].id, posting.amount)
        for tx_id, entry in zip(ids, entries, strict=True)
        for posting in entry.postings
    ]
    columns = _columns(rows, "ids", "tenants", "txs", "accounts", "amounts")
    db.connection().execute(_ENTRY, {**columns, "moment": moment})
    db.connection().execute(_POST, {"ids": ids, "moment": moment})
    changed = {_place(entry, posting.account) for entry in entries for posting in entry.postings}
    after = [(held[p].id, p[0], held[p].balance, held[p].allows_negative) for p in sorted(changed)]
    db.connection().execute(_BALANCE, _columns(after, "ids", "tenants", "balances", "negative"))
    return {(entry.tenant_id, entry.key): tx_id for tx_id, entry in zip(ids, entries, strict=True)}


def _columns(rows: Sequence[Sequence[Any]], *names: str) -> dict[str, list[Any]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


_LOCK = text("""
    select a.id, a.tenant_id, a.owner, a.kind, a.currency, a.posted_balance, a.allow_negative from ledger_account a
    join unnest(cast(:tenants as text[]), cast(:owners as text[]), cast(:kinds as text[]), cast(:currencies as text[]))
      as w(tenant_id, owner, kind, currency)
      on (a.tenant_id, a.owner, a.kind, a.currency) = (w.tenant_id, w.owner, w.kind, w.currency)
    order by a.id for update of a
""")
_MAKE = text("""
    insert into ledger_account (id, tenant_id, owner, kind, currency, posted_balance, allow_negative)
    select w.id, w.tenant_id, w.owner, w.kind, w.currency, 0, w.negative
    from unnest(cast(:ids as text[]), cast(:tenants as text[]), cast(:owners as text[]), cast(:kinds as text[]),
                cast(:currencies as text[]), cast(:negative as boolean[]))
      as w(id, tenant_id, owner, kind, currency, negative)
    on conflict (tenant_id, owner, kind, currency) do nothing
""")
_KNOWN = text("""
    select t.id, t.tenant_id, t.idempotency_key from ledger_tx t
    join unnest(cast(:tenants as text[]), cast(:keys as text[])) as w(tenant_id, key)
      on t.tenant_id = w.tenant_id and t.idempotency_key = w.key
""")
_FIND = text("select id, subject from ledger_tx where tenant_id = :tenant and idempotency_key = :key")
_LINES = text("""
    select e.amount, a.owner, a.kind, a.currency from ledger_entry e
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
    where e.tenant_id = :tenant and e.tx_id = :tx
""")
_BALANCES = text("""
    select kind, posted_balance from ledger_account
    where tenant_id = :tenant and owner = :owner and currency = :currency
""")
_TX = text("""
    insert into ledger_tx (id, tenant_id, kind, idempotency_key, reverses_tx_id, status, subject, meta, created_at)
    select id, tenant_id, kind, key, reverses, 'draft', subject, cast(meta as jsonb), :moment
    from unnest(cast(:ids as text[]), cast(:tenants as text[]), cast(:kinds as text[]), cast(:keys as text[]),
                cast(:reverses as text[]), cast(:subjects as text[]), cast(:metas as text[]))
      as w(id, tenant_id, kind, key, reverses, subject, meta)
""")
_ENTRY = text("""
    insert into ledger_entry (id, tenant_id, tx_id, account_id, amount, created_at)
    select *, :moment from unnest(cast(:ids as text[]), cast(:tenants as text[]), cast(:txs as text[]),
                         cast(:accounts as text[]), cast(:amounts as bigint[]))
""")
_POST = text("""
    update ledger_tx set status = 'posted', posted_at = :moment
    where id = any(cast(:ids as text[])) and status = 'draft'
""")
_BALANCE = text("""
    update ledger_account a set posted_balance = w.balance, allow_negative = w.negative
    from unnest(cast(:ids as text[]), cast(:tenants as text[]), cast(:balances as bigint[]),
                cast(:negative as boolean[])) as w(id, tenant_id, balance, negative)
    where a.id = w.id and a.tenant_id = w.tenant_id
""")
