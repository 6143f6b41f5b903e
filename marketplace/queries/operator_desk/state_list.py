"""Rows in states: how many of each for a list's tabs, one page of them, or only their identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.sql import compose


@dataclass(frozen=True)
class StateList:
    """`source` is `from ... where ...`, `state` the expression of a row's state, `params` what both are filled with."""

    source: str
    state: str
    states: Sequence[str]
    params: dict[str, Any]

    def counts(self, db: Session) -> dict[str, int]:
        """How many rows are in each state, and in `all`."""
        statement = compose("select $state state, count(*) n $source group by 1", state=self.state, source=self.source)
        counted = db.connection().execute(text(statement), self.params)
        counts = dict.fromkeys(self.states, 0) | {row.state: int(row.n) for row in counted}
        return counts | {"all": sum(counts.values())}

    def rows(self, db: Session, columns: str, *, status: str, order: str, window: dict[str, int]) -> Sequence[Any]:
        """The rows of a window (`Span.window`) with these columns and their `state`; of all states for an unknown."""
        statement = compose(
            "select $columns, $state state $source$narrow order by $order limit :n offset :skip",
            columns=columns,
            state=self.state,
            source=self.source,
            narrow=self._narrow(status),
            order=order,
        )
        return db.connection().execute(text(statement), self.params | {"status": status} | window).all()

    def ids(
        self, db: Session, column: str, *, status: str, order: str, limit: int, offset: int
    ) -> tuple[list[str], int]:
        """The identifiers of some rows, and how many rows there are in all."""
        params, narrow = self.params | {"status": status}, self._narrow(status)
        counted = compose("select count(*) $source$narrow", source=self.source, narrow=narrow)
        total = int(db.connection().execute(text(counted), params).scalar_one())
        rows = self.rows(db, f"{column} key", status=status, order=order, window={"n": limit, "skip": offset})
        return [row.key for row in rows], total

    def _narrow(self, status: str) -> str:
        return compose(" and $state = :status", state=self.state) if status in self.states else ""
