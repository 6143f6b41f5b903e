"""A store lets companies in, declines them, holds them back and lets them in again."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.lifecycle import COMPANY, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import topic_of
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.models.company import Company
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.services.companies.company_access import note_company

# action -> what the trail calls it, the letter that goes out, whether the company must be told why
_DECISIONS = {
    "approve": (AuditAction.COMPANY_APPROVED, "mail.company_approved", False),
    "reject": (AuditAction.COMPANY_REJECTED, "mail.company_rejected", True),
    "suspend": (AuditAction.COMPANY_SUSPENDED, "mail.company_suspended", True),
    "reinstate": (AuditAction.COMPANY_REINSTATED, "mail.company_reinstated", False),
}


def decide_company(db: Session, actor: Actor, company_id: str, action: str, *, reason: str = "") -> Company:
    """`approve`, `reject`, `suspend` or `reinstate` a company; its administrators get a letter with the reason.

    Raises `NotFound`, `Forbidden`, `ActionNotPossible`, `Invalid` for `reason`.
    """
    company = db.exec(select(Company).where(Company.id == company_id).with_for_update(key_share=True)).first()
    require(actor, Permission.COMPANY_DECIDE, tenant_id=company.tenant_id if company else "")
    if company is None or action not in _DECISIONS:
        raise NotFound("company", company_id)
    audit_action, letter, needs_reason = _DECISIONS[action]
    why = " ".join(reason.split())[:500]
    if needs_reason and not why:
        raise Invalid({"reason": "Say why; the company reads it."})
    company.status = after(COMPANY, action, company.status)
    company.decision_reason = why
    db.flush()
    note_company(db, actor, company, audit_action, reason=why)
    publish(db, topic_of(audit_action), tenant_id=company.tenant_id, aggregate="company", aggregate_id=company.id)
    _write_to(db, company, letter, why)
    return company


def _write_to(db: Session, company: Company, letter: str, reason: str) -> None:
    handle = db.exec(select(Tenant.handle).where(Tenant.id == company.tenant_id)).one()
    people = db.exec(
        select(User.email, User.first_name)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.company_id == company.id, Membership.title == CompanyRole.ADMIN)
    )
    for email, name in people:
        enqueue(
            db,
            letter,
            tenant_id=company.tenant_id,
            priority=20,
            payload={"to": email, "name": name, "company": company.name, "reason": reason, "handle": handle},
        )
