"""What people do with a payout on its way: hold, release, say that it arrived or failed. Sent by `bank_files`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.lifecycle import EARNING, PAYOUT, EarningStatus, after, can
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import topic_of
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.outbox import publish
from marketplace.models.ledger import Earning, Payout
from marketplace.models.tenant import Tenant
from marketplace.services.finance.ledger import Entry, lock, post, reverse
from marketplace.services.finance.payout_opening import asked_key
from marketplace.services.identity.confirmation import require_confirmed


def hold_payout(db: Session, actor: Actor, payout_id: str, *, reason: str) -> None:
    """Keep a payout back until somebody releases it. Raises as every action here: `NotFound`, `Forbidden`,
    `ActionNotPossible`, and `Invalid` for `reason`."""
    payout = _load(db, actor, payout_id)
    payout.status = after(PAYOUT, "hold", payout.status)
    payout.hold_reason, payout.approvals = _needed(reason), []
    note_payout(db, actor, payout, AuditAction.PAYOUT_HELD, payout.hold_reason)


def release_payout(db: Session, actor: Actor, payout_id: str) -> int:
    """Approve a held payout; returns how many more people must, 0 when it is on its way now.

    Above the store's limit two different operators are needed, each confirmed. Raises `Conflict` for the second
    approval of the same one, `NotConfirmed`.
    """
    payout = _load(db, actor, payout_id)
    require_confirmed(actor, now())
    after(PAYOUT, "queue", payout.status)
    if any(approval["user_id"] == actor.user_id for approval in payout.approvals):
        raise Conflict("You have released it already. It takes a second person.")
    given = {"user_id": actor.user_id, "name": actor.name, "at": now().isoformat()}
    payout.approvals = [*payout.approvals, given]
    missing = approvals_needed(db, payout) - len(payout.approvals)
    if missing > 0:
        note_payout(db, actor, payout, AuditAction.PAYOUT_APPROVED)
        return missing
    payout.status = after(PAYOUT, "queue", payout.status)
    payout.hold_reason = ""
    note_payout(db, actor, payout, AuditAction.PAYOUT_RELEASED)
    return 0


def approvals_needed(db: Session, payout: Payout) -> int:
    """How many different operators release this payout."""
    settings = db.exec(select(col(Tenant.settings)).where(Tenant.id == payout.tenant_id)).one()
    return 2 if payout.amount > settings.limits().two_persons_above(payout.currency) else 1


def cancel_payout(db: Session, actor: Actor, payout_id: str, *, reason: str) -> None:
    """Take a payout back before it is sent: the money is available again."""
    payout = _load(db, actor, payout_id)
    payout.status = after(PAYOUT, "cancel", payout.status)
    payout.failure = _needed(reason)
    _give_back(db, payout, "cancelled")
    note_payout(db, actor, payout, AuditAction.PAYOUT_CANCELLED, payout.failure)


def mark_paid(db: Session, actor: Actor, payout_id: str, *, bank_reference: str, on: datetime | None = None) -> None:
    """The bank has paid it. Raises `Invalid` for `bank_reference`."""
    payout = _load(db, actor, payout_id)
    reference = " ".join(bank_reference.split())[:80]
    if not reference:
        raise Invalid({"bank_reference": "Enter the bank’s reference: the vendor looks for it on the statement."})
    pay(db, actor, payout, reference, on or now())


def pay(db: Session, actor: Actor, payout: Payout, reference: str, on: datetime) -> None:
    """As `mark_paid`, where the provider says so; the payout is held under lock."""
    payout.status = after(PAYOUT, "pay", payout.status)
    payout.bank_reference, payout.paid_at = reference, on
    post(
        db,
        Entry(
            payout.tenant_id,
            "payout_paid",
            paid_key(payout.id),
            payout.currency,
            books.payout_paid(payout.vendor_id, payout.amount),
            subject=payout.id,
        ),
    )
    _set_earnings(db, payout, after(EARNING, "pay", EarningStatus.IN_TRANSIT), keep=True)
    note_payout(db, actor, payout, AuditAction.PAYOUT_PAID, reference)


def mark_failed(db: Session, actor: Actor, payout_id: str, *, reason: str) -> None:
    """The bank refused it: the money is available again. Needs a reason, which the vendor reads."""
    payout = _load(db, actor, payout_id)
    fail_payout(db, payout, _needed(reason))
    note_payout(db, actor, payout, AuditAction.PAYOUT_FAILED, payout.failure)


def fail_payout(db: Session, payout: Payout, reason: str) -> None:
    """As `mark_failed`, for the job that sent it; the payout is held under lock."""
    payout.status = after(PAYOUT, "fail", payout.status)
    payout.failure = reason
    _give_back(db, payout, "failed")


def mark_returned(db: Session, actor: Actor, payout_id: str, *, reason: str) -> None:
    """It was paid and came back (an account that is closed, say): the money is available again."""
    payout = _load(db, actor, payout_id)
    payout.status = after(PAYOUT, "return_", payout.status)
    payout.failure = _needed(reason)
    reverse(
        db, payout.tenant_id, paid_key(payout.id), new_key=f"{paid_key(payout.id)}:returned", kind="payout_returned"
    )
    _give_back(db, payout, "returned")
    note_payout(db, actor, payout, AuditAction.PAYOUT_RETURNED, payout.failure)


def paid_key(payout_id: str) -> str:
    """The ledger's key of a payout that arrived."""
    return f"payout:{payout_id}:paid"


