"""A checkout through its three phases, with every card of the sandbox, against the real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session

import tasks.handlers
from marketplace.domain.errors import Invalid, NotFound
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, GiveBack, Outcome
from marketplace.integrations.payments.sandbox import CardSandbox
from marketplace.kit.db import unit_of_work
from marketplace.kit.idempotency import KeyReused
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.tenancy import Scope
from marketplace.kit.versioned_json import NewerVersion
from marketplace.queries.operator_desk.attention import count_waiting, list_attention
from marketplace.queries.operator_desk.attention_rows import AttentionRow
from marketplace.services.buying.abandoning import give_up
from marketplace.services.buying.cart_access import find_cart
from marketplace.services.buying.cart_adoption import adopt_carts
from marketplace.services.buying.carts import add_to_cart, basket_of, change_quantity, mark_prices_seen
from marketplace.services.buying.checkout import ANSWER_WITHIN, CHALLENGE_FOR, Placed, check_out, settle_checkout
from marketplace.services.buying.checkout_release import BeingPaid
from marketplace.services.buying.late_payments import StillAtProvider, cancel_at_provider
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.buying.reservations import SoldOut
from marketplace.services.buying.reserving import NothingToBuy, PriceMoved
from marketplace.services.operations.verification import verify_everything
from tests.factories.people import actor_for, make_operator, make_user
from tests.factories.shop import Counter, cart_of, form, guest, make_counter, person

SYSTEM = Scope.system()
pytestmark = pytest.mark.usefixtures("database")


def rows(statement: str, **values: object) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement), values).all()]


def one(statement: str) -> object:
    return rows(statement)[0][0]


def stock(counter: Counter, title: str) -> tuple[object, ...]:
    return rows("select on_hand, reserved from stock_level where offer_id = :o", o=counter.offers[title])[0]


def age(seconds: float) -> None:
    """Let the checkouts be older."""
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text(
                "update checkout set updated_at = updated_at - :s * interval '1 second',"
                " created_at = created_at - :s * interval '1 second'"
            ),
            {"s": seconds},
        )


def test_two_vendors_become_two_orders_and_one_payment() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=3, glove=12)
    placed = check_out(counter.transact, guest(), cart, form(), key="k1")
    assert (placed.status, placed.number) == ("placed", 1001)
    # bolt: 30.00 + 6.00 freight + 19 % of each; nut: 60.00 + 4.00
    assert rows(
        "select position, status, goods_amount, shipping_amount, shipping_tax_amount, tax_amount, total_amount"
        " from vendor_order order by position"
    ) == [(1, "to_fulfil", 3000, 600, 114, 684, 4284), (2, "to_fulfil", 6000, 400, 76, 1216, 7616)]
    assert rows("select goods_amount, shipping_amount, tax_amount, total_amount from order_group") == [
        (9000, 1000, 1900, 11900)
    ]
    assert rows("select status, amount, method_label from payment") == [("captured", 11900, "Card ending 4242")]
    assert stock(counter, "hammer") == (17, 0)
    assert stock(counter, "glove") == (8, 0)
    assert rows("select status, count(*) from reservation group by 1") == [("committed", 2)]
    assert one("select count(*) from job where kind = 'order.settle'") == 2
    assert rows("select topic, count(*) from outbox where topic like 'order%' group by 1 order by 1") == [
        ("order.paid", 2),
        ("order.placed", 2),
        ("order_group.placed", 1),
    ]


def test_where_prices_include_tax_the_whole_still_adds_up() -> None:
    counter = make_counter(inclusive=True)
    cart = counter.cart(guest(), hammer=3)
    check_out(counter.transact, guest(), cart, form(), key="k1")
    # 30.00 and 6.00 with tax: 25.21 + 4.79 and 5.04 + 0.96
    assert rows("select goods_amount, shipping_amount, tax_amount, total_amount from vendor_order") == [
        (2521, 504, 575, 3600)
    ]
    assert rows("select unit_amount, tax_amount, total_amount from order_line") == [(1000, 479, 3000)]


def test_the_same_key_is_the_same_order_and_another_body_is_refused() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=1)
    first = check_out(counter.transact, guest(), cart, form(), key="k1")
    assert check_out(counter.transact, guest(), cart, form(), key="k1") == first
    with pytest.raises(KeyReused):
        check_out(counter.transact, guest(), cart, form(note="other"), key="k1")
    # Another key for the cart that was bought: the cart is the second lock.
    assert check_out(counter.transact, guest(), cart, form(), key="k2").group_id == first.group_id
    assert one("select count(*) from order_group") == 1


def test_a_declined_card_leaves_everything_as_it_was() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("9995"), key="k1")
    assert (placed.status, placed.problem) == ("failed", "The card has not enough funds.")
    assert stock(counter, "hammer") == (20, 0)
    assert one("select count(*) from order_group") == 0
    assert check_out(counter.transact, guest(), cart, form(), key="k2").status == "placed"


def test_a_challenge_waits_for_its_buyer() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("3155"), key="k1", return_url="/s/northforge/checkout/x")
    assert placed.status == "paying"
    assert placed.action_url.startswith("/sandbox/card/ch_")
    assert stock(counter, "hammer") == (20, 2)
    sandbox = provider("card")
    assert sandbox.prove(placed.action_url.rsplit("/", 1)[1], accepted=True) == "/s/northforge/checkout/x"
    assert settle_checkout(counter.transact, placed.checkout_id).status == "placed"
    assert stock(counter, "hammer") == (18, 0)


def test_a_plan_that_a_newer_program_wrote_is_refused_and_waits_for_it() -> None:
    counter = make_counter()
    waiting = check_out(counter.transact, guest(), counter.cart(guest(), hammer=2), form("3155"), key="k1")
    assert rows("select plan->'version', plan->'total', jsonb_array_length(plan->'parts') from checkout") == [
        (1, 3094, 1)
    ]
    provider("card").prove(waiting.action_url.rsplit("/", 1)[1], accepted=True)
    version = "update checkout set plan = jsonb_set(plan, '{version}', :v) returning id"
    assert rows(version, v="2") == [(waiting.checkout_id,)]
    with pytest.raises(NewerVersion, match="Update this program"):
        settle_checkout(counter.transact, waiting.checkout_id)
    assert rows("select status, group_id from checkout") == [("paying", None)]
    assert (one("select count(*) from order_group"), stock(counter, "hammer")) == (0, (20, 2))
    rows(version, v="1")
    assert settle_checkout(counter.transact, waiting.checkout_id).status == "placed"


def test_a_refused_challenge_gives_everything_back() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("3155"), key="k1")
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=False)
    assert settle_checkout(counter.transact, placed.checkout_id).status == "failed"
    assert stock(counter, "hammer") == (20, 0)


def test_a_challenge_that_nobody_answers_ends() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("3155"), key="k1")
    age(CHALLENGE_FOR.total_seconds() + 1)
    ended = settle_checkout(counter.transact, placed.checkout_id)
    assert (ended.status, ended.problem) == ("undone", "The payment was not confirmed in time.")
    assert stock(counter, "hammer") == (20, 0)
    assert one("select count(*) from job where kind = 'payment.cancel'") == 1


def test_a_lost_answer_is_looked_up_and_never_charged_twice() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("0077"), key="k1")
    assert placed.status == "paying"
    again = check_out(counter.transact, guest(), cart, form("0077"), key="k1")
    assert again.status == "placed"
    assert one("select count(*) from payment where status = 'captured'") == 1


def test_a_request_that_never_arrived_is_undone_after_a_minute() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("0341"), key="k1")
    assert settle_checkout(counter.transact, placed.checkout_id).status == "paying"
    age(ANSWER_WITHIN.total_seconds() + 1)
    assert settle_checkout(counter.transact, placed.checkout_id).status == "undone"
    assert stock(counter, "hammer") == (20, 0)


def test_a_bank_transfer_places_orders_that_wait_for_their_money() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    check_out(counter.transact, guest(), cart, form(provider="bank_transfer"), key="k1")
    assert rows("select status, paid_at from vendor_order") == [("awaiting_payment", None)]
    assert rows("select status from payment") == [("awaiting",)]
    assert one("select count(*) from job where kind = 'order.settle'") == 0


def test_a_price_that_moved_is_told_before_anything_is_held() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=1)
    with unit_of_work(SYSTEM) as db:
        basket = basket_of(db, cart_of(db, cart), guest().actor)
        mark_prices_seen(db, cart_of(db, cart), basket)
        seen = basket.total_amount
        db.connection().execute(
            text("update price set amount = 1100 where offer_id = :o"), {"o": counter.offers["hammer"]}
        )
    with pytest.raises(PriceMoved):
        check_out(counter.transact, guest(), cart, form(seen_total_amount=seen), key="k1")
    assert stock(counter, "hammer") == (20, 0)
    assert one("select count(*) from checkout") == 0
    with unit_of_work(SYSTEM) as db:
        line = basket_of(db, cart_of(db, cart), guest().actor).parts[0].lines[0]
        assert (line.goods.moved, line.goods.seen_amount, line.goods.unit_amount) == (True, 1000, 1100)


def test_the_last_piece_is_sold_once() -> None:
    counter = make_counter(stock=1)
    mine, theirs = counter.cart(guest("a"), hammer=1), counter.cart(guest("b"), hammer=1)
    assert check_out(counter.transact, guest("a"), mine, form(), key="a").status == "placed"
    with pytest.raises(NothingToBuy):
        check_out(counter.transact, guest("b"), theirs, form(), key="b")
    assert stock(counter, "hammer") == (0, 0)


def test_a_vendor_below_its_minimum_is_held_back_while_the_other_checks_out() -> None:
    counter = make_counter(stock=50)
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update shipping_option set min_order_amount = 10000 where amount = 400"))
    cart = counter.cart(guest(), hammer=1, glove=12)
    with unit_of_work(SYSTEM) as db:
        basket = basket_of(db, cart_of(db, cart), guest().actor)
        assert [(p.is_held_back, p.short_amount) for p in basket.parts] == [(False, 0), (True, 4000)]
    check_out(counter.transact, guest(), cart, form(), key="k1")
    assert one("select count(*) from vendor_order") == 1
    with unit_of_work(SYSTEM) as db:  # what was held back goes on in a fresh cart
        fresh = find_cart(db, counter.tenant_id, guest())
        assert fresh is not None
        assert fresh.id != cart
        assert [p.seller.handle for p in basket_of(db, fresh, guest().actor).parts] == ["nut"]


def test_somebody_elses_cart_does_not_exist() -> None:
    counter = make_counter()
    cart = counter.cart(guest("a"), hammer=1)
    for other in (guest("b"), guest(""), person("usr_1")):
        with pytest.raises(NotFound):
            check_out(counter.transact, other, cart, form(), key="k")
    assert one("select count(*) from checkout") == 0


def test_bad_input_is_named_at_its_field() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=1)
    bad = form(email="nobody", provider="cheque")
    bad = replace(bad, shipping=replace(bad.shipping, country="US", postal_code=""))
    with pytest.raises(Invalid) as refused:
        check_out(counter.transact, guest(), cart, bad, key="k")
    assert set(refused.value.fields) == {"email", "payment", "shipping.country", "shipping.postal_code"}


def test_a_changed_cart_gives_up_the_challenge_but_not_a_running_payment() -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=1)
    waiting = check_out(counter.transact, guest(), cart, form("3155"), key="k1")
    counter.cart(guest(), saw=1)
    assert settle_checkout(counter.transact, waiting.checkout_id).status == "undone"
    assert stock(counter, "hammer") == (20, 0)
    check_out(counter.transact, guest(), cart, form("0341"), key="k2")
    with pytest.raises(BeingPaid):
        counter.cart(guest(), saw=1)


def test_giving_up_a_payment_never_ends_the_next_one() -> None:
    """One tab gives up; meanwhile another has given up already, and waits at the bank with another card."""
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    first = check_out(counter.transact, guest(), cart, form("3155"), key="k1").checkout_id
    others: list[str] = []

    def transact(use: Callable[[Session], Placed]) -> Placed:
        if "end" in use.__qualname__ and not others:  # the bank's books were looked at, the last word is not said
            give_up(counter.transact, guest(), first)
            others.append(check_out(counter.transact, guest(), cart, form("3155"), key="k2").checkout_id)
        return counter.transact(use)

    assert give_up(transact, guest(), first).status == "undone"
    assert rows("select id, status from checkout order by created_at") == [(first, "undone"), (others[0], "paying")]
    assert stock(counter, "hammer") == (20, 2)


def test_money_that_comes_late_buys_the_same_again_or_goes_back() -> None:
    counter = make_counter(stock=2)
    cart = counter.cart(guest(), hammer=2)
    placed = check_out(counter.transact, guest(), cart, form("3155"), key="k1")
    age(CHALLENGE_FOR.total_seconds() + 1)
    with unit_of_work(SYSTEM) as db:  # it ends just before the buyer confirms
        from marketplace.services.buying.checkout_release import lock_checkout, release_checkout

        release_checkout(db, lock_checkout(db, placed.checkout_id)[0], "undo", problem="too late", expired=True)
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=True)
    assert settle_checkout(counter.transact, placed.checkout_id).status == "placed"
    assert stock(counter, "hammer") == (0, 0)


def pay_late_for_sold_goods(counter: Counter) -> str:
    """Somebody else bought the last pieces before this buyer's bank said yes; returns the checkout's id."""
    cart = counter.cart(guest("a"), hammer=2)
    placed = check_out(counter.transact, guest("a"), cart, form("3155"), key="k1")
    with unit_of_work(SYSTEM) as db:
        from marketplace.services.buying.checkout_release import lock_checkout, release_checkout

        release_checkout(db, lock_checkout(db, placed.checkout_id)[0], "undo", problem="too late", expired=True)
    check_out(counter.transact, guest("b"), counter.cart(guest("b"), hammer=2), form(), key="k2")
    provider("card").prove(placed.action_url.rsplit("/", 1)[1], accepted=True)
    return placed.checkout_id


def send_back() -> None:
    """Run the job that sends late money back, at once."""
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update job set status = 'cancelled' where kind <> 'payment.return'"))
        db.connection().execute(text("update job set run_at = now() where kind = 'payment.return'"))
    assert tasks.app.run_next()


LATE_RULE = "money that came too late is back or has its job"
RETURNED = "select return_status, return_failure, return_reference <> '' from payment where return_status is not null"


def needs_of(db: Session, tenant_id: str | None) -> list[AttentionRow]:
    actor = make_operator(db, f"{new_id('op')}@example.com")
    return list_attention(db, actor, tenant_id, count_waiting(db, tenant_id))


def test_money_that_comes_late_for_sold_goods_goes_back_once() -> None:
    counter = make_counter(stock=2)
    checkout = pay_late_for_sold_goods(counter)
    for _ in range(2):
        ended = settle_checkout(counter.transact, checkout)
    assert ended.status == "undone"
    assert "on its way back" in ended.problem
    assert one("select count(*) from job where kind = 'payment.return'") == 1
    assert rows(RETURNED) == [("pending", "", False)]
    send_back()
    with unit_of_work(SYSTEM) as db:
        enqueue(
            db,
            "payment.return",
            tenant_id=counter.tenant_id,
            entity_id=str(one("select id from payment where return_status is not null")),
        )
    send_back()
    assert rows(RETURNED) == [("succeeded", "", True)]
    assert one("select count(*) from audit_event where action = 'payment:payment:returned'") == 1
    assert LATE_RULE not in broken()


def broken() -> list[str]:
    return [result.name for result in verify_everything() if result.broken]


def test_late_money_that_the_provider_does_not_take_back_is_not_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was booked as returned; now it stays open with the reason, is asked again, and is dead at the limit."""
    counter = make_counter(stock=2)
    checkout = pay_late_for_sold_goods(counter)
    settle_checkout(counter.transact, checkout)
    refused = Answer(Outcome.DECLINED, failure="The card was closed.")
    keys: list[str] = []

    def refuse(self: CardSandbox, back: GiveBack) -> Answer:
        keys.append(back.key)
        return refused

    monkeypatch.setattr(CardSandbox, "refund", refuse)
    monkeypatch.setattr(CardSandbox, "look_up", lambda self, key: refused if key in keys else None)
    send_back()
    assert rows(RETURNED) == [("failed", "The card was closed.", False)]
    assert rows("select status, attempts, last_error from job where kind = 'payment.return'") == [
        ("pending", 1, "The card was closed.")
    ]
    assert "has not taken it back yet" in settle_checkout(counter.transact, checkout).problem
    assert one("select count(*) from audit_event where action = 'payment:payment:returned'") == 0
    for _ in range(7):
        send_back()
    assert one("select status from job where kind = 'payment.return'") == "dead"
    with unit_of_work(SYSTEM) as db:
        need = needs_of(db, None)[0]
        assert (need.head, need.sub) == ("Late payments that were not taken back", "The card was closed.")
        assert needs_of(db, counter.tenant_id)[0].href == "/admin/audit?area=payment"
    assert LATE_RULE not in broken()
    assert [key.rpartition(":return")[2] for key in keys] == ["", *(f":{n}" for n in range(1, 8))]
    monkeypatch.undo()
    with unit_of_work(SYSTEM) as db:  # as the operator's "try again" does
        db.connection().execute(text("update job set status = 'pending', attempts = 0 where status = 'dead'"))
    send_back()
    assert rows(RETURNED) == [("succeeded", "", True)]
    with unit_of_work(SYSTEM) as db:
        assert [need.head for need in needs_of(db, None)] == []


