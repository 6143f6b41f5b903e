"""Cards that are kept by token: kept when that is asked for, paid with once, and nobody's but their owner's."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Charge, Outcome
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import CartLine
from marketplace.models.saved_card import SavedCard
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import change_quantity
from marketplace.services.buying.checkout import Placed, check_out, pay_reserved, settle_checkout, standing_of
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.reserving import reserve
from marketplace.services.finance import saved_cards
from marketplace.services.finance.saved_cards import forget_at_provider, remove_card
from marketplace.settings import settings
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, cart_of, form, make_counter
from tests.integration.buying.test_cart_pages import CHECKOUT, add, browser, place, words
from tests.state.browser import sign_in

SYSTEM = Scope.system()


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def books(statement: str, *values: object) -> list[tuple[object, ...]]:
    """What the card company itself knows; its books are those of the whole run."""
    with sqlite3.connect(settings().data_dir / "sandbox.db") as books:
        return books.execute(statement, values).fetchall()


def charges(status: str = "captured") -> int:
    """How often this test's cards were charged."""
    mine = [key for (key,) in rows("select idempotency_key from payment")]
    return sum(len(books("select 1 from charge where key = ? and status like ?", key, status)) for key in mine)


def kept(counter: Counter) -> list[tuple[object, ...]]:
    """What the card company keeps for this store's people."""
    return books("select token, customer, digits from kept_card where customer like ?", f"{counter.tenant_id}:%")


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    return make_counter()


@pytest.fixture
def maren(counter: Counter) -> Actor:
    with unit_of_work(SYSTEM) as db:
        return actor_for(db, make_user(db, "maren@holt.example"))


@pytest.fixture
def eve(counter: Counter) -> Actor:
    with unit_of_work(SYSTEM) as db:
        return actor_for(db, make_user(db, "eve@holt.example"))


def buy(counter: Counter, who: Actor, card: str = "4242", *, key: str = "", **fields: object) -> Placed:
    shopper = Shopper(who)
    cart = counter.cart(shopper, hammer=1)
    return check_out(counter.transact, shopper, cart, form(card, **fields), key=key or cart)


def keep(counter: Counter, who: Actor, card: str = "4242") -> str:
    """A card that this person keeps, by buying with it; returns its id."""
    assert buy(counter, who, card, keep_card=True).status == "placed"
    return str(rows(f"select id from saved_card where user_id = '{who.user_id}' order by created_at desc")[0][0])


def line_of(db: Session, cart_id: str) -> str:
    return db.exec(select(CartLine.id).where(CartLine.cart_id == cart_id)).one()


def with_card(card_id: str) -> dict[str, object]:
    return {"provider": "", "payment_details": {}, "saved_card_id": card_id}


def test_a_card_is_kept_only_when_that_is_asked_for(counter: Counter, maren: Actor) -> None:
    buy(counter, maren)
    assert rows("select count(*) from saved_card") == [(0,)]
    keep(counter, maren)
    ((token, *shown),) = rows(
        "select token, provider, brand, last_four, expires_month, user_id, removed_at from saved_card"
    )
    assert shown == ["card", "Visa", "4242", 8, maren.user_id, None]
    assert kept(counter) == [(token, f"{counter.tenant_id}:{maren.user_id}", "4242")]
    assert rows("select action, object_name from audit_event where action like 'customer:card%'") == [
        ("customer:card:kept", "Visa ending 4242")
    ]


def test_a_declined_card_is_not_kept(counter: Counter, maren: Actor) -> None:
    assert buy(counter, maren, "0002", keep_card=True).status == "failed"
    assert rows("select count(*) from saved_card") == [(0,)]


def test_a_guest_keeps_no_card(counter: Counter) -> None:
    shopper = Shopper(Actor(), "a-browser")
    cart = counter.cart(shopper, hammer=1)
    assert check_out(counter.transact, shopper, cart, form(keep_card=True), key="k").status == "placed"
    assert rows("select count(*) from saved_card") == [(0,)]
    assert kept(counter) == []


def test_the_same_card_is_kept_once_by_its_newest_token(counter: Counter, maren: Actor) -> None:
    first, second = keep(counter, maren), keep(counter, maren)
    assert rows("select id from saved_card where removed_at is null") == [(second,)]
    with unit_of_work(SYSTEM) as db:
        forget_at_provider(db, first)
        forget_at_provider(db, second)  # it is kept: nothing is forgotten
    assert len(kept(counter)) == 1
    assert rows("select id from saved_card") == [(second,)]
    assert buy(counter, maren, **with_card(second)).status == "placed"


def test_a_kept_card_pays(counter: Counter, maren: Actor) -> None:
    card = keep(counter, maren)
    placed = buy(counter, maren, **with_card(card))
    assert placed.status == "placed"
    assert rows("select provider, status, method_label from payment order by created_at desc limit 1") == [
        ("card", "captured", "Card ending 4242")
    ]
    assert charges() == 2


