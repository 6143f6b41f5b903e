"""A place buys on account: within its limit, with its purchase orders, and on nobody else's account."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import Forbidden, Invalid, NotFound
from marketplace.domain.finance.credit import CreditClosed
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.order import Order, OrderGroup
from marketplace.models.payment import Payment
from marketplace.models.user import User
from marketplace.queries.shared.order_documents import bought_paper
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import change_quantity
from marketplace.services.buying.checkout import ANSWER_WITHIN, Placed, check_out, settle_checkout
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.late_payments import cancel_at_provider
from marketplace.services.buying.reserving import reserve
from marketplace.services.finance.credit import find_account
from marketplace.services.finance.receiving_accounts import offered_providers
from marketplace.services.operations.verification import verify_and_note
from marketplace.services.orders.cancelling import cancel_order
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.ledgered import drain
from tests.factories.people import actor_for, make_operator
from tests.factories.shop import Counter, cart_of, form, guest, make_counter

SYSTEM = Scope.system()
HAMMER = 1904  # with freight and tax


@dataclass
class Yard:
    """York buys net 30 up to 50.00, Derby pays with the order."""

    counter: Counter
    company: Company
    york: str
    derby: str

    def shopper(self, email: str = "priya@aldermoor.example") -> Shopper:
        with unit_of_work(SYSTEM) as db:
            return Shopper(actor_for(db, db.exec(select(User).where(User.email == email)).one()))

    def buy(self, key: str, *, shopper: Shopper | None = None, cart: str = "", **fields: object) -> Placed:
        who = shopper or self.shopper()
        cart = cart or self.counter.cart(who, hammer=1)
        return check_out(self.counter.transact, who, cart, form(provider="on_account", **fields), key=key)

    def owed(self) -> int:
        account = self.counter.transact(lambda db: find_account(db, self.york, "EUR"))
        return int(account.used)

    def terms(self, place: str, **fields: object) -> None:
        with unit_of_work(SYSTEM) as db:
            row = db.exec(select(CompanyLocation).where(CompanyLocation.id == place)).one()
            for name, value in fields.items():
                setattr(row, name, value)


@pytest.fixture
def yard(database: str) -> Yard:
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, counter.tenant_id)
        york, derby = (place_id(db, company, name) for name in ("York", "Derby"))
        make_member(db, company, "priya@aldermoor.example", "buyer", places=("York",))
        make_member(db, company, "ada@aldermoor.example", "admin")
        make_member(db, company, "derek@aldermoor.example", "buyer", places=("Derby",))
        make_member(db, company, "vera@aldermoor.example", "viewer", places=("York",))
    there = Yard(counter, company, york, derby)
    there.terms(york, net_days=30, credit_limit_amount=50_00)
    return there


def broken_rules() -> list[str]:
    with unit_of_work(SYSTEM) as db:
        return [result.name for result in verify_and_note(db) if result.broken]


def nothing_was_bought() -> None:
    with unit_of_work(SYSTEM) as db:
        counts = db.connection().execute(
            text(
                "select (select count(*) from order_group), (select count(*) from payment),"
                " (select coalesce(sum(reserved), 0) from stock_level)"
            )
        )
        assert tuple(counts.one()) == (0, 0, 0)


def test_an_order_on_account_is_work_for_its_vendor_and_owed_by_the_place(yard: Yard) -> None:
    placed = yard.buy("k1", po_number=" PO-7 ", note="Gate 2")
    assert placed.status == "placed"
    drain()
    with unit_of_work(SYSTEM) as db:
        group = db.exec(select(OrderGroup)).one()
        payment = db.exec(select(Payment)).one()
        assert (group.company_location_id, group.po_number, group.note) == (yard.york, "PO-7", "Gate 2")
        assert (payment.status, payment.amount, payment.method_label, payment.captured_at) == (
            "owed",
            HAMMER,
            "On account",
            None,
        )
        assert db.exec(select(Order.status)).all() == ["to_fulfil"]
        balance = text("select posted_balance from ledger_account where owner = :owner and kind = 'unbilled'")
        assert db.connection().execute(balance, {"owner": f"buyer:{yard.york}"}).scalar() == -HAMMER
        paper = bought_paper(db, yard.shopper().actor, group.number, 1)[1]
        assert (paper.po_number, paper.note, paper.paid) == ("PO-7", "Gate 2", "Bought on account.")
    assert yard.owed() == HAMMER
    assert broken_rules() == []


def test_open_orders_and_open_checkouts_count_against_the_limit(yard: Yard) -> None:
    yard.buy("k1")
    yard.terms(yard.york, credit_limit_amount=3 * HAMMER - 1)
    who = yard.shopper()
    waiting = yard.counter.cart(who, hammer=1)
    yard.counter.transact(lambda db: reserve(db, who, waiting, form(provider="on_account"), key="k2").id)
    assert yard.owed() == 2 * HAMMER
    with pytest.raises(CreditClosed, match=r"owes EUR 38\.08"):
        yard.buy("k3", shopper=yard.shopper("ada@aldermoor.example"))


def test_what_goes_beyond_the_limit_is_not_sold_and_the_cart_stays(yard: Yard) -> None:
    yard.terms(yard.york, credit_limit_amount=2 * HAMMER)
    cart = yard.counter.cart(yard.shopper(), hammer=3)
    with pytest.raises(
        CreditClosed, match=r"York may owe EUR 38\.08 and owes EUR 0\.00, so EUR 42\.84 more is too much"
    ):
        yard.buy("k1", cart=cart)
    nothing_was_bought()
    who = yard.shopper()

    def fewer(db: Session) -> None:
        row = cart_of(db, cart)
        line = db.connection().execute(text("select id from cart_line where cart_id = :c"), {"c": cart}).scalar_one()
        change_quantity(db, row, line, 1)

    yard.counter.transact(fewer)
    assert yard.buy("k2", shopper=who, cart=cart).status == "placed"
    assert yard.buy("k3").status == "placed"  # up to the last cent
    with pytest.raises(CreditClosed, match=r"owes EUR 38\.08"):
        yard.buy("k4")
    assert yard.owed() == 2 * HAMMER


def test_a_purchase_that_falls_away_frees_the_limit(yard: Yard) -> None:
    yard.terms(yard.york, credit_limit_amount=HAMMER)
    yard.buy("k1")
    drain()
    cart = yard.counter.cart(yard.shopper(), hammer=1)
    with pytest.raises(CreditClosed):
        yard.buy("k2", cart=cart)
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        cancel_order(db, make_operator(db), order.id, reason="Not to be had", key="c1")
    drain()
    assert yard.owed() == 0
    assert yard.buy("k3", cart=cart).status == "placed"
    drain()
    assert broken_rules() == []


def test_nobody_buys_on_an_account_that_is_not_theirs(yard: Yard) -> None:
    for who in (yard.shopper("derek@aldermoor.example"), guest()):
        with pytest.raises(Invalid) as refused:
            yard.buy("k", shopper=who)
        assert refused.value.fields == {"payment": "Choose how to pay."}
    with pytest.raises(Forbidden):
        yard.buy("k", shopper=yard.shopper("vera@aldermoor.example"))
    nothing_was_bought()
    with unit_of_work(Scope.tenant(yard.counter.tenant_id)) as db:
        offered = {
            place: "on_account" in offered_providers(db, yard.counter.tenant_id, currency, location_id=place)
            for place, currency in ((yard.york, "EUR"), (yard.derby, "EUR"), (None, "EUR"))
        }
        assert offered == {yard.york: True, yard.derby: False, None: False}
        assert "on_account" not in offered_providers(db, yard.counter.tenant_id, "USD", location_id=yard.york)


def test_who_left_while_a_cart_was_open_buys_it_on_no_account(yard: Yard) -> None:
    who = yard.shopper()
    cart = yard.counter.cart(who, hammer=1)
    with pytest.raises(NotFound):
        yard.buy("k", shopper=Shopper(replace(who.actor, grants=())), cart=cart)
    nothing_was_bought()


def test_a_place_may_have_a_purchase_order_on_every_order(yard: Yard) -> None:
    yard.terms(yard.york, requires_po=True)
    for fields in ({}, {"po_number": "  "}):
        with pytest.raises(Invalid) as refused:
            yard.buy("k1", **fields)
        assert refused.value.fields == {
            "po_number": "Enter the number of your purchase order: York has one on every order."
        }
    nothing_was_bought()
    assert yard.buy("k2", po_number="4500012").status == "placed"
    others = yard.counter.cart(guest(), hammer=1)  # who buys for themselves is not asked
    assert check_out(yard.counter.transact, guest(), others, form(), key="g").status == "placed"


def test_a_click_whose_answer_was_lost_is_placed_by_the_sweeper_and_what_was_given_up_is_not(yard: Yard) -> None:
    who = yard.shopper()
    cart = yard.counter.cart(who, hammer=1)
    lost = yard.counter.transact(lambda db: reserve(db, who, cart, form(provider="on_account"), key="k1").id)
    _older()
    assert settle_checkout(yard.counter.transact, lost).status == "placed"
    cart = yard.counter.cart(who, hammer=1)
    left = yard.counter.transact(lambda db: reserve(db, who, cart, form(provider="on_account"), key="k2").id)

    def give_up(db: Session) -> str:
        give_up_open_checkout(db, cart_of(db, cart))
        return str(db.exec(select(Payment.id).where(Payment.checkout_id == left)).one())

    payment_id = yard.counter.transact(give_up)
    _older()
    assert settle_checkout(yard.counter.transact, left).status == "undone"
    yard.counter.transact(lambda db: cancel_at_provider(db, payment_id))
    assert yard.owed() == HAMMER


def _older() -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text("update checkout set updated_at = updated_at - :s * interval '1 second'"),
            {"s": ANSWER_WITHIN.total_seconds() + 1},
        )
