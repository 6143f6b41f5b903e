"""How a cart that a program keeps will be paid: asked for, chosen, given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from marketplace.kit.clock import iso, now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart
from marketplace.services.buying.checkout_release import give_up_open_checkout


def ask_payment(db: Session, cart: Cart) -> None:
    """The shopper has come to paying: from now on the cart has a payment collection."""
    cart.payment_choice = cart.payment_choice or {"created_at": iso(now())}


def give_up_try(db: Session, cart: Cart) -> None:
    """An unfinished payment of the cart is given up with what it held. Raises `BeingPaid` for a running one."""
    give_up_open_checkout(db, cart)
    db.flush()


def choose_payment(db: Session, cart: Cart, provider: str, details: Mapping[str, Any], *, amount: int) -> None:
    """Remember how the cart will be paid; an earlier choice is forgotten. Nothing is asked of the provider yet.

    An unfinished payment was given up before (`give_up_try`): what it held counts in the price. `amount` (minor
    units) is what the shopper agrees to, in the cart's currency and region: a cart that costs something else by
    then, or is somewhere else, is not bought.
    """
    cart.payment_choice = {
        "session_id": new_id("payses"),
        "provider": provider,
        "details": {k: str(v)[:200] for k, v in details.items()},
        "created_at": iso(now()),
        "amount": amount,
        "currency": cart.currency,
        "region_id": cart.region_id,
    }


def chosen_payment(cart: Cart) -> Mapping[str, Any] | None:
    """How the cart will be paid, as it was agreed to; None where nothing was, or for another currency or region."""
    choice = cart.payment_choice
    agreed = choice.get("currency"), choice.get("region_id")
    return choice if choice.get("session_id") and agreed == (cart.currency, cart.region_id) else None
