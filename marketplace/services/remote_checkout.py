"""A program buys its cart: what must be settled before, then the three phases of every checkout.

The cart's id is the idempotency key of these clients: each try of a cart has one key, and a cart that was bought
answers its purchase again.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.addresses import AddressInput
from marketplace.domain.basket import Basket
from marketplace.domain.errors import MarketplaceError
from marketplace.models.cart import Cart, CartShipping
from marketplace.models.order import Checkout
from marketplace.services.carts import Shopper, basket_of, own_cart
from marketplace.services.checkout import CheckoutForm
from marketplace.services.paying import Placed, Transact, check_out
from marketplace.services.remote_carts import try_number
from marketplace.services.reservations import SoldOut

_GONE = ("sold_out", "short")


class NotReady(MarketplaceError):
    """Something must be settled before this cart can be bought."""


def complete_cart(transact: Transact[Placed], shopper: Shopper, cart_id: str, *, return_url: str = "") -> Placed:
    """Buy a cart with the payment that was chosen for it; a cart that was bought answers that purchase again.

    Raises `NotFound`, `NotReady`, `SoldOut`, `BeingPaid` while another call buys it, and what `check_out` raises.
    """
    known: list[Placed] = []
    asked: list[tuple[CheckoutForm, str]] = []

    def look(db: Session) -> Placed:
        cart = own_cart(db, shopper, cart_id)
        if cart.completed_at is not None:
            known.append(_bought(db, cart))
            return known[0]
        asked.append((_form(db, shopper, cart), f"cart:{cart.id}:{try_number(db, cart.id)}"))
        return Placed("", "")

    standing = transact(look)
    if known:
        return standing
    form, key = asked[0]
    return check_out(transact, shopper, cart_id, form, key=key, return_url=return_url)


def rest_of_cart(db: Session, group_id: str) -> str:
    """The cart in which goes on what was held back from this purchase; empty for none."""
    plan = db.exec(select(Checkout.plan).where(Checkout.group_id == group_id)).first()
    return str((plan or {}).get("rest_cart_id", ""))


def _bought(db: Session, cart: Cart) -> Placed:
    done = db.exec(select(Checkout).where(Checkout.cart_id == cart.id, col(Checkout.group_id).is_not(None))).first()
    if done is None or done.group_id is None:
        raise NotReady("This cart was joined with another one when its shopper signed in.")
    return Placed(done.id, done.status, done.group_id)


def _form(db: Session, shopper: Shopper, cart: Cart) -> CheckoutForm:
    basket = basket_of(db, cart, shopper.actor)
    _check(db, cart, basket)
    choice = cart.payment_choice
    return CheckoutForm(
        cart.email, AddressInput(**(cart.shipping_address or {})), choice["provider"],
        billing=AddressInput(**cart.billing_address) if cart.billing_address else None,
        payment_details=choice.get("details", {}), po_number=str(cart.meta.get("po_number", ""))[:60],
        note=str(cart.meta.get("note", ""))[:1000], seen_total_amount=basket.total_amount,
    )  # fmt: skip


def _check(db: Session, cart: Cart, basket: Basket) -> None:
    """In the order in which the contract has it: goods, payment, delivery."""
    if not any(part.lines or part.blocked for part in basket.parts):
        raise NotReady("Cannot complete a cart with no items")
    if not cart.payment_choice:
        raise NotReady("Payment collection has not been initiated for cart")
    if not cart.payment_choice.get("session_id"):
        raise NotReady("Payment sessions are required to complete cart")
    _check_goods(basket)
    chosen = set(db.exec(select(CartShipping.vendor_id).where(CartShipping.cart_id == cart.id)))
    missing = [part.seller.name for part in basket.buyable if part.seller.vendor_id not in chosen]
    if missing:
        raise NotReady(f"No shipping method selected for the goods of {', '.join(missing)}.")


def _check_goods(basket: Basket) -> None:
    blocked = [one for part in basket.parts for one in part.blocked]
    if any(one.problem in _GONE for one in blocked):
        raise SoldOut({one.offer_id: one.free for one in blocked if one.problem in _GONE})
    if blocked:
        raise NotReady(f"{blocked[0].title} cannot be bought any more. Take it out of the cart, then try again.")
    if not basket.buyable:
        short = next((part for part in basket.parts if part.short_amount), None)
        name = short.seller.name if short else basket.parts[0].seller.name
        why = "is under the vendor's minimum" if short else "cannot be delivered to this region"
        raise NotReady(f"What this cart holds of {name} {why}.")
