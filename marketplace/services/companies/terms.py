"""What a store agrees with a place of a company: how long it has to pay, how much it may owe."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance.credit import AT_MONTHS_END, NET_DAYS
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.models.company import Company, CompanyLocation
from marketplace.services.companies.company_access import note_company
from marketplace.services.finance.credit import lock_account


@dataclass(frozen=True)
class TermsForm:
    """`net_days` None: paid with the order; `credit_limit_amount` in minor units of the place's currency, None for no
    limit."""

    net_days: int | None
    end_of_month: bool = False
    credit_limit_amount: int | None = None
    requires_po: bool = False


def set_terms(db: Session, actor: Actor, location_id: str, form: TermsForm) -> None:
    """Change what is agreed with a place, from its next order on; who and what it was before stays in the trail.

    Raises `NotFound`, `Forbidden`, `Invalid` for `net_days` or `credit_limit`.
    """
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == location_id)).first()
    require(actor, Permission.RECEIVABLE_EDIT, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    _check(form)
    lock_account(db, place.id)
    db.refresh(place)
    before = TermsForm(place.net_days, place.end_of_month, place.credit_limit_amount, place.requires_po)
    if before == form:
        return
    place.net_days, place.end_of_month = form.net_days, form.end_of_month and form.net_days is not None
    place.credit_limit_amount, place.requires_po = form.credit_limit_amount, form.requires_po
    db.flush()
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    note_company(
        db,
        actor,
        company,
        AuditAction.COMPANY_TERMS_SET,
        place=place.name,
        currency=place.currency,
        was=asdict(before),
        **asdict(form),
    )


def _check(form: TermsForm) -> None:
    problems = {}
    if form.net_days is not None and form.net_days not in (*NET_DAYS, *((AT_MONTHS_END,) if form.end_of_month else ())):
        problems["net_days"] = "Choose from the list; without days only the end of the month is left."
    if form.credit_limit_amount is not None and form.credit_limit_amount < 0:
        problems["credit_limit"] = "Enter an amount of zero or more, or leave it empty for no limit."
    if problems:
        raise Invalid(problems)
