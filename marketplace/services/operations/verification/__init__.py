"""`marketplace verify`: every invariant recomputed from the rows, not trusted.

A rule is a count and a question whose every answer is a broken row, by area in the modules of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import LedgerCheck
from marketplace.services.operations.audit_anchors import Anchor, read_anchors
from marketplace.services.operations.verification import guards, trail
from marketplace.services.operations.verification.books import BOOK_RULES
from marketplace.services.operations.verification.catalogue import CATALOGUE_RULES
from marketplace.services.operations.verification.ledger_invariants import MONEY_RULES
from marketplace.services.operations.verification.orders import ORDER_RULES
from marketplace.services.operations.verification.payments import PAYMENT_RULES
from marketplace.services.operations.verification.quotes import QUOTE_RULES
from marketplace.services.operations.verification.receivables import RECEIVABLE_RULES
from marketplace.services.operations.verification.stock import STOCK_RULES


@dataclass(frozen=True)
class Result:
    """`broken` names each row that breaks the rule; empty when it holds for all `checked` rows."""

    name: str
    checked: int
    broken: tuple[str, ...]


# What the hourly check looks at; search may be behind for a moment, and says so by itself.
_MONEY_AND_TRUST = {
    **MONEY_RULES,
    **BOOK_RULES,
    **ORDER_RULES,
    **PAYMENT_RULES,
    **RECEIVABLE_RULES,
    **QUOTE_RULES,
    **STOCK_RULES,
    **guards.GUARD_RULES,
}
_RULES = {**_MONEY_AND_TRUST, **CATALOGUE_RULES}


def verify_everything() -> list[Result]:
    """Check every rule over every tenant, reading one consistent snapshot."""
    anchors = read_anchors()
    with unit_of_work(Scope.system(), frozen=True) as db:
        return check_everything(db, anchors)


def check_everything(db: Session, anchors: Sequence[Anchor]) -> list[Result]:
    """As `verify_everything`, in a session of the platform that is open already; `anchors` are older than it."""
    with _set_based(db):
        results = [_check(db, name, *rule) for name, rule in _RULES.items()]
    return [*results, *_guards_and_trail(db, anchors)]


def verify_and_note(db: Session) -> list[Result]:
    """Check the rules of money, goods and trust in this session and keep what was found as a `LedgerCheck`, which the
    operators' desk shows.

    The rules are read one after the other, so what changes in between may look broken: those are looked at again.
    """
    started = monotonic()
    with _set_based(db):
        results = [_check(db, name, *rule) for name, rule in _MONEY_AND_TRUST.items()]
        results = [_check(db, r.name, *_MONEY_AND_TRUST[r.name]) if r.broken else r for r in results]
    results += _guards_and_trail(db, read_anchors())
    db.add(
        LedgerCheck(
            id=new_id("chk"),
            checked=sum(r.checked for r in results),
            milliseconds=round((monotonic() - started) * 1000),
            broken=[{"rule": r.name, "rows": list(r.broken[:50])} for r in results if r.broken],
            rules=[{"rule": r.name, "checked": r.checked, "broken": len(r.broken)} for r in results],
        )
    )
    db.flush()
    return results


@contextmanager
def _set_based(db: Session) -> Iterator[None]:
    """Whole tables against whole tables. After a payout run the statistics know nothing of its rows yet, and a plan
    that goes row by row takes hours where this takes seconds."""
    setting = text("select set_config('enable_nestloop', :value, true)")
    db.connection().execute(setting, {"value": "off"})
    yield
    db.connection().execute(setting, {"value": "on"})


def _check(db: Session, name: str, count: str, broken: str) -> Result:
    checked = int(db.connection().execute(text(count)).scalar_one())
    return Result(name, checked, tuple(str(row[0]) for row in db.connection().execute(text(broken))))


def _guards_and_trail(db: Session, anchors: Sequence[Anchor]) -> list[Result]:
    lines, broken = trail.walk(db)
    heads, lost = trail.check_anchors(db, anchors)
    return [
        Result(guards.RULE, len(guards.expected_guards()), tuple(guards.missing_and_strange(db))),
        Result(trail.CHAIN_RULE, lines, tuple(broken)),
        Result(trail.ANCHOR_RULE, heads, tuple(lost)),
    ]
