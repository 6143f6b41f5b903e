"""A name is given once among its owner's things: a form that is sent twice makes one of them."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.errors import Invalid

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:among, 50))")


def hold_names(db: Session, among: str) -> None:
    """Who gives names `among` the same things does so one at a time, until their transaction ends: of two forms that
    come at once the second sees what the first has made."""
    db.connection().execute(_LOCK, {"among": among})


def check_name(db: Session, taken: SelectOfScalar[str], *, among: str, field: str, sentence: str) -> None:
    """Hold the names and look whether `taken`, the rows that have this one, is empty.

    Raises `Invalid` with the sentence for `field` where it is not.
    """
    hold_names(db, among)
    if db.exec(taken).first() is not None:
        raise Invalid({field: sentence})
