"""Search follows the catalogue: one document again, or a whole store's."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.jobs import ClaimedJob, enqueue
from marketplace.services.search.indexing import (
    index_products,
    index_store,
    products_affected,
    products_with_due_prices,
)
from tasks.app import job


@job("search.index")
def index(db: Session, claimed: ClaimedJob) -> None:
    """Look again at every product that shows what changed: a product or a vendor."""
    index_products(db, products_affected(db, str(claimed.payload.get("aggregate", "product")), claimed.entity_id))


@job("search.rebuild")
def rebuild(db: Session, claimed: ClaimedJob) -> None:
    """Make every document of a store anew; for after an import or a change of the documents' form."""
    index_store(db)


@job("search.due_prices", every_seconds=60)
def due_prices(db: Session, claimed: ClaimedJob) -> None:
    """Offers with a date begin and end on time in lists too."""
    for tenant_id, product_id in products_with_due_prices(db):
        enqueue(
            db,
            "search.index",
            tenant_id=tenant_id,
            entity="product",
            entity_id=product_id,
            payload={"aggregate": "product"},
            dedupe_key=f"{tenant_id}:product:{product_id}",
        )
