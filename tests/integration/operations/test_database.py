"""The database goes away and comes back: the next transaction does not meet a dead connection."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from marketplace.kit import db as kit_db
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from tests.conftest import use_database

SYSTEM = Scope.system()


def end_all(database: str) -> None:
    """Every connection of the product is cut, as by a restart of the server."""
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )


def one(db) -> int:
    return db.connection().execute(text("select 1")).scalar_one()


def test_connections_that_died_between_two_transactions_are_not_noticed(database: str) -> None:
    with unit_of_work(SYSTEM), unit_of_work(SYSTEM) as second:
        assert one(second) == 1
    assert kit_db.engine().pool.checkedin() == 2  # type: ignore[attr-defined]
    end_all(database)
    assert [run(SYSTEM, one) for _ in range(3)] == [1, 1, 1]


def test_one_that_dies_in_a_transaction_fails_it_and_no_other(database: str) -> None:
    with pytest.raises(OperationalError), unit_of_work(SYSTEM) as db:
        one(db)
        end_all(database)
        one(db)
    assert run(SYSTEM, one) == 1


def test_a_server_that_is_not_there_is_said_at_once(database: str) -> None:
    use_database(database.replace("/test_", "/nobody_"))
    with pytest.raises(OperationalError):
        run(SYSTEM, one)
