"""The sandbox's card that takes money back only at the second try, as its own books have it."""

from __future__ import annotations

from pathlib import Path

from marketplace.integrations.payments.protocol import Answer, Charge, GiveBack, Outcome
from marketplace.integrations.payments.sandbox import CardSandbox


def test_each_refund_is_refused_once_and_then_given_back(tmp_path: Path) -> None:
    sandbox = CardSandbox(tmp_path / "sandbox.db", b"secret")
    paid = sandbox.charge(Charge("c", 1_000, "EUR", "Order", {"card": "5126"}))
    assert (paid.outcome, paid.label) == (Outcome.CAPTURED, "Card ending 5126")
    refused = Answer(Outcome.DECLINED, failure="The bank of the card did not take the money.")
    first = GiveBack("first", paid.reference, 600, "EUR")
    assert sandbox.refund(first) == refused
    assert sandbox.look_up("first") == refused
    assert sandbox.refund(first) == refused  # a key that was refused stays refused
    again = GiveBack("first:1", paid.reference, 600, "EUR")
    given = sandbox.refund(again)
    assert given.outcome is Outcome.CAPTURED
    assert sandbox.refund(again) == sandbox.look_up("first:1") == given
    assert sandbox.refund(GiveBack("second", paid.reference, 400, "EUR")) == refused
    assert sandbox.refund(GiveBack("second:1", paid.reference, 400, "EUR")).outcome is Outcome.CAPTURED


def test_another_card_takes_its_money_back_at_once(tmp_path: Path) -> None:
    sandbox = CardSandbox(tmp_path / "sandbox.db", b"secret")
    paid = sandbox.charge(Charge("c", 1_000, "EUR", "Order", {"card": "4242"}))
    assert sandbox.refund(GiveBack("r", paid.reference, 1_000, "EUR")).outcome is Outcome.CAPTURED
