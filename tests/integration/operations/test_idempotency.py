"""A call with a key of its own is done once and answered twice; whoever races, repeats or lies with a key."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from marketplace.kit import jobs
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.idempotency import Answer, KeyReused, StillRunning, call_of, forget_old_calls, once
from marketplace.kit.jobs import ClaimedJob
from marketplace.kit.tables import RememberedCall
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart, CartLine
from marketplace.models.catalogue import Product
from tasks.app import HANDLERS, SCHEDULES
from tasks.handlers import __all__ as registered
from tests.factories.api_market import Market, make_market

SYSTEM = Scope.system()


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def count(table: Any) -> int:
    with unit_of_work(SYSTEM) as db:
        return len(db.exec(select(table)).all())


def test_a_product_is_made_once_for_a_key(market: Market) -> None:
    desk, products = market.vendor(), count(Product)
    first = desk.post("/vendor/products", {"title": "Saw", "brand": "Bolt"}, key="saw")
    assert first.status_code == 200
    assert "idempotent-replayed" not in first.headers
    again = desk.ask("POST", "/vendor/products", {"brand": "Bolt", "title": "Saw"}, key="saw")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = desk.post("/vendor/products", {"title": "Axe"}, key="saw")
    assert (other.status_code, other.json()["type"]) == (422, "duplicate_error")
    query = desk.post("/vendor/products?fields=title", {"title": "Saw", "brand": "Bolt"}, key="saw")
    assert query.status_code == 422
    assert count(Product) == products + 1
    assert desk.post("/vendor/products", {"title": "Axe"}, key="axe").json()["product"]["title"] == "Axe"


def test_a_key_is_of_one_caller_and_one_path(market: Market) -> None:
    body = {"title": "Saw"}
    bolt = market.vendor().post("/vendor/products", body, key="1").json()["product"]
    nut = market.vendor("nut@example.com").post("/vendor/products", body, key="1")
    assert "idempotent-replayed" not in nut.headers
    assert nut.json()["product"]["vendor_id"] == market.vendors["nut"]
    renamed = market.vendor().post(f"/vendor/products/{bolt['id']}", body, key="1")
    assert "idempotent-replayed" not in renamed.headers


def test_a_refusal_is_not_remembered(market: Market) -> None:
    desk, path = market.vendor(), "/vendor/products"
    bad = {"title": "Saw", "category_id": "nowhere"}
    assert desk.post(path, bad, key="saw").status_code == 400
    assert desk.post("/vendor/payouts/request", {"currency_code": "gbp"}, key="gbp").status_code in (400, 409)
    assert count(RememberedCall) == 0
    assert desk.post(path, {"title": "Saw"}, key="saw").status_code == 200
    assert count(RememberedCall) == 1


@pytest.mark.parametrize("key", ["x" * 201, "tab\there"])
def test_a_key_that_cannot_be_kept_is_refused(market: Market, key: str) -> None:
    products = count(Product)
    answer = market.vendor().post("/vendor/products", {"title": "Saw"}, key=key)
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data")
    assert count(Product) == products
    assert market.vendor().post("/vendor/products", {"title": "Saw"}, key="x" * 200).status_code == 200


def test_carts_of_the_store_have_keys_too(market: Market) -> None:
    shop = market.shop()
    made = shop.post("/store/carts", {}, key="cart")
    again = shop.post("/store/carts", {}, key="cart")  # perhaps of another guest behind the same address
    assert again.json()["cart"]["id"] != made.json()["cart"]["id"]
    assert "idempotent-replayed" not in again.headers
    cart = f"/store/carts/{made.json()['cart']['id']}"
    product = shop.get(f"/store/products/{market.products['bolt']}").json()["product"]
    line = {"variant_id": product["variants"][0]["id"], "quantity": 2}
    for _ in range(2):
        filled = shop.post(f"{cart}/line-items", line, key="line")
        assert [item["quantity"] for item in filled.json()["cart"]["items"]] == [2]
    assert shop.post(f"{cart}/line-items", {**line, "quantity": 3}, key="line").status_code == 422
    with unit_of_work(SYSTEM) as db:
        assert [row.quantity for row in db.exec(select(CartLine))] == [2]
        assert len(db.exec(select(Cart).where(Cart.completed_at.is_(None))).all()) == 2  # type: ignore[union-attr]
    assert shop.post(f"{cart}/line-items", line).json()["cart"]["items"][0]["quantity"] == 4


def test_two_at_once_make_one(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first is between its effect and its commit."""
    inside, go_on = threading.Event(), threading.Event()
    calls: list[str] = []

    def slow(*args: Any, **kwargs: Any) -> Any:
        calls.append("made")
        made = real(*args, **kwargs)
        inside.set()
        assert go_on.wait(30)
        return made

    from marketplace.api.vendor import catalogue

    real = catalogue.make_product
    monkeypatch.setattr(catalogue, "make_product", slow)
    desk, products, answers = market.vendor(), count(Product), []
    first = threading.Thread(
        target=lambda: answers.append(desk.post("/vendor/products", {"title": "Saw"}, key="saw")), daemon=True
    )
    first.start()
    assert inside.wait(30)
    second = desk.post("/vendor/products", {"title": "Saw"}, key="saw")
    assert (second.status_code, second.json()["type"]) == (409, "conflict")
    go_on.set()
    first.join(30)
    assert answers[0].status_code == 200
    third = desk.post("/vendor/products", {"title": "Saw"}, key="saw")
    assert (third.json(), third.headers["idempotent-replayed"]) == (answers[0].json(), "true")
    assert (calls, count(Product)) == (["made"], products + 1)


