"""Who buys for a company reads its contract's prices on every card, as its cart will have them; others do not."""

from __future__ import annotations

import pytest

from marketplace.domain.permissions import Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.offer import Price
from marketplace.queries.storefront.cards import ProductCard
from marketplace.services.search.indexing import index_store
from marketplace.state.storefront.home import HomePage
from marketplace.state.storefront.listing_pages import ShelfScreen
from marketplace.state.storefront.product import ProductScreen
from marketplace.state.storefront.search_box import SearchBox
from marketplace.state.storefront.vendors import VendorScreen
from tests.factories.shop import Counter, add_rival
from tests.integration.buying.test_cart_pages import browser
from tests.integration.buying.test_quick_order import contact, counter  # noqa: F401  fixtures
from tests.state.browser import do, sign_in, tab

STORE = "/s/northforge"


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


def test_a_list_says_by_which_prices_it_filters(contact: Actor) -> None:  # noqa: F811
    def note(path: str, token: str) -> str:
        screen = tab(ShelfScreen, path, token=token)
        do(screen, "load_category" if "/c/" in path else "load_search")
        return screen.shelf.listing.price.note

    mine = sign_in(contact)
    sentence = "Filter and order by price go by list prices. Yours are on the products."
    assert [note(path, mine) for path in (f"{STORE}/c/tools", f"{STORE}/search?q=saw")] == [sentence, sentence]
    assert (note(f"{STORE}/c/tools", ""), note(f"{STORE}/search?q=glove", mine)) == ("", "")


@pytest.fixture
def rival(counter: Counter, contact: Actor) -> str:  # noqa: F811
    """Nut sells the saw, too: at 25.00 for guests, who are shown bolt's for 20.00, and at 9.00 by Rail's contract."""
    offer = add_rival(counter, "saw", "nut", 2500, stock=7)
    with unit_of_work(Scope.system()) as db:
        db.add(
            Price(
                id="pri_rival",
                tenant_id=counter.tenant_id,
                offer_id=offer,
                price_list_id="pl_rail",
                currency="EUR",
                amount=900,
            )
        )
    run(Scope.tenant(counter.tenant_id), index_store)
    return offer


@pytest.mark.parametrize("page", ["search", "category", "home", "related"])
def test_a_card_is_of_the_offer_that_wins_for_its_reader(contact: Actor, rival: str, page: str) -> None:  # noqa: F811
    saw = {token: next(card for card in cards(page, token) if card.title == "Saw") for token in (sign_in(contact), "")}
    mine, guests = saw.values()
    assert (guests.vendor, guests.price, guests.offer_id == rival) == ("Bolt", "€20.00", False)
    assert (mine.vendor, mine.price, mine.was, mine.offer_id) == ("Nut", "€9.00", "€25.00", rival)
    assert (mine.stock_strong, mine.sku, mine.badge) == ("7", "NUT-SAW", "Your contract price")
    assert mine.href == guests.href  # the page opens with it, for who reads it at these prices


def test_a_vendor_s_page_shows_that_vendor_s_own_offer(contact: Actor, rival: str) -> None:  # noqa: F811
    """Bolt's saw costs 18.00 by the contract; it leads to Bolt's offer, because the product opens with nut's."""
    saw = next(card for card in cards("vendor", sign_in(contact)) if card.title == "Saw")
    assert (saw.vendor, saw.price, saw.href.partition("?offer=")[2]) == ("Bolt", "€18.00", saw.offer_id)
    assert saw.offer_id != rival


def test_what_fills_a_shared_page_in_is_that_card(contact: Actor, rival: str) -> None:  # noqa: F811
    shown = {card.title: card for card in cards("category", "")}["Saw"]
    with browser() as client:
        client.cookies.set("session", sign_in(contact))
        ask = f"/s/northforge/own-prices?of={shown.offer_id}.{shown.id}"
        whole, of_bolt = (
            client.get(f"{ask}&vendor={vendor}").json()["offers"][shown.offer_id] for vendor in ("", "bolt")
        )
    facts = ("offer_id", "vendor", "price", "was", "stock_strong", "min_quantity", "badge")
    assert [whole[fact] for fact in facts] == [rival, "Nut", "€9.00", "€25.00", "7", 1, "Your contract price"]
    assert [of_bolt[fact] for fact in (*facts[1:4], "next_price", "next_from", "tiers")] == [
        *("Bolt", "€18.00", "€20.00", "€13.00", "from 10"),
        [{"label": "1+", "price": "€18.00"}, {"label": "10+", "price": "€13.00"}],
    ]
    assert of_bolt["href"].endswith(f"/p/saw?offer={shown.offer_id}")
