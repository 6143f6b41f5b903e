"""A process that asks for a payout the moment it is let: run by test_money_races, several at once."""

import sys
import time

from sqlalchemy import text
from sqlmodel import func, select

from marketplace.domain.errors import Conflict
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import Earning, Payout
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.services.finance.payouts import request_payout
from marketplace.services.identity.grants import grants_of
from marketplace.services.identity.sessions import display_name
from tests.races.saying import say

GATE = 4711


def wait_at_the_gate():
    """Blocks until the test, which holds the lock, opens it for everybody at once."""
    with unit_of_work(Scope.system()) as db:
        say("ready")
        db.connection().execute(text("select pg_advisory_xact_lock_shared(:gate)"), {"gate": GATE})


def ask(email):
    """As the vendor's screen does."""
    from marketplace.domain.permissions import Actor

    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.email == email)).one()
        actor = Actor(
            user_id=user.id, name=display_name(user), email=email, grants=grants_of(db, user.id), confirmed_at=now()
        )
        request_payout(db, actor, "EUR", key=new_id("key"))


def ask_without_lock(email):
    """The naive way: look at the balance, then pay it."""
    with unit_of_work(Scope.system()) as db:
        vendor = db.exec(select(Vendor)).one()
        owed = db.exec(select(func.sum(Earning.amount)).where(Earning.status == "available")).one()
        if not owed:
            raise Conflict("There is nothing to pay out.")
        time.sleep(1.0)  # whatever else a request does
        db.add(
            Payout(
                id=new_id("pay"),
                tenant_id=vendor.tenant_id,
                number=new_id("PO"),
                vendor_id=vendor.id,
                currency="EUR",
                amount=int(owed),
            )
        )
        for earning in db.exec(select(Earning).where(Earning.status == "available")):
            earning.status = "in_transit"


if __name__ == "__main__":
    wait_at_the_gate()
    try:
        {"naive": ask_without_lock, "locked": ask}[sys.argv[1]](sys.argv[2])
    except Conflict as refused:
        say(refused.sentence)
