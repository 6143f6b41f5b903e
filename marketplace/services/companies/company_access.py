"""Which company somebody acts for in a store, and what they may do there."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Actor, Grant, Role
from marketplace.kit import audit
from marketplace.models.company import Company

_declined_last = col(Company.status) == CompanyStatus.REJECTED


def find_own_company(db: Session, actor: Actor, tenant_id: str) -> Company | None:
    """The company that the actor belongs to in this store: the one they buy for, else the oldest, a declined one only
    where there is no other."""
    grants = [g for g in actor.grants if g.role is Role.COMPANY_CONTACT and g.tenant_id == tenant_id]
    chosen = next((g.company_id for g in grants if g.place), "")
    mine = select(Company).where(col(Company.id).in_([g.company_id for g in grants]), Company.tenant_id == tenant_id)
    return db.exec(mine.order_by(col(Company.id) != chosen, _declined_last, col(Company.created_at))).first()


def own_company(db: Session, actor: Actor, tenant_id: str) -> Company:
    """As `find_own_company`. Raises `Unauthenticated` for a guest, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    company = find_own_company(db, actor, tenant_id)
    if company is None:
        raise NotFound("company")
    return company


def grant_in(actor: Actor, company: Company) -> Grant:
    """The actor's place in the company. Raises `NotFound` for somebody who has none."""
    grant = next((one for one in actor.grants if one.company_id == company.id), None)
    if grant is None:
        raise NotFound("company", company.id)
    return grant


def is_administrator(actor: Actor, company: Company) -> bool:
    """Whether the actor runs the company."""
    return any(one.company_id == company.id and one.title == CompanyRole.ADMIN for one in actor.grants)


def lock_administered(db: Session, actor: Actor, tenant_id: str) -> Company:
    """The actor's company, held for the rest of the transaction: its people and places change one at a time.

    Raises `Unauthenticated`, `NotFound`, `Forbidden` for who is no administrator of it, `Conflict` for a company that
    was declined or is suspended.
    """
    company = own_company(db, actor, tenant_id)
    if not is_administrator(actor, company):
        raise Forbidden("Only an administrator of the company does this.")
    db.exec(select(Company.id).where(Company.id == company.id).with_for_update()).one()
    db.refresh(company)
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
