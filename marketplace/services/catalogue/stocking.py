"""What lies where: counted and corrected by the vendor, never below what carts and orders hold."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.stock import StockLevel, StockLocation
from marketplace.services.catalogue.product_access import own_offer, own_product, record_change

MAX_ON_HAND = 10_000_000
FIRST_LOCATION = "Main warehouse"


def count_stock(
    db: Session,
    actor: Actor,
    product_id: str,
    variant_id: str,
    *,
    counted: int,
    seen: int,
    location_id: str = "",
    version: int | None = None,
) -> int:
    """Set what lies there to `counted`, where the person saw `seen` before: what was sold meanwhile stays sold.

    Without a location the vendor's first one is used (and made). Returns the new version. Raises `Invalid` for
    `stock.<variant id>`, `Conflict` when fewer would be left than are reserved, `NotFound`, `Forbidden`.
    """
    if not 0 <= counted <= MAX_ON_HAND:
        raise Invalid({f"stock.{variant_id}": "Enter a whole number from 0 on."})
    return adjust_stock(
        db,
        actor,
        product_id,
        variant_id,
        delta=counted - seen,
        reason="counted",
        location_id=location_id,
        version=version,
    )


def adjust_stock(
    db: Session,
    actor: Actor,
    product_id: str,
    variant_id: str,
    *,
    delta: int,
    reason: str,
    location_id: str = "",
    version: int | None = None,
) -> int:
    """Add `delta` pieces (or take away, when negative) at one location, audited with its reason.

    One conditional update, so that two corrections at once both count and `0 <= reserved <= on_hand` holds.
    Returns the new version, the old one for a `delta` of nothing. Raises as `count_stock` does.
    """
    product = own_product(db, actor, product_id, version=version)
    offer = own_offer(db, product, variant_id)
    if delta == 0:
        return product.version
    level = _level(db, product, offer, location_id)
    moved = db.exec(
        update(StockLevel)
        .where(
            col(StockLevel.id) == level.id,
            col(StockLevel.tenant_id) == level.tenant_id,
            col(StockLevel.on_hand) + delta >= col(StockLevel.reserved),
            col(StockLevel.on_hand) + delta <= MAX_ON_HAND,
        )
        .values(on_hand=StockLevel.on_hand + delta, stocked=StockLevel.stocked + delta)
        .execution_options(synchronize_session=False)
    )
    before = level.on_hand
    db.refresh(level)
    if moved.rowcount != 1:
        raise Conflict(
            f"{level.reserved} of {offer.sku} are reserved for carts and orders, so at least these must stay."
        )
    return record_change(
        db,
        actor,
        product,
        Topic.STOCK_CHANGED,
        AuditAction.PRODUCT_STOCK_ADJUSTED,
        changed=["stock"],
        data={"offer_id": offer.id, "location_id": level.location_id},
        reason=reason.strip(),
        before={"sku": offer.sku, "on_hand": before},
        after={"sku": offer.sku, "on_hand": level.on_hand},
    )


def add_location(db: Session, vendor_id: str, tenant_id: str, *, name: str, country: str = "") -> StockLocation:
    """A place where a vendor keeps stock. Raises `Invalid` for a name that is empty or taken."""
    cleaned = " ".join(name.split())[:80]
    if not cleaned:
        raise Invalid({"location": "Enter a name."})
    same = select(StockLocation.id).where(StockLocation.vendor_id == vendor_id, StockLocation.name == cleaned)
    if db.exec(same).first():
        raise Invalid({"location": f"“{cleaned}” is there already."})
    location = StockLocation(id=new_id("loc"), tenant_id=tenant_id, vendor_id=vendor_id, name=cleaned, country=country)
    db.add(location)
    db.flush()
    return location


def _level(db: Session, product: Product, offer: Offer, location_id: str) -> StockLevel:
    location = _location(db, product, location_id)
    level = db.exec(
        select(StockLevel).where(StockLevel.offer_id == offer.id, StockLevel.location_id == location.id)
    ).first()
    if level is None:
        level = StockLevel(id=new_id("stk"), tenant_id=product.tenant_id, offer_id=offer.id, location_id=location.id)
        db.add(level)
        db.flush()
    return level


def _location(db: Session, product: Product, location_id: str) -> StockLocation:
    rows = select(StockLocation).where(
        StockLocation.vendor_id == product.vendor_id, StockLocation.tenant_id == product.tenant_id
    )
    if location_id:
        location = db.exec(rows.where(StockLocation.id == location_id)).first()
        if location is None:
            raise NotFound("location", location_id)
        return location
    first = db.exec(rows.order_by(col(StockLocation.created_at), col(StockLocation.id))).first()
    return first or add_location(db, product.vendor_id, product.tenant_id, name=FIRST_LOCATION)
