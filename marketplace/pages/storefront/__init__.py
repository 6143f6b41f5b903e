"""The pages of the storefront."""

from marketplace.pages.registry import Page
from marketplace.pages.storefront import home, stores

PAGES: list[Page] = [stores.PAGE, home.PAGE]
