"""The first page of a company's desk: its places, and what its people ordered last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.models.company import Company
from marketplace.queries.company_desk.approvals import RequestRow, list_requests
from marketplace.queries.company_desk.cost_centres import list_cost_centres
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.company_desk.invoices import open_invoices_of
from marketplace.queries.company_desk.locations import LocationRow, list_company_locations
from marketplace.queries.company_desk.orders import CompanyOrderRow, list_company_orders
from marketplace.queries.company_desk.usage import share_of
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.company_documents import DocumentRow, list_documents
from marketplace.queries.shared.own_limit import find_own_limit

_RECENT = 8


@dataclass(frozen=True)
class SpendingRow:
    """A limit or a budget and what is used of it, 0 to 100 per cent."""

    label: str
    used: str
    limit: str
    percent: int
    tone: str


@dataclass(frozen=True)
class CompanyOverview:
    """What the page shows beside the rail."""

    tax_id: str = ""
    register_number: str = ""
    industry: str = ""
    locations: tuple[LocationRow, ...] = ()
    orders: tuple[CompanyOrderRow, ...] = ()
    open_invoices: str = ""
    waiting: tuple[RequestRow, ...] = ()  # for the actor
    spending: tuple[SpendingRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()  # for administrators


def get_overview(db: Session, actor: Actor, tenant_id: str) -> CompanyOverview:
    """The company that the actor buys for here, with the orders of their own places. Raises `Unauthenticated`,
    `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).first()
    if company is None:
        raise NotFound("company", place.company_id)
    return CompanyOverview(
        tax_id=print_tax_number(company.tax_id),
        register_number=company.register_number,
        industry=company.industry,
        locations=tuple(list_company_locations(db, actor, tenant_id)),
        orders=list_company_orders(db, actor, tenant_id, per_page=_RECENT).rows,
        open_invoices=open_invoices_of(db, actor, tenant_id),
        waiting=list_requests(db, actor, tenant_id).rows[:_RECENT],
        documents=list_documents(db, tenant_id, place.home, company_id=company.id) if place.is_admin else (),
        spending=(*_own_limit(db, actor, company), *_budgets(db, actor, tenant_id)),
    )


def _own_limit(db: Session, actor: Actor, company: Company) -> tuple[SpendingRow, ...]:
    mine = find_own_limit(db, actor, company.tenant_id, company.id)
    if mine is None:
        return ()
    share, limit = share_of(mine.used_amount, mine.limit_amount), money(mine.limit_amount, mine.currency)
    return (
        SpendingRow("Your limit", money(mine.used_amount, mine.currency), f"of {limit}", share.percent, share.tone),
    )


def _budgets(db: Session, actor: Actor, tenant_id: str) -> tuple[SpendingRow, ...]:
    return tuple(
        SpendingRow(f"{one.code} {one.name}", one.used, one.budget, one.used_percent, one.tone)
        for one in list_cost_centres(db, actor, tenant_id).rows
        if one.has_budget and one.is_active
    )
