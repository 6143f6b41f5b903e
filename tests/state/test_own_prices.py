"""Who buys for a company reads its contract's prices on every card, as its cart will have them; others do not."""

from __future__ import annotations

import pytest

from marketplace.domain.permissions import Actor
from marketplace.queries.storefront.cards import ProductCard
from marketplace.state.storefront.home import HomePage
from marketplace.state.storefront.listing_pages import ShelfScreen
from marketplace.state.storefront.product import ProductScreen
from marketplace.state.storefront.search_box import SearchBox
from marketplace.state.storefront.vendors import VendorScreen
from tests.factories.shop import Counter
from tests.integration.buying.test_quick_order import contact, counter  # noqa: F401  fixtures
from tests.state.browser import do, sign_in, tab


def cards(page: str, token: str) -> list[ProductCard]:
    """The cards of a page as this person has them."""
    if page == "home":
        screen = tab(HomePage, "/s/northforge", token=token)
        do(screen, "load")
        return [card for section in screen.home.sections for card in section.cards]
    if page == "vendor":
        screen = tab(VendorScreen, "/s/northforge/v/bolt", token=token)
        do(screen, "load")
        return screen.vendor.listing.cards
    if page == "related":
        screen = tab(ProductScreen, "/s/northforge/p/hammer", token=token)
        do(screen, "load")
        return screen.product.related
    if page == "category":
        screen = tab(ShelfScreen, "/s/northforge/c/tools", token=token)
        do(screen, "load_category")
        return screen.shelf.listing.cards
    screen = tab(ShelfScreen, "/s/northforge/search?q=saw", token=token)
    do(screen, "load_search")
    return screen.shelf.listing.cards


def test_suggestions_have_them_too(counter: Counter, contact: Actor) -> None:  # noqa: F811
    for token, price in ((sign_in(contact), "€18.00"), ("", "€20.00")):
        box = tab(SearchBox, "/s/northforge", token=token)
        do(box, "typed", "saw")
        assert [(one.title, one.price) for one in box.suggestions.goods] == [("Saw", price)]


@pytest.mark.parametrize("page", ["search", "category", "vendor", "home", "related"])
def test_cards_have_the_prices_of_the_contract(counter: Counter, contact: Actor, page: str) -> None:  # noqa: F811
    def shown(token: str) -> dict[str, tuple[str, str, str, str, str]]:
        return {
            card.title: (card.price, card.was, card.next_price, card.next_from, card.badge)
            for card in cards(page, token)
        }

    mine, guests = shown(sign_in(contact)), shown("")
    assert mine["Saw"] == ("€18.00", "€20.00", "€13.00", "from 10", "Your contract price")
    assert guests["Saw"] == ("€20.00", "", "€15.00", "from 10", "")
    assert {**mine, "Saw": ""} == {**guests, "Saw": ""}
