"""A process that accepts a quote, or lets it end, the moment it is let: run by test_quotes, two at once."""

import sys
from datetime import timedelta

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.quotes import accepting, ending
from tests.races.ask_for_payout import wait_at_the_gate
from tests.races.company_buyer import dawdle, leave_out_the_locks, person
from tests.races.saying import say


def accept(email, tenant, quote):
    """As the buyer's page does, on a machine whose clock is a minute behind: the offer still holds there."""
    accepting.now = lambda: now() - timedelta(minutes=1)
    try:
        with unit_of_work(Scope.tenant(tenant)) as db:
            accepting.accept_quote(db, Requester(person(email)), tenant, quote)
        say("accepted")
    except MarketplaceError as refused:
        say(type(refused).__name__)


def expire(_, __, ___):
    """As the job does."""
    with unit_of_work(Scope.system()) as db:
        ended = ending.expire_quotes(db)
    say(f"{ended} ended")


if __name__ == "__main__":
    what, variant, *given = sys.argv[1:]
    accepting.make_quote_cart = dawdle(accepting.make_quote_cart)
    ending._end = dawdle(ending._end)
    if variant == "naive":
        leave_out_the_locks()
    wait_at_the_gate()
    {"accept": accept, "expire": expire}[what](*given)
