"""Two operators, or two clicks, at one credit: real processes, and the naive way that pays it twice."""

from __future__ import annotations

from sqlmodel import select

from marketplace.kit.db import unit_of_work
from marketplace.models.receivable import CreditPayout, Receipt
from tests.factories.people import make_operator
from tests.integration.finance.test_on_account import SYSTEM, broken_rules, yard
from tests.integration.finance.test_receivables import Account, account
from tests.races.test_spending import race

__all__ = ["account", "yard"]


def at_once(database: str, account: Account, variant: str, keys: tuple[str, str]) -> list[str]:
    """Both want the whole credit of 10.00."""
    account.pay(1_000)
    with unit_of_work(SYSTEM) as db:
        people = (account.operator.email, make_operator(db, "second@example.com").email)
    who = [(variant, email, account.yard.york, "1000", key) for email, key in zip(people, keys, strict=True)]
    return race(database, "tests.races.credit_payer", *who)


def paid_out() -> tuple[list[int], list[int]]:
    """The payouts, and what is left of the payment."""
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(CreditPayout.amount)).all()), list(db.exec(select(Receipt.open_amount)).all())


def test_two_operators_at_one_credit(database: str, account: Account) -> None:
    assert at_once(database, account, "locked", ("a", "b")) == ["Invalid", "paid out"]
    assert (paid_out(), account.balances()) == (([1_000], [0]), {})
    assert broken_rules() == []


def test_one_press_that_arrives_twice(database: str, account: Account) -> None:
    assert at_once(database, account, "locked", ("a", "a")) == ["paid out", "paid out"]
    assert (paid_out(), account.balances()) == (([1_000], [0]), {})


def test_the_naive_way_pays_it_twice(database: str, account: Account) -> None:
    """What the lock of the place is there for."""
    assert at_once(database, account, "naive", ("a", "b")) == ["paid out", "paid out"]
    assert (paid_out()[0], account.balances()) == ([1_000, 1_000], {"receivable": -1_000, "psp_clearing": 1_000})
