"""The store API: an unmodified `@medusajs/js-sdk` works with a store's publishable key."""

from marketplace.api.store import (
    carts,
    companies,
    customers,
    delivery,
    orders,
    payments,
    products,
    regions,
    shelves,
    variants,
)

ROUTERS = tuple(
    part.router
    for part in (regions, products, variants, shelves, carts, delivery, payments, customers, orders, companies)
)
