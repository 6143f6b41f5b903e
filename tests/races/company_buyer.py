"""A process in which a member of a company buys a cart the moment it is let: run by test_spending, two at once."""

import sys
import time
from functools import partial

from sqlmodel import select

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import User
from marketplace.services.buying import reserving
from marketplace.services.buying import spending as of_checkout
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import check_out
from marketplace.services.companies import spending
from marketplace.services.identity.grants import grants_of
from tests.factories.shop import form
from tests.races.ask_for_payout import wait_at_the_gate
from tests.races.saying import say


def person(email):
    """As their session reads them."""
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.email == email)).one()
        return Actor(user_id=user.id, name=email, email=email, grants=grants_of(db, user.id))


def dawdle(function):
    """Whatever else a request does between looking and writing."""

    def late(*given, **named):
        time.sleep(1.0)
        return function(*given, **named)

    return late


def leave_out_the_locks():
    """The naive way: look at what is left, then take it."""
    select_type = type(select(User))
    select_type.with_for_update = lambda self, **named: self


def buy(email, tenant, cart, cost_centre=""):
    """As the checkout's page does; prints what came of it."""
    try:
        shopper = Shopper(person(email))
        bought = partial(check_out, partial(run, Scope.tenant(tenant)), shopper, cart)
        placed = bought(form(cost_centre=cost_centre), key=f"key-{cart}")
        say(placed.status)
    except MarketplaceError as refused:
        say(type(refused).__name__)


if __name__ == "__main__":
    variant, *what = sys.argv[1:]
    assert reserving.reserve_spending is of_checkout.reserve_spending
    of_checkout.hold_spending = dawdle(spending.hold_spending)
    if variant == "naive":
        leave_out_the_locks()
    wait_at_the_gate()
    buy(*what)
