"""The cart and the checkout as a browser without scripts uses them: pages, forms, and where they lead."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from marketplace.integrations.payments import provider
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart, CartLine
from marketplace.models.order import OrderLine
from marketplace.models.payment import Payment
from marketplace.models.returns import Return
from marketplace.services.buying.carts import add_to_cart
from marketplace.settings import settings
from marketplace.site.not_found import draw_not_found
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, make_counter, twin_market
from tests.state.browser import sign_in

ADDRESS = {
    "email": "maren@holt.example",
    "shipping.first_name": "Maren",
    "shipping.last_name": "Holt",
    "shipping.line1": "Lange Gasse 3",
    "shipping.postal_code": "34117",
    "shipping.city": "Kassel",
    "shipping.country": "DE",
    "provider": "card",
    "card": "4242",
}
CART, CHECKOUT = "/s/northforge/cart", "/s/northforge/checkout"
FIND = "/s/northforge/orders/find"


@pytest.fixture
def counter(database: str, front_end: None, no_rate_limits: None) -> Counter:
    RESPONSES.clear()
    VERSIONS.forget()
    return make_counter()


def browser() -> TestClient:
    from marketplace.api import payments
    from marketplace.site.routes import ROUTES
    from marketplace.site.storefront import cart_forms
    from marketplace.web.edge import Edge

    app = Edge(Starlette(routes=[*payments.ROUTES, *cart_forms.ROUTES, *ROUTES]), not_found=draw_not_found)
    client = TestClient(
        app, base_url="http://shop.example", headers={"sec-fetch-site": "same-origin", "accept": "text/html"}
    )
    client.get("/s/northforge")  # the first page gives the cart's secret
    return client


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    with browser() as client:
        yield client


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def add(client: TestClient, counter: Counter, **goods: int) -> str:
    for title, quantity in goods.items():
        page = client.post(f"{CART}/add", data={"offer": counter.offers[title], "quantity": str(quantity)})
    return page.text


def key_of(page: str) -> str:
    return re.search(r'name="key" value="(\w+)"', page)[1]  # type: ignore[index]


def place(client: TestClient, page: str, **changed: str):  # type: ignore[no-untyped-def]
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]  # type: ignore[index]
    cart = re.search(r'name="cart" value="(\w+)"', page)[1]  # type: ignore[index]
    sent = {**ADDRESS, "key": key_of(page), "seen": seen, "cart": cart, **changed}
    return client.post(CHECKOUT, data=sent, follow_redirects=False)


def asked_again(client: TestClient, answer) -> str:  # type: ignore[no-untyped-def]
    """The form as it comes back: by a redirect, so that going back in the browser never sends it again."""
    assert (answer.status_code, answer.headers["location"]) == (303, CHECKOUT)
    return str(client.get(CHECKOUT).text)


def test_goods_of_two_vendors_in_one_cart(visitor: TestClient, counter: Counter) -> None:
    page = words(add(visitor, counter, hammer=3, glove=12))
    assert "Added to your cart." in page
    assert "15" in page
    assert "€70.00 to free freight" in page  # bolt: 30.00 of 100.00
    assert "Freight, Bolt €6.00" in page
    assert "Total €119.00" in page


def test_two_lines_of_one_article_say_what_is_remembered_with_them(visitor: TestClient, counter: Counter) -> None:
    """In the cart and below it, in the header's panel, in the checkout and in the order; nothing of it is markup."""
    add(visitor, counter, hammer=1)
    wishes = ("gift: yes, engraving name: Ada", "engraving name: <b>Ben</b>")
    remembered = (
        {"engravingName": "Ada", "gift": True, "_source": "app", "cart_id": "x"},
        {"engraving": {"name": "<b>Ben</b>"}, "internal": ["a"], "note": "n" * 200},
    )

    def put(db: Session) -> None:
        cart = db.exec(select(Cart)).one()
        for meta in remembered:
            add_to_cart(db, cart, counter.offers["hammer"], 2, meta=meta)

    counter.transact(put)
    page = visitor.get(CART).text
    panel, _, cart = page.partition("<main")
    for part in (panel, cart):
        assert all(part.count(html.escape(wish)) == 1 for wish in wishes)
    assert "<b>Ben" not in page
    for hidden in ("_source", "source: app", "internal", "cart id", "nnnnnnnnnn"):
        assert hidden not in page
    checkout = visitor.get(CHECKOUT).text
    summary = checkout[checkout.index('aria-label="Order"') - 2_000 :]
    assert all(html.escape(wish) in summary for wish in wishes)
    placed = visitor.get(place(visitor, checkout).headers["location"]).text
    assert all(html.escape(wish) in placed for wish in wishes)


