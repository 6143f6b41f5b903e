"""The people of a company as its desk lists them, and one of them in the form that changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, text
from sqlmodel import Session, col, select

from marketplace.domain.companies.members import APPROVING, ROLE_NAMES, CompanyRole, LimitPeriod, period_start
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation, CompanyMember, CompanyMemberLocation
from marketplace.models.spending import USED_BY_MEMBER
from marketplace.models.user import User
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.company_desk.usage import PERIODS, plain_amount, share_of
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count, hue, initials
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE = 50


@dataclass(frozen=True)
class MemberRow:
    """One line of the list. `used_percent` is how much of the limit is spent in the running period, 0 to 100."""

    id: str
    name: str
    email: str
    initials: str
    hue: int
    role: str
    places: str
    has_limit: bool
    no_limit: str  # what stands where there is none
    used: str
    limit: str
    used_percent: int
    tone: str
    starts_again: str
    state: str
    seen: str
    seen_exact: str
    href: str


@dataclass(frozen=True)
class MemberPage(Page[MemberRow]):
    """A page of the list; `summary` says how many people and places there are."""

    summary: str


@dataclass(frozen=True)
class PlaceTick:
    """A place as a tick of the form."""

    value: str
    label: str
    is_on: bool = False


@dataclass(frozen=True)
class MemberCard:
    """A member in the form; without an id an empty form for an invitation."""

    id: str = ""
    name: str = ""
    email: str = ""
    status: str = ""
    invited: str = ""
    given: Mapping[str, str] = field(
        default_factory=lambda: {"role": "buyer", "limit": "", "period": "month", "manager": "", "everywhere": "yes"}
    )
    places: tuple[PlaceTick, ...] = ()
    managers: tuple[PlaceTick, ...] = ()  # who may approve, besides the member
    currency: str = ""
    is_self: bool = False


_LIST = text("""
    select m.id, m.email, m.role, m.status, m.all_locations, m.spending_limit_amount, m.limit_period, m.user_id,
        m.invited_until, m.created_at, m.left_at, coalesce(trim(a.first_name || ' ' || a.last_name), '') as name,
        (select max(s.last_seen_at) from user_session s where s.user_id = m.user_id) as seen_at,
        (select string_agg(l.name, ', ' order by l.created_at, l.id) from company_member_location ml
         join company_location l on l.id = ml.location_id and l.tenant_id = ml.tenant_id
         where ml.member_id = m.id and ml.tenant_id = m.tenant_id) as places,
        count(*) over () as total
    from company_member m left join account a on a.id = m.user_id
    where m.company_id = :company and m.tenant_id = :tenant
        and (:q = '' or m.email ilike :like or a.first_name || ' ' || a.last_name ilike :like)
    order by m.status = 'left', m.created_at, m.id limit :n offset :skip
""")


def list_members(db: Session, actor: Actor, tenant_id: str, *, q: str = "", page: int = 1) -> MemberPage:
    """A page of the people of the actor's company: those who are there first, oldest first. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    like = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = {"company": company.id, "tenant": tenant_id, "q": q, "like": like}
    skip = (max(1, page) - 1) * PER_PAGE
    rows = db.connection().execute(_LIST, where | {"n": PER_PAGE, "skip": skip}).all()
    places = db.exec(select(CompanyLocation.id).where(CompanyLocation.company_id == company.id)).all()
    total = rows[0].total if rows else 0
    summary = f"{count(int(place.members), 'person', 'people')}, {count(len(places), 'location')}."
    return MemberPage(
        rows=tuple(_row(db, company, row, place.home, now()) for row in rows),
        span=span_of(total, page, PER_PAGE, "person", "people"),
        summary=summary,
    )


