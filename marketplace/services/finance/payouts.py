"""Money to vendors: asked for by a person or by the calendar, always under lock, always made of exact earnings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.payouts import Condition, Limits, Standing, payout_conditions
from marketplace.domain.lifecycle import PAYOUT, PayoutStatus, VendorStatus, after
from marketplace.domain.money import spoken
from marketplace.domain.permissions import SYSTEM, Actor, Permission, require, vendor_grant
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish_all
from marketplace.models.ledger import Payout
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.services.finance.ledger import Entry, lock, post_all
from marketplace.services.finance.payable_amounts import Sum, sums_of, take_earnings
from marketplace.services.identity.confirmation import require_confirmed

_DEAD = (PayoutStatus.CANCELLED, PayoutStatus.FAILED)


def request_payout(db: Session, actor: Actor, currency: str, *, key: str) -> str:
    """Ask for everything that is available in one currency; returns the payout's id, the old one for a used key.

    The actor must have confirmed (`confirmation`). Raises `Forbidden`, `NotConfirmed`, `Invalid` when the key is
    missing, and `Conflict` with what stands in the way.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.PAYOUT_REQUEST, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    if not key.strip():
        raise Invalid({"key": "Send a key with the request, so that it is never made twice."})
    vendor = db.exec(select(Vendor).where(Vendor.id == grant.vendor_id)).one()
    hold_accounts(db, vendor.tenant_id, [vendor.id], [currency])
    known = db.exec(select(Payout.id).where(Payout.vendor_id == vendor.id, Payout.idempotency_key == key)).first()
    if known is not None:
        return known
    require_confirmed(actor, now())
    sums = sums_of(db, vendor.tenant_id, {vendor.id: None}, currency=currency)
    payable = sums[0] if sums else Sum(vendor.id, currency, 0, 0)
    closed = next(
        (condition for condition in conditions_of(db, vendor, payable.amount, currency) if not condition.is_open), None
    )
    if closed is not None:
        raise Conflict(closed.sentence)
    return open_payouts(db, actor, vendor.tenant_id, [payable], key=key)[0]


@dataclass(frozen=True)
class Outlook:
    """What a vendor could be paid now in one currency, what stands in the way, and where it would go."""

    payable: Sum
    conditions: tuple[Condition, ...]
    planned: tuple[Condition, ...]  # of the next one by the calendar
    account: Mapping[str, str]
    two_persons_above: int  # minor units
    least: int


