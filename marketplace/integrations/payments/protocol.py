"""What every payment provider promises. Each call carries a key: the same key again has the same one effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What became of a charge or a refund."""

    CAPTURED = "captured"  # the money is ours (a refund: is on its way back)
    REQUIRES_ACTION = "requires_action"  # the buyer must prove who they are at `action_url`
    AWAITING = "awaiting"  # promised, and on its way by other means
    OWED = "owed"  # on account: bought now, paid when it is due
    DECLINED = "declined"


class OutcomeUnknown(Exception):
    """The provider was asked and did not answer in time: it may have done it. Look up before anything else."""


@dataclass(frozen=True)
class KeptCard:
    """A card that the provider keeps. `token` names it there, and pays for the customer it was kept for alone."""

    token: str
    brand: str
    last_four: str
    expires_month: int
    expires_year: int


@dataclass(frozen=True)
class Charge:
    """`amount` in minor units; `details` is what the buyer's form says about the means (never a card number).

    `customer` is who pays, by a name that says nothing to others; with `keeps_card` the card is kept for them once it
    has paid, with `token` a kept one pays.
    """

    key: str
    amount: int
    currency: str
    purpose: str  # what the buyer reads on the statement
    details: Mapping[str, str] = field(default_factory=dict)
    return_url: str = ""
    customer: str = ""
    token: str = ""
    keeps_card: bool = False


@dataclass(frozen=True)
class Answer:
    """`reference` names it at the provider, `label` names the means to people, `failure` says why in words.

    `card` is the one that this charge had kept, as often as one asks.
    """

    outcome: Outcome
    reference: str = ""
    label: str = ""
    action_url: str = ""
    failure: str = ""
    card: KeptCard | None = None


@dataclass(frozen=True)
class GiveBack:
    """A refund of `amount` minor units of the charge `reference`. A key that was refused may stay refused."""

    key: str
    reference: str
    amount: int
    currency: str


class PaymentProvider(Protocol):
    """A company that moves money. Any call may raise `OutcomeUnknown`, or an error before it did anything."""

    code: str
    title: str
    keeps_cards: bool

    def charge(self, charge: Charge) -> Answer:
        """Take the money, or say what is missing."""

    def look_up(self, key: str) -> Answer | None:
        """What became of the charge or refund with this key; None when the provider never heard of it."""

    def cancel(self, key: str) -> Answer | None:
        """Give up a charge that is not captured; a captured one is answered as captured. None when unknown."""

    def refund(self, refund: GiveBack) -> Answer:
        """Give money back: `CAPTURED` when it is on its way, `DECLINED` with the reason otherwise."""

    def forget_card(self, token: str, customer: str) -> None:
        """Keep this customer's card no longer; one that is gone, or another's, is left."""
