"""All variants of a product in one table: prices, stock, what each is sold in, and all of it into the cart at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product, ProductOption, ProductOptionValue, Variant, VariantOptionValue
from marketplace.models.offer import Offer, Price, PriceList
from marketplace.models.stock import StockLevel
from marketplace.services.search.indexing import index_store
from marketplace.web.response_cache import VERSIONS
from tests.factories.companies import make_company, make_member
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import browser, rows, words
from tests.state.browser import sign_in

SYSTEM = Scope.system()


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    """The hammer in 300 g, 500 g (by the six) and 800 g (sold out), at 10.00, 12.00 and 14.00; 30 of each."""
    counter = make_counter(stock=30)
    with unit_of_work(SYSTEM) as db:
        hammer = db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one()
        first = db.exec(select(Variant).where(Variant.id == hammer.variant_id)).one()
        first.title, first.position = "300 g", 0
        for position, (title, amount, step, free) in enumerate((("500 g", 1200, 6, 30), ("800 g", 1400, 1, 0)), 1):
            counter.offers[title] = _variant(db, hammer, first, title, position).id
            offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
            offer.quantity_step = step
            _copy(db, StockLevel, hammer, offer, on_hand=free)
            _copy(db, Price, hammer, offer, amount=amount)
        counter.offers["300 g"] = hammer.id
    run(Scope.tenant(counter.tenant_id), index_store)
    VERSIONS.forget()
    return counter


def _variant(db: Session, hammer: Offer, first: Variant, title: str, position: int) -> Offer:
    kept = {**first.model_dump(), "id": new_id("var"), "title": title, "sku": f"V-{position}", "position": position}
    db.add(variant := Variant(**kept))
    db.flush()
    offer = Offer(**{**hammer.model_dump(), "id": new_id("off"), "variant_id": variant.id, "sku": f"H-{position}"})
    db.add(offer)
    db.flush()
    return offer


def _copy(db: Session, table: type, hammer: Offer, offer: Offer, **fields: object) -> None:
    row = db.exec(select(table).where(table.offer_id == hammer.id)).one()
    db.add(table(**{**row.model_dump(), "id": new_id("x"), "offer_id": offer.id, **fields}))


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    with browser() as client:
        yield client


@pytest.fixture
def grid(counter: Counter) -> str:
    with unit_of_work(SYSTEM) as db:
        hammer = select(Product.handle).join(Offer).where(Offer.id == counter.offers["hammer"])
        return f"/s/northforge/p/{db.exec(hammer).one()}/variants"


def typed(counter: Counter, **pieces: object) -> dict[str, str]:
    """What the form sends: `g300=2`."""
    return {f"pieces.{counter.offers[f'{name[1:]} g']}": str(value) for name, value in pieces.items()}


def in_cart() -> list[tuple[object, ...]]:
    return rows("""select v.title, l.quantity from cart_line l join offer o on o.id = l.offer_id
        join variant v on v.id = o.variant_id order by 1""")


def fields(page: str) -> list[str]:
    return re.findall(r'<input[^>]*value="([^"]*)"[^>]*name="pieces', page) or re.findall(
        r'<input[^>]*name="pieces[^"]*"[^>]*value="([^"]*)"', page
    )


def test_every_variant_has_its_price_its_stock_and_what_it_is_sold_in(visitor: TestClient, grid: str) -> None:
    assert "Order several variants in one table" in words(visitor.get(grid.removesuffix("/variants")).text)
    text = words(visitor.get(grid).text)
    for part in (
        "300 g BO-HAMMER €10.00 30 in stock",
        "500 g H-1, sold from 6, in steps of 6 €12.00 30 in stock",
        "800 g H-2 €14.00 Sold out",
        "Nothing chosen yet",
    ):
        assert part in text, part


def test_rows_follow_the_values_of_the_options(visitor: TestClient, counter: Counter, grid: str) -> None:
    with unit_of_work(SYSTEM) as db:
        hammer = db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one()
        owned = {"tenant_id": counter.tenant_id}
        option = ProductOption(id=new_id("opt"), product_id=hammer.product_id, title="Weight", position=0, **owned)
        db.add(option)
        for position, title in enumerate(("800 g", "300 g", "500 g")):
            variant_id = db.exec(select(Offer.variant_id).where(Offer.id == counter.offers[title])).one()
            value = ProductOptionValue(
                id=new_id("optval"), option_id=option.id, value=title, position=position, **owned
            )
            db.add(value)
            db.flush()
            chosen = {"variant_id": variant_id, "option_id": option.id, "value_id": value.id}
            db.add(VariantOptionValue(id=new_id("vov"), **chosen, **owned))
    run(Scope.tenant(counter.tenant_id), index_store)
    VERSIONS.forget()
    assert re.findall(r"<b>(\d+ g)</b>", visitor.get(grid).text) == ["800 g", "300 g", "500 g"]


def test_the_total_is_shown_below_and_all_goes_into_the_cart(visitor: TestClient, counter: Counter, grid: str) -> None:
    wish = typed(counter, g300=2, g500=12, g800="")
    page = visitor.get(grid, params=wish).text
    assert "€164.00 ex VAT 2 variants chosen" in words(page)
    assert fields(page) == ["2", "12", "0"]
    assert in_cart() == []
    assert "2 variants are in your cart." in words(visitor.post(grid, data=wish).text)
    assert in_cart() == [("300 g", 2), ("500 g", 12)]


def test_what_cannot_be_had_so_adds_nothing_and_is_said_at_its_row(
    visitor: TestClient, counter: Counter, grid: str
) -> None:
    page = visitor.post(grid, data=typed(counter, g300=40, g500=10, g800=1)).text
    text = words(page)
    assert "Nothing was added yet. 3 quantities cannot be had so; below stands what can." in text
    assert "40 asked for, 30 left." in text
    assert "10 became 12: sold from 6 in steps of 6." in text
    assert "H-2 Sold out." in text
    assert fields(page) == ["30", "12", "0"]
    text = words(visitor.post(grid, data=typed(counter, g300="two", g500=6)).text)
    assert "Nothing was added yet: mend what is marked below." in text
    assert "Enter a whole number, such as 2000." in text
    assert "Enter how many you want of each variant." in words(visitor.post(grid, data=typed(counter, g300="0")).text)
    assert in_cart() == []


def test_a_company_sees_its_own_prices_and_nobody_else_does(visitor: TestClient, counter: Counter, grid: str) -> None:
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, counter.tenant_id, "Rail")
        priya = make_member(db, company, "priya@rail.example", "buyer")
        price = db.exec(select(Price).where(Price.offer_id == counter.offers["500 g"])).one()
        kept = {"title": "Rail 2026", "kind": "contract_company", "owner_id": company.id}
        db.add(PriceList(id="pl_rail", tenant_id=counter.tenant_id, **kept))
        db.flush()
        db.add(Price(**{**price.model_dump(), "id": "pri_own", "price_list_id": "pl_rail", "amount": 900}))
    with browser() as client:
        client.cookies.set(session_cookie(), sign_in(priya))
        assert "€9.00 30 in stock" in words(client.get(grid).text)
    assert "€9.00" not in words(visitor.get(grid).text)
    assert visitor.get(grid).headers["cache-control"].startswith(("no-store", "private"))


def test_a_product_that_is_not_there_has_no_table(visitor: TestClient) -> None:
    assert visitor.get("/s/northforge/p/nothing/variants").status_code == 404
