"""The store's side buys in the name of a member of a company: for an hour, in the shop alone, named in the trail.

At desks and in their account people stay who they are: approvals, passwords, addresses of e-mail and kept cards are
the member's own. What is bought so is bought by the member's rules, and remembers who did it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import CompanyStatus, MemberStatus
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.models.acting import ActingSession
from marketplace.models.company import Company, CompanyMember
from marketplace.models.user import User, UserSession
from marketplace.services.companies.company_access import note_company
from marketplace.services.identity.access import store_scope
from marketplace.services.identity.grants import grants_of
from marketplace.services.identity.sessions import display_name

ACTING_FOR = timedelta(minutes=60)


def start_acting(db: Session, actor: Actor, company_id: str, member_id: str) -> None:
    """From now on the actor's browser buys for this member in the company's store; what it did before for another
    member ends.

    Raises `Unauthenticated`, `NotFound` for a company or member beyond the actor's reach, `Forbidden`, and `Conflict`
    for a member or a company that buys nothing now.
    """
    company = db.exec(select(Company).where(Company.id == company_id)).first()
    require(actor, Permission.COMPANY_ACT, tenant_id=company.tenant_id if company else "")
    member = db.exec(
        select(CompanyMember).where(CompanyMember.id == member_id, CompanyMember.company_id == company_id)
    ).first()
    if company is None or member is None:
        raise NotFound("member", member_id)
    if member.user_id == actor.user_id:
        raise Conflict("This is you: buy as yourself.")
    buyer = _buyer(db, actor, company, member)
    if buyer is None:
        raise Conflict("This member buys nothing now: they have not joined, have left, or the company may not buy.")
    db.exec(select(UserSession.id).where(UserSession.id == actor.session_id).with_for_update()).one()  # one at a time
    stop_acting(db, actor)
    row = ActingSession(
        id=new_id("act"),
        tenant_id=company.tenant_id,
        session_id=actor.session_id,
        user_id=str(actor.user_id),
        member_id=member.id,
        location_id=buyer_of(buyer, company.tenant_id).location_id,
        ends_at=now() + ACTING_FOR,
    )
    db.add(row)
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_ACTING_STARTED, member=buyer.name)


def stop_acting(db: Session, actor: Actor) -> None:
    """The actor's browser buys for nobody else any more; fine when it did not."""
    for row in db.exec(_open(actor).with_for_update()).all():
        row.ended_at = min(now(), row.ends_at)
        member = select(CompanyMember).where(
            CompanyMember.id == row.member_id, CompanyMember.tenant_id == row.tenant_id
        )
        one = db.exec(member).one()
        company = db.exec(select(Company).where(Company.id == one.company_id, Company.tenant_id == row.tenant_id)).one()
        user = db.exec(select(User).where(User.id == one.user_id)).first()
        name = display_name(user) if user else one.email
        note_company(db, actor, company, AuditAction.COMPANY_ACTING_ENDED, member=name)
    db.flush()


def find_acting(db: Session, actor: Actor, tenant_id: str) -> Actor | None:
    """The member for whom the actor's browser buys in this store now, with their rights of this moment: None when its
    hour is over, the member or the company may buy no longer, or the actor has lost the right to it."""
    if not allows(actor, Permission.COMPANY_ACT, tenant_id=tenant_id):
        return None
    row = db.exec(_open(actor).where(ActingSession.tenant_id == tenant_id, ActingSession.ends_at > now())).first()
    if row is None:
        return None
    member = db.exec(select(CompanyMember).where(CompanyMember.id == row.member_id)).one()
    company = db.exec(select(Company).where(Company.id == member.company_id)).one()
    buyer = _buyer(db, actor, company, member, row.location_id)
    return replace(buyer, acts_until=row.ends_at) if buyer else None


def choose_acting_place(db: Session, actor: Actor, tenant_id: str, location_id: str) -> bool:
    """Buy for another place of the member from now on; False for who acts for nobody. Raises `NotFound`."""
    acting = find_acting(db, actor, tenant_id)
    if acting is None:
        return False
    if not buyer_of(acting, tenant_id, location_id).company_id:
        raise NotFound("location", location_id)
    db.exec(_open(actor).with_for_update()).one().location_id = location_id
    db.flush()
    return True


def buying_actor(db: Session, actor: Actor, tenant_id: str) -> Actor:
    """Who buys in this store: the actor, or the member in whose name they do."""
    return (find_acting(db, actor, tenant_id) if _might_act(actor) else None) or actor


def buying_actor_at(actor: Actor, store: str) -> Actor:
    """As `buying_actor`, for a store by its handle and in a transaction of its own."""
    if not _might_act(actor):
        return actor
    try:
        scope = store_scope(store)
    except NotFound:
        return actor
    with unit_of_work(scope) as db:
        return buying_actor(db, actor, str(scope.tenant_id))


def _might_act(actor: Actor) -> bool:
    """Asked with every page: nobody but the store's side ever needs the database for it."""
    return bool(actor.session_id) and (actor.is_operator or actor.tenant_desk() is not None)


def _open(actor: Actor) -> SelectOfScalar[ActingSession]:
    return select(ActingSession).where(
        ActingSession.session_id == actor.session_id,
        ActingSession.user_id == actor.user_id,
        col(ActingSession.ended_at).is_(None),
    )


def _buyer(db: Session, actor: Actor, company: Company, member: CompanyMember, location_id: str = "") -> Actor | None:
    """The member as the shop sees them: their rights in this company and no other, in the actor's browser."""
    user = db.exec(select(User).where(User.id == (member.user_id or ""))).first()
    is_there = member.status == MemberStatus.ACTIVE and company.status == CompanyStatus.APPROVED
    if user is None or user.suspended_at is not None or not is_there:
        return None
    grants = [one for one in grants_of(db, user.id) if one.company_id == company.id and one.location_ids]
    if not grants:
        return None
    place = location_id if location_id in grants[0].location_ids else grants[0].place
    return replace(
        actor,
        user_id=user.id,
        name=display_name(user),
        email=user.email,
        grants=(replace(grants[0], place=place),),
        confirmed_at=None,
        impersonator_id=actor.user_id,
        impersonator_name=actor.name,
    )
