"""What the database itself refuses about the books, whatever the code above it believes."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import LedgerAccount, LedgerEntry, LedgerTx
from marketplace.services.operations.verification import verify_everything
from tests.factories.people import make_tenant

SYSTEM = Scope.system()


@pytest.fixture
def books(database: str) -> str:
    """A store with an euro account of each side and a dollar account; returns the store's id."""
    with unit_of_work(SYSTEM) as db:
        tenant = make_tenant(db)
        for name, currency in (("a", "EUR"), ("b", "EUR"), ("d", "USD")):
            db.add(
                LedgerAccount(
                    id=name, tenant_id=tenant.id, owner="platform", kind=name, currency=currency, allow_negative=True
                )
            )
        return tenant.id


def draft(db: Session, tenant_id: str, key: str, *entries: tuple[str, int]) -> None:
    db.add(LedgerTx(id=key, tenant_id=tenant_id, kind="test", idempotency_key=key))
    db.flush()
    for number, (account, amount) in enumerate(entries):
        db.add(LedgerEntry(id=f"{key}{number}", tenant_id=tenant_id, tx_id=key, account_id=account, amount=amount))
    db.flush()


def post(db: Session, key: str) -> None:
    db.connection().execute(text("update ledger_tx set status = 'posted' where id = :id"), {"id": key})


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([("a", 100), ("b", -99)], "does not balance: EUR 1"),
        ([("a", 100), ("d", -100)], "does not balance"),
        ([("a", 100)], "needs two entries"),
        ([], "needs two entries"),
    ],
)
def test_what_does_not_balance_is_not_posted(books: str, entries: list[tuple[str, int]], why: str) -> None:
    with pytest.raises(DBAPIError, match=why), unit_of_work(SYSTEM) as db:
        draft(db, books, "t", *entries)
        post(db, "t")


@pytest.mark.parametrize(
    "change",
    [
        "update ledger_tx set kind = 'x'",
        "delete from ledger_tx",
        "update ledger_entry set amount = 5",
        "delete from ledger_entry",
        "insert into ledger_entry (id, tenant_id, tx_id, account_id, amount)"
        " select 'z', tenant_id, id, 'a', 7 from ledger_tx",
    ],
)
def test_what_is_posted_is_never_changed(books: str, change: str) -> None:
    with unit_of_work(SYSTEM) as db:
        draft(db, books, "t", ("a", 100), ("b", -100))
        post(db, "t")
    with pytest.raises(DBAPIError), unit_of_work(SYSTEM) as db:
        db.connection().execute(text(change))


def test_a_wrong_cached_balance_is_found(books: str) -> None:
    with unit_of_work(SYSTEM) as db:
        draft(db, books, "t", ("a", 100), ("b", -100))
        post(db, "t")
        db.connection().execute(text("update ledger_account set posted_balance = 100 where id = 'a'"))
        db.connection().execute(text("update ledger_account set posted_balance = -99 where id = 'b'"))
    rule = "cached balances equal the sum of their entries"
    assert next(r.broken for r in verify_everything() if r.name == rule) == ("b: cached -99, computed -100",)