def test_late_money_that_nobody_sends_back_is_seen() -> None:
    counter = make_counter(stock=2)
    settle_checkout(counter.transact, pay_late_for_sold_goods(counter))
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("delete from job where kind = 'payment.return'"))
    assert LATE_RULE in broken()
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update payment set return_status = 'succeeded' where return_status = 'pending'"))
    assert LATE_RULE in broken()


def test_a_charge_that_the_provider_does_not_give_up_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = make_counter()
    check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form("3155"), key="k1")
    counter.cart(guest(), saw=1)
    waits = Answer(Outcome.REQUIRES_ACTION, reference="ch_1", action_url="/x")
    monkeypatch.setattr(CardSandbox, "cancel", lambda self, key: waits)
    with pytest.raises(StillAtProvider, match="requires_action"):
        counter.transact(lambda db: cancel_at_provider(db, str(one("select id from payment"))))


def promotion(counter: Counter, **fields: object) -> None:
    with unit_of_work(SYSTEM) as db:
        from marketplace.kit.ids import new_id
        from marketplace.models.cart import Promotion

        values = {"title": "Ten off", "kind": "percentage", "code": "TEN", "value_bps": 1000, **fields}
        db.add(Promotion(id=new_id("prm"), tenant_id=counter.tenant_id, **values))


