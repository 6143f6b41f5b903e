"""How the demo's rows get into the tables: stable identifiers, and many rows at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlmodel import Session, SQLModel
from ulid import ULID

# The moment every demo identifier says it was made at: the same on every machine, in every year.
_EPOCH_MS = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp() * 1000)


def stable_id(prefix: str, *parts: str) -> str:
    """The same identifier for the same thing each time: `stable_id("prod", "assay", "centrifuge-5430")`."""
    random = hashlib.sha256("/".join((prefix, *parts)).encode()).digest()[:10]
    return f"{prefix}_{ULID(_EPOCH_MS.to_bytes(6, 'big') + random)}"


def plant(db: Session, rows: Iterable[SQLModel]) -> int:
    """Insert many rows of one table with one statement per thousand; returns how many."""
    by_table: dict[type[SQLModel], list[SQLModel]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for table, members in by_table.items():
        for start in range(0, len(members), 1000):
            db.connection().execute(insert(table), [_filled(row) for row in members[start : start + 1000]])
    return sum(map(len, by_table.values()))


def _filled(row: SQLModel) -> dict[str, object]:
    """The row without what the database fills in itself."""
    return {name: value for name, value in row if not (value is None and name in _SERVER_SIDE)}


_SERVER_SIDE: Sequence[str] = ("created_at", "last_seen_at", "indexed_at", "updated_at", "run_at", "seq")
