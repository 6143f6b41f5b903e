"""A company that buys: its places, and people of each role."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.approval import ApprovalRule
from marketplace.models.company import Company, CompanyLocation, CompanyMember, CompanyMemberLocation
from marketplace.models.user import Membership, User
from tests.factories.people import actor_for, make_user


def make_company(
    db: Session,
    tenant_id: str,
    name: str = "Aldermoor Rail",
    *,
    places: tuple[str, ...] = ("York", "Derby"),
    **fields: str,
) -> Company:
    """A company that was let in, with its places in Germany, where the test's store delivers."""
    company = Company(
        id=new_id("com"),
        tenant_id=tenant_id,
        handle=name.lower().replace(" ", "-"),
        name=name,
        **{"status": "approved", "time_zone": "Europe/London", **fields},
    )
    db.add(company)
    db.flush()
    for place in places:
        ids = {"id": new_id("loc"), "tenant_id": tenant_id, "company_id": company.id}
        db.add(CompanyLocation(**ids, name=place, city=place, country="DE"))
        db.flush()
    return company


def place_id(db: Session, company: Company, name: str) -> str:
    """The place of the company with this name."""
    mine = select(CompanyLocation.id).where(CompanyLocation.company_id == company.id, CompanyLocation.name == name)
    return db.exec(mine).one()


def make_member(
    db: Session, company: Company, email: str, role: str = "admin", *, places: tuple[str, ...] = (), **fields: object
) -> Actor:
    """A person in the company, at all its places unless some are named; who has an account keeps it."""
    user = db.exec(select(User).where(User.email == email)).first() or make_user(db, email)
    member = CompanyMember(
        id=new_id("cmb"),
        tenant_id=company.tenant_id,
        company_id=company.id,
        email=email,
        user_id=user.id,
        role=role,
        status="active",
        all_locations=not places,
        joined_at=now(),
        **fields,
    )
    db.add(member)
    ids = {"tenant_id": company.tenant_id, "company_id": company.id}
    db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.COMPANY_CONTACT, title=role, **ids))
    db.flush()
    for name in places:
        row = CompanyMemberLocation(
            id=new_id("cml"), tenant_id=company.tenant_id, member_id=member.id, location_id=place_id(db, company, name)
        )
        db.add(row)
    db.flush()
    return actor_for(db, user)


def make_rule(
    db: Session, company: Company, kind: str = "total", amount: int = 0, *steps: tuple[str, str], **fields: object
) -> ApprovalRule:
    """A rule over an amount; without `steps` an approver or administrator decides."""
    rule = ApprovalRule(
        id=new_id("apr"),
        tenant_id=company.tenant_id,
        company_id=company.id,
        kind=kind,
        amount=amount,
        steps=[{"kind": one, "value": value} for one, value in steps or [("role", "approver")]],
        **{"name": f"Rule {kind}", "operator": "over", **fields},
    )
    db.add(rule)
    db.flush()
    return rule
