"""The pages of this desk, in the order of its navigation."""

from marketplace.pages.registry import Page

PAGES: list[Page] = []
