"""One payout with everything about it: what it is made of, who released it, each try to send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import PAYOUT, can
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.amounts import bare, ending
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.payout_words import covers_words
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, reach, store_marks
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_object


@dataclass(frozen=True)
class Attempt:
    """One try to send a payout."""

    number: str
    outcome: str
    key: str
    when: str


@dataclass(frozen=True)
class OperatorPayout:
    """One payout for the drawer; the flags say which actions are open to this person now."""

    id: str = ""
    number: str = ""
    amount: str = ""
    status: str = ""
    vendor: str = ""
    vendor_href: str = ""
    mark: Mark = NO_MARK
    hold_reason: str = ""
    failure: str = ""
    needed: str = ""
    facts: tuple[Fact, ...] = ()
    sums: tuple[Fact, ...] = ()
    approvals: tuple[Fact, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    can_release: bool = False
    can_hold: bool = False
    can_cancel: bool = False
    can_pay: bool = False
    can_fail: bool = False
    can_return: bool = False


def get_payout(db: Session, actor: Actor, payout_id: str) -> OperatorPayout:
    """One payout with what it is made of, who released it, and each try to send it.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    tenant_id = reach(actor, Permission.PAYOUT_SEE)
    row = db.connection().execute(_ONE, {"payout": payout_id, "tenant": tenant_id}).first()
    if row is None:
        raise NotFound("payout", payout_id)
    moment, made = now(), row.figures
    store = db.exec(select(Tenant).where(Tenant.id == row.tenant_id)).one()
    limit = store.settings.limits().two_persons_above(row.currency)
    needed = 2 if row.amount > limit else 1
    may = allows(actor, Permission.PAYOUT_RELEASE, tenant_id=row.tenant_id)
    mine = any(approval["user_id"] == actor.user_id for approval in row.approvals)
    attempts = db.connection().execute(_ATTEMPTS, {"payout": row.id, "tenant": row.tenant_id})
    return OperatorPayout(
        id=row.id,
        number=row.number,
        amount=money(row.amount, row.currency),
        status=row.status,
        vendor=row.vendor,
        vendor_href=f"/admin/vendors/{row.vendor_id}",
        mark=store_marks(db)[row.tenant_id],
        hold_reason=row.hold_reason,
        failure=row.failure,
        needed=f"{len(row.approvals)} of {needed}" if row.status == "held" else "",
        facts=_facts(row, store.name),
        sums=_sums(made, row.amount, row.currency),
        approvals=tuple(Fact(a["name"], exact(datetime.fromisoformat(a["at"]))) for a in row.approvals),
        attempts=tuple(
            Attempt(str(a.number), a.outcome.replace("_", " "), a.idempotency_key, ago(a.created_at, moment))
            for a in attempts
        ),
        audit=list_of_object(db, "payout", row.id),
        can_release=may and can(PAYOUT, "queue", row.status) and not mine,
        can_hold=may and can(PAYOUT, "hold", row.status),
        can_cancel=may and can(PAYOUT, "cancel", row.status),
        can_pay=may and can(PAYOUT, "pay", row.status),
        can_fail=may and can(PAYOUT, "fail", row.status),
        can_return=may and can(PAYOUT, "return_", row.status),
    )


def _facts(row: Any, store: str) -> tuple[Fact, ...]:
    facts = [
        Fact("Vendor", row.vendor),
        Fact("Store", store),
        Fact("To", f"{row.account.get('holder', '')}, {ending(str(row.account.get('iban', '')))}".removeprefix(", ")),
        Fact("Covers", covers_words(row.period, row.asked_by)),
        Fact("Made", exact(row.created_at)),
        Fact("Sent", exact(row.sent_at)),
        Fact("Bank file", row.bank_file),
        Fact("Paid", exact(row.paid_at)),
        Fact("Bank reference", row.bank_reference),
    ]
    return tuple(fact for fact in facts if fact.value)


def _sums(made: dict[str, int], amount: int, currency: str) -> tuple[Fact, ...]:
    rows = (
        ("Goods and delivery", made.get("goods", 0)),
        ("Commission", made.get("commission", 0)),
        ("VAT on commission", made.get("fee_tax", 0)),
        ("Refunds, net of fees", made.get("refunds", 0)),
        ("Reserve and adjustments", made.get("other", 0)),
        (f"Paid out, {currency}", amount),
    )
    return tuple(Fact(label, bare(value, currency)) for label, value in rows if value or "Paid" in label)


ASKED_BY = "(select trim(u.first_name || ' ' || u.last_name) from account u where u.id = p.requested_by) as asked_by"
_ONE = text(
    compose(
        """
    select p.*, v.name as vendor, $asked from payout p
    join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    where p.id = :payout and (cast(:tenant as text) is null or p.tenant_id = :tenant)
""",
        asked=ASKED_BY,
    )
)
_ATTEMPTS = text("""
    select number, outcome, idempotency_key, created_at from payout_attempt
    where tenant_id = :tenant and payout_id = :payout order by number
""")