def test_the_bank_may_ask_again_and_a_card_is_kept_once_it_has_paid(counter: Counter, maren: Actor) -> None:
    placed = buy(counter, maren, "3155", keep_card=True)
    assert rows("select count(*) from saved_card") == [(0,)]
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=True)  # type: ignore[attr-defined]
    assert settle_checkout(counter.transact, placed.checkout_id).status == "placed"
    ((card,),) = rows("select id from saved_card")
    again = buy(counter, maren, **with_card(str(card)))
    assert (again.status, again.action_url[:14]) == ("paying", "/sandbox/card/")


@pytest.mark.parametrize(
    ("digits", "expected"), [("0101", "The card was declined."), ("0069", "The card has expired.")]
)
def test_a_kept_card_that_is_refused_says_why_and_charges_nothing(
    counter: Counter, maren: Actor, digits: str, expected: str
) -> None:
    card = keep(counter, maren, digits)
    placed = buy(counter, maren, **with_card(card))
    assert (placed.status, placed.problem) == ("failed", expected)
    assert charges() == 1
    assert rows("select count(*) from order_group") == [(1,)]


def test_an_expired_card_is_refused_before_its_provider_is_asked(counter: Counter, maren: Actor) -> None:
    card = keep(counter, maren)
    with unit_of_work(SYSTEM) as db:
        db.exec(select(SavedCard)).one().expires_year = 2025
    with pytest.raises(Invalid) as refused:
        buy(counter, maren, **with_card(card))
    assert refused.value.fields == {"payment": "Visa ending 4242 expired with 08/2025. Choose another way to pay."}
    assert charges("%") == 1
    assert rows("select count(*) from checkout") == [(1,)]


def test_the_card_of_another_pays_nothing(counter: Counter, maren: Actor, eve: Actor) -> None:
    card = keep(counter, maren)
    for who in (eve, Actor()):
        shopper = Shopper(who, "a-browser")
        cart = counter.cart(shopper, hammer=1)
        with pytest.raises(Invalid) as refused:
            check_out(counter.transact, shopper, cart, form(**with_card(card)), key="k2")
        assert list(refused.value.fields) == ["payment"]
    with pytest.raises(NotFound), unit_of_work(SYSTEM) as db:
        remove_card(db, eve, card)
    assert charges("%") == 1
    assert rows("select count(*), count(removed_at) from saved_card") == [(1, 0)]


def test_a_card_of_one_store_pays_nothing_in_another(counter: Counter, maren: Actor) -> None:
    card = keep(counter, maren)
    other = make_counter(handle="southforge")
    with pytest.raises(Invalid):
        buy(other, maren, **with_card(card))
    assert charges("%") == 1


def test_a_token_of_another_customer_is_refused_by_the_provider_itself(counter: Counter, maren: Actor) -> None:
    keep(counter, maren)
    ((token,),) = rows("select token from saved_card")
    stolen = Charge("k9", 500, "EUR", "x", customer=f"{counter.tenant_id}:usr_other", token=str(token))
    sandbox = provider("card")
    assert sandbox.charge(stolen).outcome is Outcome.DECLINED
    assert sandbox.charge(replace(stolen, customer="")).outcome is Outcome.DECLINED
    sandbox.forget_card(str(token), "somebody:else")
    assert charges() == 1
    assert len(kept(counter)) == 1


def test_what_a_program_sends_as_details_is_no_token(counter: Counter, maren: Actor, eve: Actor) -> None:
    keep(counter, maren)
    ((token,),) = rows("select token from saved_card")
    buy(counter, eve, payment_details={"token": str(token), "card": "0002", "saved_card": "x", "keep_card": "yes"})
    assert charges() == 1


def test_a_removed_card_pays_nothing_at_once_and_its_provider_forgets_it(counter: Counter, maren: Actor) -> None:
    card = keep(counter, maren)
    with unit_of_work(SYSTEM) as db:
        remove_card(db, maren, card)
    with pytest.raises(Invalid):
        buy(counter, maren, **with_card(card))
    assert rows("select kind, entity_id, payload::text like '%tok_%' from job where kind = 'payment.forget_card'") == [
        ("payment.forget_card", card, False)
    ]
    for _ in range(2):  # at least once
        with unit_of_work(SYSTEM) as db:
            forget_at_provider(db, card)
    assert kept(counter) == []
    assert rows("select count(*) from saved_card") == [(0,)]


def test_a_card_that_is_removed_between_promise_and_payment_is_refused(counter: Counter, maren: Actor) -> None:
    card, shopper = keep(counter, maren), Shopper(maren)
    cart = counter.cart(shopper, hammer=1)
    wish = form(**with_card(card))
    standing = counter.transact(lambda db: standing_of(db, reserve(db, shopper, cart, wish, key="k2")))
    with unit_of_work(SYSTEM) as db:
        remove_card(db, maren, card)
    ended = pay_reserved(counter.transact, standing, {})
    assert (ended.status, ended.problem) == ("failed", "The card was removed meanwhile. Choose another way to pay.")
    assert charges() == 1
    assert rows("select count(*) from reservation where status = 'held'") == [(0,)]


