"""Stores and vendors as the platform keeps them, with figures as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, func, or_, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.operator_desk.vendors import shown_note


@dataclass(frozen=True)
class StoreFigures:
    """Approved vendors, published products; purchases and their sum (minor units, main currency) of thirty days."""

    vendors: int = 0
    products: int = 0
    orders: int = 0
    revenue_amount: int = 0


@dataclass(frozen=True)
class DeskStore:
    store: Tenant
    figures: StoreFigures


@dataclass(frozen=True)
class Requirement:
    """A line of a vendor's checklist; account numbers in `note` are masked."""

    key: str
    label: str
    gate: str
    note: str
    done_at: datetime | None


@dataclass(frozen=True)
class DeskVendor:
    """`live` and `products` count what is published and what there is; the checklist is in its own order."""

    vendor: Vendor
    live: int
    products: int
    requirements: tuple[Requirement, ...]


def list_stores(
    db: Session,
    actor: Actor,
    *,
    q: str = "",
    is_active: bool | None = None,
    sort: str = "name",
    limit: int,
    offset: int,
) -> tuple[list[DeskStore], int]:
    """A page of the stores that the actor runs, and how many there are. `sort` is name, newest or oldest."""
    wanted = select(Tenant)
    if (mine := reach(actor, Permission.TENANT_SEE)) is not None:
        wanted = wanted.where(Tenant.id == mine)
    if is_active is not None:
        wanted = wanted.where(Tenant.is_active == is_active)
    if word := q.strip():
        columns = (col(Tenant.name), col(Tenant.handle), col(Tenant.domain))
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    total = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    at, key = col(Tenant.created_at), col(Tenant.id)
    order = {"newest": (at.desc(), key), "oldest": (at, key)}.get(sort, (col(Tenant.name), key))
    rows = db.exec(wanted.order_by(*order).limit(limit).offset(offset)).all()
    figures = _figures(db, [row.id for row in rows])
    return [DeskStore(row, figures.get(row.id, StoreFigures())) for row in rows], int(total)


def check_store(db: Session, tenant_id: str) -> None:
    """Raises `NotFound` where no store has this id."""
    if db.exec(select(Tenant.id).where(Tenant.id == tenant_id)).first() is None:
        raise NotFound("store", tenant_id)


def get_store(db: Session, actor: Actor, tenant_id: str) -> DeskStore:
    """A store that the actor runs. Raises `NotFound` beyond their reach, `Forbidden`."""
    mine = reach(actor, Permission.TENANT_SEE)
    row = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if row is None or mine not in (None, row.id):
        raise NotFound("store", tenant_id)
    return DeskStore(row, _figures(db, [row.id]).get(row.id, StoreFigures()))


def get_any_vendor(db: Session, actor: Actor, vendor_id: str) -> DeskVendor:
    """A vendor of a store that the actor runs. Raises `NotFound` beyond their reach, `Forbidden`."""
    vendors = read_any_vendors(db, actor, [vendor_id])
    if not vendors:
        raise NotFound("vendor", vendor_id)
    return vendors[0]


def read_any_vendors(db: Session, actor: Actor, vendor_ids: Sequence[str]) -> list[DeskVendor]:
    """Those of these vendors that the actor may see, in the order asked for."""
    tenant_id = reach(actor, Permission.VENDOR_SEE)
    wanted = select(Vendor).where(col(Vendor.id).in_(vendor_ids))
    if tenant_id is not None:
        wanted = wanted.where(Vendor.tenant_id == tenant_id)
    rows = {row.id: row for row in db.exec(wanted)}
    lists: dict[str, list[Requirement]] = {}
    for one in db.exec(
        select(VendorRequirement)
        .where(col(VendorRequirement.vendor_id).in_(list(rows)))
        .order_by(col(VendorRequirement.position))
    ):
        made = Requirement(one.key, one.label, one.gate, shown_note(one.note), one.done_at)
        lists.setdefault(one.vendor_id, []).append(made)
    counts = {row.vendor_id: row for row in db.connection().execute(_GOODS, {"ids": list(rows)})}
    return [
        DeskVendor(
            rows[key],
            counts[key].live if key in counts else 0,
            counts[key].total if key in counts else 0,
            tuple(lists.get(key, ())),
        )
        for key in vendor_ids
        if key in rows
    ]


def _figures(db: Session, tenant_ids: Sequence[str]) -> Mapping[str, StoreFigures]:
    rows = db.connection().execute(_FIGURES, {"ids": list(tenant_ids)})
    return {row[0]: StoreFigures(*map(int, row[1:])) for row in rows}


_GOODS = text("""
    select vendor_id, count(*) filter (where status = 'published') as live, count(*) as total from product
    where vendor_id = any(cast(:ids as text[])) and status <> 'archived' group by 1
""")
_FIGURES = text("""
    select t.id, (select count(*) from vendor v where v.tenant_id = t.id and v.status = 'approved'),
           (select count(*) from product p where p.tenant_id = t.id and p.status = 'published'),
           (select count(*) from order_group g where g.tenant_id = t.id
            and g.placed_at > now() - interval '30 days'),
           (select coalesce(sum(g.total_amount), 0) from order_group g where g.tenant_id = t.id
            and g.currency = t.default_currency and g.placed_at > now() - interval '30 days')
    from tenant t where t.id = any(cast(:ids as text[]))
""")
