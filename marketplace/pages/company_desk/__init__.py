"""The pages of a company's desk in a store."""

from marketplace.pages.company_desk import members, overview, register
from marketplace.pages.registry import Page

PAGES: list[Page] = [overview.PAGE, members.PAGE, register.PAGE]
