"""The pages of the vendor's desk, in the order of its navigation."""

from marketplace.pages.registry import Page
from marketplace.pages.vendor import apply, new_product, order, orders, product, products, today

PAGES: list[Page] = [
    today.PAGE, orders.PAGE, order.PAGE, products.PAGE, new_product.PAGE, product.PAGE, apply.PAGE
]  # fmt: skip
