"""A store exempts a place of a company from tax, by a certificate and for a while; only its own side does."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.stores.taxes import Exemption
from marketplace.models.company import Company, CompanyLocation
from marketplace.services.companies.company_access import note_company


def set_exemption(db: Session, actor: Actor, company_id: str, location_id: str, exemption: Exemption | None) -> None:
    """Exempt a place from tax from its next order on, or (None) tax it as everybody. Orders keep what they had.

    Raises `NotFound`, `Forbidden`, `Unauthenticated`.
    """
    of_company = select(CompanyLocation).where(CompanyLocation.company_id == company_id)
    place = db.exec(of_company.where(CompanyLocation.id == location_id).with_for_update()).first()
    require(actor, Permission.COMPANY_DECIDE, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    if place.exemption == exemption:
        return
    place.exempt_certificate = exemption.certificate if exemption else ""
    place.exempt_reason = exemption.reason if exemption else ""
    place.exempt_code = exemption.reason_code if exemption else ""
    place.exempt_since = exemption.since if exemption else None
    place.exempt_until = exemption.until if exemption else None
    db.flush()
    company = db.exec(select(Company).where(Company.id == company_id)).one()
    action = AuditAction.COMPANY_EXEMPTION_SET if exemption else AuditAction.COMPANY_EXEMPTION_ENDED
    facts = {"certificate": exemption.certificate, "ground": exemption.tax.ground} if exemption else {}
    note_company(db, actor, company, action, place=place.name, **facts)
