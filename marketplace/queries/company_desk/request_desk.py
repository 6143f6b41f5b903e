"""Who looks at the purchase requests of a company, and what its budgets have left for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, select

from marketplace.domain.companies.approvals import Person
from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import Company, CompanyMember
from marketplace.models.spending import USED_OF_COST_CENTRE, CostCentre
from marketplace.queries.company_desk.company_people import people_of
from marketplace.queries.company_desk.desk import CompanyPlace, get_company_place
from marketplace.queries.formatting.money import money


@dataclass(frozen=True)
class RequestDesk:
    """Who looks, and the people of the company by their ids."""

    place: CompanyPlace
    me: str = ""
    people: Sequence[Person] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def request_desk_of(db: Session, actor: Actor, tenant_id: str) -> RequestDesk:
    """The actor at the desk of the company that they buy for. Raises `Unauthenticated`, `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    people, names = people_of(db, place.company_id)
    me = select(CompanyMember.id).where(
        CompanyMember.company_id == place.company_id, CompanyMember.user_id == actor.user_id
    )
    return RequestDesk(place, db.exec(me).first() or "", people, names)


def names_of(member_ids: Sequence[str], desk: RequestDesk) -> str:
    """`Ada, Ben or Chris`."""
    names = [desk.names.get(one, "") for one in member_ids]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def budget_left(db: Session, request: PurchaseRequest) -> tuple[str, int, str]:
    """What a cost centre's budget has left with this request in it, how much is used, and the tone of the bar."""
    centre = db.exec(select(CostCentre).where(CostCentre.id == (request.cost_centre_id or ""))).first()
    if centre is None or not centre.budget_amount:
        return "", 0, ""
    company = db.exec(select(Company).where(Company.id == request.company_id)).one()
    since = period_start(LimitPeriod(centre.period), now(), company.time_zone)
    where = {"tenant": centre.tenant_id, "subject": centre.id, "currency": company.currency, "since": since}
    used = int(db.connection().execute(USED_OF_COST_CENTRE, where).scalar_one())
    left = centre.budget_amount - used
    words = f"{money(abs(left), company.currency)} {'left' if left >= 0 else 'over'}"
    percent = min(100, used * 100 // centre.budget_amount)
    return words, percent, "bad" if left < 0 else "warn" if percent >= 80 else ""
