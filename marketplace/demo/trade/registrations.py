"""A company that asked to be let in this morning: it waits for the store's word."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from marketplace.domain.companies.documents import DocumentKind
from marketplace.domain.companies.registration import Registration
from marketplace.domain.permissions import Actor
from marketplace.integrations.documents.pdf import Paper
from marketplace.kit.clock import at
from marketplace.models.user import User
from marketplace.services.companies.documents import add_document
from marketplace.services.companies.registration import register_company

APPLICANT = "jana@petersen.example"
_FORM = Registration(
    name="Werft Petersen",
    country="DE",
    tax_id="DE 290 174 460",
    register_number="HRB 21904",
    industry="Shipbuilding",
    expected_volume="50k",
    line1="Kaistraße 3",
    postal_code="24103",
    city="Kiel",
)


def leave_registration(db: Session, tenant_id: str, end: datetime) -> None:
    """The applicant sends the form, as at `/s/{store}/b2b/register`."""
    user = db.exec(select(User).where(User.email == APPLICANT)).one()
    applicant = Actor(user_id=user.id, name="Jana Petersen", email=user.email)
    with at(end - timedelta(hours=2)):
        add_document(db, applicant, tenant_id, "Register extract HRB 21904.pdf", (DocumentKind.PDF, _extract()))
        register_company(db, applicant, tenant_id, _FORM)


def _extract() -> bytes:
    """What the register says of the company, on one sheet."""
    sheet = Paper("Register extract", "Amtsgericht Kiel", f"{_FORM.register_number} · Amtsgericht Kiel")
    sheet.head("Amtsgericht Kiel", "Register extract", [_FORM.register_number, "Section B"])
    address = [_FORM.name, _FORM.line1, f"{_FORM.postal_code} {_FORM.city}"]
    sheet.blocks([("Company", address), ("Business", [_FORM.industry]), ("Managing director", ["Jana Petersen"])])
    return bytes(sheet.output())
