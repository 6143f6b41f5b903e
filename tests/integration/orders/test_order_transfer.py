"""A guest decides whether somebody with an account may have their order: the letter's page and its two answers."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import Job
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup, OrderTransfer
from marketplace.models.tenant import Tenant
from marketplace.services.identity.customers import ask_transfer
from tests.factories.letters import last_letter, token_of_letter
from tests.factories.people import actor_for, give_role, make_user
from tests.factories.shop import Counter
from tests.integration.buying.test_cart_pages import CHECKOUT, add, browser, counter, place, rows, visitor, words

__all__ = ["counter", "visitor"]

TRANSFER = "/s/northforge/orders/1001/transfer"


def wish_for() -> tuple[str, str]:
    """Somebody with an account asks for the guest's purchase; the token of the letter, and who asked."""
    with unit_of_work(Scope.system()) as db:
        group = db.exec(select(OrderGroup)).one()
        store = db.exec(select(Tenant).where(Tenant.id == group.tenant_id)).one()
        user = make_user(db, "ada@lind.example")
        give_role(db, user, Role.SHOPPER, tenant=store)
        ask_transfer(db, actor_for(db, user), group.id)
        db.flush()
        job = db.exec(select(Job).where(Job.kind == "mail.order_transfer")).one()
        wish = db.exec(select(OrderTransfer)).one()
        assert (job.payload, wish.token_hash) == ({"transfer_id": wish.id}, None)
        key, user_id = group.key(), user.id
    letter = last_letter("May ada@lind.example have your order 1001?")
    assert f"/s/northforge/orders/1001?key={key}&transfer=" in letter
    return token_of_letter("May ada@lind.example", "transfer"), user_id


def bought_as_guest(visitor: TestClient, counter: Counter) -> str:
    """The address of a guest's purchase, with its key."""
    add(visitor, counter, hammer=3)
    return str(place(visitor, visitor.get(CHECKOUT).text).headers["location"])


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [("yes", "accepted", "The order is in their account now."), ("no", "declined", "You kept the order.")],
)
def test_a_guest_is_asked_to_hand_the_order_over(
    visitor: TestClient, counter: Counter, answer: str, status: str, says: str
) -> None:
    link = bought_as_guest(visitor, counter)
    token, asker = wish_for()
    assert "asks to have this order" not in visitor.get(link).text
    page = visitor.get(f"{link}&transfer={token}").text
    assert "ada@lind.example asks to have this order in their account" in words(page)
    form = dict(re.findall(r'name="(key|transfer)" value="([^"]+)"', page))
    assert form["transfer"] == token
    answered = visitor.post(TRANSFER, data={**form, "answer": answer}).text
    assert says in words(answered)
    assert "asks to have this order" not in answered
    assert rows("select status from order_transfer") == [(status,)]
    owner = (asker, "ada@lind.example") if answer == "yes" else (None, "maren@holt.example")
    assert rows("select user_id, email from order_group") == [owner]
    again = visitor.post(TRANSFER, data={**form, "answer": "yes"}).text
    assert "This question is no longer open" in words(again)
    assert rows("select status from order_transfer") == [(status,)]


def test_neither_the_link_nor_the_letter_alone_hands_an_order_over(visitor: TestClient, counter: Counter) -> None:
    link = bought_as_guest(visitor, counter)
    token, _ = wish_for()
    key = link.partition("key=")[2]
    assert "asks to have this order" not in visitor.get(f"{link}&transfer=guessed").text
    with browser() as other:
        for sent in ({"key": key, "transfer": "guessed"}, {"key": "guessed", "transfer": token}, {"transfer": token}):
            other.post(TRANSFER, data={**sent, "answer": "yes"})
    assert rows("select status from order_transfer") == [("requested",)]
    assert rows("select user_id from order_group") == [(None,)]