def test_a_total_that_was_agreed_to_in_euro_is_not_paid_in_dollars(visitor: TestClient, counter: Counter) -> None:
    there = twin_market(counter)
    add(visitor, counter, hammer=3)
    page = visitor.get(CHECKOUT).text
    market = re.search(r'name="seen_market" value="([\w:]+)"', page)[1]  # type: ignore[index]
    assert market == f"EUR:{counter.region_id}"
    visitor.cookies.set("region", "US-USD")  # in another tab
    assert "$" in words(visitor.get(CART).text)
    answer = place(visitor, page, seen_market=market, **{"shipping.country": "US"})
    assert "This cart is in another region than you saw, and is paid in USD now." in words(asked_again(visitor, answer))
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Payment)).all() == []
    page = visitor.get(CHECKOUT).text
    placed = place(visitor, page, seen_market=f"USD:{there}", **{"shipping.country": "US"})
    assert placed.status_code == 303
    with unit_of_work(Scope.system()) as db:
        assert [(p.currency, p.amount) for p in db.exec(select(Payment))] == [("USD", 4284)]


@pytest.mark.parametrize(
    ("typed", "pieces"), [("1,5", None), ("1.5", None), ("1e1", None), ("-2", None), ("2,0", 2), ("1,000", 1000)]
)
def test_a_quantity_is_what_it_says_or_is_refused(
    visitor: TestClient, counter: Counter, typed: str, pieces: int | None
) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update stock_level set on_hand = 5000"))
    page = visitor.post(f"{CART}/add", data={"offer": counter.offers["hammer"], "quantity": typed}).text
    assert ("Enter a whole number, such as 2000." in words(page)) is (pieces is None)
    with unit_of_work(Scope.system()) as db:
        assert list(db.exec(select(CartLine.quantity))) == ([] if pieces is None else [pieces])


@pytest.mark.parametrize("typed", ["50", "abc", "0", "-3", "21"])
def test_what_cannot_be_had_leads_back_to_the_product(visitor: TestClient, counter: Counter, typed: str) -> None:
    """There are 20: the page of the product says it at the quantity, and nothing is in the cart."""
    form = {"offer": counter.offers["hammer"], "quantity": typed, "product": "/s/northforge/p/hammer"}
    answer = visitor.post(f"{CART}/add", data=form, follow_redirects=False)
    assert answer.headers["location"] == f"/s/northforge/p/hammer?offer={counter.offers['hammer']}&quantity={typed}"
    page = visitor.get(answer.headers["location"]).text
    assert f'value="{typed}"' in page
    assert ("Only 20 left." if typed in ("50", "21") else "Enter a whole number") in words(page)
    assert rows("select count(*) from cart_line") == [(0,)]


def test_a_script_adds_from_a_list_and_undoes_it_without_leaving_the_page(
    visitor: TestClient, counter: Counter
) -> None:
    asks = {"accept": "application/json"}
    card = {"offer": counter.offers["hammer"], "product": "/s/northforge/p/hammer"}
    added = visitor.post(f"{CART}/add", data={**card, "quantity": "2"}, headers=asks)
    assert added.status_code == 200
    assert (added.json()["text"], added.json()["undo_offer"], added.json()["undo_quantity"]) == (
        "Added to your cart.",
        counter.offers["hammer"],
        -2,
    )
    visitor.post(f"{CART}/add", data={**card, "quantity": "3"}, headers=asks)
    undone = visitor.post(f"{CART}/take-back", data={"offer": card["offer"], "quantity": "3"}, headers=asks)
    assert undone.json()["text"] == "Taken out again."
    assert rows("select quantity from cart_line") == [(2,)]
    refused = visitor.post(f"{CART}/add", data={**card, "quantity": "50"}, headers=asks)
    assert refused.status_code == 422
    assert refused.json()["text"] == "Only 20 left. Take 20 at most; nothing was changed in your cart."
    visitor.post(f"{CART}/take-back", data={"offer": card["offer"], "quantity": "2"}, headers=asks)
    assert rows("select count(*) from cart_line") == [(0,)]
    gone = visitor.post(f"{CART}/take-back", data={"offer": card["offer"], "quantity": "2"}, headers=asks)
    assert (gone.status_code, gone.json()["tone"]) == (422, "warn")


