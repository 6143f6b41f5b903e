"""The other end of an invitation: a letter with a secret, and the person who answers it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Forbidden, Invalid, Unauthenticated
from marketplace.domain.lifecycle import MEMBER, CompanyStatus, MemberStatus, after
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.company import Company, CompanyMember
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.services.companies.company_access import note_company
from marketplace.services.identity.identity import find_user
from marketplace.services.identity.registration import make_account

OVER = "This invitation was answered already, taken back or is too old. Ask for a new one."


@dataclass(frozen=True)
class Invitation:
    """What its page says before anything is decided."""

    company: str
    store: str
    email: str
    role: str
    has_account: bool


def invitation_letter(db: Session, member_id: str) -> dict[str, str] | None:
    """What the letter names, with a fresh secret that replaces any earlier one; None when the invitation is over."""
    member = db.exec(select(CompanyMember).where(CompanyMember.id == member_id).with_for_update(key_share=True)).first()
    if member is None or not _is_open(member):
        return None
    token = fresh_token()
    member.token_hash = hash_token(token)
    company = db.exec(select(Company).where(Company.id == member.company_id)).one()
    handle = db.exec(select(Tenant.handle).where(Tenant.id == member.tenant_id)).one()
    inviter = db.exec(select(User).where(User.id == member.invited_by)).first()
    who = f"{inviter.first_name} {inviter.last_name}".strip() or inviter.email if inviter else company.name
    return {"to": member.email, "company": company.name, "who": who, "handle": handle, "token": token}


def find_invitation(db: Session, tenant_id: str, token: str) -> Invitation | None:
    """The open invitation of this secret; None when there is none. Looking at it decides nothing."""
    member = _of_token(db, tenant_id, token, lock=False)
    if member is None:
        return None
    company = db.exec(select(Company.name).where(Company.id == member.company_id)).one()
    store = db.exec(select(Tenant.name).where(Tenant.id == tenant_id)).one()
    has_account = find_user(db, member.email) is not None
    return Invitation(company, store, member.email, member.role, has_account)


def accept_invitation(db: Session, actor: Actor, tenant_id: str, token: str) -> CompanyMember:
    """Join as the signed-in person, whose address is the invited one.

    Raises `Unauthenticated`, `Invalid` for an invitation that is over, `Forbidden` for somebody else's.
    """
    if actor.user_id is None:
        raise Unauthenticated
    member = _open_invitation(db, tenant_id, token)
    user = db.exec(select(User).where(User.id == actor.user_id)).one()
    if user.email != member.email:
        raise Forbidden(f"This invitation is for {member.email}. Sign in with that address to accept it.")
    return _join(db, actor, member, user)


def accept_as_new(
    db: Session, actor: Actor, tenant_id: str, token: str, *, first_name: str, last_name: str, password: str
) -> User:
    """Join with an account that is made now: the letter's secret proves the address.

    Raises `Invalid` by field, `Forbidden` for an address that has an account.
    """
    member = _open_invitation(db, tenant_id, token)
    if find_user(db, member.email) is not None:
        raise Forbidden(f"{member.email} has an account. Sign in with it to accept.")
    user = make_account(
        db,
        actor,
        email=member.email,
        first_name=first_name,
        last_name=last_name,
        password=password,
        tenant_id=tenant_id,
    )
    _join(db, Actor(user.id, f"{user.first_name} {user.last_name}".strip(), user.email, ip=actor.ip), member, user)
    return user


def _join(db: Session, actor: Actor, member: CompanyMember, user: User) -> CompanyMember:
    member.user_id = user.id
    member.status = after(MEMBER, "accept", member.status)
    member.token_hash, member.joined_at = None, now()
    membership = Membership(
        id=new_id("mem"),
        user_id=user.id,
        role=Role.COMPANY_CONTACT,
        tenant_id=member.tenant_id,
        company_id=member.company_id,
        title=member.role,
    )
    db.add(membership)
    db.flush()
    company = db.exec(select(Company).where(Company.id == member.company_id)).one()
    note_company(db, actor, company, AuditAction.COMPANY_MEMBER_JOINED, member=member.email, role=member.role)
    return member


def _open_invitation(db: Session, tenant_id: str, token: str) -> CompanyMember:
    member = _of_token(db, tenant_id, token, lock=True)
    if member is None:
        raise Invalid({"token": OVER})
    company = db.exec(select(Company).where(Company.id == member.company_id)).one()
    if company.status in (CompanyStatus.REJECTED, CompanyStatus.SUSPENDED):
        raise Invalid({"token": f"{company.name} does not buy in this store at the moment."})
    return member


def _of_token(db: Session, tenant_id: str, token: str, *, lock: bool) -> CompanyMember | None:
    of_token = select(CompanyMember).where(
        CompanyMember.tenant_id == tenant_id, CompanyMember.token_hash == hash_token(token)
    )
    member = db.exec(of_token.with_for_update(key_share=True) if lock else of_token).first() if token else None
    return member if member is not None and _is_open(member) else None


def _is_open(member: CompanyMember) -> bool:
    return member.status == MemberStatus.INVITED and member.invited_until is not None and member.invited_until > now()
