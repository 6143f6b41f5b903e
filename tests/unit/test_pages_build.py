"""Every page of Reflex can be drawn: a component that asks a state's variable for its truth fails here at once."""

import pytest

from marketplace.pages import account, operator_desk, storefront, vendor_desk
from marketplace.pages.registry import Page

PAGES = (*account.PAGES, *vendor_desk.PAGES, *operator_desk.PAGES, *storefront.PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_a_page_is_drawn(page: Page) -> None:
    assert page.build().render()