def get_outlook(db: Session, actor: Actor, currency: str, planned_amount: int) -> Outlook:
    """The actor's own vendor's outlook; changes nothing. `planned_amount` is what the calendar would pay next.

    The calendar does not mind when somebody last asked. Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.PAYOUT_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    vendor = db.exec(select(Vendor).where(Vendor.id == grant.vendor_id)).first()
    if vendor is None:
        raise NotFound("vendor")
    sums = sums_of(db, vendor.tenant_id, {vendor.id: None}, currency=currency)
    payable, limits = sums[0] if sums else Sum(vendor.id, currency, 0, 0), _limits(db, vendor.tenant_id)
    return Outlook(
        payable=payable,
        conditions=conditions_of(db, vendor, payable.amount, currency),
        planned=tuple(
            condition
            for condition in conditions_of(db, vendor, planned_amount, currency)
            if condition.code != "interval"
        ),
        account=account_of(vendor, _open_requirements(db, vendor.tenant_id, [vendor.id])),
        two_persons_above=limits.two_persons_above(currency),
        least=limits.least(currency),
    )


def run_schedule(db: Session, tenant_id: str, turns: Mapping[str, tuple[str, datetime]]) -> int:
    """Pay these vendors of one store what was free at their turn: vendor -> (period, due). Returns how many payouts.

    Every step is a statement over all of them, so that thousands take seconds. Who has nothing, is below the
    minimum, or is kept from being paid waits for the next turn. A second run of a period finds nothing to do.
    """
    limits = _limits(db, tenant_id)
    vendors = db.exec(select(Vendor).where(Vendor.tenant_id == tenant_id, col(Vendor.id).in_(list(turns)))).all()
    open_items = _open_requirements(db, tenant_id, [vendor.id for vendor in vendors])
    fit = {
        vendor.id: turns[vendor.id]
        for vendor in vendors
        if vendor.status == VendorStatus.APPROVED
        and not vendor.payouts_paused_reason
        and account_of(vendor, open_items)
        and _is_proven(vendor, open_items)
    }
    if not fit:
        return 0
    hold_accounts(db, tenant_id, list(fit))
    done = _had_their_turn(db, tenant_id, {vendor_id: period for vendor_id, (period, _) in fit.items()})
    left = {vendor_id: due for vendor_id, (_, due) in fit.items() if vendor_id not in done}
    sums = [s for s in sums_of(db, tenant_id, left) if s.amount >= limits.least(s.currency)]
    periods = {vendor_id: period for vendor_id, (period, _) in fit.items()}
    return len(open_payouts(db, SYSTEM, tenant_id, sums, periods=periods)) if sums else 0


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
    known = list(currencies) or _store(db, tenant_id).sells_in()
    lock(
        db,
        [
            (tenant_id, f"vendor:{v}", kind, c)
            for v in vendor_ids
            for c in known
            for kind in ("available", "in_transit")
        ],
    )


def conditions_of(db: Session, vendor: Vendor, amount: int, currency: str) -> tuple[Condition, ...]:
    """Every condition of a payout of this amount to this vendor, open or closed."""
    limits, open_items = _limits(db, vendor.tenant_id), _open_requirements(db, vendor.tenant_id, [vendor.id])
    last = db.exec(
        select(func.max(Payout.created_at)).where(
            Payout.vendor_id == vendor.id, col(Payout.status).not_in(_DEAD), col(Payout.period).is_(None)
        )
    ).one()
    standing = Standing(
        vendor.status == VendorStatus.APPROVED,
        vendor.payouts_paused_reason,
        bool(account_of(vendor, open_items)),
        _is_proven(vendor, open_items),
        last,
    )
    return payout_conditions(standing, amount, currency, limits, now())


def account_of(vendor: Vendor, notes: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, str]:
    """The bank account that a vendor is paid to (holder, iban, bic): given in the settings, or with the application."""
    if vendor.payout_account.get("iban"):
        return {key: str(value) for key, value in vendor.payout_account.items()}
    iban, _, holder = (notes or {}).get(vendor.id, {}).get("payout_account", "").partition(", ")
    return {"holder": holder or vendor.legal_name, "iban": iban, "bic": ""} if iban else {}


def _open_requirements(db: Session, tenant_id: str, vendor_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Vendor -> key -> evidence; what is not done is under `open:<key>`."""
    requirements: dict[str, dict[str, str]] = {}
    rows = select(VendorRequirement).where(
        VendorRequirement.tenant_id == tenant_id, col(VendorRequirement.vendor_id).in_(vendor_ids)
    )
    for row in db.exec(rows):
        mine = requirements.setdefault(row.vendor_id, {})
        mine[row.key] = row.note
        if row.done_at is None:
            mine[f"open:{row.key}"] = row.label
    return requirements


def _is_proven(vendor: Vendor, notes: Mapping[str, Mapping[str, str]]) -> bool:
    """Everything is proven, or an operator accepted the vendor all the same."""
    return vendor.verification == "accepted" or not any(key.startswith("open:") for key in notes.get(vendor.id, {}))


def _had_their_turn(db: Session, tenant_id: str, periods: Mapping[str, str]) -> set[str]:
    rows = select(Payout.vendor_id, Payout.period).where(
        Payout.tenant_id == tenant_id,
        col(Payout.vendor_id).in_(list(periods)),
        col(Payout.period).in_(list(set(periods.values()))),
    )
    return {vendor_id for vendor_id, period in db.exec(rows) if periods[vendor_id] == period}


def _insert(
    db: Session, actor: Actor, tenant_id: str, payouts: Mapping[str, Sum], key: str, periods: Mapping[str, str]
) -> None:
    limits = _limits(db, tenant_id)
    wanted = sorted({s.vendor_id for s in payouts.values()})
    vendors = {
        v.id: v for v in db.exec(select(Vendor).where(Vendor.tenant_id == tenant_id, col(Vendor.id).in_(wanted)))
    }
    notes = _open_requirements(db, tenant_id, wanted)
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


def _limits(db: Session, tenant_id: str) -> Limits:
    return _store(db, tenant_id).settings.limits()


def _store(db: Session, tenant_id: str) -> Tenant:
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    return tenant


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
