"""Money: paid orders settled, refunds and payouts sent, earnings released, payout runs, the books checked."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from marketplace.domain.errors import Conflict, NotFound
from marketplace.integrations.payments.protocol import OutcomeUnknown
from marketplace.integrations.payouts.protocol import OutcomeUnknown as TransferUnknown
from marketplace.kit.clock import now
from marketplace.kit.db import gather_statistics
from marketplace.kit.jobs import ClaimedJob, PermanentJobError, RetryLater, enqueue
from marketplace.services.finance import earnings, payout_runs, payout_sending, refund_sending
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_and_note
from tasks.app import job

_VENDORS_AT_ONCE = 200
_ASK_AGAIN = timedelta(seconds=20)


@job("order.settle")
def settle_order(db: Session, claimed: ClaimedJob) -> None:
    """Divide what an order's buyer paid."""
    try:
        settle(db, claimed.entity_id)
    except (NotFound, Conflict) as error:
        raise PermanentJobError(error.sentence) from error


@job("refund.send")
def send_refund(db: Session, claimed: ClaimedJob) -> None:
    """Ask the provider, holding no lock, then write down the answer. An answer that is lost is asked for again."""
    request = refund_sending.to_send(db, claimed.entity_id)
    if request is None:
        return
    try:
        answer = refund_sending.send(request)
    except OutcomeUnknown as error:
        raise RetryLater(int(_ASK_AGAIN.total_seconds())) from error
    refund_sending.record(db, claimed.entity_id, answer)


@job("payout.send")
def send_payout(db: Session, claimed: ClaimedJob) -> None:
    """As refunds: asked with the attempt's key, holding no lock, then written down."""
    transfer = payout_sending.to_send(db, claimed.entity_id)
    if transfer is None:
        return
    try:
        receipt = payout_sending.send(transfer)
    except TransferUnknown as error:
        raise RetryLater(int(_ASK_AGAIN.total_seconds())) from error
    payout_sending.record(db, claimed.entity_id, receipt)


@job("earnings.release", every_seconds=60)
def release_earnings(db: Session, claimed: ClaimedJob) -> None:
    """Share out the vendors whose hold has ended: each store's in jobs of a few hundred."""
    _share_out(db, "earnings.release_some", earnings.due_vendors(db, now()))


@job("earnings.release_some")
def release_some(db: Session, claimed: ClaimedJob) -> None:
    """Make free what these vendors' hold has ended for."""
    earnings.release(db, claimed.tenant_id or "", claimed.payload["vendors"], now())


@job("payouts.run", every_seconds=900)
def run_payouts(db: Session, claimed: ClaimedJob) -> None:
    """Share out the vendors whose turn has come and was not had yet."""
    _share_out(db, "payouts.run_some", payout_runs.due_vendors(db, now()))


@job("payouts.run_some")
def run_some(db: Session, claimed: ClaimedJob) -> None:
    """Pay these vendors what was free at their turn; what the hold has ended for meanwhile is released first."""
    tenant_id, vendors, moment = claimed.tenant_id or "", claimed.payload["vendors"], now()
    earnings.release(db, tenant_id, vendors, moment)
    payout_runs.run(db, tenant_id, vendors, moment)


@job("ledger.check", every_seconds=3600)
def check_ledger(db: Session, claimed: ClaimedJob) -> None:
    """Recompute every invariant, and keep what was found for the operators."""
    gather_statistics()  # whole tables are joined: a plan made before a payout run's rows takes hours
    verify_and_note(db)


def _share_out(db: Session, kind: str, due: list[tuple[str, str]]) -> None:
    by_store: dict[str, list[str]] = {}
    for tenant_id, vendor_id in due:
        by_store.setdefault(tenant_id, []).append(vendor_id)
    for tenant_id, vendors in by_store.items():
        for start in range(0, len(vendors), _VENDORS_AT_ONCE):
            some = sorted(vendors[start : start + _VENDORS_AT_ONCE])
            enqueue(db, kind, tenant_id=tenant_id, payload={"vendors": some}, dedupe_key=f"{tenant_id}:{some[0]}")
