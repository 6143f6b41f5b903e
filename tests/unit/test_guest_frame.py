"""The frame that is drawn once says what a frame drawn for this very page says."""

from __future__ import annotations

import pytest

from marketplace.components.markup import Html, el, snapshot
from marketplace.components.storefront.layout import store_layout
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.layout import Choice, NavLink, StoreLayout, StoreLink, current_page_of
from marketplace.queries.storefront.suggest import Suggestions
from marketplace.queries.storefront.visitor import GUEST_VISITOR
from marketplace.site.storefront.layout import guest_page

CHROME = StoreLayout(
    handle="assay",
    name="Assay & Co",
    look="assay",
    logo_start="Ass",
    logo_mark="a",
    logo_end="y",
    home="/s/assay",
    search="/s/assay/search",
    regions=[Choice("Germany", "DE-EUR", is_current=True)],
    nav=[NavLink("Glass <ware>", "/s/assay/c/glassware")],
    style={"--accent": "#123456"},
    stores=[StoreLink("assay", "Assay & Co", "For the bench", "assay", "a", "/s/assay", is_current=True)],
)
MARKET = Market("ten_1", country="DE")


def page(layout: StoreLayout, body: object, path: str, query: str, *, version: int = 1, main_class: str = "") -> str:
    return guest_page(
        version, MARKET, layout, body, here=current_page_of("/s/assay", path), query=query, main_class=main_class
    )


def drawn(layout: StoreLayout, body: object, path: str, query: str, main_class: str = "") -> str:
    with snapshot():
        return str(
            store_layout(
                layout,
                GUEST_VISITOR,
                Suggestions(),
                body,
                here=current_page_of("/s/assay", path),
                query=query,
                main_class=main_class,
            )
        )


@pytest.mark.parametrize("main_class", ["", "wrap"])
@pytest.mark.parametrize("query", ["", 'drill "18 V" & <b>', "\x01\x02\x03\x04"])
def test_it_is_the_frame_of_this_page(query: str, main_class: str) -> None:
    with snapshot():
        body = [el.h1("Tongs \x03 & flasks"), el.p("\x01")]
    for path in ("q=a&b=<c>", "q=\x04"):
        assert page(CHROME, body, path, query, main_class=main_class) == drawn(CHROME, body, path, query, main_class)


def test_it_is_drawn_again_when_the_store_or_the_list_of_stores_changes() -> None:
    body = Html("<p>Glass</p>")
    assert "Assay &amp; Co home" in page(CHROME, body, "", "", version=7)
    renamed = StoreLayout(**{**CHROME.__dict__, "name": "Assay Works"})
    assert "Assay Works home" in page(renamed, body, "", "", version=8)
    more = StoreLayout(
        **{**CHROME.__dict__, "stores": [*CHROME.stores, StoreLink("n", "Next", "", "plain", "N", "/s/n")]}
    )
    assert 'href="/s/n"' in page(more, body, "", "", version=7)