def test_what_is_in_the_cart_already_counts(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=15)
    page = add(visitor, counter, hammer=6)
    assert "Only 20 left, and 15 of them are in your cart already. Nothing was changed." in words(page)
    (line,) = rows("select id from cart_line")[0]
    page = visitor.post(f"{CART}/change", data={"line": str(line), "quantity": "21"}).text
    assert "Only 20 left. Take 20 at most; nothing was changed in your cart." in words(page)
    assert rows("select quantity from cart_line") == [(15,)]


def test_the_badge_counts_what_can_be_bought(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=2, saw=3)
    gone = text("update stock_level set on_hand = 0 where offer_id = :offer")
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(gone, {"offer": counter.offers["saw"]})
    assert re.search(r'aria-label="Cart, 2 items"', visitor.get(CART).text)


@pytest.mark.parametrize("typed", ["1,5", "²", "1" * 5000])
def test_pieces_that_come_back_are_a_whole_number_or_are_asked_for_again(
    visitor: TestClient, counter: Counter, typed: str
) -> None:
    add(visitor, counter, hammer=2)
    bought = place(visitor, visitor.get(CHECKOUT).text).headers["location"]
    path, _, key = bought.partition("?key=")
    with unit_of_work(Scope.system()) as db:
        order, line = db.exec(select(OrderLine.order_id, OrderLine.id)).one()
    sent = {"order": order, "key": key, "reason": "Broken", f"line.{line}": typed}
    assert "Enter a whole number, such as 2000." in words(visitor.post(f"{path}/return", data=sent).text)
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Return)).all() == []


def test_changing_removing_and_undoing(visitor: TestClient, counter: Counter) -> None:
    page = add(visitor, counter, hammer=1)
    line = re.search(r'name="line" value="(\w+)"', page)[1]  # type: ignore[index]
    assert "Total €31.74" not in words(page)
    page = visitor.post(f"{CART}/change", data={"line": line, "quantity": "4"}).text
    assert "€40.00" in words(page)
    page = visitor.post(f"{CART}/remove", data={"line": line}).text
    assert "Your cart is empty" in words(page)
    assert "Removed." in words(page)
    undo = dict(re.findall(r'name="(offer|quantity)" value="(\w+)"', page))
    page = visitor.post(f"{CART}/add", data=undo).text
    assert "€40.00" in words(page)


@pytest.mark.parametrize(
    ("quantity", "says"),
    [
        ("13", "Sold from 12, in steps of 12. 24 would fit."),
        ("0", "Enter a whole number from 1 on."),
        ("-3", "Enter a whole number, such as 2000."),
        ("a dozen", "Enter a whole number, such as 2000."),
        ("999999999999", "Enter a whole number."),
    ],
)
def test_a_quantity_that_cannot_be(visitor: TestClient, counter: Counter, quantity: str, says: str) -> None:
    page = visitor.post(f"{CART}/add", data={"offer": counter.offers["glove"], "quantity": quantity}).text
    assert says in words(page)
    assert rows("select count(*) from cart_line") == [(0,)]


def test_saved_for_later_and_back(visitor: TestClient, counter: Counter) -> None:
    line = re.search(r'name="line" value="(\w+)"', add(visitor, counter, hammer=1))[1]  # type: ignore[index]
    page = visitor.post(f"{CART}/later", data={"line": line}).text
    assert "Nothing in this cart can be bought" in words(page)
    assert "Move to cart" in words(page)
    assert "Check out" in words(visitor.post(f"{CART}/back", data={"line": line}).text)


def test_another_browsers_line_is_not_there(visitor: TestClient, counter: Counter) -> None:
    line = re.search(r'name="line" value="(\w+)"', add(visitor, counter, hammer=1))[1]  # type: ignore[index]
    with browser() as other:
        add(other, counter, saw=1)
        page = other.post(f"{CART}/change", data={"line": line, "quantity": "9"}).text
        assert "This line does not exist, or not for you." in words(page)
    assert rows("select quantity from cart_line order by quantity") == [(1,), (1,)]


