"""Where a quote stands: whose turn it is, and what the whole request is called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.domain.errors import Conflict
from marketplace.domain.lifecycle import QuoteStatus


class Side(StrEnum):
    """Who speaks; the store looks on from the vendor's side."""

    BUYER = "buyer"
    VENDOR = "vendor"
    STORE = "store"


class Source(StrEnum):
    """What a request was made from."""

    CART = "cart"
    PRODUCT = "product"
    LIST = "list"
    QUICK_ORDER = "quick_order"
    FREE = "free"


ANSWER_WITHIN = timedelta(hours=2)  # what is promised to who asks
OPEN = frozenset({QuoteStatus.PENDING, QuoteStatus.QUOTED, QuoteStatus.COUNTERED})
_TURN = {QuoteStatus.PENDING: Side.VENDOR, QuoteStatus.COUNTERED: Side.VENDOR, QuoteStatus.QUOTED: Side.BUYER}
# Of a request: the liveliest of its quotes decides.
_FIRST = (
    QuoteStatus.ACCEPTED,
    QuoteStatus.QUOTED,
    QuoteStatus.COUNTERED,
    QuoteStatus.PENDING,
    QuoteStatus.EXPIRED,
    QuoteStatus.DECLINED,
    QuoteStatus.WITHDRAWN,
    QuoteStatus.REJECTED,
)
# The five words of the store API; whoever asks knows the others by the quotes inside.
API_WORDS = {
    QuoteStatus.COUNTERED: QuoteStatus.PENDING,
    QuoteStatus.WITHDRAWN: QuoteStatus.DECLINED,
    QuoteStatus.REJECTED: QuoteStatus.DECLINED,
}


class NotYourTurn(Conflict):
    """The other side is on turn: until it has answered nothing of the lines can be changed."""

    def __init__(self, turn: Side, other: str) -> None:
        super().__init__(f"It is {other}’s turn. You can change lines again once they have answered.")
        self.turn = turn


class QuoteExpired(Conflict):
    """What was offered holds no more."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"This quote was valid until {until:%d.%m.%Y, %H:%M} UTC. Ask the vendor to extend it.")
        self.until = until


class QuoteClosed(Conflict):
    """Nothing of it can be changed: it was accepted, declined, ended or taken back."""

    def __init__(self, status: str) -> None:
        super().__init__(f"This quote is {status}. Nothing of it can be changed any more.")
        self.closed_as = status


def turn_of(status: str) -> Side | None:
    """Who has to act next; nobody once a quote is final."""
    return _TURN.get(QuoteStatus(status))


def check_turn(status: str, side: Side, other: str) -> None:
    """Raises `QuoteClosed` for a final quote, `NotYourTurn` where the `other` (by name) is on turn."""
    turn = turn_of(status)
    if turn is None:
        raise QuoteClosed(status)
    if turn is not side:
        raise NotYourTurn(turn, other)


def check_holds(valid_until: datetime | None, moment: datetime) -> None:
    """Raises `QuoteExpired` once the validity has ended, whether a job has come by or not."""
    if valid_until is not None and moment >= valid_until:
        raise QuoteExpired(valid_until)


def standing_of(statuses: Iterable[str]) -> QuoteStatus:
    """What a request is called whose quotes have these statuses: `pending, quoted, rejected` is quoted."""
    met = set(statuses)
    return next((one for one in _FIRST if one in met), QuoteStatus.PENDING)
