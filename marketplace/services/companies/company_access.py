"""Which company somebody acts for in a store, and what they may do there."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.models.company import Company
from marketplace.models.user import Membership


def find_own_company(db: Session, actor: Actor, tenant_id: str) -> Company | None:
    """The company whose desk the actor has in this store: the one they buy for, else the first of theirs, a declined
    one only where there is no other."""
    grant = company_grant(actor, tenant_id)
    mine = select(Company).where(Company.id == (grant.company_id if grant else ""), Company.tenant_id == tenant_id)
    return db.exec(mine).first()


def own_company(db: Session, actor: Actor, tenant_id: str) -> Company:
    """As `find_own_company`. Raises `Unauthenticated` for a guest, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    company = find_own_company(db, actor, tenant_id)
    if company is None:
        raise NotFound("company")
    return company


def is_administrator(actor: Actor, company: Company) -> bool:
    """Whether the actor runs the company."""
    return any(one.company_id == company.id and one.title == CompanyRole.ADMIN for one in actor.grants)


def lock_administered(db: Session, actor: Actor, tenant_id: str) -> Company:
    """The actor's company, held for the rest of the transaction: its people and places change one at a time.

    Raises `Unauthenticated`, `NotFound`, `Forbidden` for who is no administrator of it, `Conflict` for a company that
    was declined or is suspended.
    """
    company = own_company(db, actor, tenant_id)
    db.exec(select(Company.id).where(Company.id == company.id).with_for_update(key_share=True)).one()
    db.refresh(company)
    # Two administrators may let each other go at once: what counts is who they are under the lock.
    seat = select(Membership.title).where(Membership.user_id == actor.user_id, Membership.company_id == company.id)
    if db.exec(seat).first() != CompanyRole.ADMIN:
        raise Forbidden("Only an administrator of the company does this.")
    if company.status in (CompanyStatus.REJECTED, CompanyStatus.SUSPENDED):
        raise Conflict("This company does not buy in this store.")
    return company


def note_company(
    db: Session, actor: Actor, company: Company, action: AuditAction, *, reason: str = "", **details: object
) -> None:
    """A line of the trail about the company; `details` are what the sentence of the action names."""
    audit.record(
        db,
        actor,
        action,
        tenant_id=company.tenant_id,
        object_type="company",
        object_id=company.id,
        object_name=company.name,
        after=details or None,
        reason=reason,
    )
