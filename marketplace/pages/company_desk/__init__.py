"""The pages of a company's desk in a store."""

from marketplace.pages.company_desk import (
    approvals,
    cost_centres,
    invoices,
    locations,
    members,
    orders,
    overview,
    prices,
    quote,
    quote_room,
    quotes,
    register,
    rules,
    statement,
)
from marketplace.pages.registry import Page

PAGES: list[Page] = [
    overview.PAGE,
    approvals.PAGE,
    orders.PAGE,
    prices.PAGE,
    invoices.PAGE,
    statement.PAGE,
    members.PAGE,
    locations.PAGE,
    cost_centres.PAGE,
    rules.PAGE,
    quotes.PAGE,
    quote.PAGE,
    quote_room.PAGE,
    register.PAGE,
]
