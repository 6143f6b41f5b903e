"""A process in which an operator pays the credit of a place out the moment it is let: run by test_credit_payouts."""

import sys
import time

from sqlmodel import select

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.user import User
from marketplace.services.finance import credit_payouts, place_access
from marketplace.services.finance.credit_payouts import PayoutForm, pay_credit_out
from tests.factories.people import actor_for
from tests.races.ask_for_payout import wait_at_the_gate
from tests.races.saying import say


def leave_out_the_lock():
    """The naive way: look at what is in credit, then pay it."""
    look = credit_payouts.find_credit

    def look_and_dawdle(*given):
        seen = look(*given)
        time.sleep(1.0)  # whatever else a request does
        return seen

    place_access.lock_account = lambda db, location_id: None
    credit_payouts.find_credit = look_and_dawdle


def pay(email, place, amount, key):
    """As the desk does; prints what came of it."""
    try:
        with unit_of_work(Scope.system()) as db:
            operator = actor_for(db, db.exec(select(User).where(User.email == email)).one())
            form = PayoutForm(int(amount), now().date(), "SEPA OUT", "Paid too much")
            pay_credit_out(db, operator, place, form, key=key)
        say("paid out")
    except MarketplaceError as refused:
        say(type(refused).__name__)


if __name__ == "__main__":
    variant, *what = sys.argv[1:]
    if variant == "naive":
        leave_out_the_lock()
    wait_at_the_gate()
    pay(*what)
