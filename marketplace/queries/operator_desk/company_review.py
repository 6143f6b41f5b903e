"""One company on the desk of a store's side: what it said, where it is, its people, and what may be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.price_list_form import SCOPES
from marketplace.domain.companies.members import ROLE_NAMES, CompanyRole
from marketplace.domain.companies.registration import VOLUMES
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.credit import terms_words
from marketplace.domain.lifecycle import COMPANY, CompanyStatus, MemberStatus, can
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.domain.stores.taxes import Exemption
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import ago, exact, full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, reach, store_mark
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_object
from marketplace.queries.operator_desk.companies import NOTHING, bought_by, company_answer_due, place_line
from marketplace.queries.operator_desk.orders import GroupRow, list_groups
from marketplace.queries.shared.company_documents import DocumentRow, list_documents
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.order_parts import address_lines

RECENT_ORDERS, TRAIL = 8, 30


@dataclass(frozen=True)
class PlaceLine:
    """One of its places. `terms` and `credit` are what was agreed for it."""

    id: str
    name: str
    goods: str
    bills: str
    terms: str
    credit: str
    account_href: str
    owed: str  # what is open of its invoices
    exemption: str  # "Diplomatic mission; certificate 4711, until 31 Dec 2027", empty where taxed
    is_exempt: bool  # today


@dataclass(frozen=True)
class HeldList:
    """A price list that holds for the company, one of its places or a group of it."""

    title: str
    href: str
    scope: str
    validity: str


@dataclass(frozen=True)
class PersonLine:
    """A member; `shape` are the classes of the dot of their state."""

    id: str
    name: str
    email: str
    role: str
    places: str
    limit: str
    may_act: bool  # whether they can be bought for now
    state: str
    shape: str
    seen: str
    seen_exact: str


@dataclass(frozen=True)
class CompanyReview:
    """Everything the page shows. The `can_` flags say which decisions are open from this status."""

    id: str = ""
    name: str = ""
    status: str = ""
    reason: str = ""  # of the last decision
    mark: Mark = NO_MARK
    store_name: str = ""
    waits_since: str = ""  # "Asked to buy in Northforge 3 h ago."
    waits_since_exact: str = ""
    due: str = ""
    due_tone: str = ""
    own_facts: tuple[Fact, ...] = ()
    bought: str = ""
    documents: tuple[DocumentRow, ...] = ()
    places: tuple[PlaceLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    place_choices: tuple[Option, ...] = ()
    lists: tuple[HeldList, ...] = ()
    terms_history: tuple[AuditLine, ...] = ()
    orders: tuple[GroupRow, ...] = ()
    orders_total: int = 0
    audit: tuple[AuditLine, ...] = ()
    can_approve: bool = False
    can_suspend: bool = False
    can_reinstate: bool = False


# Who is there first, then who is asked, then who left.
_PEOPLE = text("""
    select m.id, m.email, m.role, m.status, m.all_locations, m.spending_limit_amount, m.limit_period, m.invited_until,
           trim(concat(a.first_name, ' ', a.last_name)) as name,
           (select max(s.last_seen_at) from user_session s where s.user_id = m.user_id) as seen_at,
           (select string_agg(l.name, ', ' order by l.created_at, l.id) from company_member_location x
            join company_location l on l.id = x.location_id and l.tenant_id = x.tenant_id
            where x.member_id = m.id and x.tenant_id = m.tenant_id) as places
    from company_member m left join account a on a.id = m.user_id
    where m.company_id = :company and m.tenant_id = :tenant
    order by array_position(array['active', 'invited', 'left'], m.status), m.created_at, m.id
