"""When an invoice is due, and when a place buys nothing more on account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from marketplace.domain.finance.credit import Account, Terms, terms_words

YORK = Account("loc_1", "York", "Northforge", "EUR", Terms(30), limit=100_00, used=40_00)


@pytest.mark.parametrize(
    ("terms", "day", "due"),
    [
        (Terms(7), date(2026, 12, 28), date(2027, 1, 4)),
        (Terms(30), date(2027, 1, 31), date(2027, 3, 2)),
        (Terms(60), date(2027, 12, 31), date(2028, 2, 29)),  # a leap year
        (Terms(0, end_of_month=True), date(2027, 2, 1), date(2027, 2, 28)),
        (Terms(0, end_of_month=True), date(2027, 2, 28), date(2027, 2, 28)),
        (Terms(0, end_of_month=True), date(2028, 2, 3), date(2028, 2, 29)),
        (Terms(30, end_of_month=True), date(2027, 1, 2), date(2027, 3, 2)),
        (Terms(15, end_of_month=True), date(2026, 12, 5), date(2027, 1, 15)),
    ],
)
def test_when_an_invoice_is_due(terms: Terms, day: date, due: date) -> None:
    assert terms.due_on(day) == due


def test_terms_in_words() -> None:
    assert [terms_words(*one) for one in ((None, False), (30, False), (0, True), (30, True))] == [
        "Paid with the order",
        "Net 30 days",
        "End of the month",
        "Net 30 days from the end of the month",
    ]


def test_the_last_cent_of_the_limit_is_sold_and_the_next_is_not() -> None:
    assert YORK.free == 60_00
    assert YORK.why_closed(60_00) == ""
    assert YORK.why_closed(60_01) == (
        "York may owe EUR 100.00 and owes EUR 40.00, so EUR 60.01 more is too much. Pay open invoices, pay this order "
        "another way, or ask Northforge for a higher limit."
    )


def test_no_limit_is_no_limit_and_a_limit_of_nothing_sells_nothing() -> None:
    assert (replace(YORK, limit=None).free, replace(YORK, limit=None).why_closed(10**9)) == (None, "")
    assert replace(YORK, limit=0, used=0).why_closed(1).startswith("York may owe EUR 0.00")
    assert replace(YORK, limit=0, used=-500).why_closed(500) == ""  # a credit is spent first


def test_what_is_overdue_closes_the_account_whatever_is_free() -> None:
    late = replace(YORK, late=("BOLT-2026-0007",))
    assert late.why_closed(1) == (
        "Invoice BOLT-2026-0007 is overdue. Pay, or ask Northforge; until then York pays another way."
    )
    many = replace(YORK, late=("A-1", "A-2", "A-3", "A-4", "A-5"))
    assert many.why_closed(1).startswith("Invoices A-1, A-2, A-3 and 2 more are overdue.")
