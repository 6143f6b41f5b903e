"""A company that asked to be let in this morning: it waits for the store's word."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, select

from marketplace.domain.companies.registration import Registration
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import at
from marketplace.models.user import User
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
    with at(end - timedelta(hours=2)):
        register_company(db, Actor(user_id=user.id, name="Jana Petersen", email=user.email), tenant_id, _FORM)
