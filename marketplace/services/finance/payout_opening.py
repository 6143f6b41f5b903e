"""Payouts are made of exact sums: earnings marked, money moved, numbers given, told to everybody."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.finance import ledger as books
from marketplace.domain.lifecycle import PAYOUT, PayoutStatus, after
from marketplace.domain.money import spoken
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish_all
from marketplace.models.vendor import Vendor
from marketplace.services.finance.ledger import Entry, lock, post_all
from marketplace.services.finance.payable_amounts import Sum, take_earnings
from marketplace.services.finance.payout_standing import account_of, limits_of, open_requirements, store_of


def open_payouts(
    db: Session,
    actor: Actor,
    tenant_id: str,
    sums: Sequence[Sum],
    *,
    key: str = "",
    periods: Mapping[str, str] | None = None,
) -> list[str]:
    """Make payouts of exactly these sums; the accounts must be held. Returns their ids in the same order.

    The earnings in them are marked, the money moves to in transit, and what is above the limit waits for two
    people. Raises `Conflict` when the earnings are not what was counted.
    """
    ids = [new_id("pay") for _ in sums]
    _insert(db, actor, tenant_id, payouts=dict(zip(ids, sums, strict=True)), key=key, periods=periods or {})
    take_earnings(db, tenant_id, dict(zip(ids, sums, strict=True)))
    accounts = {row.id: row.account for row in db.connection().execute(_ACCOUNTS, {"tenant": tenant_id, "ids": ids})}
    post_all(
        db,
        [
            Entry(
                tenant_id,
                "payout_asked",
                asked_key(payout_id),
                s.currency,
                books.payout_asked(s.vendor_id, s.amount),
                subject=payout_id,
                meta={"account": accounts[payout_id]},
            )
            for payout_id, s in zip(ids, sums, strict=True)
        ],
    )
    publish_all(db, tenant_id, [(Topic.PAYOUT_REQUESTED, "payout", key) for key in ids])
    _number(db, tenant_id, ids)
    audit.record(
        db,
        actor,
        AuditAction.PAYOUT_REQUESTED if len(ids) == 1 else AuditAction.PAYOUT_RUN,
        tenant_id=tenant_id,
        object_type="payout",
        object_id=ids[0],
        after={"payouts": len(ids), "amounts": _by_currency(sums)},
    )
    return ids


def _by_currency(sums: Sequence[Sum]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for one in sums:
        amounts[one.currency] = amounts.get(one.currency, 0) + one.amount
    return amounts


# Where the money shall go, as the books remember it for ever: `verify` compares.
_ACCOUNTS = text("""
    select id, encode(sha256(convert_to(cast(account as text), 'UTF8')), 'hex') as account from payout
    where tenant_id = :tenant and id = any(cast(:ids as text[]))
""")


def asked_key(payout_id: str) -> str:
    """The ledger's key of what takes a payout out of the available balance."""
    return f"payout:{payout_id}:asked"


def hold_accounts(db: Session, tenant_id: str, vendor_ids: Sequence[str], currencies: Sequence[str] = ()) -> None:
    """Lock what payouts of these vendors move, until the transaction ends: two at once cannot both see the balance."""
    known = list(currencies) or store_of(db, tenant_id).sells_in()
    lock(
        db,
        [
            (tenant_id, f"vendor:{v}", kind, c)
            for v in vendor_ids
            for c in known
            for kind in ("available", "in_transit")
        ],
    )


def _insert(
    db: Session, actor: Actor, tenant_id: str, payouts: Mapping[str, Sum], key: str, periods: Mapping[str, str]
) -> None:
    limits = limits_of(db, tenant_id)
    wanted = sorted({s.vendor_id for s in payouts.values()})
    vendors = {
        v.id: v for v in db.exec(select(Vendor).where(Vendor.tenant_id == tenant_id, col(Vendor.id).in_(wanted)))
    }
    notes = open_requirements(db, tenant_id, wanted)
    rows: list[dict[str, Any]] = []
    for payout_id, s in payouts.items():
        limit, vendor = limits.two_persons_above(s.currency), vendors[s.vendor_id]
        held = s.amount > limit
        rows.append(
            {
                "id": payout_id,
                "number": payout_id,
                "vendor_id": s.vendor_id,
                "period": periods.get(s.vendor_id),
                "currency": s.currency,
                "amount": s.amount,
                "status": after(PAYOUT, "hold" if held else "queue", PayoutStatus.REQUESTED),
                "key": key,
                "account": json.dumps(account_of(vendor, notes)),
                "figures": json.dumps(s.figures),
                "method": vendor.payout_method,
                "by": actor.user_id,
                "hold": f"Above {spoken(limit, s.currency)}: two people release it." if held else "",
            }
        )
    db.connection().execute(_INSERT, {"tenant": tenant_id, "rows": json.dumps(rows), "moment": now()})


def _number(db: Session, tenant_id: str, ids: Sequence[str]) -> None:
    """Give the payouts their numbers: one row for all stores, because one bank is told of them. A sequence locks
    nobody; what is rolled back leaves a gap."""
    db.connection().execute(_NUMBER, {"tenant": tenant_id, "ids": list(ids), "year": now().year})


_NUMBER = text("""
    with w as materialized (
        select id, nextval('payout_number')::text number
        from unnest(cast(:ids as text[])) with ordinality as asked(id, at) order by at)
    update payout p
    set number = format('PAY-%s-%s', cast(:year as int), lpad(w.number, greatest(5, length(w.number)), '0'))
    from w where p.tenant_id = :tenant and p.id = w.id
""")
_INSERT = text("""
    insert into payout (id, tenant_id, number, vendor_id, period, currency, amount, status, idempotency_key, account,
      figures, method, provider, bank_file, hold_reason, bank_reference, approvals, requested_by, failure, created_at)
    select id, :tenant, number, vendor_id, period, currency, amount, status, key, account::jsonb, figures::jsonb,
      method, 'manual', '', hold, '', '[]', "by", '', :moment
    from jsonb_to_recordset(cast(:rows as jsonb)) as r(id text, number text, vendor_id text, period text, currency text,
      amount bigint, status text, key text, account text, figures text, method text, "by" text, hold text)
""")