def test_a_code_takes_its_share_and_its_use() -> None:
    counter = make_counter()
    promotion(counter, usage_limit=1, cost_borne_by="shared")
    cart = counter.cart(guest(), hammer=3)
    counter.transact(lambda db: enter_code(db, cart_of(db, cart), " ten "))
    check_out(counter.transact, guest(), cart, form(), key="k1")
    # 30.00 less 3.00, half of it borne by the store
    assert rows(
        "select goods_amount, discount_amount, store_discount_amount, tax_amount, total_amount from vendor_order"
    ) == [(3000, 300, 150, 627, 3927)]
    assert rows("select used, spent_amount from promotion") == [(1, 300)]
    assert rows("select status, amount from promotion_use") == [("spent", 300)]
    other = counter.cart(guest("b"), hammer=1)
    with pytest.raises(Invalid, match="used up"):
        counter.transact(lambda db: enter_code(db, cart_of(db, other), "TEN"))


def test_a_failed_payment_gives_the_use_back() -> None:
    counter = make_counter()
    promotion(counter, code=None)
    cart = counter.cart(guest(), hammer=1)
    check_out(counter.transact, guest(), cart, form("0002"), key="k1")
    assert rows("select used, spent_amount from promotion") == [(0, 0)]
    assert rows("select status from promotion_use") == [("released",)]


