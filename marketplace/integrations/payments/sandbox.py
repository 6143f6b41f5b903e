"""A card company of our own, to try everything that a real one does to a shop.

It keeps its own books in a file of its own, as an outside company would: a rollback on our side takes nothing
back there. What happens is chosen by the card: see `CARDS`. It tells of every change by signed webhooks, some
late and some twice, which `deliver` sends.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from marketplace.integrations.payments.protocol import Answer, Charge, GiveBack, KeptCard, Outcome, OutcomeUnknown
from marketplace.kit import webhooks
from marketplace.kit.ids import new_id


@dataclass(frozen=True)
class Card:
    """A card for tries: its last digits, and what comes of it."""

    digits: str
    title: str
    behaviour: str
    brand: str = "Visa"


@dataclass(frozen=True)
class Challenge:
    """A charge that waits for its buyer; `amount` in minor units."""

    reference: str
    amount: int
    currency: str
    digits: str
    status: str
    return_url: str


CARDS = {
    card.digits: card
    for card in (
        Card("4242", "Succeeds", "succeed"),
        Card("0002", "Is declined", "decline"),
        Card("9995", "Has no funds", "no_funds"),
        Card("3155", "Asks who you are", "challenge"),
        Card("0077", "Succeeds, but the answer is lost", "lost_answer"),
        Card("0341", "Is never heard of: the request is lost", "lost_request"),
        Card("0259", "Succeeds, and tells late and twice", "late_twice"),
        Card("5126", "Succeeds, but takes money back only when asked twice", "back_at_second", "Mastercard"),
        Card("0101", "Succeeds once; kept, it is declined the next time", "declined_kept", "Mastercard"),
        Card("0069", "Succeeds once; kept, it has expired the next time", "expired_kept"),
    )
}
_WORDS = {
    "decline": "The card was declined.",
    "no_funds": "The card has not enough funds.",
    "declined_kept": "The card was declined.",
    "expired_kept": "The card has expired.",
}
_STATUS = {"decline": "declined", "no_funds": "declined", "challenge": "requires_action"}  # captured otherwise
_ONCE = ("declined_kept", "expired_kept")
_NOT_TAKEN = Answer(Outcome.DECLINED, failure="The bank of the card did not take the money.")
_SCHEMA = """
create table if not exists charge (key text primary key, reference text unique, amount int, currency text,
  digits text, status text, refunded int default 0, return_url text default '');
create table if not exists refund (key text primary key, reference text, charge text, amount int);
create table if not exists refused (key text primary key, charge text);
create table if not exists kept_card (token text primary key, charge text unique, customer text, digits text,
  month int, year int);
