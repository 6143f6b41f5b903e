"""A vendor's own desk for programs: the services and queries of its screens."""

from marketplace.api import price_lists
from marketplace.api.vendor import catalogue, invoices, money, orders, quotes

ROUTERS = (catalogue.router, orders.router, money.router, invoices.router, quotes.router, price_lists.vendor)
