"""Requisition lists: kept, shared, bought from without being emptied; of another company's nothing is to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.domain.permissions import Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, Price
from marketplace.models.stock import StockLevel
from marketplace.services.search.indexing import index_store
from marketplace.web.response_cache import VERSIONS
from tests.factories.companies import make_company, make_member
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import add, browser, rows, words
from tests.state.browser import sign_in

SYSTEM = Scope.system()
STORE = "/s/northforge"
LISTS, DESK = f"{STORE}/lists", f"{STORE}/company/lists"
OFF = "update offer set status = 'paused' where id = :offer"


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    """Hammer 10.00, saw 20.00, gloves 5.00 by the dozen; 30 of each."""
    counter = make_counter(stock=30)
    run(Scope.tenant(counter.tenant_id), index_store)
    return counter


@pytest.fixture
def people(counter: Counter) -> dict[str, Actor]:
    """Ada runs Rail, Priya buys for it, Vera looks on; Rita buys for a rival; Otto buys for himself."""
    with unit_of_work(SYSTEM) as db:
        rail, rival = (make_company(db, counter.tenant_id, name) for name in ("Rail", "Rival"))
        return {
            "ada": make_member(db, rail, "ada@rail.example"),
            "priya": make_member(db, rail, "priya@rail.example", "buyer"),
            "vera": make_member(db, rail, "vera@rail.example", "viewer"),
            "rita": make_member(db, rival, "rita@rival.example", "admin"),
            "otto": actor_for(db, make_user(db, "otto@home.example")),
        }


@pytest.fixture
def at(people: dict[str, Actor]) -> Iterator[Callable[[str], TestClient]]:
    """The browser of one of them."""
    clients: dict[str, TestClient] = {}

    def of(name: str) -> TestClient:
        if name not in clients:
            clients[name] = browser()
            if name in people:
                clients[name].cookies.set(session_cookie(), sign_in(people[name]))
        return clients[name]

    yield of
    for client in clients.values():
        client.close()


At = Callable[[str], TestClient]


def make(client: TestClient, name: str = "Workshop", **form: str) -> str:
    """A list of this name; returns its id."""
    page = client.post(LISTS, data={"name": name, **form})
    assert page.status_code == 200
    return str(page.url).rpartition("/")[2]


def put(client: TestClient, counter: Counter, list_id: str, **goods: int) -> None:
    for title, quantity in goods.items():
        client.post(f"{LISTS}/add", data={"offer": counter.offers[title], "quantity": quantity, "list": list_id})


def on_lists() -> list[tuple[object, ...]]:
    return rows("""select l.name, i.title, i.quantity, i.note from requisition_line i
        join requisition_list l on l.id = i.list_id order by 1, 2""")


def in_carts() -> list[tuple[object, ...]]:
    return rows("""select p.title, l.quantity from cart_line l join offer o on o.id = l.offer_id
        join product p on p.id = o.product_id order by 1""")


def lines_of(page: str) -> list[str]:
    """The lines that are ticked to be bought."""
    return re.findall(r'name="line" value="(\w+)"[^>]*form="list-buy"', page) or re.findall(
        r'form="list-buy"[^>]*value="(\w+)"', page
    )


def buy(client: TestClient, list_id: str, lines: list[str] | None = None) -> str:
    chosen = lines if lines is not None else lines_of(client.get(f"{LISTS}/{list_id}").text)
    return words(client.post(f"{LISTS}/{list_id}/buy", data={"line": chosen}).text)


def test_a_list_is_bought_again_and_again_and_stays_as_it_is(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya, "Workshop,  weekly")
    put(priya, counter, list_id, hammer=2, glove=12)
    put(priya, counter, list_id, hammer=1)
    kept = [("Workshop, weekly", "Glove", 12, ""), ("Workshop, weekly", "Hammer", 3, "")]
    assert on_lists() == kept
    page = words(priya.get(f"{DESK}/{list_id}").text)
    assert "€30.00" in page  # three hammers
    assert "€90.00" in page  # and a dozen gloves
    for times in (1, 2):
        assert "2 lines are in your cart, at today’s prices." in buy(priya, list_id)
        assert in_carts() == [("Glove", 12 * times), ("Hammer", 3 * times)]
        assert on_lists() == kept


def test_chosen_lines_alone_go_in_and_none_is_a_sentence(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya)
    put(priya, counter, list_id, hammer=2, saw=1)
    hammer, _ = lines_of(priya.get(f"{LISTS}/{list_id}").text)
    assert "Tick what you want to buy." in buy(priya, list_id, [])
    assert in_carts() == []
    assert "1 line is in your cart" in buy(priya, list_id, [hammer])
    assert in_carts() == [("Hammer", 2)]


def test_what_is_gone_sold_out_or_sold_otherwise_is_named_line_by_line(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya)
    put(priya, counter, list_id, hammer=2, saw=40, glove=12)
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one().status = "paused"
        db.exec(select(Offer).where(Offer.id == counter.offers["glove"])).one().min_quantity = 24
        db.exec(select(Price).where(Price.offer_id == counter.offers["saw"])).one().amount = 2100
    run(Scope.tenant(counter.tenant_id), index_store)
    page = priya.get(f"{LISTS}/{list_id}").text
    text = words(page)
    assert "No longer sold here. Search for something like it" in text
    assert "40 asked for, 30 left." in text
    assert "12 became 24: sold from 24 in steps of 12." in text
    assert "€21.00 each" in text
    every = [row[0] for row in rows("select id from requisition_line order by created_at")]
    shown = buy(priya, list_id, [str(one) for one in every])
    assert "2 lines are in your cart, at today’s prices. Hammer is no longer sold here." in shown
    assert "Saw: 40 wanted, 30 left; 30 went in." in shown
    assert "Glove: 12 became 24: sold from 24 in steps of 12." in shown
    assert in_carts() == [("Glove", 24), ("Saw", 30)]
    shown = buy(priya, list_id, [str(every[1])])
    assert "Saw: only 30 left, and 30 of them are in your cart already." in shown
    with unit_of_work(SYSTEM) as db:
        db.exec(select(StockLevel).where(StockLevel.offer_id == counter.offers["saw"])).one().on_hand = 0
    assert "Saw is sold out." in buy(priya, list_id, [str(every[1])])
    assert in_carts() == [("Glove", 24), ("Saw", 30)]
    assert len(on_lists()) == 3


def test_a_shared_list_is_bought_by_all_and_changed_by_its_author_and_administrators(at: At, counter: Counter) -> None:
    priya, ada, vera = at("priya"), at("ada"), at("vera")
    mine, shared = make(priya, "Mine"), make(priya, "Ours", shared="yes")
    put(priya, counter, shared, hammer=1)
    assert words(ada.get(DESK).text).count("Ours") == 1
    assert "Mine" not in words(ada.get(DESK).text)
    assert ada.get(f"{LISTS}/{mine}").status_code == 404
    assert "1 line is in your cart" in buy(ada, shared)
    put(ada, counter, shared, saw=2)
    ada.post(f"{LISTS}/{shared}", data={"name": "Ours, weekly", "shared": "yes"})
    assert on_lists() == [("Ours, weekly", "Hammer", 1, ""), ("Ours, weekly", "Saw", 2, "")]
    assert "Only its author keeps" in words(ada.post(f"{LISTS}/{shared}", data={"name": "Ours"}).text)

    page = words(vera.get(f"{DESK}/{shared}").text)
    assert "Hammer" in page
    assert "to cart" not in page.partition("Lists")[2]
    line = str(rows("select id from requisition_line order by created_at")[0][0])
    before = on_lists(), in_carts()
    assert "not order for it" in buy(vera, shared, [line])
    for place, form in (("line", {"line": line, "quantity": "9"}), ("delete", {})):
        assert "Only its author" in words(vera.post(f"{LISTS}/{shared}/{place}", data=form).text)
    assert "not make any" in words(vera.post(LISTS, data={"name": "Hers"}).text)
    assert (on_lists(), in_carts()) == before
    assert rows("select action, object_name from audit_event where action like 'company:list%' order by id") == [
        ("company:list:saved", "Ours"),
        ("company:list:saved", "Ours, weekly"),
    ]


@pytest.mark.parametrize("who", ["rita", "otto", "nobody"])
def test_another_companys_list_is_nowhere_and_nothing_happens(at: At, counter: Counter, who: str) -> None:
    priya, other = at("priya"), at(who)
    list_id = make(priya, "Ours", shared="yes")
    put(priya, counter, list_id, hammer=1)
    line = str(rows("select id from requisition_line")[0][0])
    status = 404 if who != "nobody" else 200  # a guest is led to the sign-in page
    assert "Ours" not in other.get(LISTS).text
    for path in (f"{LISTS}/{list_id}", f"{DESK}/{list_id}", f"{LISTS}/{list_id}.csv"):
        answer = other.get(path)
        assert answer.status_code == status
        assert "Hammer" not in answer.text
    for place, form in (
        ("", {"name": "Theirs"}),
        ("/delete", {}),
        ("/buy", {"line": line}),
        ("/line", {"line": line, "quantity": "0"}),
    ):
        assert other.post(f"{LISTS}/{list_id}{place}", data=form).status_code == status
    form = {"offer": counter.offers["saw"], "quantity": "1", "list": list_id}
    assert other.post(f"{LISTS}/add", data=form).status_code == status
    assert on_lists() == [("Ours", "Hammer", 1, "")]
    assert in_carts() == []


def test_who_buys_for_themselves_has_lists_beside_their_orders(at: At, counter: Counter) -> None:
    otto = at("otto")
    list_id = make(otto, "Garage")
    put(otto, counter, list_id, hammer=1)
    assert str(otto.get(f"{DESK}/{list_id}").url).endswith(f"{LISTS}/{list_id}")
    assert "Everybody of your company" not in otto.get(LISTS).text
    refused = words(otto.post(LISTS, data={"name": "Two", "shared": "yes"}).text)
    assert "nobody to share a list with" in refused
    assert rows("select name, company_id, is_shared from requisition_list") == [("Garage", None, False)]
    assert str(at("priya").get(LISTS).url).endswith(DESK)


def test_names_quantities_and_notes_that_cannot_be_are_told_at_their_field(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya, "Workshop")
    put(priya, counter, list_id, hammer=1)
    assert "You have a list “workshop” already." in words(priya.post(LISTS, data={"name": "workshop"}).text)
    assert "Enter a name of at most 80" in words(priya.post(LISTS, data={"name": " "}).text)
    line = {"line": str(rows("select id from requisition_line")[0][0])}
    for form, sentence in (
        ({"quantity": "many"}, "whole number"),
        ({"quantity": "100001"}, "Enter a whole number from 1 to 100,000."),
        ({"quantity": "1", "note": "x" * 201}, "A note has 200 characters at most."),
    ):
        assert sentence in words(priya.post(f"{LISTS}/{list_id}/line", data=line | form).text)
    assert on_lists() == [("Workshop", "Hammer", 1, "")]
    priya.post(f"{LISTS}/{list_id}/line", data=line | {"quantity": "7", "note": " for  bay 4 "})
    assert on_lists() == [("Workshop", "Hammer", 7, "for bay 4")]
    priya.post(f"{LISTS}/{list_id}/line", data=line | {"quantity": "0"})
    assert on_lists() == []
    assert "“Workshop” is deleted." in words(priya.post(f"{LISTS}/{list_id}/delete").text)
    assert rows("select count(*) from requisition_list") == [(0,)]


def test_a_product_a_cart_and_a_quick_order_go_onto_a_list(at: At, counter: Counter) -> None:
    priya = at("priya")
    page = priya.get(f"{LISTS}/choose?offer={counter.offers['saw']}&quantity=3").text
    assert f'value="{counter.offers["saw"]}"' in page
    priya.post(f"{LISTS}/add", data={"offer": counter.offers["saw"], "quantity": "3", "name": "New"})
    add(priya, counter, hammer=2)
    shown = words(priya.post(f"{LISTS}/from-cart", data={"name": "Out of the cart"}).text)
    assert "It stands on “Out of the cart”, too. Your cart is as it was." in shown
    assert in_carts() == [("Hammer", 2)]
    new = str(rows("select id from requisition_list where name = 'New'")[0][0])
    form = {f"pieces.{counter.offers['glove']}": "24", "list": new, "name": "Pasted"}  # a name that is typed wins
    shown = words(priya.post(f"{STORE}/quick-order/keep", data=form).text)
    assert "1 line is on “Pasted”." in shown
    assert on_lists() == [("New", "Saw", 3, ""), ("Out of the cart", "Hammer", 2, ""), ("Pasted", "Glove", 24, "")]


def test_a_guest_comes_back_to_the_question_after_signing_in(at: At, counter: Counter) -> None:
    answer = at("nobody").get(f"{LISTS}/choose?offer=o1&quantity=3", follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in?next=%2Fs%2Fnorthforge%2Flists%2Fchoose%3Foffer%3Do1%26")


def test_a_list_as_a_file(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya)
    put(priya, counter, list_id, hammer=2)
    line = str(rows("select id from requisition_line")[0][0])
    priya.post(f"{LISTS}/{list_id}/line", data={"line": line, "quantity": "2", "note": "=1+1"})
    assert priya.get(f"{LISTS}/{list_id}.csv").text.splitlines() == [
        '\ufeff"SKU","Article","Quantity","Note","Price each","Currency"',
        '"BO-HAMMER","Hammer","2","\'=1+1","10.00","EUR"',
    ]


def replace_by(counter: Counter, title: str, by: str) -> None:
    """Its vendor says what takes the place of an article, and puts it away."""
    with unit_of_work(SYSTEM) as db:
        sku = db.exec(select(Offer.sku).where(Offer.id == counter.offers[by])).one()
        offer = db.exec(select(Offer).where(Offer.id == counter.offers[title])).one()
        product = db.exec(select(Product).where(Product.id == offer.product_id)).one()
        product.successor_sku, product.status = sku, "archived"
    run(Scope.tenant(counter.tenant_id), index_store)
    VERSIONS.forget()


def test_what_replaces_an_article_that_is_gone_is_taken_by_one_press(at: At, counter: Counter) -> None:
    priya, vera = at("priya"), at("vera")
    list_id = make(priya, shared="yes")
    put(priya, counter, list_id, hammer=2, glove=12)
    line = rows("select id from requisition_line where title = 'Hammer'")[0][0]
    priya.post(f"{LISTS}/{list_id}/line", data={"line": line, "quantity": "2", "note": "For the pit"})
    replace_by(counter, "hammer", "saw")
    page = priya.get(f"{DESK}/{list_id}").text
    assert "No longer sold here. Search for something like it Replaced by: Use Saw (BO-SAW), €20.00" in words(page)
    seen = vera.get(f"{DESK}/{list_id}").text
    assert ("Replaced by: Saw (BO-SAW), €20.00" in words(seen), "/instead" in seen) == (True, False)

    take = {"line": str(line), "offer": counter.offers["saw"]}
    for who in ("vera", "rita", "otto", "nobody"):
        at(who).post(f"{LISTS}/{list_id}/instead", data=take)
    assert ("Workshop", "Hammer", 2, "For the pit") in on_lists()
    done = words(priya.post(f"{LISTS}/{list_id}/instead", data=take).text)
    assert "Saw stands in its place." in done
    assert on_lists() == [("Workshop", "Glove", 12, ""), ("Workshop", "Saw", 2, "For the pit")]
    ((now,),) = rows("select id from requisition_line where title = 'Saw'")
    gone = priya.post(f"{LISTS}/{list_id}/instead", data={"line": str(now), "offer": "off_none"})
    assert (gone.status_code, len(on_lists())) == (404, 2)


def test_a_successor_that_stands_on_the_list_takes_the_pieces_of_both(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya)
    put(priya, counter, list_id, hammer=2, saw=3)
    line = rows("select id from requisition_line where title = 'Hammer'")[0][0]
    take = {"line": str(line), "offer": counter.offers["saw"]}
    priya.post(f"{LISTS}/{list_id}/instead", data=take)
    assert on_lists() == [("Workshop", "Saw", 5, "")]
    assert priya.post(f"{LISTS}/{list_id}/instead", data=take).status_code == 404  # sent twice
    assert on_lists() == [("Workshop", "Saw", 5, "")]


def test_what_is_sold_out_names_its_successor_too(at: At, counter: Counter) -> None:
    priya = at("priya")
    list_id = make(priya)
    put(priya, counter, list_id, hammer=2)
    with unit_of_work(SYSTEM) as db:
        offer = db.exec(select(Offer).where(Offer.id == counter.offers["hammer"])).one()
        saw = db.exec(select(Offer.sku).where(Offer.id == counter.offers["saw"])).one()
        db.exec(select(Product).where(Product.id == offer.product_id)).one().successor_sku = saw
        db.exec(select(StockLevel).where(StockLevel.offer_id == offer.id)).one().on_hand = 0
    run(Scope.tenant(counter.tenant_id), index_store)
    assert "Replaced by: Use Saw (BO-SAW), €20.00" in words(priya.get(f"{LISTS}/{list_id}").text)
