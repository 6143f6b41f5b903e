"""The pages of a company's desk in a store."""

from marketplace.pages.company_desk import cost_centres, locations, members, overview, prices, register
from marketplace.pages.registry import Page

PAGES: list[Page] = [overview.PAGE, prices.PAGE, members.PAGE, locations.PAGE, cost_centres.PAGE, register.PAGE]
