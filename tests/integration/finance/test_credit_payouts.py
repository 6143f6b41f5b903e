"""Credit of a place on account is paid out: never more than is free, once, and as the books and the statement say."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import Forbidden, Invalid, NotFound
from marketplace.domain.finance.receivables import Credit
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.models.company import CompanyLocation
from marketplace.models.receivable import CreditPayout, Invoice, Receipt
from marketplace.queries.store_api.billing import get_own_account, get_place_account
from marketplace.services.finance.credit_payouts import PayoutForm, find_credit, pay_credit_out, take_back_credit_payout
from marketplace.services.finance.receivables import take_back_receipt, use_credit
from tests.factories.days import today
from tests.integration.finance.test_on_account import HAMMER, SYSTEM, broken_rules, yard
from tests.integration.finance.test_receivables import REASON, Account, account

__all__ = ["account", "yard"]


def form(amount: int, **fields: object) -> PayoutForm:
    given: dict[str, object] = {"paid_on": today(), "reference": "SEPA OUT 1", "reason": "Paid twice", **fields}
    return PayoutForm(amount, **given)  # type: ignore[arg-type]


def pay_out(account: Account, amount: int, key: str = "out", **fields: object) -> str:
    with unit_of_work(SYSTEM) as db:
        return pay_credit_out(db, account.operator, account.yard.york, form(amount, **fields), key=key)


def take_back(account: Account, payout_id: str) -> None:
    with unit_of_work(SYSTEM) as db:
        take_back_credit_payout(db, account.operator, payout_id, reason="The bank sent it back")


def credit(account: Account) -> tuple[int, int]:
    """In credit, and what of it may go back."""
    with unit_of_work(SYSTEM) as db:
        york = db.exec(select(CompanyLocation).where(CompanyLocation.id == account.yard.york)).one()
        now = find_credit(db, york)
        return now.amount, now.free


def payouts() -> list[tuple[int, int]]:
    with unit_of_work(SYSTEM) as db:
        return [(one.amount, one.open_amount) for one in db.exec(select(CreditPayout).order_by(CreditPayout.id))]  # type: ignore[arg-type]


def refused(account: Account, amount: int, **fields: object) -> dict[str, str]:
    before = (account.balances(), payouts())
    with pytest.raises(Invalid) as raised:
        pay_out(account, amount, key="refused", **fields)
    assert (account.balances(), payouts()) == before
    return dict(raised.value.fields)


def test_what_was_paid_too_much_goes_back_and_stands_on_the_statement(account: Account) -> None:
    account.invoiced()
    account.pay(HAMMER + 1_000, spread=True)
    assert credit(account) == (1_000, 1_000)
    pay_out(account, 400)
    assert credit(account) == (600, 600)
    assert account.balances() == {"receivable": 600, "psp_clearing": -(HAMMER + 600)}
    assert account.yard.owed() == -600
    pay_out(account, 600, key="rest")
    assert account.balances() == {"psp_clearing": -HAMMER}
    assert refused(account, 1) == {"amount": "Nothing is in credit any more. Reload to see the account."}
    with unit_of_work(SYSTEM) as db:
        shown = get_own_account(db, account.yard.shopper().actor, account.yard.counter.tenant_id, "", None, None)
        admins = get_place_account(db, account.operator, account.yard.york, None, None)
        assert shown.account == admins.account
        assert [(one.kind, one.number, one.amount, one.balance_amount) for one in shown.account.movements[2:]] == [
            ("credit_paid_out", "SEPA OUT 1", 400, -600),
            ("credit_paid_out", "SEPA OUT 1", 600, 0),
        ]
    assert broken_rules() == []


def test_a_credit_note_after_payment_is_paid_out_and_its_administrators_are_told(account: Account) -> None:
    order_id = account.order(2)
    account.ship(order_id)
    account.pay(3_094, spread=True)
    account.give_back(order_id)
    payout = pay_out(account, 1_190)
    with unit_of_work(SYSTEM) as db:
        assert account.invoice(order_id, "credit_note").open_amount == 0
        letters = db.connection().execute(text("select payload from job where kind = 'mail.credit_paid_out'")).all()
        assert [
            (one.payload["to"], one.payload["amount"], one.payload["reference"], one.payload["reason"])
            for one in letters
        ] == [("ada@aldermoor.example", "EUR 11.90", "SEPA OUT 1", "Paid twice")]
        event = db.exec(select(AuditEvent).where(AuditEvent.action == "receivable:credit:paid_out")).one()
        assert (event.reason, event.after) == (
            "Paid twice",
            {"amount": 1_190, "currency": "EUR", "reference": "SEPA OUT 1"},
        )
    take_back(account, payout)
    take_back(account, payout)
    assert (credit(account), payouts()) == ((1_190, 1_190), [(1_190, 0)])
    assert account.balances() == {"receivable": 1_190, "psp_clearing": -3_094}
    assert account.invoiced().open_amount == HAMMER - 1_190
    assert broken_rules() == []


def test_the_same_key_is_the_same_payout(account: Account) -> None:
    account.pay(1_000)
    assert pay_out(account, 300) == pay_out(account, 300)
    assert (payouts(), credit(account)) == ([(300, 0)], (700, 700))
    with unit_of_work(SYSTEM) as db:
        assert db.connection().execute(text("select count(*) from job where kind = 'mail.credit_paid_out'")).one() == (
            1,
        )


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"amount": 0}, {"amount": "Enter an amount above zero."}),
        ({"amount": -5}, {"amount": "Enter an amount above zero."}),
        ({"amount": 1_001}, {"amount": "EUR 10.00 at most can be paid out."}),
        ({"reference": "  "}, {"reference": "Enter what the transfer says: the company finds it by that."}),
        ({"reason": "no"}, {"reason": "Say why: the company reads it, and it stays in the audit trail."}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_posted(
    account: Account, fields: dict[str, object], problem: dict[str, str]
) -> None:
    account.pay(1_000)
    assert refused(account, **{"amount": 500, **fields}) == problem  # type: ignore[arg-type]


def test_what_is_paid_out_was_paid_by_today(account: Account) -> None:
    account.pay(1_000)
    problem = {"paid_on": "Enter the day it was paid; this one is still to come."}
    assert refused(account, 500, paid_on=today(2)) == problem


def test_what_is_overdue_comes_first(account: Account) -> None:
    invoice = account.invoiced()
    account.pay(HAMMER + 500)  # not matched
    assert credit(account) == (HAMMER + 500, HAMMER + 500)  # the invoice is not due yet
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Invoice).where(Invoice.id == invoice.id)).one().due_on = today(-1)
    assert refused(account, 501) == {
        "amount": "EUR 5.00 at most can be paid out: what is overdue comes first. Set the credit off."
    }
    with unit_of_work(SYSTEM) as db:
        use_credit(db, account.operator, account.yard.york)
    pay_out(account, 500)
    assert broken_rules() == []


def test_what_was_ordered_against_the_rest_stays(account: Account) -> None:
    """A place that pays in advance, orders, and asks for its money back would owe more than it may."""
    account.yard.terms(account.yard.york, credit_limit_amount=1_000)
    account.pay(HAMMER)
    account.order()  # used up to the cent, and nothing of it billed
    assert credit(account) == (HAMMER, 1_000)
    assert refused(account, 1_001) == {
        "amount": "EUR 10.00 at most can be paid out: the place has ordered against the rest."
    }
    account.yard.terms(account.yard.york, net_days=None)
    assert credit(account) == (HAMMER, 0)
    assert refused(account, 1) == {
        "amount": "Nothing of this credit can be paid out: the place has ordered against the rest."
    }


def test_a_payment_that_is_taken_back_after_it_went_out_is_owed_and_the_next_one_covers_it(account: Account) -> None:
    receipt = account.pay(1_000)
    payout = pay_out(account, 800)
    with unit_of_work(SYSTEM) as db:
        take_back_receipt(db, account.operator, receipt, reason="The bank took it back")
    assert (payouts(), account.yard.owed(), account.balances()["receivable"]) == ([(800, 800)], 800, -800)
    assert credit(account) == (0, 0)
    assert broken_rules() == []
    account.pay(500)
    assert (payouts(), credit(account)) == ([(800, 300)], (0, 0))
    assert broken_rules() == []
    take_back(account, payout)  # the bank sent it back, too
    assert (payouts(), credit(account)) == ([(800, 0)], (500, 500))
    assert account.balances() == {"receivable": 500, "psp_clearing": -500}
    assert broken_rules() == []


def test_another_credit_covers_what_went_out_of_a_payment_that_is_taken_back(account: Account) -> None:
    first, _ = account.pay(1_000), account.pay(700)
    pay_out(account, 1_000)
    with unit_of_work(SYSTEM) as db:
        take_back_receipt(db, account.operator, first, reason="The bank took it back")
    assert (payouts(), credit(account), account.yard.owed()) == ([(1_000, 300)], (0, 0), 300)
    assert broken_rules() == []


def test_only_the_stores_side_pays_out(account: Account) -> None:
    account.pay(1_000)
    for actor in (account.owner, account.yard.shopper("ada@aldermoor.example").actor):
        with pytest.raises(Forbidden), unit_of_work(SYSTEM) as db:
            pay_credit_out(db, actor, account.yard.york, form(100), key="k")
    payout = pay_out(account, 100)
    with pytest.raises(Forbidden), unit_of_work(SYSTEM) as db:
        take_back_credit_payout(db, account.owner, payout, reason=REASON)
    with pytest.raises(NotFound), unit_of_work(SYSTEM) as db:
        take_back_credit_payout(db, account.operator, "cpo_missing", reason=REASON)
    with pytest.raises(Invalid), unit_of_work(SYSTEM) as db:
        take_back_credit_payout(db, account.operator, payout, reason="no")
    assert (payouts(), credit(account)) == ([(100, 0)], (900, 900))


@pytest.mark.parametrize(
    ("credit", "free"),
    [
        (Credit(500, "EUR"), 500),
        (Credit(500, "EUR", overdue=200), 300),
        (Credit(500, "EUR", overdue=900), 0),
        (Credit(500, "EUR", room=100), 100),
        (Credit(500, "EUR", room=-100), 0),
        (Credit(500, "EUR", overdue=450, room=100), 50),
        (Credit(0, "EUR", room=100), 0),
    ],
)
def test_what_is_free(credit: Credit, free: int) -> None:
    assert credit.free == free


def test_a_payout_is_matched_with_the_oldest_credit(account: Account) -> None:
    account.pay(300)
    account.pay(300)
    pay_out(account, 400)
    with unit_of_work(SYSTEM) as db:
        left = db.exec(select(Receipt.open_amount).order_by(Receipt.id)).all()  # type: ignore[arg-type]
        assert list(left) == [0, 200]