def test_free_freight_is_paid_by_the_store() -> None:
    counter = make_counter()
    promotion(counter, code=None, kind="free_shipping", value_bps=None)
    check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form(), key="k1")
    paid = rows("select shipping_amount, given_shipping_amount, store_discount_amount, total_amount from vendor_order")
    assert paid == [(0, 600, 0, 1190)]
    assert rows("select used, spent_amount from promotion") == [(1, 600)]


def test_a_cart_that_costs_nothing_needs_no_provider() -> None:
    counter = make_counter()
    promotion(counter, code=None, value_bps=10_000)
    promotion(counter, code=None, kind="free_shipping", value_bps=None)
    placed = check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form("0002"), key="k1")
    assert placed.status == "placed"
    assert rows("select amount, status from payment") == [(0, "captured")]


def test_quantities_follow_the_vendors_rule() -> None:
    counter = make_counter()
    with pytest.raises(Invalid, match=r"Sold from 12, in steps of 12\. 24 would fit\."):
        counter.cart(guest(), glove=13)
    cart = counter.cart(guest(), glove=12)

    def less(db: Session) -> None:
        line = basket_of(db, cart_of(db, cart), guest().actor).parts[0].lines[0]
        change_quantity(db, cart_of(db, cart), line.goods.line_id, 6)

    with pytest.raises(Invalid):
        counter.transact(less)