""")


def get_company_review(db: Session, actor: Actor, company_id: str) -> CompanyReview:
    """One company for decision. Raises `NotFound` for one that does not exist or is beyond this actor's reach."""
    tenant_id = reach(actor, Permission.COMPANY_DECIDE)
    row = db.exec(
        select(Company, Tenant).join(Tenant, col(Tenant.id) == Company.tenant_id).where(Company.id == company_id)
    ).first()
    if row is None or (tenant_id is not None and row[0].tenant_id != tenant_id):
        raise NotFound("company", company_id)
    company, store = row
    moment = now()
    is_waiting = company.status == CompanyStatus.PENDING
    due, tone = company_answer_due(company.asked_at, moment) if is_waiting else ("", "")
    bought = bought_by(db, [company.id]).get(company.id, NOTHING)
    places = _places(db, company)
    orders = list_groups(db, actor, company=company.id, per_page=RECENT_ORDERS)
    return CompanyReview(
        id=company.id,
        name=company.name,
        status=company.status,
        reason=company.decision_reason,
        mark=store_mark(store),
        store_name=store.name,
        waits_since=f"Asked to buy in {store.name} {ago(company.asked_at, moment)}.",
        waits_since_exact=exact(company.asked_at),
        due=due,
        due_tone=tone,
        own_facts=_own_facts(company),
        bought=f"{bought.says} in {count(bought.orders, 'order')}" if bought.orders else "",
        documents=list_documents(db, company.tenant_id, f"/admin/companies/{company.id}", company_id=company.id),
        places=places,
        place_choices=tuple(Option(place.id, place.name) for place in places),
        lists=_lists(db, company),
        terms_history=list_of_object(
            db, "company", company.id, action=AuditAction.COMPANY_TERMS_SET, limit=RECENT_ORDERS
        ),
        people=_people(db, company),
        orders=orders.rows,
        orders_total=orders.total,
        audit=list_of_object(db, "company", company.id, limit=TRAIL),
        can_approve=can(COMPANY, "approve", company.status),
        can_suspend=can(COMPANY, "suspend", company.status),
        can_reinstate=can(COMPANY, "reinstate", company.status),
    )


def store_home_of(db: Session, company_id: str) -> str:
    """The address of the store in which a company buys. The caller has authorised."""
    its = select(Tenant.handle).join(Company, col(Company.tenant_id) == Tenant.id).where(Company.id == company_id)
    return f"/s/{db.exec(its).one()}"


def _own_facts(company: Company) -> tuple[Fact, ...]:
    """What the company said of itself; what it left out is said, too."""
    return (
        Fact("VAT number", print_tax_number(company.tax_id) or "not given"),
        Fact("Register number", company.register_number or "not given"),
        Fact("Industry", company.industry or "not given"),
        Fact("Expects to buy", _volume(company)),
        Fact("Currency", company.currency),
    )


def _volume(company: Company) -> str:
    if not company.expected_volume:
        return "not said"
    return f"{VOLUMES.get(company.expected_volume, company.expected_volume)} {company.currency} a year"


_OWED = text("""
    select company_location_id, currency, sum(open_amount)::bigint as open from invoice
    where tenant_id = :tenant and company_location_id = any(cast(:places as text[])) and kind = 'invoice'
    group by 1, 2 having sum(open_amount) > 0 order by 2
""")
_LISTS = text("""
    select l.id, l.title, l.kind, l.currency, l.starts_at, l.ends_at, coalesce(p.name, g.title, '') as owner
    from price_list l
    left join company_location p on l.kind = 'contract_location' and p.id = l.owner_id and p.tenant_id = l.tenant_id
    left join company_group g on l.kind = 'group' and g.id = l.owner_id and g.tenant_id = l.tenant_id
    where l.tenant_id = :tenant and l.status = 'active' and (l.ends_at is null or l.ends_at > :moment)
      and (l.owner_id = :company or p.company_id = :company or exists (select 1 from company_group_member m
        where m.group_id = g.id and m.tenant_id = g.tenant_id and m.company_id = :company))
    order by array_position(array['contract_location', 'contract_company', 'group'], l.kind), l.title, l.id
""")


