"""The small tables that every list needs: categories, vendors and the titles of facets, remembered per store."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import VendorStatus
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.models.catalogue import Category
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor


@dataclass(frozen=True)
class CategoryEntry:
    id: str
    parent_id: str | None
    handle: str
    name: str
    description: str
    picture: str
    path: str


@dataclass(frozen=True)
class StoreMap:
    """Active categories in their order, approved vendors by id (handle, name), facet titles by key."""

    categories: tuple[CategoryEntry, ...]
    vendors: dict[str, tuple[str, str]]
    facet_titles: dict[str, str]

    def category(self, handle: str) -> CategoryEntry | None:
        """The active category with this handle."""
        return next((c for c in self.categories if c.handle == handle), None)

    def children(self, parent_id: str | None) -> list[CategoryEntry]:
        """The categories right below one, or the top ones."""
        return [c for c in self.categories if c.parent_id == parent_id]

    def line(self, category_id: str | None) -> list[CategoryEntry]:
        """From the top down to the category itself; empty for none."""
        path = next((c.path for c in self.categories if c.id == category_id), "")
        return sorted((c for c in self.categories if path.startswith(c.path)), key=lambda c: len(c.path))

    def vendor_id(self, handle: str) -> str | None:
        """The approved vendor with this handle."""
        return next((key for key, (vendor_handle, _) in self.vendors.items() if vendor_handle == handle), None)


# A walk over the index from key to key: `distinct` would read every attribute of a large catalogue.
_TITLES = text("""
    with recursive k as (
        (select key, label from product_attribute where tenant_id = :tenant and is_facet order by key limit 1)
        union all
        select n.key, n.label from k, lateral (
            select key, label from product_attribute where tenant_id = :tenant and is_facet and key > k.key
            order by key limit 1) n)
    select key, label from k limit 200
""")
_maps: BoundedCache[tuple[str, int], StoreMap] = BoundedCache(64)


def get_store_map(db: Session, tenant: Tenant) -> StoreMap:
    """The map of the store in scope, read again when its content version has moved on."""
    return _maps.get((tenant.id, tenant.content_version), lambda: _read(db, tenant.id))


def _read(db: Session, tenant_id: str) -> StoreMap:
    categories = db.exec(
        select(Category).where(col(Category.is_active)).order_by(col(Category.position), col(Category.name))
    )
    vendors = db.exec(select(Vendor).where(Vendor.status == VendorStatus.APPROVED).order_by(col(Vendor.name)))
    titles = db.connection().execute(_TITLES, {"tenant": tenant_id})
    return StoreMap(
        tuple(
            CategoryEntry(
                id=c.id,
                parent_id=c.parent_id,
                handle=c.handle,
                name=c.name,
                description=c.description,
                picture=c.picture,
                path=c.path,
            )
            for c in categories
        ),
        {v.id: (v.handle, v.name) for v in vendors},
        {"brand": "Brand", "delivery": "Delivery"} | {row[0]: row[1] for row in titles},
    )
