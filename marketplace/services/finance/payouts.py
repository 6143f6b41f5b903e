"""Money to vendors: asked for by a person or by the calendar, always under lock, always made of exact earnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance.payouts import Condition
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.permissions import SYSTEM, Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.models.ledger import Payout
from marketplace.models.vendor import Vendor
from marketplace.services.finance.payable_amounts import Sum, sums_of
from marketplace.services.finance.payout_opening import hold_accounts, open_payouts
from marketplace.services.finance.payout_standing import (
    account_of,
    conditions_of,
    is_proven,
    limits_of,
    open_requirements,
)
from marketplace.services.identity.confirmation import require_confirmed


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
    payable, limits = sums[0] if sums else Sum(vendor.id, currency, 0, 0), limits_of(db, vendor.tenant_id)
    return Outlook(
        payable=payable,
        conditions=conditions_of(db, vendor, payable.amount, currency),
        planned=tuple(
            condition
            for condition in conditions_of(db, vendor, planned_amount, currency)
            if condition.code != "interval"
        ),
        account=account_of(vendor, open_requirements(db, vendor.tenant_id, [vendor.id])),
        two_persons_above=limits.two_persons_above(currency),
        least=limits.least(currency),
    )


def run_schedule(db: Session, tenant_id: str, turns: Mapping[str, tuple[str, datetime]]) -> int:
    """Pay these vendors of one store what was free at their turn: vendor -> (period, due). Returns how many payouts.

    Every step is a statement over all of them, so that thousands take seconds. Who has nothing, is below the
    minimum, or is kept from being paid waits for the next turn. A second run of a period finds nothing to do.
    """
    limits = limits_of(db, tenant_id)
    vendors = db.exec(select(Vendor).where(Vendor.tenant_id == tenant_id, col(Vendor.id).in_(list(turns)))).all()
    open_items = open_requirements(db, tenant_id, [vendor.id for vendor in vendors])
    fit = {
        vendor.id: turns[vendor.id]
        for vendor in vendors
        if vendor.status == VendorStatus.APPROVED
        and not vendor.payouts_paused_reason
        and account_of(vendor, open_items)
        and is_proven(vendor, open_items)
    }
    if not fit:
        return 0
    hold_accounts(db, tenant_id, list(fit))
    done = _had_their_turn(db, tenant_id, {vendor_id: period for vendor_id, (period, _) in fit.items()})
    left = {vendor_id: due for vendor_id, (_, due) in fit.items() if vendor_id not in done}
    sums = [s for s in sums_of(db, tenant_id, left) if s.amount >= limits.least(s.currency)]
    periods = {vendor_id: period for vendor_id, (period, _) in fit.items()}
    return len(open_payouts(db, SYSTEM, tenant_id, sums, periods=periods)) if sums else 0


def _had_their_turn(db: Session, tenant_id: str, periods: Mapping[str, str]) -> set[str]:
    rows = select(Payout.vendor_id, Payout.period).where(
        Payout.tenant_id == tenant_id,
        col(Payout.vendor_id).in_(list(periods)),
        col(Payout.period).in_(list(set(periods.values()))),
    )
    return {vendor_id for vendor_id, period in db.exec(rows) if periods[vendor_id] == period}
