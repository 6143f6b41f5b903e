"""Price lists as their people make them; their prices: `list_prices`, out of files: `price_files`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.price_list_form import VENDOR_SCOPES, PriceListFacts, not_sold_in, owner_field
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.domain.lifecycle import PRICE_LIST, CompanyStatus, PriceListStatus, VendorStatus, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.company_group import CompanyGroup
from marketplace.models.offer import PriceList
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.price_list_access import lock_price_list, note_price_list, tell_documents

_HAS_PRICES = text("select 1 from price where tenant_id = :tenant and price_list_id = :id limit 1")
_PRODUCTS = text("""
    select distinct o.product_id from price p join offer o on o.id = p.offer_id and o.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.price_list_id = :id
""")


def create_price_list(
    db: Session, actor: Actor, tenant_id: str, facts: PriceListFacts, *, vendor_id: str | None = None
) -> str:
    """Make an empty list, the vendor's where one is named; returns its id.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`, `Invalid` with a message per field.
    """
    require(actor, Permission.PRICE_LIST_EDIT, tenant_id=tenant_id, vendor_id=vendor_id)
    row = PriceList(id=new_id("plt"), tenant_id=tenant_id, vendor_id=vendor_id, title=facts.title, kind=facts.kind)
    _check(db, row, facts)
    _check_title(db, row, facts)
    _write(row, facts)
    db.add(row)
    note_price_list(db, actor, row, AuditAction.PRICE_LIST_CREATED, after=_said(row))
    return row.id


def change_price_list(db: Session, actor: Actor, list_id: str, facts: PriceListFacts) -> None:
    """Change what a list is called, for whom, how strong and when. Its currency stays once it has prices.

    Raises as `create_price_list`.
    """
    row = lock_price_list(db, actor, list_id)
    _check(db, row, facts)
    if facts.currency != row.currency and _first(db, _HAS_PRICES, row):
        raise Invalid({"currency": f"Its prices are in {row.currency}. Make another list for {facts.currency}."})
    if _name_of(row) != _name_of(facts):  # as it was called before lists were told apart by it
        _check_title(db, row, facts)
    before, was_shared = _said(row), row.kind == "store"
    _write(row, facts)
    if before == (now := _said(row)):
        return
    note_price_list(db, actor, row, AuditAction.PRICE_LIST_CHANGED, before=before, after=now)
    _tell(db, row, was_shared=was_shared)


def archive_price_list(db: Session, actor: Actor, list_id: str) -> None:
    """Take a list out of use now; what was bought at its prices keeps them. Raises as `create_price_list`."""
    _turn(db, actor, list_id, "archive", AuditAction.PRICE_LIST_ARCHIVED)


def restore_price_list(db: Session, actor: Actor, list_id: str) -> None:
    """Take an archived list into use again. Raises as `create_price_list`, `Conflict` where another one in use has its
    name by now."""
    row = lock_price_list(db, actor, list_id)
    try:
        _check_title(db, row, row)
    except Invalid as error:
        raise Conflict(f"{error.sentence} Or archive that one first.") from None
    _turn(db, actor, list_id, "restore", AuditAction.PRICE_LIST_RESTORED)


def _turn(db: Session, actor: Actor, list_id: str, action: str, audit_action: AuditAction) -> None:
    row = lock_price_list(db, actor, list_id)
    row.status = after(PRICE_LIST, action, row.status)
    note_price_list(db, actor, row, audit_action)
    _tell(db, row)


def _tell(db: Session, row: PriceList, *, was_shared: bool = False) -> None:
    if row.kind == "store" or was_shared:
        products = db.connection().execute(_PRODUCTS, {"tenant": row.tenant_id, "id": row.id}).scalars().all()
        tell_documents(db, row, products, was_shared=was_shared)


def _check(db: Session, row: PriceList, facts: PriceListFacts) -> None:
    """The currency is one of the store's, and whoever the list is for is of this store."""
    store = db.exec(select(Tenant).where(Tenant.id == row.tenant_id)).first()
    if store is None:
        raise NotFound("store", row.tenant_id)
    if facts.currency not in store.sells_in():
        raise Invalid({"currency": not_sold_in(facts.currency, store.name)})
    if row.vendor_id is not None:
        vendor = select(Vendor.status).where(Vendor.id == row.vendor_id, Vendor.tenant_id == row.tenant_id)
        if db.exec(vendor).first() != VendorStatus.APPROVED:
            raise Forbidden("You can agree prices with companies once the store has let you in.")
        if facts.kind not in VENDOR_SCOPES:
            raise Invalid({"kind": "Choose a company, or one of its locations."})
    field = owner_field(facts.kind)
    if field and not _exists(db, row, facts.kind, facts.owner_id or ""):
        raise Invalid({field: "Choose one of this store."})


def _name_of(one: PriceList | PriceListFacts) -> tuple[str, str, str, str | None]:
    """By what its people tell a list from their others: what it is called, for whom it is, and in which currency."""
    return one.title, one.currency, one.kind, one.owner_id


def _check_title(db: Session, row: PriceList, facts: PriceList | PriceListFacts) -> None:
    taken = select(PriceList.id).where(
        PriceList.tenant_id == row.tenant_id,
        col(PriceList.vendor_id).is_not_distinct_from(row.vendor_id),
        PriceList.status == PriceListStatus.ACTIVE,
        func.lower(PriceList.title) == facts.title.lower(),
        PriceList.currency == facts.currency,
        PriceList.kind == facts.kind,
        col(PriceList.owner_id).is_not_distinct_from(facts.owner_id),
        PriceList.id != row.id,
    )
    sentence = f"There is a list “{facts.title}” for the same buyers already. Change that one, or choose another name."
    check_name(db, taken, among=f"price_list:{row.tenant_id}", field="title", sentence=sentence)


def _exists(db: Session, row: PriceList, kind: str, owner_id: str) -> bool:
    if kind == "group":
        groups = select(CompanyGroup.id).where(CompanyGroup.tenant_id == row.tenant_id, CompanyGroup.id == owner_id)
        return db.exec(groups).first() is not None
    company = select(Company.status).where(Company.tenant_id == row.tenant_id)
    if kind == "contract_location":
        place = select(CompanyLocation.company_id).where(
            CompanyLocation.tenant_id == row.tenant_id, CompanyLocation.id == owner_id
        )
        company = company.where(Company.id == db.exec(place).first())
    else:
        company = company.where(Company.id == owner_id)
    status = db.exec(company).first()
    # A vendor agrees with companies that the store has let in; the store may prepare a list for one that waits.
    return status == CompanyStatus.APPROVED or (status is not None and row.vendor_id is None)


def _first(db: Session, statement: Any, row: PriceList) -> bool:
    return db.connection().execute(statement, {"tenant": row.tenant_id, "id": row.id}).first() is not None


def _write(row: PriceList, facts: PriceListFacts) -> None:
    row.title, row.currency, row.kind, row.owner_id = facts.title, facts.currency, facts.kind, facts.owner_id
    row.priority, row.starts_at, row.ends_at = facts.priority, facts.starts_at, facts.ends_at


def _said(row: PriceList) -> dict[str, Any]:
    return {
        "title": row.title,
        "currency": row.currency,
        "kind": row.kind,
        "owner": row.owner_id,
        "priority": row.priority,
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
    }
