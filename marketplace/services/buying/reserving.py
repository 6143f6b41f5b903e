"""Phase one of a checkout: under the cart's lock everything is priced again, compared with what the shopper saw,
and promised: stock, promotions, and a payment that nobody has been asked for yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, or_, select

from marketplace.domain.buying.addresses import AddressInput, checked_address
from marketplace.domain.buying.basket import Basket, Part
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.emails import read_email
from marketplace.kit.idempotency import KeyReused
from marketplace.kit.ids import new_id
from marketplace.kit.postal_codes import read_postal_code
from marketplace.kit.tenancy import prepared
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.payment import Payment
from marketplace.services.buying.buyer_tax_ids import buyers_tax_id, tax_country
from marketplace.services.buying.carts import Shopper, basket_of, lock_cart
from marketplace.services.buying.checkout_release import OPEN, BeingPaid, payment_of
from marketplace.services.buying.order_snapshots import (
    Words,
    discount,
    discounts_of,
    words_of_lines,
    words_of_promotions,
)
from marketplace.services.buying.promotion_codes import unmet_codes
from marketplace.services.buying.reservations import Wanted, hold_stock
from marketplace.services.finance.receiving_accounts import is_offered
from marketplace.services.finance.saved_cards import may_keep, usable_card
from marketplace.services.identity.address_book import keep_address
from marketplace.services.orders.promotion_usage import hold_uses
from marketplace.services.stores.regions import countries_of

RESERVED_FOR = timedelta(minutes=15)


class PriceMoved(Conflict):
    """The cart costs something else than the shopper was shown."""

    def __init__(self, reasons: Sequence[str] = ()) -> None:
        why = "".join(f" {reason}" for reason in reasons)
        super().__init__(
            f"This costs something else than you saw.{why} Look at the new total, then place the order again."
        )


class MarketMoved(Conflict):
    """The cart has another currency or region than the shopper agreed to, whatever the figure."""

    def __init__(self, currency: str) -> None:
        super().__init__(
            f"This cart is in another region than you saw, and is paid in {currency} now. Look at the new total, then "
            "place the order again."
        )


class NothingToBuy(Conflict):
    def __init__(self) -> None:
        super().__init__("Nothing in this cart can be bought as it is. See what each line needs.")


@dataclass(frozen=True)
class CheckoutForm:
    """What the shopper says. `seen_total_amount` (minor units) is the total they agreed to, None for no comparison;
    `seen_market` the currency and the region that it was in.
    """

    email: str
    shipping: AddressInput
    provider: str
    billing: AddressInput | None = None
    payment_details: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    po_number: str = ""
    saved_card_id: str = ""  # one that the shopper keeps pays, at its own provider
    keep_card: bool = False  # for the next time
    keep_address: bool = False  # in the shopper's address book
    tax_id: str | None = None  # the buyer's, as typed; None: the one that the buyer's company has on file
    seen_total_amount: int | None = None
    seen_market: tuple[str, str] | None = None


def reserve(db: Session, shopper: Shopper, cart_id: str, form: CheckoutForm, *, key: str) -> Checkout:
    """Promise the cart to this shopper, and write down what was promised.

    The same key again, or a cart that was bought already, answers the same checkout. Raises `KeyReused`,
    `BeingPaid`, `MarketMoved`, `PriceMoved`, `SoldOut`, `PromotionUsedUp`, `NothingToBuy`, `Invalid`, `NotFound`.
    """
    return promise(db, shopper, lock_cart(db, shopper, cart_id), form, key=key)[0]


def promise(
    db: Session,
    shopper: Shopper,
    cart: Cart,
    form: CheckoutForm,
    *,
    key: str,
    check: Callable[[Basket], None] | None = None,
) -> tuple[Checkout, Payment]:
    """As `reserve`, for a cart that the caller has locked; with the payment. `check` may raise what else keeps this
    basket from being bought."""
    digest = _digest(cart.id, form)
    if known := _known(db, cart, key, digest):
        return known, payment_of(db, known)
    if form.seen_market is not None and form.seen_market != (cart.currency, cart.region_id):
        raise MarketMoved(cart.currency)
    checked = _checked(db, shopper.actor, cart, form)
    cart.email = checked.email  # before the price: a promotion may know this buyer by it
    basket = basket_of(db, cart, shopper.actor)
    if check is not None:
        check(basket)
    if not basket.buyable:
        raise NothingToBuy
    if form.seen_total_amount is not None and form.seen_total_amount != basket.total_amount:
        raise PriceMoved(unmet_codes(db, basket))
    cart.shipping_address, cart.tax_id = checked.shipping, checked.tax_id
    if form.billing is not None:  # one that was not given stays so: the same request again is the same request
        cart.billing_address = checked.billing
    checkout = Checkout(
        id=new_id("chk"),
        tenant_id=cart.tenant_id,
        cart_id=cart.id,
        idempotency_key=key,
        request_hash=digest,
        plan=_plan(db, cart, basket, checked, form),
        actor_id=shopper.actor.user_id,
        expires_at=now() + RESERVED_FOR,
    )
    db.add(checkout)
    db.flush()
    _hold_everything(db, checkout, basket, shopper.actor, checked.email)
    payment = Payment(
        id=new_id("pay"),
        tenant_id=cart.tenant_id,
        cart_id=cart.id,
        checkout_id=checkout.id,
        provider=checked.provider,
        idempotency_key=f"charge:{checkout.id}",
        currency=cart.currency,
        amount=basket.total_amount,
        data=_payment_data(db, shopper.actor, cart.tenant_id, form),
    )
    db.add(payment)
    db.flush()
    if form.keep_address and shopper.actor.user_id:
        keep_address(db, shopper.actor, cart.tenant_id, checked.shipping)
    return checkout, payment


def own_checkout(db: Session, shopper: Shopper, checkout_id: str) -> Checkout:
    """A checkout of this shopper's cart. Raises `NotFound`."""
    checkout = db.exec(select(Checkout).where(Checkout.id == checkout_id)).first()
    if checkout is None:
        raise NotFound("checkout", checkout_id)
    lock_cart(db, shopper, checkout.cart_id)
    return checkout


