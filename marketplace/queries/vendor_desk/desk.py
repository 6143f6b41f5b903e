"""The vendor's desk as a place: whose it is, what waits, what lies in the shop."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, allows, vendor_grant
from marketplace.domain.quotes.standing import ANSWER_WITHIN
from marketplace.kit.clock import now
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import ago, exact, short_date
from marketplace.queries.formatting.wording import monogram
from marketplace.queries.operator_desk.audit_trail import list_of_vendor

LOW_STOCK = 10


@dataclass(frozen=True)
class VendorPlace:
    """What the rail shows. `status` is that of the vendor, `draft` for an application that was not sent."""

    vendor_id: str = ""
    name: str = ""
    mark: str = ""
    line: str = ""  # "sells in Northforge"
    handle: str = ""
    store_name: str = ""
    store_handle: str = ""
    store_currency: str = ""
    status: str = ""
    reason: str = ""  # of the last decision
    title: str = ""  # what the actor is here: owner, catalogue, ...
    can_edit: bool = False
    sees_money: bool = False
    products: int = 0
    live: int = 0
    drafts: int = 0
    no_stock: int = 0
    low_stock: int = 0
    orders_to_fulfil: int = 0
    orders_late: int = 0
    returns_open: int = 0
    cancel_wishes: int = 0
    sees_orders: bool = False
    quotes_to_answer: int = 0
    quotes_late: int = 0


@dataclass(frozen=True)
class LowStock:
    """A variant that runs out: `on_hand` less `reserved` is what can still be sold."""

    product_id: str
    title: str
    sku: str
    thumbnail: str
    free: int
    restock: str


@dataclass(frozen=True)
class Event:
    """One line of what was done in this shop."""

    who: str
    text: str
    when: str
    exact: str


_COUNTS = text("""
    select count(*) filter (where p.status <> 'archived') as products,
           count(*) filter (where p.status = 'published') as live,
           count(*) filter (where p.status = 'draft') as drafts,
           count(*) filter (where p.status = 'published' and coalesce(s.free, 0) = 0) as no_stock,
           count(*) filter (where p.status = 'published' and coalesce(s.free, 0) between 1 and :low) as low_stock
    from product p left join (
        select o.product_id, sum(l.on_hand - l.reserved) free from offer o
        join stock_level l on l.offer_id = o.id and l.tenant_id = o.tenant_id
        where o.tenant_id = :tenant and o.vendor_id = :vendor group by 1) s on s.product_id = p.id
    where p.tenant_id = :tenant and p.vendor_id = :vendor
""")
_ORDERS = text("""
    select count(*) filter (where status in ('to_fulfil', 'part_shipped')) to_fulfil,
           count(*) filter (where status in ('to_fulfil', 'part_shipped') and ship_by < now()) late,
           count(*) filter (where status in ('to_fulfil', 'part_shipped') and cancel_requested_at is not null) wishes,
           (select count(*) from order_return r join vendor_order v on v.id = r.order_id and v.tenant_id = r.tenant_id
            where r.tenant_id = :tenant and v.vendor_id = :vendor
              and r.status in ('requested', 'approved', 'received')) returns
    from vendor_order where tenant_id = :tenant and vendor_id = :vendor and status in ('to_fulfil', 'part_shipped')
""")
_QUOTES = text("""
    select count(*) waiting, count(*) filter (where q.turn_since < :promised or r.answer_by < now()) late
    from quote q join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
    where q.tenant_id = :tenant and q.vendor_id = :vendor and q.status in ('pending', 'countered')
""")
_LOW = text("""
    select p.id, p.title, o.sku, p.thumbnail, coalesce(sum(l.on_hand - l.reserved), 0) free,
           min(l.restock_on) restock
    from offer o join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    left join stock_level l on l.offer_id = o.id and l.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.vendor_id = :vendor and o.status = 'live' and p.status = 'published'
    group by p.id, p.title, o.sku, p.thumbnail having coalesce(sum(l.on_hand - l.reserved), 0) <= :low
    order by free, o.sku limit :limit
""")


def get_vendor_place(db: Session, actor: Actor) -> VendorPlace:
    """The actor's own vendor with the figures of its rail. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    grant = vendor_grant(actor)
    row = db.exec(
        select(Vendor, Tenant)
        .join(Tenant, Tenant.id == Vendor.tenant_id)  # type: ignore[arg-type]
        .where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)
    ).first()
    if row is None:
        raise NotFound("vendor")
    vendor, store = row
    where = {"tenant": store.id, "vendor": vendor.id, "low": LOW_STOCK}
    counts = db.connection().execute(_COUNTS, where).one()
    sees_orders = allows(actor, Permission.ORDER_SEE, tenant_id=store.id, vendor_id=vendor.id)
    orders = db.connection().execute(_ORDERS, where).one() if sees_orders else None
    quotes = db.connection().execute(_QUOTES, where | {"promised": now() - ANSWER_WITHIN}).one()
    is_draft = vendor.status == "pending" and vendor.applied_at is None
    return VendorPlace(
        vendor_id=vendor.id,
        name=vendor.name,
        mark=monogram(vendor.name),
        handle=vendor.handle,
        line=f"sells in {store.name}"
        if vendor.status == "approved"
        else "not open yet"
        if vendor.status == "pending"
        else vendor.status,
        store_name=store.name,
        store_handle=store.handle,
        store_currency=store.default_currency,
        status="draft" if is_draft else vendor.status,
        reason=vendor.status_reason,
        title=grant.title,
        can_edit=grant.title in ("owner", "catalogue"),
        sees_money=grant.title in ("owner", "finance"),
        products=counts.products,
        live=counts.live,
        drafts=counts.drafts,
        no_stock=counts.no_stock,
        low_stock=counts.low_stock,
        orders_to_fulfil=orders.to_fulfil if orders else 0,
        orders_late=orders.late if orders else 0,
        returns_open=orders.returns if orders else 0,
        cancel_wishes=orders.wishes if orders else 0,
        sees_orders=sees_orders,
        quotes_to_answer=quotes.waiting if sees_orders else 0,
        quotes_late=quotes.late if sees_orders else 0,
    )


def list_low_stock(db: Session, actor: Actor, *, limit: int = 6) -> list[LowStock]:
    """The live variants with the least left to sell, ten pieces or fewer."""
    grant = vendor_grant(actor)
    where = {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "low": LOW_STOCK, "limit": limit}
    return [
        LowStock(
            product_id=r.id,
            title=r.title,
            sku=r.sku,
            thumbnail=r.thumbnail,
            free=int(r.free),
            restock=f"more on {short_date(r.restock)}" if r.restock else "",
        )
        for r in db.connection().execute(_LOW, where)
    ]


def list_recent_changes(db: Session, actor: Actor, *, limit: int = 8) -> list[Event]:
    """What was done with this vendor and its products lately, by whom."""
    grant = vendor_grant(actor)
    moment = now()
    where = {"tenant_id": grant.tenant_id, "vendor_id": grant.vendor_id}
    hidden = () if allows(actor, Permission.PAYOUT_SEE, **where) else ("vendor:account:",)
    lines = list_of_vendor(db, str(grant.tenant_id), str(grant.vendor_id), hidden=hidden, limit=limit)
    return [Event(line.who, line.text, ago(line.at, moment), exact(line.at)) for line in lines]
