"""The store API: an unmodified `@medusajs/js-sdk` works with a store's publishable key."""

from marketplace.api.store import (
    approvals,
    carts,
    categories,
    companies,
    company_billing,
    company_orders,
    company_people,
    customers,
    delivery,
    lists,
    orders,
    payments,
    products,
    quotes,
    regions,
    variants,
)

# In the order in which a request is compared with them: what is never answered from memory first.
PARTS = (
    carts,
    payments,
    delivery,
    regions,
    products,
    variants,
    categories,
    customers,
    orders,
    companies,
    company_billing,
    company_orders,
    company_people,
    approvals,
    lists,
    quotes,
)
ROUTERS = tuple(part.router for part in PARTS)
