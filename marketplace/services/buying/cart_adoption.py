"""After a sign-in: what a guest put into a cart becomes the person's."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart, CartShipping
from marketplace.services.buying.cart_access import Shopper, find_locked_cart
from marketplace.services.buying.carts import lines_of, mark_changed, twin_of
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.promotion_codes import carry_codes


def adopt_carts(db: Session, actor: Actor, token: str) -> None:
    """After a sign-in: the carts of this browser become the person's, joined with those they had already."""
    if not token:
        return
    guests = db.exec(
        select(Cart)
        .where(Cart.token_hash == hash_token(token), col(Cart.user_id).is_(None), col(Cart.completed_at).is_(None))
        .order_by(col(Cart.id))
        .with_for_update()
    ).all()
    for guest in guests:
        cart = find_locked_cart(db, guest.tenant_id, Shopper(actor))
        if cart is None:
            guest.user_id, guest.token_hash = actor.user_id, None
            guest.company_location_id = buyer_of(actor, guest.tenant_id).location_id or None
        else:
            _join(db, guest, cart)


def _join(db: Session, guest: Cart, cart: Cart) -> None:
    give_up_open_checkout(db, guest)
    there = lines_of(db, cart)
    for line in lines_of(db, guest):
        twin = twin_of(there, line, line.meta, saved=line.saved_for_later)
        if twin is None:
            line.cart_id = cart.id
        else:
            twin.quantity = max(twin.quantity, line.quantity)  # the same wish twice is not twice the quantity
            db.delete(line)
    carry_codes(db, guest, cart)
    _carry_answers(db, guest, cart)
    guest.completed_at, guest.checkout_draft = now(), {}
    mark_changed(db, cart)


_ANSWERS = ("email", "shipping_address", "billing_address", "tax_id", "note")


def _carry_answers(db: Session, guest: Cart, cart: Cart) -> None:
    """What the guest had said already is not asked again: it fills what the person's cart does not say."""
    for name in _ANSWERS:
        if not getattr(cart, name):
            setattr(cart, name, getattr(guest, name))
    if (guest.region_id, guest.currency) != (cart.region_id, cart.currency):
        return
    chosen = select(CartShipping).where(col(CartShipping.cart_id).in_([guest.id, cart.id])).order_by(CartShipping.id)
    ways: dict[str, dict[str, CartShipping]] = {guest.id: {}, cart.id: {}}
    for row in db.exec(chosen):
        ways[row.cart_id][row.vendor_id] = row
    for vendor_id in ways[guest.id].keys() - ways[cart.id].keys():
        ways[guest.id][vendor_id].cart_id = cart.id
