"""Companies that want to buy: registered by one of their people, let in or declined by the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.handles import free_handle, make_handle
from marketplace.domain.lifecycle import COMPANY, CompanyStatus, after
from marketplace.domain.permissions import Actor, Permission, Role, require
from marketplace.domain.stores.tax_numbers import read_tax_number
from marketplace.domain.topics import Topic, topic_of
from marketplace.kit import audit, check_digits
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.models.company import Company, CompanyContact, CompanyLocation
from marketplace.models.region import RegionCountry
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User

MAX_LOCATIONS = 200
_declined_last = col(Company.status) == CompanyStatus.REJECTED
_LETTERS = {CompanyStatus.APPROVED: "mail.company_approved", CompanyStatus.REJECTED: "mail.company_rejected"}


@dataclass(frozen=True)
class CompanyForm:
    """What a company says about itself; `country` is ISO 3166-1 alpha-2."""

    name: str
    tax_id: str = ""
    location: str = ""
    city: str = ""
    country: str = ""


def find_own_company(db: Session, actor: Actor, tenant_id: str) -> Company | None:
    """The company that the actor is a contact of in this store; a declined one where there is no other."""
    keys = [g.company_id for g in actor.grants if g.role is Role.COMPANY_CONTACT and g.tenant_id == tenant_id]
    return db.exec(
        select(Company).where(col(Company.id).in_(keys)).order_by(_declined_last, col(Company.created_at))
    ).first()


def own_company(db: Session, actor: Actor, tenant_id: str) -> Company:
    """As `find_own_company`. Raises `Unauthenticated` for a guest, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    company = find_own_company(db, actor, tenant_id)
    if company is None:
        raise NotFound("company")
    return company


def register_company(db: Session, actor: Actor, tenant_id: str, form: CompanyForm) -> Company:
    """Ask to buy as a company; the actor becomes its first administrator. It waits until the store decides.

    Raises `Unauthenticated`, `Conflict` for somebody who buys for a company here already, `Invalid`.
    """
    if actor.user_id is None:
        raise Unauthenticated
    db.exec(select(User.id).where(User.id == actor.user_id).with_for_update()).one()  # one wish at a time
    mine = (
        select(Membership.id)
        .join(Company, col(Company.id) == Membership.company_id)
        .where(
            Membership.user_id == actor.user_id,
            Membership.tenant_id == tenant_id,
            Company.status != CompanyStatus.REJECTED,
        )
    )
    if db.exec(mine).first() is not None:
        raise Conflict("You buy for a company in this store already.")
    tax_id = _checked(db, form)
    handle = free_handle(make_handle(form.name, fallback="company"), lambda h: _is_taken(db, tenant_id, h))
    name = " ".join(form.name.split())[:120]
    company = Company(id=new_id("com"), tenant_id=tenant_id, handle=handle, name=name, tax_id=tax_id)
    db.add(company)
    db.flush()
    location = _open_location(db, company, form.location or form.city or name, form.city, form.country)
    db.add(
        CompanyContact(
            id=new_id("cct"), tenant_id=tenant_id, location_id=location.id, user_id=actor.user_id, role="admin"
        )
    )
    db.add(
        Membership(
            id=new_id("mem"),
            user_id=actor.user_id,
            role=Role.COMPANY_CONTACT,
            tenant_id=tenant_id,
            company_id=company.id,
            title="admin",
        )
    )
    db.flush()
    _note(db, actor, company, AuditAction.COMPANY_REGISTERED)
    publish(db, Topic.COMPANY_REGISTERED, tenant_id=tenant_id, aggregate="company", aggregate_id=company.id)
    return company


