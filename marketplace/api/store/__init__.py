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

# In the order in which a request is compared with them: what is never answered from memory first.
ROUTERS = tuple(
    part.router
    for part in (carts, payments, delivery, regions, products, variants, shelves, customers, orders, companies)
)
