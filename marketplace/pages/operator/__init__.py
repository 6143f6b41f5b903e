"""The pages of this desk, in the order of its navigation."""

from marketplace.pages.operator import (
    api_keys,
    audit,
    commission_rules,
    home,
    jobs,
    ledger,
    new_tenant,
    not_found,
    order,
    orders,
    payouts,
    product,
    products,
    promotions,
    regions,
    tenant,
    tenants,
    vendor,
    vendors,
)
from marketplace.pages.registry import Page

PAGES: list[Page] = [
    home.PAGE, orders.PAGE, order.PAGE, products.PAGE, product.PAGE, vendors.PAGE, vendor.PAGE, tenants.PAGE,
    new_tenant.PAGE, tenant.PAGE, promotions.PAGE, regions.PAGE,
    commission_rules.PAGE, payouts.PAGE, ledger.PAGE, jobs.PAGE, api_keys.PAGE,
    audit.PAGE, not_found.PAGE,
]  # fmt: skip
