"""A program buys its cart: what must be settled before, then the three phases of every checkout.

The cart's id is the idempotency key of these clients: each try of a cart has one key, and a cart that was bought
answers its purchase again.
"""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.buying.basket import Basket
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.lifecycle import CheckoutStatus
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.services.buying.api_cart_payment import chosen_payment
from marketplace.services.buying.api_carts import typed_tax_id
from marketplace.services.buying.approval_check import NeedsApproval
from marketplace.services.buying.cart_access import Shopper, lock_cart
from marketplace.services.buying.checkout import (
    PaymentRequest,
    Placed,
    Transact,
    ask_instead,
    ask_provider,
    begin_paying,
    pay_reserved,
    standing_of,
)
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.purchase_requests import Asked, ask_for_approval
from marketplace.services.buying.reservations import SoldOut
from marketplace.services.buying.reserving import promise

_GONE = ("sold_out", "short")


class NotReady(MarketplaceError):
    """Something must be settled before this cart can be bought."""


def complete_cart(transact: Transact[Placed], shopper: Shopper, cart_id: str, *, return_url: str = "") -> Placed:
    """Buy a cart with the payment that was chosen for it; a cart that was bought answers that purchase again.

    Raises `NotFound`, `NotReady`, `SoldOut`, `BeingPaid` while another call buys it, and what `promise` raises.
    """
    requests: list[PaymentRequest] = []
    forms: list[CheckoutForm] = []

    def begin(db: Session) -> Placed:
        cart = lock_cart(db, shopper, cart_id)
        if cart.completed_at is not None:
            return _bought(db, cart)
        steps = db.connection().execute(_STEPS, {"tenant": cart.tenant_id, "cart": cart.id}).one()
        form, key = _form(cart, has_goods=steps.has_goods), f"cart:{cart.id}:{steps.tries}"
        forms.append(form)
        chosen = None if cart.quoted is not None else set(steps.chosen)
        checkout, payment = promise(db, shopper, cart, form, key=key, check=lambda basket: _check(basket, chosen))
        # What costs nothing is recorded in a transaction of its own: stock and order numbers are locked in one order.
        if checkout.status == CheckoutStatus.RESERVED and payment.amount:
            payment_request = begin_paying(
                db, checkout, payment, cart=cart, details=form.payment_details, return_url=return_url
            )
            requests.extend([payment_request] if payment_request else [])
        return standing_of(db, checkout, payment)

    try:
        standing = transact(begin)
    except NeedsApproval:
        raise ask_instead(transact, shopper, cart_id, forms[-1]) from None
    if requests:
        return ask_provider(transact, requests[0], standing)
    return standing if standing.group_id else pay_reserved(transact, standing, {}, return_url)


def ask_for_cart(transact: Transact[Asked], shopper: Shopper, cart_id: str) -> Asked:
    """Ask for the approval of a cart, and buy nothing.

    Raises as `complete_cart`, and `BasketMoved` where it needs none.
    """

    def ask(db: Session) -> Asked:
        cart = lock_cart(db, shopper, cart_id)
        if cart.completed_at is not None:
            raise NotReady("This cart was bought already.")
        steps = db.connection().execute(_STEPS, {"tenant": cart.tenant_id, "cart": cart.id}).one()
        return ask_for_approval(db, shopper, cart_id, _form(cart, has_goods=steps.has_goods))

    return transact(ask)


_STEPS = text("""
    select exists (select 1 from cart_line l where l.cart_id = :cart and l.tenant_id = :tenant
            and not l.saved_for_later) as has_goods,
        array(select s.vendor_id from cart_shipping s where s.cart_id = :cart and s.tenant_id = :tenant) as chosen,
        (select count(*) from checkout k where k.cart_id = :cart and k.tenant_id = :tenant
         and k.status in ('failed', 'undone')) as tries
""")


def _bought(db: Session, cart: Cart) -> Placed:
    done = db.exec(select(Checkout).where(Checkout.cart_id == cart.id, col(Checkout.group_id).is_not(None))).first()
    if done is None or done.group_id is None:
        raise NotReady("This cart was joined with another one when its shopper signed in.")
    return Placed(done.id, done.status, done.group_id)


def _form(cart: Cart, *, has_goods: bool) -> CheckoutForm:
    """What the shopper said, step by step. Raises `NotReady` for the first step that is missing."""
    if not has_goods:
        raise NotReady("Cannot complete a cart with no items")
    choice = cart.payment_choice
    if not choice:
        raise NotReady("Payment collection has not been initiated for cart")
    if chosen_payment(cart) is None:
        raise NotReady("Payment sessions are required to complete cart")
    return CheckoutForm(
        cart.email,
        AddressInput(**(cart.shipping_address or {})),
        choice["provider"],
        billing=AddressInput(**cart.billing_address) if cart.billing_address else None,
        payment_details=choice.get("details", {}),
        po_number=str(cart.meta.get("po_number", ""))[:60],
        cost_centre=str(cart.meta.get("cost_centre", ""))[:60],
        request_title=str(cart.meta.get("request_title", ""))[:200],
        tax_id=typed_tax_id(cart),
        note=str(cart.meta.get("note", ""))[:1000],
        seen_total_amount=choice["amount"],
        seen_market=(choice["currency"], choice["region_id"]),
    )


def _check(basket: Basket, chosen: Set[str] | None) -> None:
    """`chosen` are the vendors whose delivery was chosen; None for a quote's cart, whose freight is part of it."""
    _check_goods(basket)
    wanted = [part.seller for part in basket.buyable] if chosen is not None else []
    missing = [one.name for one in wanted if one.vendor_id not in (chosen or ())]
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
