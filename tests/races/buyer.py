"""Buyers as processes of their own, who start at the same moment and print what came of it.

`python -m tests.races.buyer '[[tenant, token, cart, key, card, naive], ...]'`. A naive one leaves out a guard, to show
that the test would notice.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from contextlib import suppress
from functools import partial
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError

from sqlalchemy import Select, text
from sqlmodel import select

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.kit.db import engine, run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import User
from marketplace.services.buying import cart_access, reservations, reserving
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import check_out
from marketplace.services.finance import credit
from marketplace.services.orders import promotion_usage
from tests.factories.people import actor_for
from tests.factories.shop import form, guest

_NAIVE_HOLD = text(reservations._HOLD.text.replace("and on_hand - reserved >= :quantity", ""))
_NAIVE_TAKE = text(
    "update promotion set used = used + 1, spent_amount = spent_amount + :amount where id = :id and tenant_id = :tenant"
)


def leave_out(guard: str, meeting: Barrier) -> None:
    """Read then write, as somebody would who thinks of one buyer only; everybody has read before anybody writes."""
    hold = reserving._hold_everything

    def hold_late(*given: object) -> None:
        with suppress(BrokenBarrierError):  # one who waits for a lock of those who wait here never comes
            meeting.wait(8)
        hold(*given)

    reserving._hold_everything = hold_late
    if guard == "promotion":
        promotion_usage._TAKE = _NAIVE_TAKE
    elif guard == "credit":
        credit._LOCK = text("select 1 where cast(:location as text) is not null")
    elif guard == "stock":
        reservations._HOLD = _NAIVE_HOLD
    if guard in ("stock", "cart"):
        reservations._LEVELS = text(reservations._LEVELS.text.replace("for update of l", ""))
        cart_access._LOCKED_CART = cart_access._CART.execution_options(populate_existing=True)
        Select.with_for_update = lambda self, **named: self


def shopper(token: str) -> Shopper:
    """A person by their account, or a guest by the secret of their browser."""
    if not token.startswith("usr_"):
        return guest(token)
    with unit_of_work(Scope.system()) as db:
        return Shopper(actor_for(db, db.exec(select(User).where(User.id == token)).one()))


def buy(buyer: list[str], start: float, meeting: Barrier) -> None:
    """One process: connect, wait for the start, buy, say what came of it."""
    tenant, token, cart, key, card, naive = [*buyer, "4242", ""][:6] if len(buyer) == 4 else [*buyer, ""][:6]
    if naive:
        leave_out(naive, meeting)
    with engine().connect() as warm:
        warm.execute(text("select 1"))
    time.sleep(max(0.0, start - time.time()))
    try:
        provider = {"provider": card} if card == ON_ACCOUNT else {}
        placed = check_out(partial(run, Scope.tenant(tenant)), shopper(token), cart, form(card, **provider), key=key)
        answer = placed.status
    except MarketplaceError as error:
        answer = f"refused {type(error).__name__}"
    os.write(1, f"{answer}\n".encode())  # one write: lines of many processes do not mix


def main() -> None:
    """A process for every buyer, forked before anything is connected; all start at the same moment."""
    buyers = json.loads(sys.argv[1])
    meeting = multiprocessing.get_context("fork").Barrier(len(buyers))
    start = time.time() + 0.3 + 0.03 * len(buyers)
    children = []
    for buyer in buyers:
        child = os.fork()
        if child == 0:
            try:
                buy(buyer, start, meeting)
            except Exception as error:
                sys.stderr.write(f"{error!r}\n")
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
