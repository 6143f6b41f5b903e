"""One company's prices are in no answer to anybody else: pages, suggestions and files, asked for in every order."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.permissions import Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.search.indexing import index_store
from marketplace.site.not_found import draw_not_found
from marketplace.site.routes import ROUTES
from marketplace.state.company_desk.prices import CompanyPricesState
from marketplace.state.storefront.home import HomePage
from marketplace.state.storefront.listing_pages import ShelfScreen
from marketplace.state.storefront.product import ProductScreen
from marketplace.state.storefront.search_box import SearchBox
from marketplace.web.edge import Edge
from marketplace.web.response_cache import RESPONSES
from marketplace.web.shared_pages import shared_pages
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import browser
from tests.integration.operations.test_redis import copy, forget_pages, kept_pages, needs_redis
from tests.state.browser import do, sign_in, tab

assert copy
SYSTEM = Scope.system()
STORE = "/s/northforge"
PAGES = (STORE, f"{STORE}/c/tools", f"{STORE}/search?q=hammer", f"{STORE}/p/hammer", f"{STORE}/v/bolt")
# Whose figures these are: nobody else may read them.
OWN = {"rail": ("7.13", "Rail 2027 contract"), "osteria": ("6.17", "Osteria 2027 contract")}
GROUP = ("6.99", "Kitchens list")


@dataclass
class Market:
    counter: Counter
    tokens: dict[str, str]
    offers: dict[str, str]
    products: dict[str, str]

    def foreign(self, who: str) -> list[str]:
        """What this person must never read."""
        words = [word for name, figures in OWN.items() if name != who for word in figures]
        return words if who == "osteria" else [*words, *GROUP]


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Iterator[Market]:
    counter = make_counter()
    hammer, saw = counter.offers["hammer"], counter.offers["saw"]
    people: dict[str, Actor] = {}
    with unit_of_work(SYSTEM) as db:
        tenant = counter.tenant_id
        rail, osteria = make_company(db, tenant, "Rail", places=("York",)), make_company(db, tenant, "Osteria")
        make_list(
            db, tenant, "contract_location", place_id(db, rail, "York"), title=OWN["rail"][1], prices={hammer: 713}
        )
        make_list(db, tenant, "contract_company", osteria.id, title=OWN["osteria"][1], prices={hammer: 617})
        make_list(db, tenant, "group", make_group(db, tenant, osteria.id), title=GROUP[1], prices={saw: 699})
        people["rail"] = make_member(db, rail, "priya@rail.example", "buyer")
        people["osteria"] = make_member(db, osteria, "ugo@osteria.example", "buyer")
        sold = text("select id, product_id from offer where tenant_id = :t")
        products = {str(row.id): str(row.product_id) for row in db.connection().execute(sold, {"t": tenant})}
    run(Scope.tenant(counter.tenant_id), index_store)
    RESPONSES.clear()
    tokens = {who: sign_in(actor) for who, actor in people.items()} | {"guest": ""}
    yield Market(counter, tokens, counter.offers, products)
    RESPONSES.clear()


def ask(client: TestClient, market: Market, who: str, path: str) -> str:
    client.cookies.clear()
    if market.tokens[who]:
        client.cookies.set("session", market.tokens[who])
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text + json.dumps(dict(answer.headers))


def own_prices(client: TestClient, market: Market, who: str) -> str:
    pairs = ",".join(f"{offer}.{market.products[offer]}" for offer in market.offers.values())
    return ask(client, market, who, f"{STORE}/own-prices?of={pairs}")


def test_the_same_page_asked_by_everybody_in_every_order_holds_nobody_s_price(market: Market) -> None:
    with browser() as client:
        for order in itertools.permutations(market.tokens):
            RESPONSES.clear()
            for who in order:
                for page in PAGES:
                    shown = ask(client, market, who, page)
                    for word in (*market.foreign(who), *OWN.get(who, ()), *GROUP):
                        assert word not in shown, (order, who, page, word)
                filled = own_prices(client, market, who)
                assert "private, no-store" in filled
                for word in market.foreign(who):
                    assert word not in filled, (order, who, word)
                assert (f"\u20ac{OWN[who][0]}" if who in OWN else '"offers":{}') in filled


@needs_redis
@pytest.mark.usefixtures("copy", "front_end")
def test_what_all_processes_share_holds_nobody_s_price(market: Market) -> None:
    """Each page as another web process gives it: whoever asked for it first, it comes out of Redis."""

    async def ask_in(order: tuple[str, ...]) -> list[tuple[str, str, str]]:
        """Who saw what of somebody's own, and where."""
        site = httpx.ASGITransport(Edge(Starlette(routes=ROUTES), not_found=draw_not_found))
        shown = []
        async with httpx.AsyncClient(transport=site, base_url="http://shop.example") as client:
            for who in order:
                RESPONSES.clear()  # another process
                for page in PAGES:
                    answer = await client.get(page, headers={"cookie": f"session={market.tokens[who]}"})
                    assert answer.status_code == 200
                    shown += [
                        (who, page, word) for words in (*OWN.values(), GROUP) for word in words if word in answer.text
                    ]
        shelf = shared_pages()
        assert shelf is not None
        await shelf.close()
        return shown

    for order in itertools.permutations(market.tokens):
        forget_pages()
        assert asyncio.run(ask_in(order)) == []
    kept = kept_pages()
    assert len(kept) >= len(PAGES)
    for words in (*OWN.values(), GROUP):
        assert [word for word in words if any(word in text for text in kept)] == []


