"""The pages of a company's desk in a store."""

from marketplace.pages.company_desk import (
    approvals,
    cost_centres,
    locations,
    members,
    overview,
    prices,
    register,
    rules,
)
from marketplace.pages.registry import Page

PAGES: list[Page] = [
    overview.PAGE,
    approvals.PAGE,
    prices.PAGE,
    members.PAGE,
    locations.PAGE,
    cost_centres.PAGE,
    rules.PAGE,
    register.PAGE,
]
