"""The demo catalogue: three stores, twelve sellers, three applicants, six hundred products.

    catalogue = build()

Every call gives equal values: prices, stock and standing are drawn from generators that are seeded
with the SKU, never from a global one.
"""

from marketplace.demo.catalogue import assay, mezzaluna, northforge
from marketplace.demo.catalogue.assembly import assemble
from marketplace.demo.catalogue.types import (
    DemoAttribute,
    DemoCatalogue,
    DemoCategory,
    DemoOffer,
    DemoOption,
    DemoPrice,
    DemoProduct,
    DemoStore,
    DemoTier,
    DemoVariant,
    DemoVendor,
)
from marketplace.demo.catalogue.vendors import vendors

SHELVES = (northforge.SHELF, mezzaluna.SHELF, assay.SHELF)


def build() -> DemoCatalogue:
    """The whole catalogue, in the order in which it should be planted."""
    sellers = vendors()
    return DemoCatalogue(
        stores=tuple(shelf.store for shelf in SHELVES),
        vendors=sellers,
        categories=tuple(category for shelf in SHELVES for category in shelf.categories),
        products=tuple(product for shelf in SHELVES for product in assemble(shelf, sellers)),
    )


__all__ = [
    "DemoAttribute",
    "DemoCatalogue",
    "DemoCategory",
    "DemoOffer",
    "DemoOption",
    "DemoPrice",
    "DemoProduct",
    "DemoStore",
    "DemoTier",
    "DemoVariant",
    "DemoVendor",
    "build",
]
