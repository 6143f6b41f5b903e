"""The desks of stores and of the platform for programs: the services and queries of their screens."""

from marketplace.api import price_lists
from marketplace.api.admin import catalogue, companies, company_accounts, quotes, tenants, vendors

ROUTERS = (
    tenants.router,
    vendors.router,
    catalogue.router,
    companies.router,
    company_accounts.router,
    quotes.router,
    price_lists.admin,
)
