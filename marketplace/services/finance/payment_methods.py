"""The ways to pay that this copy knows, and the sandbox's bank, where the demo's buyers say who they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.integrations.payments import providers
from marketplace.integrations.payments.sandbox import CARDS, CardSandbox
from marketplace.services.finance.receiving_accounts import is_offered


@dataclass(frozen=True)
class PaymentMethod:
    """A way to pay. `test_cards` are the sandbox's: last four digits, and what happens to who chooses it."""

    code: str
    title: str
    keeps_cards: bool = False
    test_cards: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BankQuestion:
    """A charge that waits for its buyer's yes; `amount` in minor units."""

    amount: int
    currency: str
    digits: str


def method_codes() -> tuple[str, ...]:
    """The codes of all ways to pay, whatever a store offers of them."""
    return tuple(providers())


def list_methods(db: Session, tenant_id: str, currency: str, *, location_id: str | None = None) -> list[PaymentMethod]:
    """The ways to pay in this store and currency for who buys for this place, in the order of the checkout."""
    cards = tuple((card.digits, card.title.lower()) for card in CARDS.values())
    return [
        PaymentMethod(code, one.title, one.keeps_cards, cards if isinstance(one, CardSandbox) else ())
        for code, one in providers().items()
        if is_offered(db, tenant_id, currency, code, location_id=location_id)
    ]


def find_bank_question(reference: str) -> BankQuestion:
    """What the sandbox's bank asks about this charge. Raises `NotFound`, also where there is no sandbox."""
    try:
        challenge = _sandbox().challenge(reference)
    except KeyError:
        raise NotFound("payment") from None
    return BankQuestion(challenge.amount, challenge.currency, challenge.digits)


def answer_bank_question(reference: str, *, accepted: bool) -> str:
    """The buyer's answer; returns the address to go back to. Raises `NotFound`."""
    try:
        return _sandbox().prove(reference, accepted=accepted)
    except KeyError:
        raise NotFound("payment") from None


def _sandbox() -> CardSandbox:
    sandbox = providers().get("card")
    if not isinstance(sandbox, CardSandbox):
        raise NotFound("payment")
    return sandbox
