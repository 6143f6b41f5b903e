"""A process that decides a purchase request the moment it is let: run by test_approvals, two at once."""

import sys
from functools import partial

from sqlmodel import select

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.offer import Price
from marketplace.services.buying import request_decisions
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.buying.request_placing import place_approved
from tests.races.ask_for_payout import wait_at_the_gate
from tests.races.company_buyer import dawdle, leave_out_the_locks, person
from tests.races.saying import say


def decide(email, tenant, request, answer):
    """As the desk's page does, then as the job after it; prints what came of it."""
    verdict = Verdict(is_yes=answer == "yes", reason="Not this month")
    transact = partial(run, Scope.tenant(tenant))
    try:
        say(transact(lambda db: decide_request(db, person(email), tenant, request, verdict)))
    except MarketplaceError as refused:
        say(type(refused).__name__)


def place(_, tenant, request, __):
    """The job after the last yes."""
    placed = place_approved(partial(run, Scope.tenant(tenant)), request)
    say(placed.status if placed else "")


def raise_prices(_, tenant, offer, amount):
    """A vendor changes a price."""
    with unit_of_work(Scope.tenant(tenant)) as db:
        db.exec(select(Price).where(Price.offer_id == offer)).one().amount = int(amount)
    say("raised")


if __name__ == "__main__":
    what, variant, *given = sys.argv[1:]
    request_decisions._write_step = dawdle(request_decisions._write_step)
    if variant == "naive":
        leave_out_the_locks()
    if variant == "unbound":  # the naive approver: a yes to whatever is in the cart
        request_decisions._moved = lambda db, actor, request: False
    wait_at_the_gate()
    {"decide": decide, "place": place, "raise": raise_prices}[what](*given)
