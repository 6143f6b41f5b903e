"""What a vendor writes again and again: validity, lead time, terms and a note, kept under a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.quotes.answer_form import LONGEST_TEXT
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.models.quote import QuoteTemplate

_LONGEST_NAME = 60


@dataclass(frozen=True)
class TemplateForm:
    """`lead_days` None leaves each line's own lead time."""

    name: str
    valid_days: int = 14
    lead_days: int | None = None
    payment_terms: str = ""
    note: str = ""


def save_template(db: Session, actor: Actor, form: TemplateForm) -> str:
    """Keep a template of the actor's vendor; one of the same name is written over. Its id.

    Raises `Unauthenticated`, `Forbidden`, `Invalid` by field.
    """
    tenant_id, vendor_id = _authorise(actor)
    _check(form)
    of = select(QuoteTemplate).where(
        QuoteTemplate.vendor_id == vendor_id, QuoteTemplate.tenant_id == tenant_id, QuoteTemplate.name == form.name
    )
    row = db.exec(of.with_for_update()).first()
    if row is None:
        row = QuoteTemplate(id=new_id("qtp"), tenant_id=tenant_id, vendor_id=vendor_id, name=form.name)
        db.add(row)
    row.valid_days, row.lead_days = form.valid_days, form.lead_days
    row.payment_terms, row.note = form.payment_terms, form.note
    db.flush()
    _record(db, actor, row, AuditAction.QUOTE_TEMPLATE_SAVED)
    return row.id


def remove_template(db: Session, actor: Actor, template_id: str) -> None:
    """Take a template away; answers that began with it stay. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    tenant_id, vendor_id = _authorise(actor)
    of = select(QuoteTemplate).where(
        QuoteTemplate.id == template_id, QuoteTemplate.vendor_id == vendor_id, QuoteTemplate.tenant_id == tenant_id
    )
    row = db.exec(of.with_for_update()).first()
    if row is None:
        raise NotFound("template", template_id)
    _record(db, actor, row, AuditAction.QUOTE_TEMPLATE_REMOVED)
    db.delete(row)
    db.flush()


def _authorise(actor: Actor) -> tuple[str, str]:
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_ANSWER, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    return str(grant.tenant_id), str(grant.vendor_id)


def _check(form: TemplateForm) -> None:
    problems = {}
    if not 1 <= len(form.name) <= _LONGEST_NAME:
        problems["template_name"] = f"Name the template, with {_LONGEST_NAME} characters at most."
    if not 1 <= form.valid_days <= 366:
        problems["valid_days"] = "Enter days, from 1 to 366."
    if form.lead_days is not None and not 0 <= form.lead_days <= 730:
        problems["lead_days"] = "Enter working days, from 0 to 730."
    if len(form.note) > LONGEST_TEXT or len(form.payment_terms) > 200:
        problems["template_name"] = "Terms have 200 characters at most, and a note has 2,000."
    if problems:
        raise Invalid(problems)


def _record(db: Session, actor: Actor, row: QuoteTemplate, action: AuditAction) -> None:
    audit.record(
        db, actor, action, tenant_id=row.tenant_id, object_type="quote_template", object_id=row.id, object_name=row.name
    )
