"""The people of a company: invited, given a role, a limit and places, and let go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.companies.members import (
    APPROVING,
    ROLE_NAMES,
    CompanyRole,
    LimitPeriod,
    Seat,
    check_administrator_stays,
)
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import MEMBER, MemberStatus, after
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.emails import read_email
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.company import BuyingPlace, Company, CompanyLocation, CompanyMember, CompanyMemberLocation
from marketplace.models.user import Membership
from marketplace.services.companies.company_access import lock_administered, note_company, own_company

INVITATION_LIFE = timedelta(days=14)
MAX_MEMBERS = 1_000


@dataclass(frozen=True)
class MemberForm:
    """What an administrator says of a member. `spending_limit_amount` is in minor units of the company's currency,
    None for no limit; no `location_ids` means every place, also those that are opened later."""

    role: str
    spending_limit_amount: int | None = None
    limit_period: str = LimitPeriod.MONTH
    location_ids: tuple[str, ...] = ()
    manager_id: str = ""  # the member who approves where a rule asks the buyer's manager


def invite_member(db: Session, actor: Actor, tenant_id: str, email: str, form: MemberForm) -> CompanyMember:
    """Ask somebody into the company by letter; they need no account yet. Who had left is asked again.

    Raises what `lock_administered` raises, `Invalid` by field, `Conflict` for a company that is full.
    """
    company = lock_administered(db, actor, tenant_id)
    address = _read_email(email)
    places = _checked(db, company, form)
    member = _member_by(db, company, email=address)
    if member is not None and member.status != MemberStatus.LEFT:
        is_active = member.status == MemberStatus.ACTIVE
        raise Invalid({"email": f"{address} is {'a member' if is_active else 'invited'} already."})
    if member is None:
        if len(_seats(db, company)) >= MAX_MEMBERS:
            raise Conflict(f"A company has at most {MAX_MEMBERS:,} members. Let somebody go first.")
        member = CompanyMember(id=new_id("cmb"), tenant_id=tenant_id, company_id=company.id, email=address, role="")
        db.add(member)
    else:
        member.status = after(MEMBER, "invite_again", member.status)
        member.left_at = None
    _fill(member, form)
    member.invited_by = actor.user_id
    db.flush()
    _set_places(db, member, places)
    _send_invitation(db, member)
    note_company(db, actor, company, AuditAction.COMPANY_MEMBER_INVITED, member=address, role=form.role)
    return member


def resend_invitation(db: Session, actor: Actor, tenant_id: str, member_id: str) -> CompanyMember:
    """Write the letter anew; the link of the earlier one ends. Raises as `invite_member`, `NotFound`, `Conflict`."""
    company = lock_administered(db, actor, tenant_id)
    member = _own_member(db, company, member_id)
    if member.status != MemberStatus.INVITED:
        raise Conflict(f"{member.email} is not waiting for an invitation.")
    member.token_hash = None
    _send_invitation(db, member)
    note_company(db, actor, company, AuditAction.COMPANY_MEMBER_INVITED, member=member.email, role=member.role)
    return member


def change_member(db: Session, actor: Actor, tenant_id: str, member_id: str, form: MemberForm) -> CompanyMember:
    """Another role, limit or places; it holds from this person's next click.

    Raises as `invite_member`, `NotFound`, and `Conflict` where nobody would administer the company.
    """
    company = lock_administered(db, actor, tenant_id)
    member = _own_member(db, company, member_id)
    places = _checked(db, company, form, member_id)
    check_administrator_stays(_seats(db, company), _seat(member, role=form.role))
    _fill(member, form)
    _set_places(db, member, places)
    for membership in _memberships(db, member):
        membership.title = form.role
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_MEMBER_CHANGED, member=member.email, role=form.role)
    return member


def deactivate_member(db: Session, actor: Actor, tenant_id: str, member_id: str) -> CompanyMember:
    """Let somebody go, or take an invitation back: the company is no longer theirs from this moment.

    Raises what `change_member` raises.
    """
    company = lock_administered(db, actor, tenant_id)
    return _end(db, actor, company, _own_member(db, company, member_id), AuditAction.COMPANY_MEMBER_DEACTIVATED)


def leave_company(db: Session, actor: Actor, tenant_id: str) -> CompanyMember:
    """Leave the company oneself. Raises `NotFound`, and `Conflict` for the last administrator."""
    company = own_company(db, actor, tenant_id)
    db.exec(select(Company.id).where(Company.id == company.id).with_for_update(key_share=True)).one()
    mine = select(CompanyMember).where(
        CompanyMember.company_id == company.id,
        CompanyMember.user_id == actor.user_id,
        CompanyMember.status == MemberStatus.ACTIVE,
    )
    member = db.exec(mine).first()
    if member is None:
        raise NotFound("member")
    return _end(db, actor, company, member, AuditAction.COMPANY_MEMBER_LEFT)


def _end(db: Session, actor: Actor, company: Company, member: CompanyMember, action: AuditAction) -> CompanyMember:
    check_administrator_stays(_seats(db, company), _seat(member, status=MemberStatus.LEFT))
    member.status = after(MEMBER, "deactivate", member.status)
    member.left_at, member.token_hash = now(), None
    for membership in _memberships(db, member):
        db.delete(membership)
    theirs = select(CompanyLocation.id).where(CompanyLocation.company_id == company.id)
    for choice in db.exec(
        select(BuyingPlace).where(BuyingPlace.user_id == member.user_id, col(BuyingPlace.location_id).in_(theirs))
    ):
        db.delete(choice)
    db.flush()
    note_company(db, actor, company, action, member=member.email)
    return member


def _read_email(email: str) -> str:
    try:
        return read_email(email).lower()
    except ValueError as error:
        raise Invalid({"email": str(error)}) from None


def _checked(db: Session, company: Company, form: MemberForm, member_id: str = "") -> Collection[str]:
    """The places of the form. Raises `Invalid` by field."""
    problems = {}
    if form.role not in ROLE_NAMES:
        problems["role"] = "Choose a role from the list."
    if form.limit_period not in list(LimitPeriod):
        problems["limit_period"] = "Choose month, quarter or year."
    if form.spending_limit_amount is not None and form.spending_limit_amount < 0:
        problems["spending_limit"] = "Enter an amount from 0 on, or nothing for no limit."
    company_places = set(db.exec(select(CompanyLocation.id).where(CompanyLocation.company_id == company.id)))
    if not company_places.issuperset(form.location_ids):
        problems["locations"] = "Choose from the company's places."
    if form.manager_id and not _may_manage(db, company, form.manager_id, member_id):
        problems["manager"] = "Choose somebody else who may approve in this company."
    if problems:
        raise Invalid(problems)
    return dict.fromkeys(form.location_ids)


def _may_manage(db: Session, company: Company, manager_id: str, member_id: str) -> bool:
    its = select(CompanyMember.role).where(
        CompanyMember.id == manager_id,
        CompanyMember.company_id == company.id,
        CompanyMember.status == MemberStatus.ACTIVE,
    )
    return manager_id != member_id and db.exec(its).first() in list(APPROVING)


def _fill(member: CompanyMember, form: MemberForm) -> None:
    member.role = form.role
    member.limit_period = form.limit_period
    member.manager_id = form.manager_id or None
    # Who may not order has no limit to reach.
    member.spending_limit_amount = None if form.role == CompanyRole.VIEWER else form.spending_limit_amount


def _set_places(db: Session, member: CompanyMember, places: Iterable[str]) -> None:
    for row in db.exec(select(CompanyMemberLocation).where(CompanyMemberLocation.member_id == member.id)):
        db.delete(row)
    db.flush()
    wanted = list(places)
    member.all_locations = not wanted
    for location_id in wanted:
        row = CompanyMemberLocation(
            id=new_id("cml"), tenant_id=member.tenant_id, member_id=member.id, location_id=location_id
        )
        db.add(row)
    db.flush()


def _send_invitation(db: Session, member: CompanyMember) -> None:
    member.invited_until = now() + INVITATION_LIFE
    db.flush()
    enqueue(
        db,
        "mail.company_invitation",
        tenant_id=member.tenant_id,
        payload={"invitation_id": member.id, "until": member.invited_until.isoformat()},
        priority=20,
    )


def _own_member(db: Session, company: Company, member_id: str) -> CompanyMember:
    member = _member_by(db, company, member_id=member_id)
    if member is None:
        raise NotFound("member", member_id)
    return member


def _member_by(db: Session, company: Company, *, email: str = "", member_id: str = "") -> CompanyMember | None:
    wanted = CompanyMember.id == member_id if member_id else CompanyMember.email == email
    return db.exec(
        select(CompanyMember).where(CompanyMember.company_id == company.id, wanted).with_for_update(key_share=True)
    ).first()


def _memberships(db: Session, member: CompanyMember) -> Iterable[Membership]:
    mine = select(Membership).where(
        Membership.user_id == (member.user_id or ""),
        Membership.company_id == member.company_id,
        Membership.role == Role.COMPANY_CONTACT,
    )
    return db.exec(mine).all()


def _seats(db: Session, company: Company) -> list[Seat]:
    rows = db.exec(select(CompanyMember).where(CompanyMember.company_id == company.id)).all()
    return [_seat(row) for row in rows]


def _seat(member: CompanyMember, *, role: str = "", status: str = "") -> Seat:
    return Seat(member.id, CompanyRole(role or member.role), MemberStatus(status or member.status))
