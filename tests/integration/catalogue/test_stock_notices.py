"""“Notify me”: asked where nothing is left, and answered by one letter when goods come in."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

import tasks.handlers  # noqa: F401
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.outbox import publish
from marketplace.kit.tenancy import Scope
from marketplace.services.search.indexing import index_store
from marketplace.settings import settings
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tasks.app import run_next
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import browser, rows, words

PRODUCT, NOTIFY = "/s/northforge/p/hammer", "/s/northforge/notify"


@pytest.fixture
def counter(database: str, front_end: None, no_rate_limits: None) -> Counter:
    RESPONSES.clear()
    VERSIONS.forget()
    made = make_counter()
    stock(made, "hammer", 0)
    return made


@pytest.fixture
def visitor(counter: Counter) -> Iterator[TestClient]:
    with browser() as client:
        yield client


def stock(counter: Counter, title: str, pieces: int) -> None:
    """So many are on the shelf now, and everybody who listens is told."""
    with unit_of_work(Scope.system()) as db:
        params = {"pieces": pieces, "offer": counter.offers[title]}
        product = db.connection().execute(
            text("update stock_level set on_hand = :pieces where offer_id = :offer"), params
        )
        product = db.connection().execute(text("select product_id from offer where id = :offer"), params).scalar_one()
        publish(db, "stock.changed", tenant_id=counter.tenant_id, aggregate="product", aggregate_id=product)
    run(Scope.tenant(counter.tenant_id), index_store)
    RESPONSES.clear()


def wish(client: TestClient, counter: Counter, email: str, title: str = "hammer") -> str:
    sent = client.post(
        NOTIFY, data={"offer": counter.offers[title], "email": email, "product": PRODUCT}, follow_redirects=False
    )
    return str(sent.headers["location"])


def work() -> list[tuple[object, ...]]:
    while run_next():
        pass
    return rows('select "to", subject from mail_message where subject like \'%in stock again\' order by "to"')


def test_what_is_sold_out_offers_a_letter_in_place_of_the_cart(visitor: TestClient, counter: Counter) -> None:
    page = visitor.get(PRODUCT).text
    assert "Add to cart" not in words(page)
    assert "Notify me" in words(page)
    assert re.search(r'<form[^>]*action="/s/northforge/notify"', page)
    assert NOTIFY not in visitor.get("/s/northforge/p/saw").text
    back = wish(visitor, counter, "Maren@Holt.example")
    assert back == f"{PRODUCT}?offer={counter.offers['hammer']}&notify=kept"  # no address of a person in an address
    assert "We will write to you" in words(visitor.get(back).text)
    assert rows("select email from stock_notice") == [("maren@holt.example",)]
    wish(visitor, counter, "maren@holt.example")
    assert rows("select count(*) from stock_notice") == [(1,)]


def test_what_cannot_be_kept_says_so_and_keeps_nothing(visitor: TestClient, counter: Counter) -> None:
    back = wish(visitor, counter, "maren@nowhere")
    assert back.endswith("notify=refused")
    assert "Enter an e-mail address" in words(visitor.get(back).text)
    sent = visitor.post(
        NOTIFY,
        data={"offer": "off_none", "email": "a@holt.example", "product": "//evil.example"},
        follow_redirects=False,
    )
    assert sent.headers["location"] == "/s/northforge?offer=off_none&notify=refused"
    assert rows("select count(*) from stock_notice") == [(0,)]


def test_too_many_wishes_from_one_place_wait(
    visitor: TestClient, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMITS", "on")
    settings.cache_clear()
    answers = [wish(visitor, counter, f"a{n}@holt.example").rpartition("=")[2] for n in range(21)]
    assert answers == ["kept"] * 20 + ["later"]
    assert "Wait an hour, and try again." in words(visitor.get(f"{PRODUCT}?notify=later").text)
    assert rows("select count(*) from stock_notice") == [(20,)]


def test_one_letter_goes_out_when_goods_come_in(visitor: TestClient, counter: Counter) -> None:
    wish(visitor, counter, "maren@holt.example")
    wish(visitor, counter, "ada@holt.example")
    stock(counter, "saw", 0)
    wish(visitor, counter, "ada@holt.example", "saw")
    stock(counter, "hammer", 0)
    assert work() == []
    stock(counter, "hammer", 5)
    assert work() == [
        ("ada@holt.example", "Hammer is in stock again"),
        ("maren@holt.example", "Hammer is in stock again"),
    ]
    assert rows("select count(*) from stock_notice") == [(1,)]  # no saw came in
    stock(counter, "hammer", 0)
    stock(counter, "hammer", 7)
    assert len(work()) == 2


def test_goods_that_came_in_while_the_page_was_open_are_told_on_it(visitor: TestClient, counter: Counter) -> None:
    stock(counter, "hammer", 5)
    work()
    back = wish(visitor, counter, "ada@holt.example")
    assert back.endswith("notify=here")
    page = words(visitor.get(back).text)
    assert "It is in stock again." in page
    assert "Add to cart" in page
    assert work() == []
    assert rows("select count(*) from stock_notice") == [(0,)]


@pytest.mark.parametrize(
    ("shut", "opened"),
    [
        ("update product set status = 'archived'", "update product set status = 'published'"),
        ("update vendor set status = 'suspended'", "update vendor set status = 'approved'"),
    ],
    ids=["product", "vendor"],
)
def test_goods_that_came_in_while_nobody_could_buy_them_are_told_when_they_can(
    visitor: TestClient, counter: Counter, shut: str, opened: str, request: pytest.FixtureRequest
) -> None:
    what = request.node.callspec.id
    wish(visitor, counter, "ada@holt.example")
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text(shut))
    stock(counter, "hammer", 5)
    assert work() == []
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text(opened))
        key = (
            db.connection()
            .execute(text(f"select {what}_id from offer where id = :offer"), {"offer": counter.offers["hammer"]})
            .scalar_one()
        )
        publish(db, f"{what}.opened", tenant_id=counter.tenant_id, aggregate=what, aggregate_id=key)
    assert work() == [("ada@holt.example", "Hammer is in stock again")]


def test_too_few_to_be_sold_are_not_told(visitor: TestClient, counter: Counter) -> None:
    """Gloves are sold by the dozen."""
    stock(counter, "glove", 0)
    wish(visitor, counter, "ada@holt.example", "glove")
    stock(counter, "glove", 11)
    assert work() == []
    stock(counter, "glove", 12)
    assert work() == [("ada@holt.example", "Glove is in stock again")]
