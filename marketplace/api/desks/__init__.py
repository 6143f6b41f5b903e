"""The APIs of the vendors' and the stores' desks: the services and queries of their screens, for programs."""

from marketplace.api.desks import (
    admin_catalogue,
    admin_companies,
    admin_tenants,
    admin_vendors,
    vendor_catalogue,
    vendor_money,
    vendor_orders,
)

ROUTERS = tuple(
    part.router
    for part in (
        vendor_catalogue,
        vendor_orders,
        vendor_money,
        admin_tenants,
        admin_vendors,
        admin_catalogue,
        admin_companies,
    )
)
