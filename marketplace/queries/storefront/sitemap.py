"""Every public page of a store, for crawlers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import VendorStatus
from marketplace.models.catalogue import Category
from marketplace.models.search import SearchDocument
from marketplace.models.vendor import Vendor

_MOST = 50_000  # the limit of one sitemap


def list_public_paths(db: Session, home: str) -> Iterable[str]:
    """The paths of the store in scope whose home is `home`, what sells first; at most as many as a sitemap takes."""
    yield from (home, f"{home}/categories", f"{home}/vendors")
    yield from (f"{home}/c/{h}" for h in db.exec(select(Category.handle).where(col(Category.is_active))))
    yield from (f"{home}/v/{h}" for h in db.exec(select(Vendor.handle).where(Vendor.status == VendorStatus.APPROVED)))
    products = select(SearchDocument.handle).order_by(col(SearchDocument.popularity).desc()).limit(_MOST - 5000)
    yield from (f"{home}/p/{handle}" for handle in db.exec(products))
