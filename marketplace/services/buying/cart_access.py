"""Whose cart it is: found, opened, locked. One open cart per person (or browser), place and store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.buying.buyer import GUEST, Buyer, buyer_of
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import prepared
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart

OwnCart = NewType("OwnCart", Cart)
"""A cart that is this shopper's."""

LockedCart = NewType("LockedCart", OwnCart)
"""One that nobody else changes before this transaction ends."""


@dataclass(frozen=True)
class Shopper:
    """Who has the cart: the person, or the browser of a guest by its secret cookie."""

    actor: Actor
    token: str = ""


def find_cart(db: Session, tenant_id: str, shopper: Shopper) -> OwnCart | None:
    """The open cart of this shopper in this store.

    Who buys for a company has one for each of its places; one from before they did becomes that of the place.
    """
    mine = _open_carts(tenant_id, shopper)
    cart = None if mine is None else db.exec(mine).first()
    return None if cart is None else OwnCart(cart)


def find_locked_cart(db: Session, tenant_id: str, shopper: Shopper) -> LockedCart | None:
    """As `find_cart`, locked for the rest of the transaction."""
    mine = _open_carts(tenant_id, shopper)
    cart = None if mine is None else db.exec(mine.with_for_update()).first()
    return None if cart is None else _for_place(cart, shopper.actor)


def _open_carts(tenant_id: str, shopper: Shopper) -> SelectOfScalar[Cart] | None:
    place = buyer_of(shopper.actor, tenant_id).location_id
    mine = select(Cart).where(
        Cart.tenant_id == tenant_id, col(Cart.completed_at).is_(None), col(Cart.quote_request_id).is_(None)
    )
    if shopper.actor.user_id:
        here = col(Cart.company_location_id) == place
        if not shopper.actor.impersonator_id:  # what a member gathered for themselves is not the company's to see
            here = or_(col(Cart.company_location_id).is_(None), here)
        mine = mine.where(Cart.user_id == shopper.actor.user_id, here)
    elif shopper.token:
        mine = mine.where(Cart.token_hash == hash_token(shopper.token), col(Cart.user_id).is_(None))
    else:
        return None
    order = (col(Cart.company_location_id).is_(None), col(Cart.updated_at).desc(), col(Cart.id))
    return mine.order_by(*order).limit(1)


def _for_place(cart: Cart, actor: Actor) -> LockedCart:
    if cart.user_id and cart.completed_at is None and cart.company_location_id is None:
        cart.company_location_id = buyer_of(actor, cart.tenant_id).location_id or None
    return LockedCart(OwnCart(cart))


_CART = prepared(select(Cart).where(Cart.id == bindparam("cart")))
_LOCKED_CART = _CART.with_for_update().execution_options(populate_existing=True)


def own_cart(db: Session, shopper: Shopper, cart_id: str) -> OwnCart:
    """A cart by its id, completed or not, if it is this shopper's. Raises `NotFound`."""
    return _if_own(db.exec(_CART, params={"cart": cart_id}).first(), shopper, cart_id)


def lock_cart(db: Session, shopper: Shopper, cart_id: str) -> LockedCart:
    """As `own_cart`, locked for the rest of the transaction and read anew."""
    cart = _if_own(db.exec(_LOCKED_CART, params={"cart": cart_id}).first(), shopper, cart_id)
    return _for_place(cart, shopper.actor)


def _if_own(cart: Cart | None, shopper: Shopper, cart_id: str) -> OwnCart:
    mine = cart is not None and (
        (cart.user_id is not None and cart.user_id == shopper.actor.user_id)
        or (cart.user_id is None and bool(shopper.token) and cart.token_hash == hash_token(shopper.token))
    )
    is_private = bool(shopper.actor.impersonator_id) and cart is not None and cart.company_location_id is None
    if cart is None or not mine or is_private:
        raise NotFound("cart", cart_id)
    if cart.company_location_id and buyer_for(shopper.actor, cart) == GUEST:
        raise NotFound("cart", cart_id)
    return OwnCart(cart)


def open_cart(db: Session, tenant_id: str, shopper: Shopper, *, region_id: str, currency: str) -> LockedCart:
    """The shopper's cart under lock, made when there is none. Raises `Invalid` without person and cookie."""
    existing = find_locked_cart(db, tenant_id, shopper)
    if existing is not None:
        return existing
    if not shopper.actor.user_id and not shopper.token:
        raise Invalid({"cart": "Your browser refuses cookies, and a cart needs one. Allow it for this store."})
    cart = Cart(
        id=new_id("cart"),
        tenant_id=tenant_id,
        region_id=region_id,
        currency=currency,
        user_id=shopper.actor.user_id,
        company_location_id=buyer_of(shopper.actor, tenant_id).location_id or None,
        token_hash=None if shopper.actor.user_id else hash_token(shopper.token),
        email=shopper.actor.email,
    )
    db.add(cart)
    db.flush()
    return LockedCart(OwnCart(cart))


def buyer_for(actor: Actor, cart: Cart) -> Buyer:
    """Whose contract prices hold for this cart: those of the place that it belongs to."""
    return buyer_of(actor, cart.tenant_id, cart.company_location_id)


def place_for(actor: Actor, cart: Cart) -> str:
    """The place whose account this cart may be bought on; empty for who buys for themselves."""
    return buyer_for(actor, cart).location_id if cart.company_location_id else ""
