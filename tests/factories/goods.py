"""A vendor's shop for tests: a category, a product that could be published, its picture and price."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image
from sqlmodel import Session, select

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Category, Product, ProductImage, Variant
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.prices import set_prices
from marketplace.services.catalogue.products import create_product
from tests.factories.people import make_tenant, make_vendor, make_vendor_owner


@dataclass(frozen=True)
class Shop:
    """One vendor of one store, with its owner."""

    store: Tenant
    vendor: Vendor
    owner: Actor
    category: Category


def make_shop(db: Session, handle: str = "northforge", vendor: str = "halden", **fields: object) -> Shop:
    """An approved vendor with one category to sell in."""
    store = make_tenant(db, handle, currencies=["EUR", "GBP"])
    seller = make_vendor(db, store, vendor, **fields)  # type: ignore[arg-type]
    category = Category(id=new_id("cat"), tenant_id=store.id, handle="torque", name="Torque", path="/torque/")
    db.add(category)
    db.flush()
    return Shop(store, seller, make_vendor_owner(db, seller), category)


def make_product(db: Session, shop: Shop, title: str = "Torque wrench TX", *, sku: str = "HW-TX") -> Product:
    """A draft that has everything it needs to be published: category, picture, a price of 189.00 euro."""
    ref = create_product(db, shop.owner, ProductFacts(title=title, category_id=shop.category.id), sku=sku)
    product = db.exec(select(Product).where(Product.id == ref.id)).one()
    db.add(ProductImage(id=new_id("pim"), tenant_id=shop.store.id, product_id=product.id, url="/media/demo/wrench.svg"))
    db.flush()
    set_prices(db, shop.owner, product.id, ref.variant_id, "EUR", [TierInput(1, amount=18900)])
    return product


def only_variant(db: Session, product: Product) -> Variant:
    """The one variant of a plain product."""
    return db.exec(select(Variant).where(Variant.product_id == product.id)).one()


def picture_bytes(size: tuple[int, int] = (640, 400), kind: str = "JPEG") -> bytes:
    """A small picture, as a browser would send it."""
    out = io.BytesIO()
    Image.new("RGB", size, "#24507f").save(out, kind)
    return out.getvalue()
