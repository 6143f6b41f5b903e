"""The pages of this desk, in the order of its navigation."""

from marketplace.pages.operator import audit, home, jobs, vendor, vendors
from marketplace.pages.registry import Page

PAGES: list[Page] = [home.PAGE, vendors.PAGE, vendor.PAGE, jobs.PAGE, audit.PAGE]
