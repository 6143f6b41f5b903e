"""Every table, imported here so that the metadata is whole wherever one is used."""

from marketplace.kit import records
from marketplace.models import (
    cart,
    catalogue,
    company,
    ledger,
    offer,
    order,
    region,
    search,
    shipping,
    stock,
    tenant,
    user,
    vendor,
)

__all__ = [
    "cart", "catalogue", "company", "ledger", "offer", "order", "records", "region", "search", "shipping", "stock",
    "tenant", "user", "vendor",
]  # fmt: skip
