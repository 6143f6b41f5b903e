"""A company of a measurement: one place, and people of any role."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.user import Membership, User
from marketplace.services.identity.grants import grants_of

COMPANY, PLACE = "com_bench", "loc_bench_place"


def add_company(db: Session, tenant_id: str) -> None:
    """The company, let in, with its place."""
    db.add(Company(id=COMPANY, tenant_id=tenant_id, handle="bench", name="Bench Works", status="approved"))
    db.flush()
    db.add(
        CompanyLocation(id=PLACE, tenant_id=tenant_id, company_id=COMPANY, name="Kassel", city="Kassel", country="DE")
    )
    db.flush()


def add_person(db: Session, tenant_id: str, name: str, role: str) -> Actor:
    """Somebody who is in the company with this role."""
    email, ids = f"{name}@bench.example", {"tenant_id": tenant_id, "company_id": COMPANY}
    user = User(id=new_id("usr"), email=email, password_hash="x", email_verified_at=now())
    db.add(user)
    db.flush()
    db.add(
        CompanyMember(
            id=new_id("cmb"),
            **ids,
            email=email,
            user_id=user.id,
            role=role,
            status="active",
            all_locations=True,
            joined_at=now(),
        )
    )
    db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.COMPANY_CONTACT, title=role, **ids))
    db.flush()
    return replace(GUEST, user_id=user.id, name=name, email=email, grants=grants_of(db, user.id))
