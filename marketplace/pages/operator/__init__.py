"""The pages of this desk, in the order of its navigation."""

from marketplace.pages.operator import home
from marketplace.pages.registry import Page

PAGES: list[Page] = [home.PAGE]
