"""Several people at one vendor's desk, as processes that press at the same moment: run by test_shipping."""

from __future__ import annotations

import json
import multiprocessing
import sys
from typing import Any
from unittest.mock import patch

from sqlalchemy import Select

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor, Grant, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.orders import cancelling, fulfilling
from tests.races.saying import say


def main() -> None:
    """Read the presses from the argument; each runs in a process of its own behind one barrier."""
    presses = json.loads(sys.argv[1])
    started = multiprocessing.get_context("fork")
    barrier = started.Barrier(len(presses))
    people = [started.Process(target=_press, args=(barrier, press)) for press in presses]
    for person in people:
        person.start()
    for person in people:
        person.join()


def _press(barrier: Any, press: dict[str, Any]) -> None:
    where = Grant(Role.VENDOR_MEMBER, press["tenant"], press["vendor"], title="owner")
    actor = Actor(user_id=press["user"], name="Packer", grants=(where,))
    with unit_of_work(Scope.system()):
        pass  # connected before the barrier
    barrier.wait()
    try:
        with unit_of_work(Scope.tenant(press["tenant"])) as db:
            if press.get("naive"):
                _read_then_write(db, actor, press, barrier)
            elif press["act"] == "cancel":
                cancelling.cancel_order(db, actor, press["order"], reason="Sold out today", key=press["key"])
            else:
                fulfilling.ship_parcel(db, actor, press["order"], lines=press["lines"], carrier="DHL", key=press["key"])
    except MarketplaceError as error:
        say(f"refused {type(error).__name__}")
    else:
        say(f"done {press['act']}")


def _read_then_write(db: Any, actor: Actor, press: dict[str, Any], barrier: Any) -> None:
    """The same without the lock: everybody has read before anybody writes."""
    whole = fulfilling.pieces_of

    def slowly(*arguments: Any) -> Any:
        counted = whole(*arguments)
        barrier.wait(timeout=20)
        return counted

    with (
        patch.object(fulfilling, "pieces_of", slowly),
        patch.object(Select, "with_for_update", lambda self, **named: self),
    ):
        fulfilling.ship_parcel(db, actor, press["order"], lines=press["lines"], carrier="DHL", key=press["key"])


if __name__ == "__main__":
    main()