_MET = prepared(
    select(Checkout).where(
        or_(
            col(Checkout.idempotency_key) == bindparam("key"),
            and_(col(Checkout.cart_id) == bindparam("cart"), col(Checkout.status).in_(OPEN)),
        )
    )
)


def _known(db: Session, cart: Cart, key: str, digest: str) -> Checkout | None:
    """The checkout of this key, or of a cart that was bought: two ways in which a second click is the first one.

    Raises `KeyReused`, `BeingPaid` for a cart whose other checkout is open.
    """
    met = db.exec(_MET, params={"key": key, "cart": cart.id}).all()
    same = next((one for one in met if one.idempotency_key == key), None)
    if same is not None:
        if same.cart_id != cart.id or same.request_hash != digest:
            raise KeyReused
        return same
    if met:
        raise BeingPaid
    if cart.completed_at is None:
        return None
    its_purchase = select(Checkout).where(Checkout.cart_id == cart.id, col(Checkout.group_id).is_not(None))
    bought = db.exec(its_purchase).first()
    if bought is None:
        raise NotFound("cart", cart.id)
    return bought


@dataclass(frozen=True)
class _Checked:
    email: str
    shipping: dict[str, Any]
    billing: dict[str, Any]
    tax_id: str
    provider: str


def _payment_data(db: Session, actor: Actor, tenant_id: str, form: CheckoutForm) -> dict[str, Any]:
    keeps = form.keep_card and not form.saved_card_id and may_keep(db, actor, tenant_id)
    return {"details": dict(form.payment_details), "saved_card": form.saved_card_id, "keep_card": keeps}


def _checked(db: Session, actor: Actor, cart: Cart, form: CheckoutForm) -> _Checked:
    problems: dict[str, str] = {}
    countries = countries_of(db, cart.tenant_id, cart.region_id)
    check = partial(checked_address, problems=problems, read_postal_code=read_postal_code)
    shipping = check(form.shipping, "shipping", countries=tuple(countries))
    billing = check(form.billing, "billing") if form.billing else shipping
    email = ""
    try:
        email = read_email(form.email)
    except ValueError as error:
        problems["email"] = str(error)
    tax_id = ""
    try:
        tax_id = buyers_tax_id(db, actor, cart.tenant_id, form.tax_id, tax_country(shipping, billing))
    except ValueError as error:
        problems["tax_id"] = str(error)
    provider = form.provider
    try:
        if form.saved_card_id:
            provider = usable_card(db, actor, cart.tenant_id, form.saved_card_id).provider
        if not is_offered(db, cart.tenant_id, cart.currency, provider):
            problems["payment"] = "Choose how to pay."
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(problems)
    return _Checked(email, shipping, billing, tax_id, provider)