def test_threads_that_start_together_make_one(market: Market) -> None:
    desk, products = market.vendor(), count(Product)
    gate, answers = threading.Barrier(4), []

    def ask() -> None:
        gate.wait(30)
        answers.append(desk.post("/vendor/products", {"title": "Saw"}, key="saw"))

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 4
    assert {answer.status_code for answer in answers} <= {200, 409}
    made = [answer for answer in answers if answer.status_code == 200]
    assert len({answer.json()["product"]["id"] for answer in made}) == 1
    assert len([answer for answer in made if "idempotent-replayed" not in answer.headers]) == 1
    assert count(Product) == products + 1


CALL = call_of("ada", "POST", "/x", "k", b"{}")


def test_what_failed_after_its_effect_leaves_neither(database: str) -> None:
    def broken() -> Answer:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError), unit_of_work(SYSTEM) as db:
        once(db, CALL, broken)
    assert count(RememberedCall) == 0
    with unit_of_work(SYSTEM) as db:
        assert once(db, CALL, lambda: Answer(200, "{}")) == Answer(200, "{}")


def test_the_first_holds_the_key_until_it_has_committed(database: str) -> None:
    with unit_of_work(SYSTEM) as first:
        once(first, CALL, lambda: Answer(200, "first"))
        with pytest.raises(StillRunning), unit_of_work(SYSTEM) as second:
            once(second, CALL, lambda: Answer(200, "second"))
    with unit_of_work(SYSTEM) as third:
        assert once(third, CALL, lambda: Answer(200, "third")) == Answer(200, "first", is_replay=True)
    with pytest.raises(KeyReused), unit_of_work(SYSTEM) as liar:
        once(liar, call_of("ada", "POST", "/x", "k", b"[]"), lambda: Answer(200, "lie"))


def test_names_that_run_together_are_different_calls() -> None:
    digests = {
        call_of(*parts, b"").digest
        for parts in (("a", "b", "c", "d"), ("ab", "", "c", "d"), ("a", "b", "cd", ""), ("a", "b", "", "cd"))
    }
    assert len(digests) == 4


def test_an_answer_is_kept_for_three_days(db: Session) -> None:
    once(db, CALL, lambda: Answer(200, "old"))
    row = db.exec(select(RememberedCall)).one()
    row.created_at = now() - timedelta(hours=71, minutes=59)
    db.flush()
    assert forget_old_calls(db, now()) == 0
    assert once(db, CALL, lambda: Answer(200, "new")).body == "old"
    row.created_at = now() - timedelta(hours=72, minutes=1)
    db.flush()
    assert once(db, CALL, lambda: Answer(200, "new")) == Answer(200, "new")
    db.expire_all()
    row = db.exec(select(RememberedCall)).one()
    row.created_at = now() - timedelta(hours=72, minutes=1)
    db.flush()
    assert "forgetting" in registered
    assert SCHEDULES["idempotency.forget"] == ("idempotency.forget", 3600)
    jobs.enqueue(db, "idempotency.forget")
    claimed = jobs.claim(db, lease_seconds=60)
    assert isinstance(claimed, ClaimedJob)
    HANDLERS[claimed.kind](db, claimed)
    assert db.exec(select(RememberedCall)).all() == []
