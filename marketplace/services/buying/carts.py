"""The cart: what a shopper puts in, changes, sets aside. One open cart per person (or browser) and store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, text
from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket
from marketplace.domain.catalogue.tiers import MOST_PIECES, QuantityRule
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import OfferStatus, ProductStatus, VendorStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import prepared
from marketplace.models.cart import Cart, CartLine, CartShipping
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.region import Region
from marketplace.models.vendor import Vendor
from marketplace.services.buying.baskets import read_basket
from marketplace.services.buying.cart_access import buyer_for
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.quoted_carts import check_not_quoted
from marketplace.services.buying.stock_limits import check_stock, read_free

MAX_LINES = 1_000


_LINES = prepared(select(CartLine).where(CartLine.cart_id == bindparam("cart")).order_by(col(CartLine.id)))


def add_to_cart(
    db: Session,
    cart: Cart,
    offer_id: str,
    quantity: int,
    *,
    seen_amount: int | None = None,
    meta: Mapping[str, Any] | None = None,
    in_stock: bool = False,
) -> CartLine:
    """Put `quantity` of an offer in, on top of what is there with the same `meta`: an engraving for Ada is no engraving
    for Ben, so those are two lines.

    Raises `NotFound` for what is not for sale here, `Invalid` for `quantity` (with `in_stock` also for more than can
    be had), `Conflict` while the cart is being paid.
    """
    offer = _for_sale(db, cart, offer_id)
    if quantity < 1:
        raise Invalid({"quantity": "Enter a whole number from 1 on."})
    lines, remembered = lines_of(db, cart), dict(meta or {})
    line = next((one for one in lines if _is(one, offer_id, remembered, saved=False)), None)
    check_quantity(offer, quantity + (line.quantity if line else 0))
    if in_stock:
        _check_stock(db, cart, offer, quantity, inside=_pieces(lines, offer_id))
    if line is None:
        if len(lines) >= MAX_LINES:
            raise Conflict(f"A cart holds at most {MAX_LINES:,} different goods.")
        line = CartLine(
            id=new_id("cln"),
            tenant_id=cart.tenant_id,
            cart_id=cart.id,
            offer_id=offer_id,
            quantity=quantity,
            seen_unit_amount=seen_amount,
            meta=remembered,
        )
        db.add(line)
    else:
        line.quantity += quantity
    mark_changed(db, cart)
    return line


def change_quantity(db: Session, cart: Cart, line_id: str, quantity: int, *, in_stock: bool = False) -> None:
    """Set the quantity of a line; 0 takes it out. Raises as `add_to_cart` does."""
    line = _own_line(db, cart, line_id)
    if quantity == 0:
        remove_line(db, cart, line_id)
        return None
    offer = db.exec(select(Offer).where(Offer.id == line.offer_id)).one()
    check_quantity(offer, quantity)
    if in_stock:
        _check_stock(db, cart, offer, quantity, inside=_pieces(lines_of(db, cart), offer.id) - line.quantity)
    line.quantity = quantity
    return mark_changed(db, cart)


def change_meta(db: Session, cart: Cart, line_id: str, meta: Mapping[str, Any]) -> None:
    """Remember something else with a line; another line that says the same already is joined with it."""
    line = _own_line(db, cart, line_id)
    twin = twin_of(lines_of(db, cart), line, dict(meta), saved=line.saved_for_later)
    if twin is not None:
        line.quantity += twin.quantity
        db.delete(twin)
        db.flush()  # before the line may be as its twin was
    line.meta = dict(meta)
    mark_changed(db, cart)


def take_back(db: Session, cart: Cart, offer_id: str, quantity: int) -> None:
    """Undo an `add_to_cart`: so many pieces of an offer leave the cart again. Raises `NotFound`."""
    line = next((one for one in lines_of(db, cart) if _is(one, offer_id, {}, saved=False)), None)
    if line is None:
        raise NotFound("line")
    change_quantity(db, cart, line.id, max(0, line.quantity - quantity))


@dataclass(frozen=True)
class RemovedLine:
    """What was taken out; adding the same offer and quantity again undoes it, but for what was remembered with it."""

    offer_id: str
    quantity: int
    had_meta: bool


def remove_line(db: Session, cart: Cart, line_id: str) -> RemovedLine:
    """Take a line out. Raises `NotFound`."""
    line = _own_line(db, cart, line_id)
    removed = RemovedLine(line.offer_id, line.quantity, bool(line.meta))
    db.delete(line)
    mark_changed(db, cart)
    return removed


def set_aside(db: Session, cart: Cart, line_id: str, *, later: bool) -> None:
    """Save a line for later, or take it back; it joins the same line if that is there already."""
    line = _own_line(db, cart, line_id)
    if line.saved_for_later == later:
        return
    twin = twin_of(lines_of(db, cart), line, line.meta, saved=later)
    if twin is not None:
        twin.quantity += line.quantity
        db.delete(line)
    else:
        line.saved_for_later = later
    mark_changed(db, cart)


_CHOOSE = text("""
    insert into cart_shipping (id, tenant_id, cart_id, vendor_id, shipping_option_id, amount)
    values (:id, :tenant, :cart, :vendor, :option, 0)
    on conflict (tenant_id, cart_id, vendor_id) do update set shipping_option_id = excluded.shipping_option_id
    returning id