def test_a_code_that_is_not_one_is_said_at_its_field(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.post(f"{CART}/code", data={"code": "<b>NIX</b>"}).text
    assert "We do not know this code. Check the spelling." in words(page)
    assert 'value="&lt;b&gt;NIX&lt;/b&gt;"' in page


def test_a_guest_buys_and_reads_the_order_by_its_link(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=3, glove=12)
    placed = place(visitor, visitor.get(CHECKOUT).text, po_number="PO-1")
    assert placed.status_code == 303
    assert placed.headers["location"].startswith("/s/northforge/orders/1001?key=")
    page = words(visitor.get(placed.headers["location"]).text)
    assert "1001" in page
    assert "€119.00" in page
    assert "PO-1" in page
    with browser() as other:
        assert other.get("/s/northforge/orders/1001?key=wrong").status_code in (303, 404)
        assert "€119.00" not in other.get("/s/northforge/orders/1001?key=wrong", follow_redirects=False).text
    assert "Your cart is empty" in words(visitor.get(CART).text)


def test_sending_the_same_form_twice_leads_to_the_same_order(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    first, second = place(visitor, page), place(visitor, page)
    assert first.headers["location"].startswith("/s/northforge/orders/1001")
    assert second.headers["location"] == first.headers["location"]
    assert rows("select count(*) from order_group") == [(1,)]


def test_the_order_is_confirmed_with_where_its_letter_goes(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    order = place(visitor, visitor.get(CHECKOUT).text).headers["location"]
    page = words(visitor.get(order).text)
    assert "Thank you. Order 1001 is placed." in page
    assert "goes to maren@holt.example" in page
    assert "Thank you." not in words(visitor.get(order).text)  # told once


def letters() -> list[tuple[object, ...]]:
    return rows("select payload ->> 'letter', entity from job where kind = 'order.letter'")


def test_a_guest_finds_an_order_by_its_number_and_address(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("delete from job"))
    with browser() as other:
        answers = {}
        for number, email in (("1001", "Maren@Holt.example"), ("1001", "x@holt.example"), ("77", "maren@holt.example")):
            sent = other.post(FIND, data={"number": number, "email": email}, follow_redirects=False)
            answers[number, email] = (sent.status_code, sent.headers["location"], words(other.get(FIND).text))
        assert len(set(answers.values())) == 1
        assert "If an order with this number was placed with this address" in words(
            other.post(FIND, data={"number": "#1001-1", "email": "maren@holt.example"}).text
        )
    assert letters() == [("order_link", "order_group"), ("order_link", "order_group")]


def test_an_address_with_an_umlaut_finds_its_order_however_it_is_on_file(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, email="maren@müller.example")
    assert rows("select email from order_group") == [("maren@xn--mller-kva.example",)]
    for on_file in ("maren@xn--mller-kva.example", "maren@müller.example"):  # today, and before addresses were checked
        with unit_of_work(Scope.system()) as db:
            db.connection().execute(text("delete from job"))
            db.connection().execute(text("update order_group set email = :email"), {"email": on_file})
        visitor.post(FIND, data={"number": "1001", "email": "Maren@Müller.example"})
        assert letters() == [("order_link", "order_group")]


def test_finding_an_order_asks_for_what_can_be_one(visitor: TestClient) -> None:
    page = visitor.post(FIND, data={"number": "ten", "email": "maren@holt.example"}).text
    assert "Enter the number of the order, such as 1042." in words(page)
    assert 'value="ten"' in page
    assert 'value="maren@holt.example"' in page
    page = visitor.post(FIND, data={"number": "1001", "email": "maren"}).text
    assert "Enter an e-mail address" in words(page)
    assert letters() == []


def test_finding_orders_is_slow_work(visitor: TestClient, counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("delete from job"))
    monkeypatch.setenv("RATE_LIMITS", "on")
    settings.cache_clear()
    pages = [words(visitor.post(FIND, data={"number": "1001", "email": "maren@holt.example"}).text) for _ in range(11)]
    assert ["its link is on the way" in page for page in pages] == [True] * 10 + [False]
    assert "Too many attempts." in pages[-1]
    assert len(letters()) == 5


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    answer = place(visitor, visitor.get(CHECKOUT).text, email="nobody", **{"shipping.line1": "", "note": "<i>Ring</i>"})
    page = asked_again(visitor, answer)
    assert "2 fields need another look: E-mail , Street and number ." in words(page)
    assert "Enter an e-mail address such as name@company.com." in words(page)
    assert "Enter street and number." in words(page)
    assert 'value="&lt;i&gt;Ring&lt;/i&gt;"' in page
    assert 'value="Kassel"' in page
    page = visitor.get(CHECKOUT).text  # told once; what was typed stays
    assert "Enter street and number." not in words(page)
    assert 'value="&lt;i&gt;Ring&lt;/i&gt;"' in page
    assert rows("select count(*) from checkout") == [(0,)]


def test_an_address_that_no_letter_and_no_parcel_finds_is_asked_for_again(
    visitor: TestClient, counter: Counter
) -> None:
    add(visitor, counter, hammer=1)
    form = visitor.get(CHECKOUT).text
    expected = re.search(r'id="co-shipping-postal_code"[^>]*data-expect="([^"]*)"', form)
    assert expected is not None
    assert json.loads(html.unescape(expected[1])) == {
        "DE": [r"\d{5}", "A postal code in Germany has five digits, such as 26133."]
    }
    page = asked_again(visitor, place(visitor, form, email="nobody@nowhere", **{"shipping.postal_code": "ABC"}))
    assert "2 fields need another look: E-mail , Postal code ." in words(page)
    assert "Enter an e-mail address such as name@company.com." in words(page)
    assert "A postal code in Germany has five digits, such as 26133." in words(page)
    assert 'value="nobody@nowhere"' in page
    assert 'value="ABC"' in page
    assert rows("select count(*) from checkout") == [(0,)]
    place(visitor, page, **{"shipping.postal_code": "D-34117"})
    assert rows("select email, shipping_address ->> 'postal_code' from order_group") == [
        ("maren@holt.example", "34117")
    ]


def test_the_buyers_vat_number_is_checked_kept_and_printed(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    answer = place(visitor, visitor.get(CHECKOUT).text, tax_id="DE 123")
    page = asked_again(visitor, answer)
    assert "Enter a valid VAT number for DE" in words(page)
    assert 'value="DE 123"' in page
    assert rows("select count(*) from checkout") == [(0,)]
    placed = place(visitor, page, tax_id="de 136 695 976")
    assert rows("select tax_id from order_group") == [("DE136695976",)]
    assert "VAT ID DE 136 695 976" in words(visitor.get(placed.headers["location"]).text)
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, tax_id="")
    assert rows("select tax_id from order_group order by number") == [("DE136695976",), ("",)]


def test_a_declined_card_leaves_the_cart_and_a_way_on(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    answer = place(visitor, visitor.get(CHECKOUT).text, card="9995")
    page = asked_again(visitor, answer)
    assert "The card has not enough funds. Nothing was charged" in words(page)
    assert place(visitor, page).headers["location"].startswith("/s/northforge/orders/1001")
    assert rows("select count(*) from order_group") == [(1,)]


def test_a_challenge_leads_to_the_bank_and_back(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    answer = place(visitor, visitor.get(CHECKOUT).text, card="3155")
    bank = answer.headers["location"]
    assert bank.startswith("/sandbox/card/")
    back = visitor.post(bank, data={"answer": "yes"}, follow_redirects=False).headers["location"]
    assert back.startswith("/s/northforge/checkout/chk_")
    with browser() as other:
        assert other.get(back).status_code == 404
    order = visitor.get(back, follow_redirects=False)
    assert order.headers["location"].startswith("/s/northforge/orders/1001")


def at_the_bank(client: TestClient, counter: Counter, stock: int = 2) -> tuple[str, str]:
    """All there is of a hammer is in the cart, and its payment waits at the bank; the bank's and the store's page."""
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update stock_level set on_hand = :n"), {"n": stock})
    add(client, counter, hammer=stock)
    bank = place(client, client.get(CHECKOUT).text, card="3155", note="Ring twice").headers["location"]
    return bank, f"{CHECKOUT}/{rows('select id from checkout')[0][0]}"


def test_a_bank_check_that_is_left_locks_nothing_and_sells_out_nothing(visitor: TestClient, counter: Counter) -> None:
    bank, standing = at_the_bank(visitor, counter)
    cart = visitor.get(CART).text
    assert "You have not confirmed the payment of this cart." in words(cart)
    assert f'href="{bank}"' in cart
    assert f'action="{standing}/give-up"' in cart
    assert "Sold out" not in words(cart)
    assert "2 left" in words(cart)
    back = visitor.get(CHECKOUT, follow_redirects=False)  # and so does a form that is sent again from another tab
    assert (back.status_code, back.headers["location"]) == (303, standing)
    page = visitor.get(standing).text
    assert f'href="{bank}"' in page
    assert "Nothing is charged until you confirm" in words(page)
    assert rows("select reserved from stock_level where reserved > 0") == [(2,)]


def test_giving_up_at_the_bank_leads_to_another_way_to_pay(visitor: TestClient, counter: Counter) -> None:
    _, standing = at_the_bank(visitor, counter)
    with browser() as other:  # nobody else's to give up
        assert other.post(f"{standing}/give-up", follow_redirects=False).status_code == 404
    assert rows("select status from checkout") == [("paying",)]
    left = visitor.post(f"{standing}/give-up", follow_redirects=False)
    assert (left.status_code, left.headers["location"]) == (303, CHECKOUT)
    assert rows("select status, problem from checkout") == [("undone", "You chose to pay another way.")]
    assert rows("select status from payment") == [("cancelled",)]
    assert rows("select count(*) from stock_level where reserved > 0") == [(0,)]
    page = visitor.get(CHECKOUT).text
    assert "Nothing was charged. Choose how you want to pay." in words(page)
    assert 'value="Kassel"' in page
    assert 'value="Ring twice"' in page
    placed = place(visitor, page)
    assert placed.headers["location"].startswith("/s/northforge/orders/1001")
    assert rows("select status, count(*)::int from checkout group by 1 order by 1") == [("placed", 1), ("undone", 1)]
    assert rows("select checkout_draft from cart") == [({},)]


def test_what_was_confirmed_meanwhile_is_bought_and_not_given_up(visitor: TestClient, counter: Counter) -> None:
    bank, standing = at_the_bank(visitor, counter)
    visitor.post(bank, data={"answer": "yes"}, follow_redirects=False)
    left = visitor.post(f"{standing}/give-up", follow_redirects=False)
    assert left.headers["location"].startswith("/s/northforge/orders/1001")
    assert rows("select status from payment") == [("captured",)]


def test_an_answer_that_is_lost_cannot_be_given_up(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    standing = place(visitor, visitor.get(CHECKOUT).text, card="0341").headers["location"]
    left = visitor.post(f"{standing}/give-up", follow_redirects=False)
    assert (left.status_code, left.headers["location"]) == (303, standing)
    assert "This cart is being paid right now." in words(visitor.get(standing).text)
    assert "This cart is being paid." in words(visitor.get(CART).text)
    assert rows("select status from checkout") == [("paying",)]


def test_going_back_from_the_bank_and_choosing_another_card(visitor: TestClient, counter: Counter) -> None:
    """The browser shows the old form again, with the key of its first try."""
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    place(visitor, page, card="3155")
    answer = place(visitor, page, card="4242")
    assert answer.headers["location"] == CHECKOUT
    assert "Your bank waits for you" in words(visitor.get(CHECKOUT).text)
    assert rows("select count(*) from checkout") == [(1,)]


def test_an_answer_that_is_lost_is_waited_for(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    answer = place(visitor, visitor.get(CHECKOUT).text, card="0341")
    page = visitor.get(answer.headers["location"])
    assert "Waiting for your bank" in words(page.text)
    assert page.headers["refresh"] == "3"
    assert provider("card").look_up("charge:none") is None


def test_a_total_that_moved_is_shown_before_it_is_paid(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update price set amount = 1500"))
    answer = place(visitor, page)
    page = asked_again(visitor, answer)
    assert "This costs something else than you saw." in words(page)
    assert "€24.99" in words(page)
    assert place(visitor, page).headers["location"].startswith("/s/northforge/orders/1001")


def test_an_empty_cart_has_no_checkout(visitor: TestClient) -> None:
    answer = visitor.get(CHECKOUT, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, CART)


def test_pages_of_ones_own_are_kept_by_nobody(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    for path in (CART, CHECKOUT):
        answer = visitor.get(path)
        assert answer.headers["cache-control"] == "private, no-store"
        assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize(
    ("happened", "says"),
    [
        ("update stock_level set on_hand = 0 where offer_id = :offer", "Sold out."),
        ("update vendor set status = 'suspended' where handle = 'bolt'", "This vendor is closed for now."),
    ],
    ids=["sold out", "vendor closed"],
)
def test_what_can_no_longer_be_bought_is_said_and_the_rest_goes_on(
    visitor: TestClient, counter: Counter, happened: str, says: str
) -> None:
    add(visitor, counter, hammer=1, glove=12)
    page = visitor.get(CHECKOUT).text
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text(happened), {"offer": counter.offers["hammer"]} if ":offer" in happened else {})
    answer = place(visitor, page)
    page = asked_again(visitor, answer)
    shown = words(page)
    assert "Look at the new total, then place the order again." in shown
    assert f"Hammer {says} It stays in your cart." in shown
    assert "Bolt, " not in shown
    assert says in words(visitor.get(CART).text)
    assert rows("select count(*) from cart_line") == [(2,)]
    assert place(visitor, page).headers["location"].startswith("/s/northforge/orders/1001")
    assert rows("select count(*), sum(goods_amount)::int from order_group") == [(1, 6_000)]


def test_when_nothing_is_left_to_buy_the_cart_says_why(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update stock_level set on_hand = 0"))
    answer = place(visitor, page)
    assert (answer.status_code, answer.headers["location"]) == (303, CHECKOUT)
    leads_on = visitor.get(CHECKOUT, follow_redirects=False)
    assert (leads_on.status_code, leads_on.headers["location"]) == (303, CART)
    shown = words(visitor.get(CART).text)
    assert "Nothing in this cart can be bought as it is. See what each line needs." in shown
    assert "Sold out. It waits here until more comes in" in shown
    assert rows("select count(*) from cart_line") == [(1,)]


def test_a_session_that_ended_meanwhile_leads_to_signing_in_and_the_cart_is_as_it_was(
    visitor: TestClient, counter: Counter
) -> None:
    with unit_of_work(Scope.system()) as db:
        person = actor_for(db, make_user(db, "maren@holt.example"))
    visitor.cookies.set("session", sign_in(person))
    add(visitor, counter, hammer=2)
    page = visitor.get(CHECKOUT).text
    del visitor.cookies["session"]
    answer = place(visitor, page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Fs%2Fnorthforge%2Fcheckout&")
    assert "your cart is as you left it" in words(visitor.get(answer.headers["location"]).text)
    assert rows("select count(*) from order_group") == [(0,)]
    visitor.cookies.set("session", sign_in(person))
    assert place(visitor, visitor.get(CHECKOUT).text).status_code == 303
    assert rows("select count(*) from order_group") == [(1,)]


def test_no_form_is_answered_with_a_page(visitor: TestClient, counter: Counter) -> None:
    """Filled in badly, each leads on: going back in the browser never sends it again, and no address that is kept in
    histories and logs holds what a person typed."""
    from marketplace.site.account import sign_in_forms
    from marketplace.site.routes import ROUTES
    from marketplace.site.storefront import cart_forms, preferences

    add(visitor, counter, hammer=1)
    visitor.app.app.routes.extend([*sign_in_forms.ROUTES, *preferences.ROUTES])  # type: ignore[attr-defined]
    forms = [
        route.path
        for route in (*ROUTES, *cart_forms.ROUTES, *sign_in_forms.ROUTES, *preferences.ROUTES)
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]
    typed = {"email": "ada@lind.example", "first_name": "Ada", "name": "Ada", "phone": "0561-1", "code": "123456"}
    none = {"company": "com_none", "list": "rql_none", "product": "none"}
    named = {"store": "northforge", "number": "1042", "checkout": "chk_none", **none}
    answers = {
        path: visitor.post(re.sub(r"{(\w+)}", lambda part: named[part[1]], path), data=typed, follow_redirects=False)
        for path in forms
    }
    codes = {path: answer.status_code for path, answer in answers.items()}
    assert codes.pop("/s/{store}/checkout/{checkout}/give-up") == 404  # there is no such payment
    assert len(codes) > 20
    assert set(codes.values()) == {303}, codes
    locations = {path: answer.headers["location"] for path, answer in answers.items() if "location" in answer.headers}
    assert {path: to for path, to in locations.items() if re.search("ada|lind|0561|123456", to, re.IGNORECASE)} == {}
    assert rows("select sum(quantity) from cart_line") == [(1,)]