def test_what_the_socket_fills_in_is_the_person_s_own(market: Market) -> None:
    def seen(who: str) -> str:
        token = market.tokens[who]
        home, shelf = tab(HomePage, STORE, token=token), tab(ShelfScreen, f"{STORE}/c/tools", token=token)
        product, box = tab(ProductScreen, f"{STORE}/p/hammer", token=token), tab(SearchBox, STORE, token=token)
        do(home, "load")
        do(shelf, "load_category")
        do(product, "load")
        do(box, "typed", "hammer")
        return "".join(map(repr, (home.home, shelf.shelf, product.product, box.suggestions)))

    for order in itertools.permutations(market.tokens):
        for who in order:
            shown = seen(who)
            assert [word for word in market.foreign(who) if word in shown] == [], (order, who)
            assert who == "guest" or shown.count(OWN[who][0]) >= 4


def test_the_prices_page_and_its_file_are_of_the_place_that_is_bought_for(market: Market) -> None:
    def shown(who: str) -> list[tuple[str, str, str]]:
        screen = tab(CompanyPricesState, f"{STORE}/company/prices", token=market.tokens[who])
        do(screen, "open")
        return [(row.title, row.price, row.source) for row in screen.rows]

    assert shown("rail") == [("Hammer", "€7.13", OWN["rail"][1])]
    assert shown("osteria") == [("Hammer", "€6.17", OWN["osteria"][1]), ("Saw", "€6.99", GROUP[1])]
    assert shown("guest") == []
    with browser() as client:
        for who in ("rail", "osteria"):
            file = ask(client, market, who, f"{STORE}/company/prices.csv")
            assert OWN[who][0] in file
            assert [word for word in market.foreign(who) if word in file] == []
            assert "no-store" in file
        client.cookies.clear()
        answer = client.get(f"{STORE}/company/prices.csv", follow_redirects=False)
        assert (answer.status_code, "7.13" in answer.text) == (303, False)


def test_who_has_no_prices_of_their_own_is_not_asked_again(market: Market) -> None:
    with browser() as client:
        assert 'own=""; expires=' in own_prices(client, market, "guest").lower().replace("\\", "")
        assert "own=1" in own_prices(client, market, "rail")
        page = ask(client, market, "guest", f"{STORE}/c/tools")
        assert page.index("/js/own-prices.js") < page.index("/css/storefront.css")
