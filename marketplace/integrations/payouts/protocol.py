"""What everybody who pays vendors promises. The same key again has the same one effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Sent(StrEnum):
    """What became of a transfer."""

    ON_ITS_WAY = "on_its_way"
    PAID = "paid"
    REFUSED = "refused"


class OutcomeUnknown(Exception):
    """It was asked and did not answer in time: it may have done it. Look up before anything else."""


@dataclass(frozen=True)
class Instruction:
    """Pay `amount` minor units to `account` (holder, iban, bic); `purpose` stands on the vendor's statement."""

    key: str
    amount: int
    currency: str
    purpose: str
    account: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """`reference` names the transfer there; `failure` says in words why it was refused."""

    outcome: Sent
    reference: str = ""
    failure: str = ""


class PayoutProvider(Protocol):
    """Whoever moves the money. A call may raise `OutcomeUnknown`, or an error before it did anything."""

    code: str

    def send(self, instruction: Instruction) -> Receipt:
        """Send the money, once per key."""

    def look_up(self, key: str) -> Receipt | None:
        """What became of the transfer with this key; None when it was never heard of."""