def _places(db: Session, company: Company) -> tuple[PlaceLine, ...]:
    rows = select(CompanyLocation).where(
        CompanyLocation.company_id == company.id, CompanyLocation.tenant_id == company.tenant_id
    )
    places = db.exec(rows.order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))).all()
    where = {"tenant": company.tenant_id, "places": [place.id for place in places]}
    owed: dict[str, list[str]] = {}
    for row in db.connection().execute(_OWED, where):
        owed.setdefault(row.company_location_id, []).append(money(row.open, row.currency))
    return tuple(_place(place, " + ".join(owed.get(place.id, []))) for place in places)


def _place(place: CompanyLocation, owed: str) -> PlaceLine:
    credit, exemption = place.credit_limit_amount, place.exemption
    return PlaceLine(
        id=place.id,
        name=place.name,
        goods=_address(place.shipping_address) or place_line(place.city, place.country),
        bills=_address(place.billing_address) or "as the goods",
        terms=terms_words(place.net_days, place.end_of_month),
        credit=money(credit, place.currency) if credit is not None else "no limit",
        account_href=f"/admin/receivables/{place.id}",
        owed=owed,
        exemption=_exemption(exemption) if exemption else "",
        is_exempt=exemption is not None and exemption.holds_on(now().date()),
    )


def _exemption(exemption: Exemption) -> str:
    until = f", until {full_day(exemption.until)}" if exemption.until else ""
    return f"{exemption.tax.ground}, from {full_day(exemption.since)}{until}"


def _lists(db: Session, company: Company) -> tuple[HeldList, ...]:
    moment = now()
    where = {"tenant": company.tenant_id, "company": company.id, "moment": moment}
    return tuple(
        HeldList(
            title=row.title,
            href=f"/admin/price-lists/{row.id}",
            scope=", ".join((f"{SCOPES[row.kind]}: {row.owner}" if row.owner else SCOPES[row.kind], row.currency)),
            validity=_validity(row.starts_at, row.ends_at, moment),
        )
        for row in db.connection().execute(_LISTS, where)
    )


def _validity(starts_at: datetime | None, ends_at: datetime | None, moment: datetime) -> str:
    begins = f"from {full_day(starts_at.date())}" if starts_at and starts_at > moment else ""
    ends = f"until {full_day(ends_at.date())}" if ends_at else ""
    return " ".join(part for part in (begins, ends) if part) or "now"


def _address(address: dict[str, Any]) -> str:
    country = str(address.get("country", ""))
    return ", ".join(address_lines(address, country_name(country) if country else "")) if address else ""


def _people(db: Session, company: Company) -> tuple[PersonLine, ...]:
    rows = db.connection().execute(_PEOPLE, {"company": company.id, "tenant": company.tenant_id})
    buys = company.status == CompanyStatus.APPROVED
    return tuple(_person(row, company.currency, buys=buys) for row in rows)


def _person(row: Any, currency: str, *, buys: bool) -> PersonLine:
    moment = now()
    limit = row.spending_limit_amount
    state, shape = _state(row)
    return PersonLine(
        id=row.id,
        name=row.name or row.email,
        email=row.email if row.name else "",
        role=ROLE_NAMES[CompanyRole(row.role)],
        places="all places" if row.all_locations else row.places or "no place any more",
        limit=f"{money(limit, currency)} a {row.limit_period}" if limit is not None else "",
        may_act=buys and row.status == MemberStatus.ACTIVE and (row.all_locations or row.places is not None),
        state=state,
        shape=shape,
        seen=ago(row.seen_at, moment),
        seen_exact=exact(row.seen_at),
    )


def _state(row: Any) -> tuple[str, str]:
    """The word of a member's state, and the classes of its dot."""
    if row.status == MemberStatus.ACTIVE:
        return "Active", "good full"
    if row.status == MemberStatus.LEFT:
        return "Left", "stop"
    is_open = row.invited_until is not None and row.invited_until > now()
    return ("Invited", "info") if is_open else ("Invitation too old", "warn")
