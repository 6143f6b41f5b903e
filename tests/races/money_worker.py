"""Runs due jobs until none is left, and fails at one point on the way: test_money_faults runs and kills it."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import tasks.handlers  # noqa: F401  registers every kind of job
from marketplace.integrations.payouts.protocol import Instruction, Receipt, Sent
from marketplace.services.finance import payout_actions, payout_sending, refund_sending, settlement
from marketplace.settings import settings
from tasks import app

Fault = Callable[[], None]


class Broken(Exception):
    """The fault that was asked for."""


class Bank:
    """A bank with books of its own, which a rollback on our side does not touch."""

    code = "manual"

    def send(self, instruction: Instruction) -> Receipt:
        with self._books() as books:
            books.execute("insert into transfer values (?, ?)", (instruction.key, instruction.amount))
        return Receipt(Sent.ON_ITS_WAY, f"bank-{instruction.key}")

    def look_up(self, key: str) -> Receipt | None:
        with self._books() as books:
            known = books.execute("select 1 from transfer where key = ?", (key,)).fetchone()
        return Receipt(Sent.ON_ITS_WAY, f"bank-{key}") if known else None

    def transfers(self) -> list[int]:
        with self._books() as books:
            return [row[0] for row in books.execute("select amount from transfer")]

    @contextmanager
    def _books(self) -> Iterator[sqlite3.Connection]:
        path = Path(settings().data_dir) / "bank.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        books = sqlite3.connect(path)
        books.execute("create table if not exists transfer (key text primary key, amount int)")
        try:
            with books:
                yield books
        finally:
            books.close()


def _before(use: Any, fault: Fault) -> Any:
    def wrapped(*arguments: Any, **named: Any) -> Any:
        fault()
        return use(*arguments, **named)

    return wrapped


def _after(use: Any, fault: Fault) -> Any:
    def wrapped(*arguments: Any, **named: Any) -> Any:
        answer = use(*arguments, **named)
        fault()
        return answer

    return wrapped


# phase -> (where, which name, how)
POINTS: dict[str, tuple[Any, str, Any]] = {
    "settle: commission frozen, nothing posted": (settlement, "post", _before),
    "settle: posted, earning not noted": (settlement, "post", _after),
    "refund: provider not asked yet": (refund_sending, "send", _before),
    "refund: provider did it, nothing written": (refund_sending, "send", _after),
    "refund: in the middle of the books": (refund_sending, "_write_books", _after),
    "refund: written, not acknowledged": (refund_sending, "record", _after),
    "payout: bank not asked yet": (payout_sending, "send", _before),
    "payout: bank did it, nothing written": (payout_sending, "send", _after),
    "payout: written, not acknowledged": (payout_sending, "record", _after),
    "payout: failed in the middle of giving back": (payout_actions, "reverse", _after),
}


@contextmanager
def faulty(point: str, fault: Fault) -> Iterator[None]:
    """The product with a fault at this point."""
    where, name, how = POINTS[point]
    with patch.object(where, name, how(getattr(where, name), fault)):
        yield


@contextmanager
def own_bank() -> Iterator[Bank]:
    """Payouts go to `Bank`."""
    bank = Bank()
    with patch.object(payout_sending, "provider", lambda _: bank):
        yield bank


def once(fault: Fault) -> Fault:
    """Only the first time."""
    left = [fault]
    return lambda: left.pop()() if left else None


def drain() -> None:
    """Run everything that is due."""
    while app.run_next():
        pass


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    with own_bank(), faulty(sys.argv[1], kill):
        drain()
