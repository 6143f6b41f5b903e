"""The calendar of payouts: whose turn it is, and was not had yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.finance.payouts import Period, last_turn
from marketplace.domain.lifecycle import VendorStatus
from marketplace.models.vendor import Vendor
from marketplace.services.finance.payouts import run_schedule


def due_vendors(db: Session, moment: datetime) -> list[tuple[str, str]]:
    """`(tenant, vendor)` with something to be paid whose latest turn has no payout yet."""
    rows = db.connection().execute(_CANDIDATES).all()
    turns = {(r.tenant_id, r.id): last_turn(r.payout_schedule, r.payout_anchor, r.time_zone, moment) for r in rows}
    paid = {(r.tenant_id, r.id): r.last_period for r in rows}
    first = {(r.tenant_id, r.id): r.first_at for r in rows}
    return [
        at
        for at, turn in turns.items()
        if turn is not None and turn.key != paid[at] and (first[at] is None or first[at] <= turn.due)
    ]


def run(db: Session, tenant_id: str, vendor_ids: Sequence[str], moment: datetime) -> int:
    """Pay these vendors of one store for their latest turn; returns how many payouts were made."""
    vendors = db.exec(
        select(Vendor).where(
            Vendor.tenant_id == tenant_id, col(Vendor.id).in_(vendor_ids), Vendor.status == VendorStatus.APPROVED
        )
    )
    turns: dict[str, Period] = {}
    for vendor in vendors:
        turn = last_turn(vendor.payout_schedule, vendor.payout_anchor, vendor.time_zone, moment)
        if turn is not None:
            turns[vendor.id] = turn
    return run_schedule(db, tenant_id, {vendor: (turn.key, turn.due) for vendor, turn in turns.items()})


# Who has anything that could be paid (pending earnings whose hold is over are released by the run itself).
_CANDIDATES = text("""
    select v.tenant_id, v.id, v.payout_schedule, v.payout_anchor, v.time_zone,
      (select p.period from payout p where p.tenant_id = v.tenant_id and p.vendor_id = v.id and p.period is not null
       order by p.created_at desc limit 1) as last_period,
      (select min(e.available_at) from earning e where e.tenant_id = v.tenant_id and e.vendor_id = v.id
       and e.status in ('available', 'pending') and e.amount > 0) as first_at
    from vendor v
    where v.status = 'approved' and v.payout_schedule <> 'manual' and v.payouts_paused_reason = ''
      and exists (select 1 from earning e where e.tenant_id = v.tenant_id and e.vendor_id = v.id
                  and e.status in ('available', 'pending') and e.amount > 0)
    order by v.tenant_id, v.id
""")
