"""A company asks to buy in a store: filled in over days if need be, sent, mended and sent again after a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.companies.registration import FIELDS, Registration, missing_address, registration_problems
from marketplace.domain.errors import Conflict, Invalid, Unauthenticated
from marketplace.domain.handles import free_handle, make_handle
from marketplace.domain.lifecycle import COMPANY, CompanyStatus, MemberStatus, after
from marketplace.domain.permissions import Actor, Role
from marketplace.domain.stores.tax_numbers import read_tax_number
from marketplace.domain.topics import Topic
from marketplace.kit import check_digits
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.company import Company, CompanyDraft, CompanyMember
from marketplace.models.region import RegionCountry
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.services.companies.company_access import find_own_company, is_administrator, note_company
from marketplace.services.companies.documents import send_documents
from marketplace.services.companies.locations import change_address, first_location, open_location, postal_problems


def save_draft(db: Session, actor: Actor, tenant_id: str, form: Registration) -> dict[str, str]:
    """Keep what was typed so far, and say what is still to do: field -> sentence. Raises `Unauthenticated`."""
    draft = _draft_of(db, actor, tenant_id)
    if draft is None:
        draft = CompanyDraft(id=new_id("cdr"), tenant_id=tenant_id, user_id=_person(actor))
        db.add(draft)
    draft.form = {name: getattr(form, name)[:200] for name in FIELDS}
    draft.updated_at = now()
    db.flush()
    return problems_of(db, form)


def problems_of(db: Session, form: Registration) -> dict[str, str]:
    """What keeps a person's form from being sent in the store in scope: field -> what to do about it."""
    return missing_address(form) | postal_problems(form) | _problems(db, form)


def register_company(
    db: Session, actor: Actor, tenant_id: str, form: Registration, *, whole_address: bool = False
) -> Company:
    """Ask to buy as a company; the actor becomes its first administrator. It waits until the store decides.

    The administrator of a company that was declined mends it and asks again with the same. A person at the form gives
    a `whole_address`. Raises `Unauthenticated`, `Conflict` for somebody who buys for a company here already, `Invalid`.
    """
    user_id = _person(actor)
    db.exec(select(User.id).where(User.id == user_id).with_for_update()).one()  # one wish at a time
    declined = _declined_of(db, actor, tenant_id)
    if declined is None and _has_company(db, user_id, tenant_id):
        raise Conflict("You buy for a company in this store already.")
    problems = problems_of(db, form) if whole_address else _problems(db, form)
    if problems:
        raise Invalid(problems)
    company = declined or _new_company(db, tenant_id, form)
    _fill(company, form)
    db.flush()
    place = form.place or form.city or company.name
    location = first_location(db, company) if declined else None
    location = location or open_location(db, company, place, city=form.city, country=form.country)
    change_address(location, form)
    if declined is None:
        _first_member(db, actor, company)
    else:
        company.status, company.asked_at = after(COMPANY, "ask_again", company.status), now()
    if draft := _draft_of(db, actor, tenant_id):
        db.delete(draft)
    send_documents(db, actor, company)
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_ASKED_AGAIN if declined else AuditAction.COMPANY_REGISTERED)
    publish(db, Topic.COMPANY_REGISTERED, tenant_id=tenant_id, aggregate="company", aggregate_id=company.id)
    return company


def read_draft(values: Mapping[str, Any]) -> Registration:
    """A kept form as a value; what an older version kept under another name is not lost, it is not shown."""
    return Registration(**{name: str(values.get(name, "")) for name in FIELDS})


def _person(actor: Actor) -> str:
    if actor.user_id is None:
        raise Unauthenticated
    return actor.user_id


def _draft_of(db: Session, actor: Actor, tenant_id: str) -> CompanyDraft | None:
    mine = select(CompanyDraft).where(CompanyDraft.tenant_id == tenant_id, CompanyDraft.user_id == _person(actor))
    return db.exec(mine.with_for_update()).first()


def _declined_of(db: Session, actor: Actor, tenant_id: str) -> Company | None:
    company = find_own_company(db, actor, tenant_id)
    if company is None or company.status != CompanyStatus.REJECTED or not is_administrator(actor, company):
        return None
    locked = select(Company).where(Company.id == company.id).with_for_update(key_share=True)
    again = db.exec(locked.execution_options(populate_existing=True)).one()
    return again if again.status == CompanyStatus.REJECTED else None


def _has_company(db: Session, user_id: str, tenant_id: str) -> bool:
    mine = (
        select(Membership.id)
        .join(Company, Company.id == Membership.company_id)  # type: ignore[arg-type]
        .where(
            Membership.user_id == user_id, Membership.tenant_id == tenant_id, Company.status != CompanyStatus.REJECTED
        )
    )
    return db.exec(mine).first() is not None


def _problems(db: Session, form: Registration) -> dict[str, str]:
    countries = db.exec(select(RegionCountry.country)).all()
    return registration_problems(form, countries=countries, check=check_digits.check)


def _new_company(db: Session, tenant_id: str, form: Registration) -> Company:
    handle = free_handle(make_handle(form.name, fallback="company"), lambda h: _is_taken(db, tenant_id, h))
    currency = db.exec(select(Tenant.default_currency).where(Tenant.id == tenant_id)).one()
    company = Company(id=new_id("com"), tenant_id=tenant_id, handle=handle, name=form.name, currency=currency)
    db.add(company)
    return company


def _fill(company: Company, form: Registration) -> None:
    company.name = " ".join(form.name.split())[:120]
    tax_id = form.tax_id.strip()
    company.tax_id = read_tax_number(tax_id, form.country, check_digits.check) if tax_id else ""
    company.register_number = " ".join(form.register_number.split())
    company.industry = " ".join(form.industry.split())
    company.expected_volume = form.expected_volume


def _first_member(db: Session, actor: Actor, company: Company) -> None:
    user_id = _person(actor)
    db.add(
        CompanyMember(
            id=new_id("cmb"),
            tenant_id=company.tenant_id,
            company_id=company.id,
            email=db.exec(select(User.email).where(User.id == user_id)).one(),
            user_id=user_id,
            role=CompanyRole.ADMIN,
            status=MemberStatus.ACTIVE,
            joined_at=now(),
        )
    )
    db.add(
        Membership(
            id=new_id("mem"),
            user_id=user_id,
            role=Role.COMPANY_CONTACT,
            tenant_id=company.tenant_id,
            company_id=company.id,
            title=CompanyRole.ADMIN,
        )
    )


def _is_taken(db: Session, tenant_id: str, handle: str) -> bool:
    taken = select(Company.id).where(Company.tenant_id == tenant_id, Company.handle == handle)
    return db.exec(taken).first() is not None
