"""A press of a button that must happen once, however often it arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from marketplace.domain.errors import Conflict
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.idempotency import Answer, StillRunning, call_of, once


def press_of(form: dict[str, Any], otherwise: str) -> str:
    """Which press of a button it was: the form carries it, so that a double press is the same one twice.

    A key that only the state holds would be another one for the second press: the first has answered meanwhile.
    """
    return FormReader(form).text("press", 60) or otherwise


def once_pressed(db: Session, actor: Actor, press: str, make: Callable[[], str]) -> str:
    """The id of what `make` makes; of a press that arrived before, the id of what it made then.

    For what has no name or number of its own by which a second one is refused. Raises what `make` raises, and
    `Conflict` while the first is at work.
    """
    try:
        return once(db, call_of(actor.user_id or "", "PRESS", "", press, b""), lambda: Answer(200, make())).body
    except StillRunning:
        raise Conflict("This is being done already. Wait a moment.") from None
