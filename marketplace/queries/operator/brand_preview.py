"""What the small picture of a store shows beside its brand: its own categories and goods."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.models.catalogue import Category, Product
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.storefront.format import money
from marketplace.queries.wording import count


@dataclass(frozen=True)
class PreviewCard:
    title: str
    vendor: str
    picture: str
    price: str


@dataclass(frozen=True)
class BrandPreview:
    """Empty for a store that sells nothing yet."""

    search: str = "Search products"
    categories: tuple[str, ...] = ()
    cards: tuple[PreviewCard, ...] = ()
    hero: str = ""


def get_brand_preview(db: Session, tenant_id: str) -> BrandPreview:
    """A few of the store's categories and its three most wanted goods; the caller has checked who looks."""
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if store is None:
        return BrandPreview()
    names = db.exec(
        select(Category.name)
        .where(Category.tenant_id == tenant_id, col(Category.parent_id).is_(None), Category.is_active)
        .order_by(col(Category.position))
        .limit(4)
    ).all()
    rows = db.exec(
        select(SearchDocument, Vendor.name, Product.thumbnail)
        .join(
            Vendor, (col(Vendor.id) == SearchDocument.vendor_id) & (col(Vendor.tenant_id) == SearchDocument.tenant_id)
        )
        .join(Product, (col(Product.id) == SearchDocument.id) & (col(Product.tenant_id) == SearchDocument.tenant_id))
        .where(SearchDocument.tenant_id == tenant_id)
        .order_by(col(SearchDocument.popularity).desc(), col(SearchDocument.id))
        .limit(3)
    ).all()
    total = db.exec(select(func.count()).where(SearchDocument.tenant_id == tenant_id)).one()
    cards = tuple(
        PreviewCard(
            document.title, vendor, picture,
            money(document.prices[store.default_currency], store.default_currency)
            if store.default_currency in document.prices else "",
        )
        for document, vendor, picture in rows
    )  # fmt: skip
    return BrandPreview(f"Search {count(total, 'product')}", tuple(names), cards, cards[0].picture if cards else "")
