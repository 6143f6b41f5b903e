"""The pages of the storefront."""

from marketplace.pages.registry import Page
from marketplace.pages.storefront import categories, category, home, pasted, product, search, stores, vendor, vendors

PAGES: list[Page] = [
    stores.PAGE,
    home.PAGE,
    pasted.PAGE,
    categories.PAGE,
    category.PAGE,
    search.PAGE,
    product.PAGE,
    vendors.PAGE,
    vendor.PAGE,
]
