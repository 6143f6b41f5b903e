"""Invoices, credit notes and accounts as programs read them: a company's, a vendor's, a store's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.receivable import Invoice
from marketplace.queries.shared.fact_of import fact_of
from marketplace.queries.shared.place_account import PlaceAccount, read_place_account

_NEWEST = (col(Invoice.issued_on).desc(), col(Invoice.number).desc(), col(Invoice.id))


@dataclass(frozen=True)
class InvoiceFacts:
    """An invoice or a credit note; amounts in minor units with tax. No `company_location_id`: it was paid at once."""

    id: str
    tenant_id: str
    kind: str
    number: str
    vendor_id: str
    order_id: str
    company_location_id: str | None
    currency: str
    amount: int
    tax_amount: int
    open_amount: int
    issued_on: date
    due_on: date | None
    terms: str
    dunning_stage: int


@dataclass(frozen=True)
class InvoiceFilter:
    """Which invoices: `view` is open, overdue or empty for all."""

    view: str = ""
    location_id: str = ""
    order_id: str = ""


@dataclass(frozen=True)
class AccountFacts:
    """A place's account between two days, and the place."""

    location_id: str
    currency: str
    account: PlaceAccount


Invoices = tuple[list[InvoiceFacts], int]
Window = tuple[int, int]  # how many, after how many


def list_own_invoices(db: Session, actor: Actor, tenant_id: str, wanted: InvoiceFilter, window: Window) -> Invoices:
    """What was billed to the places that the actor buys for, newest first. Raises `Unauthenticated`."""
    mine = col(Invoice.company_location_id).in_(_own_places(actor, tenant_id))
    return _page(db, select(Invoice).where(mine), wanted, window)


def find_own_invoice(db: Session, actor: Actor, tenant_id: str, invoice_id: str) -> InvoiceFacts:
    """One of them. Raises `Unauthenticated`, `NotFound`."""
    mine = col(Invoice.company_location_id).in_(_own_places(actor, tenant_id))
    return _one(db, select(Invoice).where(mine), invoice_id)


def get_own_account(
    db: Session, actor: Actor, tenant_id: str, location_id: str, since: date | None, until: date | None
) -> AccountFacts:
    """The account of a place that the actor buys for, the chosen one without `location_id`; the last ninety days
    where none are named. Raises `Unauthenticated`, `NotFound`."""
    places, grant = _own_places(actor, tenant_id), company_grant(actor, tenant_id)
    chosen = location_id or (grant.place if grant and grant.place else next(iter(places), ""))
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == chosen)).first() if chosen in places else None
    if place is None:
        raise NotFound("location", chosen)
    return _account(db, place, since, until)


def list_company_invoices(
    db: Session, actor: Actor, company_id: str, wanted: InvoiceFilter, window: Window
) -> Invoices:
    """What was billed to a company's places, for the store's side. Raises `NotFound`, `Forbidden`."""
    company = db.exec(select(Company).where(Company.id == company_id)).first()
    require(actor, Permission.RECEIVABLE_SEE, tenant_id=company.tenant_id if company else "")
    if company is None:
        raise NotFound("company", company_id)
    places = select(CompanyLocation.id).where(CompanyLocation.company_id == company_id)
    return _page(db, select(Invoice).where(col(Invoice.company_location_id).in_(places)), wanted, window)


def get_place_account(
    db: Session, actor: Actor, location_id: str, since: date | None, until: date | None
) -> AccountFacts:
    """The account of any place of a store that the actor runs. Raises `NotFound`, `Forbidden`."""
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == location_id)).first()
    require(actor, Permission.RECEIVABLE_SEE, tenant_id=place.tenant_id if place else "")
    if place is None:
        raise NotFound("location", location_id)
    return _account(db, place, since, until)


def list_vendor_invoices(db: Session, actor: Actor, wanted: InvoiceFilter, window: Window) -> Invoices:
    """What the actor's vendor has billed. Raises `Unauthenticated`, `Forbidden`."""
    return _page(db, _of_vendor(actor), wanted, window)


def find_vendor_invoice(db: Session, actor: Actor, invoice_id: str) -> InvoiceFacts:
    """One of them. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    return _one(db, _of_vendor(actor), invoice_id)


def _of_vendor(actor: Actor) -> SelectOfScalar[Invoice]:
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    return select(Invoice).where(Invoice.vendor_id == grant.vendor_id, Invoice.tenant_id == grant.tenant_id)


def _own_places(actor: Actor, tenant_id: str) -> Sequence[str]:
    if actor.user_id is None:
        raise Unauthenticated
    grant = company_grant(actor, tenant_id)
    return grant.location_ids if grant else ()


def _page(db: Session, rows: SelectOfScalar[Invoice], wanted: InvoiceFilter, window: Window) -> Invoices:
    conditions: list[Any] = []
    if wanted.location_id:
        conditions.append(Invoice.company_location_id == wanted.location_id)
    if wanted.order_id:
        conditions.append(Invoice.order_id == wanted.order_id)
    if wanted.view:
        conditions += [Invoice.kind == "invoice", Invoice.open_amount > 0]
    if wanted.view == "overdue":
        conditions.append(col(Invoice.due_on) < now().date())
    rows = rows.where(*conditions)
    count = db.exec(select(func.count()).select_from(rows.subquery())).one()
    limit, offset = window
    return [fact_of(InvoiceFacts, one) for one in db.exec(rows.order_by(*_NEWEST).limit(limit).offset(offset))], count


def _one(db: Session, rows: SelectOfScalar[Invoice], invoice_id: str) -> InvoiceFacts:
    row = db.exec(rows.where(Invoice.id == invoice_id)).first()
    if row is None:
        raise NotFound("invoice", invoice_id)
    return fact_of(InvoiceFacts, row)


def _account(db: Session, place: CompanyLocation, since: date | None, until: date | None) -> AccountFacts:
    last = until or now().date()
    first = since or last - timedelta(days=90)
    return AccountFacts(place.id, place.currency, read_place_account(db, place, first, last))