def get_member_card(db: Session, actor: Actor, tenant_id: str, member_id: str) -> MemberCard:
    """A member of the actor's company in the form; an empty form without `member_id`. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    locations = db.exec(
        select(CompanyLocation)
        .where(CompanyLocation.company_id == company.id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()
    if not member_id:
        return MemberCard(places=_ticks(locations, ()), managers=_managers(db, company, ""), currency=company.currency)
    mine = select(CompanyMember).where(CompanyMember.id == member_id, CompanyMember.company_id == company.id)
    member = db.exec(mine).first()
    if member is None:
        raise NotFound("member", member_id)
    chosen = select(CompanyMemberLocation.location_id).where(CompanyMemberLocation.member_id == member.id)
    limit = member.spending_limit_amount
    return MemberCard(
        id=member.id,
        name=member.email,
        email=member.email,
        status=member.status,
        invited=exact(member.invited_until) if member.status == MemberStatus.INVITED else "",
        given={
            "role": member.role,
            "limit": "" if limit is None else plain_amount(limit, company.currency),
            "period": member.limit_period,
            "manager": member.manager_id or "",
            "everywhere": "yes" if member.all_locations else "",
        },
        places=_ticks(locations, db.exec(chosen).all()),
        managers=_managers(db, company, member.id),
        currency=company.currency,
        is_self=member.user_id == actor.user_id,
    )


def _managers(db: Session, company: Company, member_id: str) -> tuple[PlaceTick, ...]:
    approvers = (
        select(CompanyMember.id, User.first_name, User.last_name)
        .join(User, col(User.id) == CompanyMember.user_id)
        .where(
            CompanyMember.company_id == company.id,
            CompanyMember.status == MemberStatus.ACTIVE,
            CompanyMember.id != member_id,
            col(CompanyMember.role).in_(list(APPROVING)),
        )
        .order_by(User.first_name, User.last_name)
    )
    return tuple(PlaceTick(key, f"{first} {last}".strip()) for key, first, last in db.exec(approvers))


def _ticks(locations: Sequence[CompanyLocation], chosen: Sequence[str]) -> tuple[PlaceTick, ...]:
    return tuple(PlaceTick(one.id, one.name, one.id in chosen) for one in locations)


def _row(db: Session, company: Company, row: Row[tuple[object, ...]], home: str, moment: datetime) -> MemberRow:
    limit, is_viewer = row.spending_limit_amount, row.role == CompanyRole.VIEWER
    spent = _spent(db, company, row, moment) if limit is not None and row.user_id else 0
    share = share_of(spent, limit)
    name = row.name or row.email
    return MemberRow(
        id=row.id,
        name=name,
        email=row.email if row.name else "",
        initials=initials(name),
        hue=hue(name),
        role=ROLE_NAMES[CompanyRole(row.role)],
        places="All locations" if row.all_locations else row.places or "",
        has_limit=limit is not None,
        no_limit="cannot buy" if is_viewer else "no limit",
        used=money(spent, company.currency) if limit is not None else "",
        limit=f"of {money(limit, company.currency)}" if limit is not None else "",
        used_percent=share.percent,
        tone=share.tone,
        starts_again=PERIODS[LimitPeriod(row.limit_period)] if limit is not None else "",
        state=_state(row, share.percent, limit, moment),
        seen=_seen(row, moment),
        seen_exact=exact(row.seen_at),
        href=f"{home}/members?member={row.id}",
    )


def _spent(db: Session, company: Company, row: Row[tuple[object, ...]], moment: datetime) -> int:
    since = period_start(LimitPeriod(row.limit_period), moment, company.time_zone)
    where = {"tenant": company.tenant_id, "subject": row.id, "currency": company.currency, "since": since}
    return int(db.connection().execute(USED_BY_MEMBER, where).scalar_one())


def _state(row: Row[tuple[object, ...]], percent: int, limit: int | None, moment: datetime) -> str:
    if row.status == MemberStatus.ACTIVE:
        return "limit" if limit is not None and percent >= 100 else "active"
    if row.status == MemberStatus.INVITED:
        return "invited" if row.invited_until and row.invited_until > moment else "expired"
    return "left"


def _seen(row: Row[tuple[object, ...]], moment: datetime) -> str:
    if row.status == MemberStatus.INVITED:
        return ""
    return ago(row.left_at if row.status == MemberStatus.LEFT else row.seen_at, moment)