def test_two_clicks_at_once_charge_a_kept_card_once(counter: Counter, maren: Actor) -> None:
    card, shopper = keep(counter, maren), Shopper(maren)
    cart = counter.cart(shopper, hammer=1)

    def click(key: str) -> str:
        try:
            return check_out(counter.transact, shopper, cart, form(**with_card(card)), key=key).status
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, ("same", "same", "other tab", "third tab")))
    assert set(answers) <= {"placed", "paying", "reserved", "BeingPaid", "KeyReused"}
    assert charges() == 2
    assert rows("select count(*) from order_group") == [(2,)]


def test_an_answer_that_is_lost_keeps_and_charges_once(counter: Counter, maren: Actor) -> None:
    placed = buy(counter, maren, "0077", keep_card=True)
    assert placed.status == "paying"
    for _ in range(2):
        assert settle_checkout(counter.transact, placed.checkout_id).status == "placed"
    assert rows("select last_four, brand from saved_card") == [("0077", "Visa")]
    assert charges() == 1


def test_a_full_list_keeps_no_more(counter: Counter, maren: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_cards, "MAX_CARDS", 1)
    keep(counter, maren)
    buy(counter, maren, "0259", keep_card=True)
    assert rows("select last_four from saved_card") == [("4242",)]
    assert len(kept(counter)) == 1


def test_a_list_that_filled_up_at_the_bank_meanwhile_keeps_no_more(
    counter: Counter, maren: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = buy(counter, maren, "3155", keep_card=True)
    monkeypatch.setattr(saved_cards, "MAX_CARDS", 0)
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=True)  # type: ignore[attr-defined]
    assert settle_checkout(counter.transact, placed.checkout_id).status == "placed"
    ((card, is_removed),) = rows("select id, removed_at is not null from saved_card")
    assert is_removed
    with unit_of_work(SYSTEM) as db:
        forget_at_provider(db, str(card))
    assert kept(counter) == []


def test_what_a_late_payment_had_kept_is_forgotten_when_it_goes_back(counter: Counter, maren: Actor) -> None:
    shopper = Shopper(maren)
    cart = counter.cart(shopper, hammer=1)
    placed = check_out(counter.transact, shopper, cart, form("3155", keep_card=True), key="k")
    counter.transact(lambda db: give_up_open_checkout(db, cart_of(db, cart)))
    counter.transact(lambda db: change_quantity(db, cart_of(db, cart), line_of(db, cart), 2))  # nothing is revived
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=True)  # type: ignore[attr-defined]
    assert settle_checkout(counter.transact, placed.checkout_id).status == "undone"
    assert rows("select removed_at is not null from saved_card") == [(True,)]
    assert rows("select count(*) from job where kind = 'payment.forget_card'") == [(1,)]


@pytest.fixture
def visitor(counter: Counter, maren: Actor, front_end: None) -> Iterator[TestClient]:
    RESPONSES.clear()
    VERSIONS.forget()
    with browser() as client:
        client.cookies.set("session", sign_in(maren))
        yield client


def test_the_checkout_keeps_offers_and_takes_a_card(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert re.search(r'<input type="checkbox" name="keep_card" value="yes"[^>]*>', page)
    assert not re.search(r'name="keep_card"[^>]* checked', page)
    place(visitor, page, keep_card="yes")
    ((card, token),) = rows("select id, token from saved_card")
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert "Visa ending 4242" in words(page)
    assert re.search(rf'value="saved:{card}"[^>]* checked', page)  # the likeliest way is chosen
    assert str(token) not in page
    answer = place(visitor, page, provider=f"saved:{card}", card="0002")
    assert "/orders/" in answer.headers["location"]
    assert charges() == 2


def test_a_kept_card_that_is_refused_leads_back_to_the_form(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, keep_card="yes", card="0101")
    ((card,),) = rows("select id from saved_card")
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, provider=f"saved:{card}")
    assert "The card was declined. Nothing was charged; your cart is as it was." in words(visitor.get(CHECKOUT).text)
    with unit_of_work(SYSTEM) as db:
        db.exec(select(SavedCard)).one().expires_year = 2025
    page = visitor.get(CHECKOUT).text
    assert re.search(rf'value="saved:{card}"[^>]* disabled', page)
    assert "Expired with 08/2025" in words(page)
    place(visitor, page, provider=f"saved:{card}")
    text = words(visitor.get(CHECKOUT).text)
    assert "Mastercard ending 0101 expired with 08/2025. Choose another way to pay." in text
    assert charges() == 1


def test_a_guest_is_offered_no_keeping(counter: Counter, maren: Actor, front_end: None) -> None:
    keep(counter, maren)
    with browser() as guest:
        add(guest, counter, hammer=1)
        page = guest.get(CHECKOUT).text
    assert "keep_card" not in page
    assert "saved:" not in page
