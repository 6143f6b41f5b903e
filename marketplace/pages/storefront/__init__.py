"""The pages of the storefront."""

from marketplace.pages.registry import Page
from marketplace.pages.storefront import categories, category, checkout, home, product, search, stores, vendor, vendors

PAGES: list[Page] = [
    stores.PAGE,
    home.PAGE,
    categories.PAGE,
    category.PAGE,
    search.PAGE,
    product.PAGE,
    vendors.PAGE,
    vendor.PAGE,
    checkout.PAGE,
]