""")


def choose_delivery(db: Session, cart: Cart, basket: Basket, vendor_id: str, option_id: str) -> str:
    """Choose how a vendor delivers; returns the id of the choice.

    Raises `NotFound` for a way that is not offered for this cart.
    """
    part = next((p for p in basket.parts if p.seller.vendor_id == vendor_id), None)
    if part is None or option_id not in {d.option_id for d in part.deliveries}:
        raise NotFound("way of delivery", option_id)
    params = {"id": new_id("csh"), "tenant": cart.tenant_id, "cart": cart.id, "vendor": vendor_id, "option": option_id}
    mark_changed(db, cart)
    return str(db.connection().execute(_CHOOSE, params).scalar_one())


def set_region(db: Session, cart: Cart, *, region_id: str, currency: str) -> None:
    """The shopper now buys in another region or currency: prices and deliveries are those of there, none is converted.

    Raises `NotFound` for a region of another store.
    """
    if (cart.region_id, cart.currency) == (region_id, currency):
        return
    if db.exec(select(Region.id).where(Region.id == region_id)).first() is None:
        raise NotFound("region", region_id)
    cart.region_id, cart.currency = region_id, currency
    for row in db.exec(select(CartShipping).where(CartShipping.cart_id == cart.id)):
        db.delete(row)
    for line in lines_of(db, cart):
        line.seen_unit_amount = None
    mark_changed(db, cart)


def mark_prices_seen(db: Session, cart: Cart, basket: Basket) -> None:
    """Remember the prices that the shopper is shown now, so that a later move can be told."""
    shown = {line.goods.line_id: line.goods.unit_amount for part in basket.parts for line in part.lines}
    for line in lines_of(db, cart):
        if line.id in shown and line.seen_unit_amount != shown[line.id]:
            line.seen_unit_amount = shown[line.id]


def basket_of(db: Session, cart: Cart, actor: Actor, moment: datetime | None = None) -> Basket:
    """The cart priced for its shopper now."""
    return read_basket(db, cart, buyer_for(actor, cart), moment or now())


_FOR_SALE = prepared(
    select(Offer)
    .join(Product, (col(Product.id) == Offer.product_id) & (col(Product.tenant_id) == Offer.tenant_id))
    .join(Vendor, (col(Vendor.id) == Offer.vendor_id) & (col(Vendor.tenant_id) == Offer.tenant_id))
    .where(
        col(Offer.id) == any_(bindparam("offers", type_=ARRAY(Text))),
        Offer.tenant_id == bindparam("tenant"),
        Offer.status == OfferStatus.LIVE,
        Product.status == ProductStatus.PUBLISHED,
        Vendor.status == VendorStatus.APPROVED,
    )
)


def find_offers_for_sale(db: Session, cart: Cart, offer_ids: Sequence[str]) -> Sequence[Offer]:
    """Those of these offers that are sold in the cart's store now."""
    return db.exec(_FOR_SALE, params={"offers": list(offer_ids), "tenant": cart.tenant_id}).all()


def _for_sale(db: Session, cart: Cart, offer_id: str) -> Offer:
    for offer in find_offers_for_sale(db, cart, [offer_id]):
        return offer
    raise NotFound("offer", offer_id)


def _check_stock(db: Session, cart: Cart, offer: Offer, quantity: int, *, inside: int) -> None:
    check_stock(offer, quantity, free=read_free(db, cart, [offer.id]).get(offer.id, 0), inside=inside)


def check_quantity(offer: Offer, quantity: int) -> None:
    """Raises `Invalid` for a number of pieces that the offer is not sold in."""
    rule = QuantityRule(offer.min_quantity, offer.quantity_step)
    if quantity > MOST_PIECES:
        raise Invalid({"quantity": f"At most {MOST_PIECES:,} at once."})
    if quantity < 1 or not rule.accepts(quantity):
        step = f", in steps of {rule.step}" if (rule.step or 1) > 1 else ""
        fitting = rule.fit(max(quantity, 1))
        raise Invalid({"quantity": f"Sold from {rule.smallest}{step}. {fitting} would fit."})


def _own_line(db: Session, cart: Cart, line_id: str) -> CartLine:
    line = db.exec(select(CartLine).where(CartLine.id == line_id, CartLine.cart_id == cart.id)).first()
    if line is None:
        raise NotFound("line", line_id)
    return line


def _is(line: CartLine, offer_id: str, meta: Mapping[str, Any], *, saved: bool) -> bool:
    return (line.offer_id, line.saved_for_later, line.meta) == (offer_id, saved, meta)


def twin_of(lines: Sequence[CartLine], line: CartLine, meta: Mapping[str, Any], *, saved: bool) -> CartLine | None:
    """Another line that is what this one would be with this `meta` at this place."""
    return next((one for one in lines if one.id != line.id and _is(one, line.offer_id, meta, saved=saved)), None)


def _pieces(lines: Iterable[CartLine], offer_id: str) -> int:
    """How many of an offer a cart asks for, on however many lines."""
    return sum(one.quantity for one in lines if one.offer_id == offer_id and not one.saved_for_later)


def lines_of(db: Session, cart: Cart) -> list[CartLine]:
    """Every line of the cart, what is set aside included."""
    return list(db.exec(_LINES, params={"cart": cart.id}).all())


def mark_changed(db: Session, cart: Cart) -> None:
    """A changed cart is not the one that was being paid: an unfinished payment is given up, a running one refuses.
    Raises `BeingPaid`, `CartIsQuoted`."""
    check_not_quoted(cart)
    give_up_open_checkout(db, cart)
    cart.version += 1
    cart.updated_at = now()
    db.flush()
