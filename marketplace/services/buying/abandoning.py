"""The buyer does not finish a payment that waits at the bank, and pays another way."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.models.cart import Cart
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import Placed, Transact, settle_checkout, standing_of
from marketplace.services.buying.checkout_release import OPEN, give_up_open_checkout, lock_checkout, open_checkout
from marketplace.services.buying.reserving import own_checkout


def open_standing(db: Session, cart: Cart) -> Placed | None:
    """Where the unfinished payment of a cart stands; None when there is none."""
    checkout = open_checkout(db, cart)
    return standing_of(db, checkout) if checkout else None


def give_up(transact: Transact[Placed], shopper: Shopper, checkout_id: str) -> Placed:
    """End a payment that its buyer has not confirmed: what it held is free again, and the cart is as it was.

    The bank's books are looked at first: what was confirmed there meanwhile is bought. Money that comes later all
    the same is recorded or sent back (`late_payments`). Raises `NotFound`, and `BeingPaid` while the bank has not
    answered whether it has taken the money.
    """
    transact(lambda db: standing_of(db, own_checkout(db, shopper, checkout_id)))
    standing = settle_checkout(transact, checkout_id)
    if standing.status not in OPEN:
        return standing

    def end(db: Session) -> Placed:
        own_checkout(db, shopper, checkout_id)
        checkout, payment, cart = lock_checkout(db, checkout_id)
        if checkout.status in OPEN:  # another tab may have ended it meanwhile, and pay the cart another way by now
            give_up_open_checkout(db, cart, problem="You chose to pay another way.")
        return standing_of(db, checkout, payment)

    return transact(end)
