"""A vendor's own desk for programs: the services and queries of its screens."""

from marketplace.api.vendor import catalogue, money, orders

ROUTERS = (catalogue.router, orders.router, money.router)
