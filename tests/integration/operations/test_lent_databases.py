"""What the tests themselves stand on: a database that was used before is as the template is."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import Databases
from tests.running import url_of

_USED = """
    insert into account (id, email, password_hash, first_name, last_name, created_at)
    values ('usr_1', 'ada@lovelace.example', '', 'Ada', 'Lovelace', now())
"""


@pytest.fixture
def shelf(server: str, template: str) -> Iterator[Databases]:
    shelf = Databases(server, template)
    yield shelf
    shelf.close()


def ask(shelf: Databases, name: str, words: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url_of(shelf.server, name), autocommit=True) as db:
        cursor = db.execute(words)
        return cursor.fetchall() if cursor.description else []


def rows_by_table(shelf: Databases, name: str) -> dict[str, int]:
    tables = [str(row[0]) for row in ask(shelf, name, "select tablename from pg_tables where schemaname = 'public'")]
    return {table: int(str(ask(shelf, name, f'select count(*) from "{table}"')[0][0])) for table in tables}


def test_what_a_test_wrote_is_gone_and_what_the_schema_brings_is_there(shelf: Databases) -> None:
    first = shelf.lend()
    new = rows_by_table(shelf, first)
    version = ask(shelf, first, "select version_num from alembic_version")
    ask(shelf, first, _USED)
    assert ask(shelf, first, "select nextval('payout_number')") == [(1,)]
    left_behind = psycopg.connect(url_of(shelf.server, first))
    shelf.give_back(first)
    second = shelf.lend()
    assert second != first
    assert rows_by_table(shelf, second) == new
    assert ask(shelf, second, "select version_num from alembic_version") == version
    assert ask(shelf, second, "select nextval('payout_number')") == [(1,)]
    with pytest.raises(psycopg.OperationalError):
        left_behind.execute("select 1")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url_of(shelf.server, first))


@pytest.mark.parametrize(
    "change",
    ["create table stray (id int)", "drop trigger bank_file_guard on bank_file", "alter table account add stray int"],
)
def test_after_a_change_of_the_schema_there_is_a_new_one(shelf: Databases, change: str) -> None:
    first = shelf.lend()
    schema = "select count(*) from pg_attribute", "select count(*) from pg_trigger"
    new = [ask(shelf, first, one) for one in schema]
    ask(shelf, first, change)
    assert [ask(shelf, first, one) for one in schema] != new
    shelf.give_back(first)
    second = shelf.lend()
    assert [ask(shelf, second, one) for one in schema] == new