def possible(status: str) -> frozenset[str]:
    """The actions that are open from this status, by the names of their tables."""
    return frozenset(action for action in PAYOUT if can(PAYOUT, action, status))


def _load(db: Session, actor: Actor, payout_id: str) -> Payout:
    payout = db.exec(select(Payout).where(Payout.id == payout_id).with_for_update()).first()
    require(actor, Permission.PAYOUT_RELEASE, tenant_id=payout.tenant_id if payout else "")
    if payout is None:
        raise NotFound("payout", payout_id)
    return payout


def _needed(reason: str) -> str:
    if len(reason.strip()) < 5:
        raise Invalid({"reason": "Say why, in a sentence: the vendor reads it, and it stays in the audit trail."})
    return reason.strip()[:500]


def _give_back(db: Session, payout: Payout, why: str) -> None:
    """The reversing transaction, and the earnings free for another payout."""
    owner = f"vendor:{payout.vendor_id}"
    lock(db, [(payout.tenant_id, owner, kind, payout.currency) for kind in ("available", "in_transit")])
    reverse(db, payout.tenant_id, asked_key(payout.id), new_key=f"{asked_key(payout.id)}:{why}", kind=f"payout_{why}")
    back = (
        after(EARNING, "return_", EarningStatus.PAID)
        if why == "returned"
        else after(EARNING, "give_back", EarningStatus.IN_TRANSIT)
    )
    _set_earnings(db, payout, back, keep=False)


def _set_earnings(db: Session, payout: Payout, status: str, *, keep: bool) -> None:
    db.flush()
    values = {"status": status} if keep else {"status": status, "payout_id": None}
    db.exec(
        update(Earning)
        .where(col(Earning.payout_id) == payout.id, col(Earning.tenant_id) == payout.tenant_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def note_payout(db: Session, actor: Actor, payout: Payout, action: AuditAction, reason: str = "") -> None:
    """Tell what happened to a payout: into the trail and the outbox."""
    db.flush()
    publish(db, topic_of(action), tenant_id=payout.tenant_id, aggregate="payout", aggregate_id=payout.id)
    audit.record(
        db,
        actor,
        action,
        tenant_id=payout.tenant_id,
        object_type="payout",
        object_id=payout.id,
        object_name=payout.number,
        after={"status": payout.status},
        reason=reason,
    )
