"""Carts that programs keep for their shoppers: reached by their id, which is the secret of a guest's cart.

A cart of a signed-in shopper is theirs alone, as in the browser; one of the browser cannot be reached by its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.errors import Invalid, MarketplaceError, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.emails import read_email
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import hash_token
from marketplace.models.address import Address
from marketplace.models.cart import Cart, CartLine, CartPromotion, Promotion
from marketplace.models.offer import Offer
from marketplace.models.region import Region
from marketplace.services.buying.basket_rows import CartRows, read_cart_rows
from marketplace.services.buying.baskets import price_rows
from marketplace.services.buying.buyer_tax_ids import buyers_tax_id, tax_country
from marketplace.services.buying.cart_access import LockedCart, OwnCart, Shopper, buyer_for, lock_cart
from marketplace.services.buying.carts import add_to_cart, change_meta, change_quantity, choose_delivery, set_region
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.promotion_codes import enter_code, remove_code
from marketplace.services.identity.postal_checks import written_postal_code
from marketplace.services.stores.regions import countries_of

MAX_META = 20_000  # characters of JSON
AddressGiven = AddressInput | str  # an address, or the id of one in the shopper's book


class CartCompleted(MarketplaceError):
    """The cart was bought: it is not changed any more."""

    def __init__(self, cart_id: str) -> None:
        super().__init__(f"Cart {cart_id} is already completed.")


@dataclass(frozen=True)
class CartChanges:
    """What a program says about a cart; None leaves a thing as it is. `codes` replaces all codes."""

    region_id: str | None = None
    email: str | None = None
    shipping: AddressGiven | None = None
    billing: AddressGiven | None = None
    codes: Sequence[str] | None = None
    metadata: Mapping[str, Any] | None = None
    locale: str | None = None


def shopper_of(actor: Actor, cart_id: str) -> Shopper:
    """Who a program shops for: the signed-in person, or whoever knows the cart's id."""
    return Shopper(actor, cart_id)


def start_cart(
    db: Session, tenant_id: str, actor: Actor, changes: CartChanges, *, region_id: str, currency: str
) -> LockedCart:
    """A new cart in a region of the store. Raises what `change_cart` raises."""
    key = new_id("cart")
    cart = Cart(
        id=key,
        tenant_id=tenant_id,
        region_id=region_id,
        currency=currency,
        user_id=actor.user_id,
        token_hash=None if actor.user_id else hash_token(key),
        email=actor.email,
    )
    db.add(cart)
    db.flush()
    _apply(db, actor, cart, changes)
    return LockedCart(OwnCart(cart))


def lock_open_cart(db: Session, shopper: Shopper, cart_id: str) -> LockedCart:
    """The cart to be changed, under lock. Raises `NotFound`, `CartCompleted`."""
    cart = lock_cart(db, shopper, cart_id)
    if cart.completed_at is not None:
        raise CartCompleted(cart_id)
    return cart


def change_cart(db: Session, shopper: Shopper, cart_id: str, changes: CartChanges) -> LockedCart:
    """Region, e-mail, addresses, codes, metadata. Raises `Invalid`, `NotFound`, `CartCompleted`, `BeingPaid`."""
    cart = lock_open_cart(db, shopper, cart_id)
    give_up_open_checkout(db, cart)
    _touch(cart)
    _apply(db, shopper.actor, cart, changes)
    return cart


def put_in(
    db: Session, cart: Cart, offer_id: str, quantity: int, metadata: Mapping[str, Any] | None = None
) -> CartLine:
    """Add an offer to a cart that is open, with what the program wants to remember. Raises as `add_to_cart` does."""
    return add_to_cart(db, cart, offer_id, quantity, meta=_metadata(metadata or {}))


def change_line(
    db: Session, cart: Cart, line_id: str, quantity: int, metadata: Mapping[str, Any] | None = None
) -> None:
    """Set a line's quantity (0 takes it out) and what is remembered with it."""
    change_quantity(db, cart, line_id, quantity)
    if quantity and metadata is not None:
        change_meta(db, cart, line_id, _metadata(metadata))


def set_codes(db: Session, cart: Cart, codes: Sequence[str]) -> None:
    """These codes and no others are in the cart. Raises `Invalid` for a code that cannot be used."""
    wanted = {code.strip().upper() for code in codes}
    for code, promotion_id in _codes_in(db, cart).items():
        if code.upper() not in wanted:
            remove_code(db, cart, promotion_id)
    add_codes(db, cart, codes)


def add_codes(db: Session, cart: Cart, codes: Sequence[str]) -> None:
    """Put codes into the cart. Raises `Invalid` for the first that cannot be used."""
    give_up_open_checkout(db, cart)
    _touch(cart)
    for code in codes:
        try:
            enter_code(db, cart, code)
        except Invalid as error:
            raise Invalid({"promo_codes": f"The promotion code {code} is invalid. {error.sentence}"}) from None


def drop_codes(db: Session, cart: Cart, codes: Sequence[str]) -> None:
    """Take codes out of the cart; one that is not in it is no error."""
    give_up_open_checkout(db, cart)
    _touch(cart)
    inside = {code.upper(): key for code, key in _codes_in(db, cart).items()}
    for code in codes:
        if key := inside.get(code.strip().upper()):
            remove_code(db, cart, key)


