"""The pages of this desk, in the order of its navigation."""

from marketplace.pages.operator import home, vendor, vendors
from marketplace.pages.registry import Page

PAGES: list[Page] = [home.PAGE, vendors.PAGE, vendor.PAGE]