def _hold_everything(db: Session, checkout: Checkout, basket: Basket, actor: Actor, email: str) -> None:
    goods = [line.goods for part in basket.buyable for line in part.lines]
    hold_stock(
        db,
        checkout,
        [Wanted(g.line_id, g.offer_id, g.quantity) for g in goods],
        backorder=[g.offer_id for g in goods if g.allows_backorder],
        until=checkout.expires_at,
    )
    hold_uses(db, checkout, basket, user_id=actor.user_id, email=email)


def _plan(db: Session, cart: Cart, basket: Basket, checked: _Checked, form: CheckoutForm) -> dict[str, Any]:
    """What is promised, as plain data: the orders are written from it and from nothing else."""
    words, promotions = words_of_lines(db, cart.tenant_id, cart.id), words_of_promotions(db, basket)
    return {
        "calculation": 2,
        "currency": basket.currency,
        "region_id": basket.region_id,
        "is_tax_inclusive": basket.is_tax_inclusive,
        "email": checked.email,
        "shipping": checked.shipping,
        "billing": checked.billing,
        "note": form.note[:1000],
        "po_number": form.po_number[:60],
        "tax_id": checked.tax_id,
        "uses": sorted(basket.uses),
        "goods": basket.goods_amount,
        "discount": basket.discount_amount,
        "freight": basket.shipping_amount,
        "tax": basket.tax_amount,
        "total": basket.total_amount,
        "cart_version": cart.version,
        "leaves": _leaves(basket),
        "promotions": list(promotions.values()),
        "parts": [_plan_part(part, words, promotions) for part in basket.buyable],
        "backorder": [
            line.goods.offer_id for part in basket.buyable for line in part.lines if line.goods.allows_backorder
        ],
    }


def _leaves(basket: Basket) -> bool:
    """Whether something stays in the cart: set aside, held back, or not to be bought as it is."""
    return bool(basket.saved) or any(part.is_held_back or part.blocked for part in basket.parts)


def _plan_part(part: Part, words: Words, promotions: Words) -> dict[str, Any]:
    chosen, given_by = part.chosen, promotions.get(part.freight_given_by)
    return {
        "vendor_id": part.seller.vendor_id,
        "goods": part.goods_amount,
        "discount": part.discount_amount,
        "store_discount": part.store_discount_amount,
        "freight": part.shipping_amount,
        "given_freight": part.given_freight_amount,
        "freight_discounts": [discount(given_by, part.given_freight_amount)] if given_by else [],
        "freight_tax": part.shipping_tax_amount,
        "freight_taxed": asdict(part.shipping_tax),
        "tax": part.tax_amount,
        "total": part.total_amount,
        "delivery_id": chosen.option_id if chosen else None,
        "delivery": chosen.name if chosen else "",
        "days_max": chosen.days_max if chosen else 2,
        "lines": [
            {
                "line_id": line.goods.line_id,
                "offer_id": line.goods.offer_id,
                "product_id": line.goods.product_id,
                "variant_id": line.goods.variant_id,
                "category_id": line.goods.category_id,
                "product_handle": line.goods.handle,
                "title": line.goods.title,
                "variant_title": line.goods.variant_title,
                "sku": line.goods.sku,
                "picture": line.goods.picture,
                "quantity": line.goods.quantity,
                "unit_amount": line.goods.unit_amount,
                "discount_amount": line.discount_amount,
                "store_discount_amount": line.store_discount_amount,
                "tax_amount": line.tax_amount,
                "tax_rate_bps": line.goods.tax_bps,
                "tax_category": line.goods.tax.category,
                "tax_reason": line.goods.tax.reason,
                "tax_reason_code": line.goods.tax.reason_code,
                "total_amount": line.total_amount,
                "price_trace": _trace(line.goods.answer),
                "compare_at_amount": line.goods.compare_at_amount,
                "discounts": discounts_of(line, promotions),
                **words[line.goods.line_id],
            }
            for line in part.lines
        ],
    }


def _trace(answer: Any) -> list[dict[str, Any]]:
    if answer is None:
        return []
    return [
        {"list": c.source.title, "kind": c.source.kind.name.lower(), "amount": c.amount, "verdict": str(c.verdict)}
        for c in answer.trace
    ]


def _digest(cart_id: str, form: CheckoutForm) -> str:
    body = json.dumps([cart_id, asdict(form)], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()