def choose_methods(db: Session, shopper: Shopper, cart: Cart, option_ids: Sequence[str]) -> CartRows:
    """Choose ways of delivery, one for each vendor concerned; answers the cart as it is then.

    Raises `Invalid` for one that is not offered here.
    """
    if option_ids:
        give_up_open_checkout(db, cart)  # what it held counts again
    buyer, moment = buyer_for(shopper.actor, cart), now()
    rows = read_cart_rows(db, cart, buyer, moment)
    basket, chosen = price_rows(cart, rows, buyer, moment), dict(rows.chosen)
    vendor_of = {d.option_id: d.vendor_id for part in basket.parts for d in part.deliveries}
    for option_id in option_ids:
        if option_id not in vendor_of:
            raise Invalid({"option_id": f"Shipping Options are invalid for cart: {option_id}"})
        vendor_id = vendor_of[option_id]
        chosen[vendor_id] = (choose_delivery(db, cart, basket, vendor_id, option_id), option_id)
    return replace(rows, chosen=chosen)


def hand_over(db: Session, actor: Actor, cart_id: str) -> LockedCart:
    """A guest's cart becomes the signed-in person's. Raises `NotFound` for somebody else's."""
    cart = lock_open_cart(db, shopper_of(actor, cart_id), cart_id)
    cart.user_id, cart.token_hash = actor.user_id, None
    cart.email = cart.email or actor.email
    _touch(cart)
    return cart


def typed_tax_id(cart: Cart) -> str | None:
    """The buyer's VAT number as a program gave it; None where it said nothing about one."""
    return str(cart.meta["tax_id"] or "")[:80] if "tax_id" in cart.meta else None


def offer_by_id(db: Session, variant_id: str, offer_id: str) -> str:
    """The offer of this variant that a program pins. Raises `NotFound` for one of another variant."""
    known_offer = db.exec(select(Offer.id).where(Offer.id == offer_id, Offer.variant_id == variant_id)).first()
    if known_offer is None:
        raise NotFound("offer", offer_id)
    return known_offer


def _apply(db: Session, actor: Actor, cart: Cart, changes: CartChanges) -> None:
    with db.no_autoflush:  # one update for all of it
        _set(db, actor, cart, changes)
    db.flush()


def _set(db: Session, actor: Actor, cart: Cart, changes: CartChanges) -> None:
    if changes.region_id and changes.region_id != cart.region_id:
        _move(db, cart, changes.region_id)
    if changes.email is not None:
        cart.email = _email(changes.email)
    if changes.shipping is not None:
        cart.shipping_address = _address(db, actor, cart, changes.shipping, here=True)
    if changes.billing is not None:
        cart.billing_address = _address(db, actor, cart, changes.billing, here=False)
    if changes.metadata is not None:
        cart.meta = _metadata(changes.metadata)
    if (changes.metadata, changes.shipping, changes.billing) != (None, None, None):
        _check_tax_id(db, actor, cart)
    if changes.locale is not None:
        cart.locale = changes.locale[:35]
    if changes.codes is not None:
        db.flush()
        set_codes(db, cart, changes.codes)


def _move(db: Session, cart: Cart, region_id: str) -> None:
    region = db.exec(select(Region).where(Region.id == region_id)).first()
    if region is None:
        raise Invalid({"region_id": f"Region with id: {region_id} was not found"})
    set_region(db, cart, region_id=region.id, currency=region.currency)
    cart.shipping_address = {}


def _touch(cart: Cart) -> None:
    """It is another cart now: money that comes late for the old one buys nothing (`services/buying/late_payments`)."""
    cart.version += 1
    cart.updated_at = now()


def _email(typed: str) -> str:
    try:
        return read_email(typed)
    except ValueError as error:
        raise Invalid({"email": "email: Invalid email"}) from error


def _address(db: Session, actor: Actor, cart: Cart, given: AddressGiven, *, here: bool) -> dict[str, str]:
    """The address as it was given: it may be completed step by step, and is checked when the cart is bought. A postal
    code that its country has not is refused at once."""
    address = _from_book(db, actor, given) if isinstance(given, str) else given
    cleaned = {name: " ".join(str(value or "").split())[:120] for name, value in vars(address).items()}
    cleaned["country"] = cleaned["country"].upper()
    if here and cleaned["country"] and cleaned["country"] not in countries_of(db, cart.tenant_id, cart.region_id):
        code = cleaned["country"].lower()
        raise Invalid({"shipping_address": f"Country with code {code} is not within region {cart.region_id}"})
    return cleaned | {"postal_code": written_postal_code(cleaned["country"], cleaned["postal_code"])}


def _from_book(db: Session, actor: Actor, address_id: str) -> AddressInput:
    row = db.exec(select(Address).where(Address.id == address_id, Address.user_id == (actor.user_id or ""))).first()
    if row is None:
        raise NotFound("address", address_id)
    return AddressInput(**{name: getattr(row, name) for name in AddressInput.__dataclass_fields__})


def _codes_in(db: Session, cart: Cart) -> dict[str, str]:
    rows = db.exec(
        select(Promotion.code, Promotion.id)
        .join(
            CartPromotion,
            (col(CartPromotion.promotion_id) == Promotion.id) & (CartPromotion.tenant_id == Promotion.tenant_id),
        )
        .where(CartPromotion.cart_id == cart.id)
    )
    return {code: key for code, key in rows if code}


def _check_tax_id(db: Session, actor: Actor, cart: Cart) -> None:
    """A VAT number that is none is refused when it, or an address that it does not fit, is given: not first when the
    cart is bought."""
    country = tax_country(cart.shipping_address, cart.billing_address)
    try:
        buyers_tax_id(db, actor, cart, typed_tax_id(cart), country)
    except ValueError as error:
        raise Invalid({"metadata": f"metadata.tax_id: {error}"}) from error


def _metadata(given: Mapping[str, Any]) -> dict[str, Any]:
    if len(repr(given)) > MAX_META:
        raise Invalid({"metadata": f"metadata: at most {MAX_META} characters"})
    return dict(given)
