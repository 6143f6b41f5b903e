"""The pages of the vendor's desk, in the order of its navigation."""

from marketplace.pages.registry import Page
from marketplace.pages.vendor import new_product, product, products

PAGES: list[Page] = [products.PAGE, new_product.PAGE, product.PAGE]
