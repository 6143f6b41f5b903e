"""A pasted list: the article of that very SKU, the quantity that was asked for, and all of it into the cart."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Variant
from marketplace.models.company import Company
from marketplace.models.offer import Offer, Price, PriceList
from marketplace.models.stock import StockLevel
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership
from marketplace.services.buying.cart_access import Shopper, find_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.search.indexing import index_store
from marketplace.state.storefront.quick_order import QuickOrderScreen
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import browser, rows, words
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
LIST = "/s/northforge/list"


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    """Hammer HB-18-65 (offer H-1, steps of 1), saw HB-1865, gloves by the dozen; the saw has a price from 10 on."""
    counter = make_counter(stock=30)
    with unit_of_work(SYSTEM) as db:
        for title, sku, variant_sku, ean in (
            ("hammer", "HB-18-65", "V-H", ""),
            ("saw", "HB-1865", "V-S", "4006381333931"),
            ("glove", "GL-2", "V-G", ""),
        ):
            offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
            variant = db.exec(select(Variant).where(Variant.id == offer.variant_id)).one()
            offer.sku, variant.sku, variant.ean = sku, variant_sku, ean
        saw = db.exec(select(Price).where(Price.offer_id == counter.offers["saw"])).one()
        db.add(
            Price(
                **saw.model_dump(exclude={"id", "min_quantity", "amount"}), id="pri_ten", min_quantity=10, amount=1500
            )
        )
    run(Scope.tenant(counter.tenant_id), index_store)
    return counter


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    with browser() as client:
        yield client


def pasted(visitor: TestClient, text: str) -> str:
    return str(visitor.get(LIST, params={"skus": text}).text)


def read(page: str) -> list[tuple[str, str, int]]:
    """Title, SKU and quantity of each row that can be bought."""
    rows = re.findall(
        r'<li class="qr[^"]*".*?<b>(.*?)</b>.*?name="code"[^>]*value="([^"]*)".*?name="quantity"[^>]*value="(\d+)"'
        r'|<li class="qr[^"]*".*?<b>(.*?)</b>.*?name="code"[^>]*value="([^"]*)".*?value="(\d+)"[^>]*name="quantity"',
        page,
        re.DOTALL,
    )
    return [(one[0] or one[3], one[1] or one[4], int(one[2] or one[5])) for one in rows]


def fields(page: str) -> dict[str, list[str]]:
    """What the form that adds everything would send."""
    form = page[page.index('action="/s/northforge/cart/add-list"') :].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            sent.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    return sent


def in_cart() -> list[tuple[Any, ...]]:
    return rows("""select o.sku, l.quantity from cart_line l join offer o on o.id = l.offer_id order by 1""")


def test_the_very_sku_comes_before_one_that_is_written_alike(visitor: TestClient) -> None:
    assert read(pasted(visitor, "HB-1865 2\nHB-18-65 3")) == [("Saw", "HB-1865", 2), ("Hammer", "HB-18-65", 3)]
    assert read(pasted(visitor, "HB-1865 2\nV-S 3\nhb-1865 1")) == [("Saw", "HB-1865", 6)]  # one article, one line
    assert read(pasted(visitor, "hb-18-65\t3")) == [("Hammer", "HB-18-65", 3)]
    assert read(pasted(visitor, "hb-1865\t2")) == [("Saw", "HB-1865", 2)]
    assert read(pasted(visitor, "V-S;4")) == [("Saw", "HB-1865", 4)]
    assert read(pasted(visitor, "4006381333931 5")) == [("Saw", "HB-1865", 5)]


def test_quantities_are_kept_priced_and_fitted_with_a_sentence(visitor: TestClient) -> None:
    page = pasted(visitor, "HB-1865\t12\nGL-2\t40\nV-H\n NO-SUCH 3")
    assert read(page) == [("Saw", "HB-1865", 12), ("Glove", "GL-2", 24), ("Hammer", "HB-18-65", 1)]
    text = words(page)
    assert "3 of 4 found" in text
    assert "€180.00" in text  # 12 at the price from ten on
    assert "€15.00 each" in text
    assert "40 asked for, 30 left." in text
    assert "Add 3 lines to cart" in text
    assert 'href="/s/northforge/search?q=NO-SUCH"' in page
    assert "5 became 12: sold from 12 in steps of 12." in words(pasted(visitor, "GL-2 5"))
    assert "HB-1865\t12\nGL-2\t40\nV-H\nNO-SUCH\t3" in html.unescape(page)


def test_everything_goes_into_the_cart_at_once(visitor: TestClient) -> None:
    page = pasted(visitor, "HB-1865\t12\nGL-2\t24\nHB-18-65 9\nV-S 1")
    answer = visitor.post("/s/northforge/cart/add-list", data=fields(page), follow_redirects=False)
    assert answer.headers["location"].endswith("/s/northforge/cart")
    assert in_cart() == [("GL-2", 24), ("HB-18-65", 9), ("HB-1865", 13)]
    assert "3 lines are in your cart." in words(visitor.get("/s/northforge/cart").text)


def test_what_cannot_be_had_is_named_and_the_rest_goes_in(visitor: TestClient, counter: Counter) -> None:
    sent = fields(pasted(visitor, "HB-1865\t12\nGL-2\t24"))
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["saw"])).one().on_hand = 5
    visitor.post("/s/northforge/cart/add-list", data=sent)
    assert in_cart() == [("GL-2", 24)]
    visitor.post("/s/northforge/cart/add-list", data={**sent, "quantity": ["abc", "13"]})
    assert in_cart() == [("GL-2", 24)]
    visitor.post("/s/northforge/cart/add-list", data={**sent, "quantity": ["13", "24"]}, follow_redirects=False)
    text = words(visitor.get("/s/northforge/cart").text)
    assert "0 lines are in your cart. Left out: HB-1865: Only 5 left." in text


def test_what_is_sold_out_is_shown_and_cannot_be_added(visitor: TestClient, counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["saw"])).one().on_hand = 0
    run(Scope.tenant(counter.tenant_id), index_store)
    page = pasted(visitor, "HB-1865\t12")
    assert "1 of 1 found" in words(page)
    assert "Sold out" in words(page)
    assert "cart/add-list" not in page


@pytest.fixture
def contact(counter: Counter) -> Actor:
    """Somebody who buys for a company with a contract: the saw at 18.00, at 13.00 from ten on."""
    with unit_of_work(SYSTEM) as db:
        company = Company(
            id=new_id("co"), tenant_id=counter.tenant_id, handle="rail", name="Rail", status=CompanyStatus.APPROVED
        )
        db.add(company)
        db.flush()
        user = make_user(db, "priya@rail.example")
        db.add(
            Membership(
                id=new_id("mem"),
                user_id=user.id,
                role=Role.COMPANY_CONTACT,
                company_id=company.id,
                tenant_id=counter.tenant_id,
            )
        )
        db.add(
            PriceList(
                id="pl_rail",
                tenant_id=counter.tenant_id,
                title="Rail 2026",
                kind="contract_company",
                owner_id=company.id,
            )
        )
        db.flush()
        saw = db.exec(select(Price).where(Price.offer_id == counter.offers["saw"], Price.min_quantity == 1)).one()
        for start, amount in ((1, 1800), (10, 1300)):
            kept = saw.model_dump(exclude={"id", "min_quantity", "amount", "price_list_id"})
            db.add(Price(**kept, id=new_id("pri"), min_quantity=start, amount=amount, price_list_id="pl_rail"))
        db.flush()
        who = actor_for(db, user)
    run(Scope.tenant(counter.tenant_id), index_store)
    return who


def test_who_buys_for_a_company_sees_the_prices_of_its_contract(counter: Counter, contact: Actor) -> None:
    """The same figures as in the cart that the list goes into."""
    path = f"{LIST}?skus=HB-1865%092%0AHB-18-65%093"
    screen = tab(QuickOrderScreen, path, token=sign_in(contact))
    do(screen, "load")
    shown = [(row.title, row.each, row.price) for row in screen.quick_order.rows]
    assert shown == [("Saw", "€18.00 each", "€36.00"), ("Hammer", "€10.00 each", "€30.00")]
    counter.cart(Shopper(contact, ""), saw=2, hammer=3)

    def in_the_cart(db: Session) -> list[tuple[str, int]]:
        cart = find_cart(db, counter.tenant_id, Shopper(contact, ""))
        return [(one.goods.title, one.goods.shown_amount) for one in basket_of(db, cart, contact).parts[0].lines]

    assert run(Scope.tenant(counter.tenant_id), in_the_cart) == [("Saw", 3600), ("Hammer", 3000)]
    for pieces, each, whole in ((9, "€18.00 each", "€162.00"), (10, "€13.00 each", "€130.00")):
        screen = tab(QuickOrderScreen, f"{LIST}?skus=HB-1865+{pieces}", token=sign_in(contact))
        do(screen, "load")
        assert [(row.each, row.price) for row in screen.quick_order.rows] == [(each, whole)]
    guest = tab(QuickOrderScreen, f"{LIST}?skus=HB-1865+10")
    do(guest, "load")
    assert [row.each for row in guest.quick_order.rows] == ["€15.00 each"]


def test_without_prices_nothing_is_added(visitor: TestClient, counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one().access_posture = "prices_after_login"
    with browser() as other:
        page = pasted(other, "HB-1865\t12")
        assert "Sign in for prices" in words(page)
        assert "€" not in words(page).partition("found")[2][:400]
        assert "cart/add-list" not in page
        other.post("/s/northforge/cart/add-list", data={"offer": counter.offers["saw"], "quantity": "1", "code": "x"})
    assert in_cart() == []
