"""The cost centres of a company as its desk lists them, one of them in its form, and those that a checkout offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import Company
from marketplace.models.spending import USED_OF_COST_CENTRE, CostCentre
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.company_desk.usage import PERIODS, plain_amount, share_of
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count


@dataclass(frozen=True)
class CostCentreRow:
    """One line of the list; `used_percent` is how much of the budget is spent or held in the running period."""

    id: str
    code: str
    name: str
    has_budget: bool
    used: str
    budget: str
    used_percent: int
    tone: str
    starts_again: str
    is_active: bool
    href: str


@dataclass(frozen=True)
class CostCentreList:
    """The list; `is_required` says whether nothing is ordered without a cost centre."""

    rows: tuple[CostCentreRow, ...] = ()
    summary: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class CostCentreCard:
    """A cost centre in its form; without an id an empty form for a new one."""

    id: str = ""
    label: str = ""
    currency: str = ""
    given: Mapping[str, str] = field(
        default_factory=lambda: {"code": "", "name": "", "budget": "", "period": "year", "active": "yes"}
    )


def list_cost_centres(db: Session, actor: Actor, tenant_id: str) -> CostCentreList:
    """The cost centres of the actor's company by their codes, those in use first. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = _company(db, place.company_id)
    rows = [_row(db, company, one, place.home) for one in _of(db, company)]
    in_use = sum(row.is_active for row in rows)
    return CostCentreList(tuple(rows), f"{count(in_use, 'cost centre')} in use.", company.requires_cost_centre)


def get_cost_centre_card(db: Session, actor: Actor, tenant_id: str, cost_centre_id: str) -> CostCentreCard:
    """A cost centre of the actor's company in its form; an empty form without an id. Raises `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = _company(db, place.company_id)
    if not cost_centre_id:
        return CostCentreCard(currency=company.currency)
    row = next((one for one in _of(db, company) if one.id == cost_centre_id), None)
    if row is None:
        raise NotFound("cost centre", cost_centre_id)
    budget = "" if row.budget_amount is None else plain_amount(row.budget_amount, company.currency)
    given = {
        "code": row.code,
        "name": row.name,
        "budget": budget,
        "period": row.period,
        "active": "yes" if row.is_active else "",
    }
    return CostCentreCard(row.id, row.label, company.currency, given)


def list_cost_centre_choices(db: Session, company_id: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    """What a checkout for the company offers, as (id, label), and whether one must be chosen."""
    company = _company(db, company_id)
    return tuple((one.id, one.label) for one in _of(db, company) if one.is_active), company.requires_cost_centre


def _company(db: Session, company_id: str) -> Company:
    return db.exec(select(Company).where(Company.id == company_id)).one()


def _of(db: Session, company: Company) -> list[CostCentre]:
    mine = select(CostCentre).where(CostCentre.company_id == company.id)
    return list(db.exec(mine.order_by(col(CostCentre.is_active).desc(), CostCentre.code)))


def _row(db: Session, company: Company, row: CostCentre, home: str) -> CostCentreRow:
    since = period_start(LimitPeriod(row.period), now(), company.time_zone)
    where = {"tenant": row.tenant_id, "subject": row.id, "currency": company.currency, "since": since}
    used = int(db.connection().execute(USED_OF_COST_CENTRE, where).scalar_one())
    share, budget = share_of(used, row.budget_amount), row.budget_amount
    return CostCentreRow(
        id=row.id,
        code=row.code,
        name=row.name,
        has_budget=budget is not None,
        used=money(used, company.currency),
        budget="" if budget is None else f"of {money(budget, company.currency)}",
        used_percent=share.percent,
        tone=share.tone,
        starts_again=PERIODS[LimitPeriod(row.period)] if budget is not None else "",
        is_active=row.is_active,
        href=f"{home}/cost-centres?centre={row.id}",
    )
