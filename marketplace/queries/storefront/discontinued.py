"""The page of a product that is sold no more: what replaces it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import ProductStatus
from marketplace.models.catalogue import Product
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.successors import successor_of_product


@dataclass(frozen=True)
class Discontinued:
    """A product that is sold no more; `successor` is what replaces it, by name and SKU."""

    title: str
    successor: str
    href: str


def get_discontinued(db: Session, tenant: Tenant, handle: str) -> Discontinued:
    """An archived product whose vendor names what takes its place. Raises `NotFound` for any other."""
    gone = select(Product.title).where(
        Product.tenant_id == tenant.id, Product.handle == handle, col(Product.status) == ProductStatus.ARCHIVED
    )
    title = db.exec(gone).first()
    successor = successor_of_product(db, tenant.id, handle) if title else None
    if title is None or successor is None:
        raise NotFound("product")
    return Discontinued(title, successor.name, successor.path(tenant.handle))
