"""Drafts that a store's staff make for its vendors. What is in the store is the vendors' own business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, select

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import ProductStatus
from marketplace.domain.permissions import Actor, Grant, Permission, Role, require
from marketplace.models.catalogue import Product
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.api_products import VariantGiven, make_product
from marketplace.services.catalogue.products import archive_product


def make_draft_for(
    db: Session,
    actor: Actor,
    vendor_id: str,
    facts: ProductFacts,
    options: Sequence[str],
    variants: Sequence[VariantGiven],
) -> str:
    """A draft in the catalogue of a vendor of the actor's store; returns its id. The trail names the actor.

    Raises `NotFound` for a vendor beyond their reach, `Forbidden`, and what `make_product` raises.
    """
    return make_product(db, _for_vendor(db, actor, vendor_id), facts, options, variants)


def put_draft_away(db: Session, actor: Actor, product_id: str) -> None:
    """Archive a product that is not in the store. Raises `NotFound`, `Forbidden`, `Conflict` for a published one."""
    product = db.exec(select(Product).where(Product.id == product_id).with_for_update()).first()
    if product is None:
        require(actor, Permission.PRODUCT_FOR_VENDOR, tenant_id="")
        raise NotFound("product", product_id)
    require(actor, Permission.PRODUCT_FOR_VENDOR, tenant_id=product.tenant_id)
    if product.status == ProductStatus.PUBLISHED:
        raise Conflict(f"{product.title} is in the store. Its vendor takes it out.")
    archive_product(db, _for_vendor(db, actor, product.vendor_id), product.id)


def _for_vendor(db: Session, actor: Actor, vendor_id: str) -> Actor:
    """The actor as a keeper of this vendor's catalogue, and of nothing else; a key's scope was asked for before."""
    vendor = db.exec(select(Vendor).where(Vendor.id == vendor_id)).first()
    if vendor is None:
        require(actor, Permission.PRODUCT_FOR_VENDOR, tenant_id="")
        raise NotFound("vendor", vendor_id)
    require(actor, Permission.PRODUCT_FOR_VENDOR, tenant_id=vendor.tenant_id)
    keeper = Grant(Role.VENDOR_MEMBER, vendor.tenant_id, vendor.id, title="catalogue")
    return replace(actor, grants=(keeper,), scopes=None)
