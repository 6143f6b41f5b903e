"""What can be paid to vendors: sums of exact earnings, and the earnings marked as a payout's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import Conflict
from marketplace.domain.lifecycle import EARNING, EarningStatus, after
from marketplace.kit.sql import compose


@dataclass(frozen=True)
class Sum:
    """What could be paid to a vendor in one currency, and what it is made of; minor units, deductions negative."""

    vendor_id: str
    currency: str
    amount: int
    earnings: int
    goods: int = 0
    commission: int = 0
    fee_tax: int = 0
    refunds: int = 0
    other: int = 0
    until: datetime | None = None  # only what was available then

    @property
    def figures(self) -> dict[str, int]:
        """As a payout keeps it."""
        return {
            "earnings": self.earnings,
            "goods": self.goods,
            "commission": self.commission,
            "fee_tax": self.fee_tax,
            "refunds": self.refunds,
            "other": self.other,
        }


def sums_of(db: Session, tenant_id: str, vendors: Mapping[str, datetime | None], *, currency: str = "") -> list[Sum]:
    """What can be paid to each vendor by currency: available by the given moment, and not of an order in dispute.

    What a vendor has to give back always counts, disputed or not. Sums of nothing or less are there too.
    """
    rows = db.connection().execute(
        _SUMS, {"tenant": tenant_id, "vendors": list(vendors), "until": list(vendors.values()), "currency": currency}
    )
    return [
        Sum(
            vendor_id=r.vendor_id,
            currency=r.currency,
            amount=r.amount,
            earnings=r.earnings,
            goods=r.goods,
            commission=-r.commission,
            fee_tax=-r.fee_tax,
            refunds=r.refunds,
            other=r.other,
            until=vendors[r.vendor_id],
        )
        for r in rows
    ]


def take_earnings(db: Session, tenant_id: str, payouts: Mapping[str, Sum]) -> None:
    """Mark the earnings in these payouts (id -> sum). Raises `Conflict` when they are not what was counted."""
    taken = (
        db.connection()
        .execute(
            _TAKE,
            {
                "tenant": tenant_id,
                "payouts": list(payouts),
                "vendors": [s.vendor_id for s in payouts.values()],
                "currencies": [s.currency for s in payouts.values()],
                "until": [s.until for s in payouts.values()],
                "status": after(EARNING, "ask", EarningStatus.AVAILABLE),
            },
        )
        .all()
    )
    if {row.payout_id: (row.amount, row.earnings) for row in taken} != {
        payout_id: (s.amount, s.earnings) for payout_id, s in payouts.items()
    }:
        raise Conflict("Something changed while the payout was being made. Please try again.")


# What can be paid to the vendors in `w`. Lateral, so that each vendor's earnings are found by the index, whatever the
# statistics say of a table whose rows have all just changed their status.
_OPEN = """
    from w cross join lateral (
      select e.*, e.ctid from earning e
      where e.tenant_id = :tenant and e.vendor_id = w.vendor_id and e.status = 'available' and e.payout_id is null
        and (w.until is null or e.available_at <= w.until or e.amount < 0)
        and (e.amount < 0 or e.order_id not in (select id from disputed))
      offset 0) x
"""
_DISPUTED = """
    disputed as materialized (
        select o.id from vendor_order o where o.tenant_id = :tenant and o.disputed_at is not null
          and o.vendor_id = any(cast(:vendors as text[])))
"""
_SUMS = text(
    compose(
        """
    with w as (select * from unnest(cast(:vendors as text[]), cast(:until as timestamptz[])) as u(vendor_id, until)),
      $disputed
    select x.vendor_id, x.currency, sum(x.amount)::bigint as amount, count(*) as earnings,
      coalesce(sum(x.amount + x.commission_amount + x.commission_tax_amount)
               filter (where x.kind = 'sale'), 0)::bigint as goods,
      coalesce(sum(x.commission_amount) filter (where x.kind = 'sale'), 0)::bigint as commission,
      coalesce(sum(x.commission_tax_amount) filter (where x.kind = 'sale'), 0)::bigint as fee_tax,
      coalesce(sum(x.amount) filter (where x.kind = 'refund'), 0)::bigint as refunds,
      coalesce(sum(x.amount) filter (where x.kind not in ('sale', 'refund')), 0)::bigint as other
    $open where (:currency = '' or x.currency = :currency)
    group by 1, 2 order by 1, 2
    """,
        open=_OPEN,
        disputed=_DISPUTED,
    )
)
_TAKE = text(
    compose(
        """
    with w as (
        select * from unnest(cast(:payouts as text[]), cast(:vendors as text[]), cast(:currencies as text[]),
                             cast(:until as timestamptz[])) as u(payout_id, vendor_id, currency, until)),
      $disputed,
      open as materialized (select x.ctid as place, w.payout_id $open where x.currency = w.currency),
      taken as (
        update earning e set payout_id = open.payout_id, status = :status
        from open where e.ctid = open.place and e.tenant_id = :tenant
        returning e.payout_id, e.amount)
    select payout_id, sum(amount)::bigint as amount, count(*) as earnings from taken group by 1
    """,
        open=_OPEN,
        disputed=_DISPUTED,
    )
)