def add_location(db: Session, actor: Actor, tenant_id: str, *, name: str, city: str, country: str) -> CompanyLocation:
    """Open another place of the actor's company; only its administrators do.

    Raises `NotFound`, `Forbidden`, `Conflict` for a company that was declined, `Invalid`.
    """
    company = own_company(db, actor, tenant_id)
    if not any(grant.company_id == company.id and grant.title == "admin" for grant in actor.grants):
        raise Forbidden("Only an administrator of the company opens places.")
    if company.status in (CompanyStatus.REJECTED, CompanyStatus.SUSPENDED):
        raise Conflict("This company does not buy in this store.")
    _checked(db, CompanyForm(name, country=country))
    if len(list_locations(db, company)) >= MAX_LOCATIONS:
        raise Conflict(f"A company has at most {MAX_LOCATIONS} locations.")
    location = _open_location(db, company, name, city, country)
    _note(db, actor, company, AuditAction.COMPANY_LOCATION_ADDED)
    return location


def list_locations(db: Session, company: Company) -> Sequence[CompanyLocation]:
    """The places of a company, oldest first."""
    return db.exec(
        select(CompanyLocation)
        .where(CompanyLocation.company_id == company.id, CompanyLocation.tenant_id == company.tenant_id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()


def decide_company(db: Session, actor: Actor, company_id: str, *, approve: bool, reason: str = "") -> Company:
    """Let a company in, or decline it with a reason; its administrator gets a letter.

    Raises `NotFound`, `Forbidden`, `ActionNotPossible`, `Invalid` for `reason`.
    """
    company = db.exec(select(Company).where(Company.id == company_id).with_for_update()).first()
    require(actor, Permission.COMPANY_DECIDE, tenant_id=company.tenant_id if company else "")
    if company is None:
        raise NotFound("company", company_id)
    if not approve and not reason.strip():
        raise Invalid({"reason": "Say why; the company reads it."})
    company.status = after(COMPANY, "approve" if approve else "reject", company.status)
    db.flush()
    action = AuditAction.COMPANY_APPROVED if approve else AuditAction.COMPANY_REJECTED
    _note(db, actor, company, action, reason=reason.strip()[:500])
    publish(db, topic_of(action), tenant_id=company.tenant_id, aggregate="company", aggregate_id=company.id)
    _tell(db, company, reason.strip()[:500])
    return company


def _checked(db: Session, form: CompanyForm) -> str:
    """The VAT number in its one form, empty where none was given. Raises `Invalid` for whatever cannot be."""
    problems, tax_id = {}, ""
    try:
        tax_id = read_tax_number(form.tax_id, form.country, check_digits.check) if form.tax_id.strip() else ""
    except ValueError as error:
        problems["tax_id"] = str(error)
    if len(form.name.strip()) < 2:
        problems["name"] = "Enter a name."
    if form.country.upper() not in db.exec(select(RegionCountry.country)).all():
        problems["country_code"] = "Choose a country that this store delivers to."
    if problems:
        raise Invalid(problems)
    return tax_id


def _is_taken(db: Session, tenant_id: str, handle: str) -> bool:
    return (
        db.exec(select(Company.id).where(Company.tenant_id == tenant_id, Company.handle == handle)).first() is not None
    )


def _open_location(db: Session, company: Company, name: str, city: str, country: str) -> CompanyLocation:
    currency = db.exec(select(Tenant.default_currency).where(Tenant.id == company.tenant_id)).one()
    location = CompanyLocation(
        id=new_id("loc"),
        tenant_id=company.tenant_id,
        company_id=company.id,
        name=" ".join(name.split())[:120],
        city=" ".join(city.split())[:120],
        country=country.upper(),
        currency=currency,
    )
    db.add(location)
    db.flush()
    return location


def _tell(db: Session, company: Company, reason: str) -> None:
    people = db.exec(
        select(User.email, User.first_name)
        .join(Membership, col(Membership.user_id) == User.id)
        .where(Membership.company_id == company.id, Membership.title == "admin")
    )
    for email, name in people:
        enqueue(
            db,
            _LETTERS[CompanyStatus(company.status)],
            tenant_id=company.tenant_id,
            priority=20,
            payload={"to": email, "name": name, "company": company.name, "reason": reason},
        )


def _note(db: Session, actor: Actor, company: Company, action: AuditAction, *, reason: str = "") -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=company.tenant_id,
        object_type="company",
        object_id=company.id,
        object_name=company.name,
        reason=reason,
    )
