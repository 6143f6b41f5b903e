"""One product with its store, vendor, offers, stock and history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.models.catalogue import Category, Product, ProductAttribute, ProductImage
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, reach, store_mark
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_object


@dataclass(frozen=True)
class OfferRow:
    """One vendor's offer of one variant, with where its stock lies."""

    id: str
    vendor: str
    vendor_href: str
    variant: str
    sku: str
    prices: str
    steps: str
    on_hand: str
    reserved: str
    where: str
    lead: str
    rules: str
    status: str


@dataclass(frozen=True)
class AdminProduct:
    """Everything about one product."""

    id: str = ""
    title: str = ""
    subtitle: str = ""
    description: str = ""
    handle: str = ""
    status: str = ""
    version: int = 0
    thumbnail: str = ""
    mark: Mark = NO_MARK
    store_name: str = ""
    store_href: str = ""
    store_is_open: bool = False
    shop_href: str = ""
    vendor_name: str = ""
    vendor_href: str = ""
    vendor_status: str = ""
    category: str = ""
    facts: tuple[Fact, ...] = ()
    specification: tuple[Fact, ...] = ()
    points: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    in_search: str = ""
    in_search_shape: str = ""
    history: tuple[AuditLine, ...] = ()


def get_product_for_admin(db: Session, actor: Actor, product_id: str) -> AdminProduct:
    """One product with everything around it. Raises `NotFound` beyond this actor's reach."""
    tenant_id = reach(actor, Permission.CATALOGUE_SEE_ALL)
    row = db.exec(
        select(Product, Vendor, Tenant)
        .join(Vendor, (col(Vendor.id) == Product.vendor_id) & (col(Vendor.tenant_id) == Product.tenant_id))
        .join(Tenant, col(Tenant.id) == Product.tenant_id)
        .where(Product.id == product_id)
    ).first()
    if row is None or tenant_id not in (None, row[0].tenant_id):
        raise NotFound("product", product_id)
    product, vendor, store = row
    category = db.exec(select(Category.name).where(Category.id == product.category_id)).first()
    pictures = db.exec(
        select(ProductImage.url).where(ProductImage.product_id == product.id).order_by(col(ProductImage.position))
    ).all()
    lines = db.exec(
        select(ProductAttribute)
        .where(ProductAttribute.product_id == product.id)
        .order_by(col(ProductAttribute.position))
    )
    says, shape = _search_state(db, product, vendor)
    return AdminProduct(
        id=product.id,
        title=product.title,
        subtitle=product.subtitle,
        description=product.description,
        handle=product.handle,
        status=product.status,
        version=product.version,
        thumbnail=product.thumbnail,
        mark=store_mark(store),
        store_name=store.name,
        store_href=f"/admin/tenants/{store.id}",
        store_is_open=store.is_active,
        shop_href=f"/s/{store.handle}/p/{product.handle}",
        vendor_name=vendor.name,
        vendor_href=f"/admin/vendors/{vendor.id}",
        vendor_status=vendor.status,
        category=category or "no category",
        facts=_facts(product),
        specification=tuple(Fact(line.label, line.value) for line in lines),
        points=tuple(product.points),
        pictures=tuple(pictures),
        offers=_offers(db, product),
        in_search=says,
        in_search_shape=shape,
        history=list_of_object(db, "product", product.id, limit=20),
    )


_OFFERS = text("""
    select o.*, v.name vendor, w.title variant, w.position,
           coalesce(sum(l.on_hand), 0) on_hand, coalesce(sum(l.reserved), 0) reserved,
           string_agg(s.name || ' ' || l.on_hand, ', ' order by s.name) places
    from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    join variant w on w.id = o.variant_id and w.tenant_id = o.tenant_id
    left join stock_level l on l.offer_id = o.id and l.tenant_id = o.tenant_id
    left join stock_location s on s.id = l.location_id and s.tenant_id = l.tenant_id
    where o.product_id = :product and o.tenant_id = :tenant
    group by o.id, o.tenant_id, v.name, w.title, w.position order by w.position, v.name
""")
_PRICES = text("""
    select offer_id, currency, min(amount) filter (where min_quantity = 1) amount, count(*) steps from price
    where tenant_id = :tenant and price_list_id is null
      and offer_id in (select id from offer where product_id = :product and tenant_id = :tenant)
    group by 1, 2 order by 2
""")


def _offers(db: Session, product: Product) -> tuple[OfferRow, ...]:
    where = {"product": product.id, "tenant": product.tenant_id}
    prices: dict[str, list[Any]] = {}
    for price in db.connection().execute(_PRICES, where):
        prices.setdefault(price.offer_id, []).append(price)
    return tuple(
        OfferRow(
            id=r.id,
            vendor=r.vendor,
            vendor_href=f"/admin/vendors/{r.vendor_id}",
            variant=r.variant,
            sku=r.sku,
            prices=", ".join(money(p.amount, p.currency) for p in prices.get(r.id, []) if p.amount is not None)
            or "no price",
            steps=count(max((p.steps for p in prices.get(r.id, [])), default=0), "step"),
            on_hand=f"{r.on_hand:,}",
            reserved=f"{r.reserved:,}",
            where=r.places or "nowhere",
            lead=count(r.lead_time_days, "day"),
            rules=f"from {r.min_quantity}" + (f" in steps of {r.quantity_step}" if r.quantity_step > 1 else ""),
            status="no_stock"
            if r.status == "live" and r.on_hand - r.reserved <= 0 and not r.allows_backorder
            else r.status,
        )
        for r in db.connection().execute(_OFFERS, where)
    )


_FOUND = text("select product_version, indexed_at from search_document where id = :product and tenant_id = :tenant")


def _search_state(db: Session, product: Product, vendor: Vendor) -> tuple[str, str]:
    row = db.connection().execute(_FOUND, {"product": product.id, "tenant": product.tenant_id}).first()
    should = product.status == "published" and vendor.status == "approved"
    if row is None:
        return ("not in search yet", "warn half") if should else ("not in search", "")
    if not should:
        return "still in search", "warn half"
    if row.product_version < product.version:
        return f"version {row.product_version} of {product.version}", "warn half"
    return f"in step, {ago(row.indexed_at, now())}", "good full"


def _facts(product: Product) -> tuple[Fact, ...]:
    facts = [
        ("Brand", product.brand),
        ("Sold per", product.unit),
        ("Weight", f"{product.weight_grams:,} g" if product.weight_grams else ""),
        ("Origin", product.origin_country),
        ("Customs code", product.customs_code),
        ("Handle", product.handle),
        ("Version", str(product.version)),
        ("Made", exact(product.created_at)),
        ("Identifier", product.id),
    ]
    return tuple(Fact(label, value) for label, value in facts if value)