create table if not exists event (id text primary key, body text, due real, sent int default 0, copies int default 1);
"""


class CardSandbox:
    """The same key again never charges twice, whatever happened to the first answer."""

    code = "card"
    title = "Card"
    keeps_cards = True

    def __init__(self, books: Path, secret: bytes) -> None:
        self._path, self._secret = books, secret

    def charge(self, charge: Charge) -> Answer:
        """Take the money as the card's behaviour has it. Raises `OutcomeUnknown` for the two that get lost."""
        card = self._card_of(charge)
        if card is None:
            return self._refuse(charge)
        if card.behaviour == "lost_request" and self.look_up(charge.key) is None:
            raise OutcomeUnknown("the request was lost on its way")
        with self._books() as books:
            known = books.execute("select 1 from charge where key = ?", (charge.key,)).fetchone()
            if not known:
                self._open(books, charge, card)
        if card.behaviour == "lost_answer" and not known:
            raise OutcomeUnknown("the answer was lost on its way")
        answer = self.look_up(charge.key)
        assert answer is not None  # written above
        return answer

    def look_up(self, key: str) -> Answer | None:
        """What the sandbox's books say about a charge or a refund."""
        with self._books() as books:
            row = books.execute("select reference, digits, status from charge where key = ?", (key,)).fetchone()
            if row:
                return replace(_answer(*row), card=_kept(books, key) if row[2] == "captured" else None)
            row = books.execute("select reference from refund where key = ?", (key,)).fetchone()
            if row:
                return Answer(Outcome.CAPTURED, reference=row[0])
            return _NOT_TAKEN if books.execute("select 1 from refused where key = ?", (key,)).fetchone() else None

    def cancel(self, key: str) -> Answer | None:
        """Give up a charge that waits for its buyer; what is captured stays captured."""
        self._settle(key, "cancelled")
        return self.look_up(key)

    def challenge(self, reference: str) -> Challenge:
        """What the sandbox asks the buyer to confirm. Raises KeyError for an unknown charge."""
        with self._books() as books:
            row = books.execute(
                "select amount, currency, digits, status, return_url from charge where reference = ?", (reference,)
            ).fetchone()
        if row is None:
            raise KeyError(reference)
        return Challenge(reference, *row)

    def prove(self, reference: str, *, accepted: bool) -> str:
        """The buyer's answer, given at the sandbox's own page; returns the address to go back to."""
        challenge = self.challenge(reference)
        with self._books() as books:
            key = str(books.execute("select key from charge where reference = ?", (reference,)).fetchone()[0])
        self._settle(key, "captured" if accepted else "declined")
        return challenge.return_url

    def refund(self, refund: GiveBack) -> Answer:
        """Give back at most what was captured and is not yet given back, and not to a card that refuses at first."""
        with self._books() as books:
            if _refuses(books, refund):
                return _NOT_TAKEN
            if books.execute("select 1 from refund where key = ?", (refund.key,)).fetchone() is None:
                moved = books.execute(
                    "update charge set refunded = refunded + ? where reference = ? and status = 'captured'"
                    " and amount - refunded >= ?",
                    (refund.amount, refund.reference, refund.amount),
                )
                if moved.rowcount != 1:
                    return Answer(Outcome.DECLINED, failure="More than was charged cannot be given back.")
                name = new_id("re")
                books.execute(
                    "insert into refund values (?, ?, ?, ?)", (refund.key, name, refund.reference, refund.amount)
                )
                _queue_message(books, "refund.succeeded", refund.key, name)
        answer = self.look_up(refund.key)
        assert answer is not None  # written above
        return answer

    def forget_card(self, token: str, customer: str) -> None:
        """What was paid with it stays paid."""
        with self._books() as books:
            books.execute("delete from kept_card where token = ? and customer = ?", (token, customer))

    def deliver(self, post: Callable[[bytes, dict[str, str]], int]) -> int:
        """Send every due event with `post(body, headers) -> status`; one that is not answered 2xx comes again."""
        sent = 0
        with self._books() as books:
            due = books.execute(
                "select id, body, copies from event where sent = 0 and due <= ? order by due limit 50", (time.time(),)
            ).fetchall()
        for event_id, body, copies in due:
            headers = webhooks.sign(self._secret, event_id, body.encode())
            good = all(200 <= post(body.encode(), headers) < 300 for _ in range(copies))
            sent += good
            with self._books() as books:
                books.execute(
                    "update event set sent = ?, due = ? where id = ?", (int(good), time.time() + 10, event_id)
                )
        return sent

    def forget_messages(self) -> None:
        """Nobody needs to be told of what happened so far: the demo's past is known."""
        with self._books() as books:
            books.execute("update event set sent = 1")

    def _card_of(self, charge: Charge) -> Card | None:
        """The card that is to pay; None for a token that is not this customer's, or whose card has never paid."""
        if not charge.token:
            return CARDS.get(charge.details.get("card", "4242"), CARDS["0002"])
        with self._books() as books:
            row = books.execute(
                "select k.digits from kept_card k join charge c on c.key = k.charge and c.status = 'captured'"
                " where k.token = ? and k.customer = ?",
                (charge.token, charge.customer),
            ).fetchone()
        return CARDS[row[0]] if row else None

    def _refuse(self, charge: Charge) -> Answer:
        with self._books() as books:
            books.execute("insert or ignore into refused values (?, '')", (charge.key,))
        return self.look_up(charge.key) or _NOT_TAKEN

    def _open(self, books: sqlite3.Connection, charge: Charge, card: Card) -> None:
        status = _STATUS.get(card.behaviour, "captured")
        if charge.token and card.behaviour in _ONCE:
            status = "declined"
        name = new_id("ch")
        books.execute(
            "insert into charge (key, reference, amount, currency, digits, status, return_url)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (charge.key, name, charge.amount, charge.currency, card.digits, status, charge.return_url),
        )
        if charge.keeps_card and charge.customer and not charge.token:
            today = time.gmtime()
            month, year = (today.tm_mon, today.tm_year) if card.behaviour == "expired_kept" else (8, today.tm_year + 5)
            kept = (new_id("tok"), charge.key, charge.customer, card.digits, month, year)
            books.execute("insert into kept_card values (?, ?, ?, ?, ?, ?)", kept)
        late = card.behaviour == "late_twice"
        if status != "requires_action":
            _queue_message(books, f"charge.{status}", charge.key, name, delay=5 if late else 0, copies=2 if late else 1)

    def _settle(self, key: str, status: str) -> None:
        with self._books() as books:
            moved = books.execute(
                "update charge set status = ? where key = ? and status = 'requires_action' returning reference",
                (status, key),
            ).fetchone()
            if moved:
                _queue_message(books, f"charge.{status}", key, moved[0])

    @contextmanager
    def _books(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        books = sqlite3.connect(self._path, timeout=10, isolation_level="IMMEDIATE")
        try:
            books.executescript(_SCHEMA)
            with books:
                yield books
        finally:
            books.close()


def _kept(books: sqlite3.Connection, charge: str) -> KeptCard | None:
    row = books.execute("select token, digits, month, year from kept_card where charge = ?", (charge,)).fetchone()
    return KeptCard(row[0], CARDS[row[1]].brand, row[1], row[2], row[3]) if row else None


def _refuses(books: sqlite3.Connection, refund: GiveBack) -> bool:
    """Whether this card's bank says no: once before each refund that it takes, and for good to a key it has refused."""
    row = books.execute("select digits from charge where reference = ?", (refund.reference,)).fetchone()
    if row is None or CARDS[row[0]].behaviour != "back_at_second":
        return False
    if books.execute("select 1 from refused where key = ?", (refund.key,)).fetchone():
        return True
    refused, taken = (
        books.execute(f"select count(*) from {table} where charge = ?", (refund.reference,)).fetchone()[0]  # noqa: S608
        for table in ("refused", "refund")
    )
    if refused > taken or books.execute("select 1 from refund where key = ?", (refund.key,)).fetchone():
        return False
    books.execute("insert into refused values (?, ?)", (refund.key, refund.reference))
    return True


def _queue_message(
    books: sqlite3.Connection, topic: str, key: str, reference: str, *, delay: float = 0, copies: int = 1
) -> None:
    event_id = new_id("evt")
    body = json.dumps({"type": topic, "key": key, "reference": reference})
    books.execute(
        "insert into event (id, body, due, copies) values (?, ?, ?, ?)", (event_id, body, time.time() + delay, copies)
    )


def _answer(reference: str, digits: str, status: str) -> Answer:
    label = f"Card ending {digits}"
    if status == "requires_action":
        return Answer(Outcome.REQUIRES_ACTION, reference, label, action_url=f"/sandbox/card/{reference}")
    if status == "captured":
        return Answer(Outcome.CAPTURED, reference, label)
    words = _WORDS.get(CARDS[digits].behaviour, "The payment was not confirmed.")
    return Answer(Outcome.DECLINED, reference, label, failure=words)