def test_a_guests_cart_becomes_the_persons() -> None:
    counter = make_counter()
    counter.cart(guest(), hammer=2)
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "maren@holt.example")
    counter.cart(person(user.id), hammer=1, saw=1)
    with unit_of_work(SYSTEM) as db:
        adopt_carts(db, actor_for(db, user), "a-browser")
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        persons_cart = find_cart(db, counter.tenant_id, person(user.id))
        assert persons_cart is not None
        lines = [line for part in basket_of(db, persons_cart, person(user.id).actor).parts for line in part.lines]
        assert {line.goods.title: line.goods.quantity for line in lines} == {"Hammer": 2, "Saw": 1}
        assert find_cart(db, counter.tenant_id, guest()) is None
        add_to_cart(db, persons_cart, counter.offers["saw"], 1)


def test_what_was_sold_out_meanwhile_is_named() -> None:
    counter = make_counter(stock=3)
    cart = counter.cart(guest(), hammer=3, saw=1)
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text("update stock_level set on_hand = 1 where offer_id = :o"), {"o": counter.offers["hammer"]}
        )
        basket = basket_of(db, cart_of(db, cart), guest().actor)
        assert [(g.title, g.problem, g.free) for g in basket.parts[0].blocked] == [("Hammer", "short", 1)]
    check_out(counter.transact, guest(), cart, form(), key="k1")
    assert rows("select title from order_line") == [("Saw",)]


def test_two_carts_at_once_cannot_hold_the_same_piece() -> None:
    """The competing change runs at the critical line: between pricing and holding."""
    counter = make_counter(stock=1)
    cart = counter.cart(guest("a"), hammer=1)
    from marketplace.services.buying import reserving as phase_one

    kept = phase_one.hold_stock

    def meanwhile(*args: object, **named: object) -> None:
        phase_one.hold_stock = kept
        check_out(counter.transact, guest("b"), counter.cart(guest("b"), hammer=1), form(), key="b")
        kept(*args, **named)

    phase_one.hold_stock = meanwhile
    with pytest.raises(SoldOut) as sold:
        check_out(counter.transact, guest("a"), cart, form(), key="a")
    assert sold.value.short == {counter.offers["hammer"]: 0}
    assert stock(counter, "hammer") == (0, 0)
    assert one("select count(*) from order_group") == 1
