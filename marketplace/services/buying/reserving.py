"""Phase one of a checkout: under the cart's lock everything is priced again, compared with what the shopper saw,
and promised: stock, promotions, and a payment that nobody has been asked for yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, or_, select

from marketplace.domain.buying.basket import Basket
from marketplace.domain.buying.buyer import check_may_order
from marketplace.domain.buying.exempt import without_tax
from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.idempotency import KeyReused
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import prepared
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.checkout_plan import CheckoutPlan
from marketplace.models.payment import Payment
from marketplace.services.buying.cart_access import Shopper, buyer_for, lock_cart, place_for
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout_form import CheckedForm, CheckoutForm, check_form
from marketplace.services.buying.checkout_plan import make_plan
from marketplace.services.buying.checkout_release import OPEN, BeingPaid, payment_of
from marketplace.services.buying.promotion_codes import unmet_codes
from marketplace.services.buying.quoted_carts import QuoteIncomplete
from marketplace.services.buying.reservations import Holder, Wanted, hold_stock, release_cart_stock
from marketplace.services.buying.spending import reserve_spending
from marketplace.services.finance.credit import promise_credit
from marketplace.services.finance.saved_cards import may_keep
from marketplace.services.identity.address_book import keep_address
from marketplace.services.orders.promotion_usage import hold_uses

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


class BasketMoved(Conflict):
    """What the cart needed a moment ago, it needs no more."""

    def __init__(self) -> None:
        super().__init__("This cart changed a moment ago. Look at it, then place the order again.")


class NothingToBuy(Conflict):
    def __init__(self) -> None:
        super().__init__("Nothing in this cart can be bought as it is. See what each line needs.")


def reserve(db: Session, shopper: Shopper, cart_id: str, form: CheckoutForm, *, key: str) -> Checkout:
    """Promise the cart to this shopper, and write down what was promised.

    The same key again, or a cart that was bought already, answers the same checkout. Raises `KeyReused`,
    `BeingPaid`, `MarketMoved`, `PriceMoved`, `CreditClosed`, `SpendingRefused`, `SoldOut`, `PromotionUsedUp`,
    `NothingToBuy`, `Invalid`, `NotFound`.
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
    priced = price_cart(db, shopper, cart, form, check=check)
    checked, basket = priced.checked, priced.basket
    agreed = _promise_credit(db, shopper.actor, cart, checked.provider, basket.total_amount)
    cart.shipping_address, cart.tax_id = checked.shipping, checked.tax_id
    if form.billing is not None:  # one that was not given stays so: the same request again is the same request
        cart.billing_address = checked.billing
    checkout = Checkout(
        id=new_id("chk"),
        tenant_id=cart.tenant_id,
        cart_id=cart.id,
        idempotency_key=key,
        request_hash=digest,
        plan=priced.plan,
        actor_id=shopper.actor.user_id,
        expires_at=now() + RESERVED_FOR,
    )
    db.add(checkout)
    db.flush()
    reserve_spending(db, shopper.actor, cart, checkout)
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
        data=_payment_data(db, shopper.actor, cart.tenant_id, form) | agreed,
    )
    db.add(payment)
    db.flush()
    if form.keep_address and shopper.actor.user_id and not shopper.actor.impersonator_id:
        keep_address(db, shopper.actor, cart.tenant_id, checked.shipping)
    return checkout, payment


def _promise_credit(db: Session, actor: Actor, cart: Cart, provider: str, amount: int) -> dict[str, Any]:
    """The terms of a cart that is bought on account, as its payment keeps them. Raises `CreditClosed`."""
    if provider != ON_ACCOUNT:
        return {}
    terms = promise_credit(db, place_for(actor, cart), cart.currency, amount)
    return {"terms": [terms.net_days, terms.end_of_month]}


@dataclass(frozen=True)
class PricedCart:
    """A cart as it would be bought now."""

    checked: CheckedForm
    basket: Basket
    plan: CheckoutPlan


def price_cart(
    db: Session, shopper: Shopper, cart: Cart, form: CheckoutForm, *, check: Callable[[Basket], None] | None = None
) -> PricedCart:
    """Price a cart that the caller has locked, and compare it with what the shopper saw. Nothing is promised.

    Raises `Forbidden`, `MarketMoved`, `PriceMoved`, `NothingToBuy`, `Invalid`, and what `check` raises.
    """
    check_may_order(shopper.actor, buyer_for(shopper.actor, cart))
    if form.seen_market is not None and form.seen_market != (cart.currency, cart.region_id):
        raise MarketMoved(cart.currency)
    checked = check_form(db, shopper.actor, cart, form)
    cart.email = checked.email  # before the price: a promotion may know this buyer by it
    basket = without_tax(basket_of(db, cart, shopper.actor))
    if check is not None:
        check(basket)
    if cart.quoted is not None and (blocked := [one for part in basket.parts for one in part.blocked]):
        raise QuoteIncomplete(blocked[0].title)
    if not basket.buyable:
        raise NothingToBuy
    if form.seen_total_amount is not None and form.seen_total_amount != basket.total_amount:
        raise PriceMoved(unmet_codes(db, basket))
    plan = make_plan(db, cart, basket, checked)
    actor = shopper.actor
    if actor.impersonator_id:
        plan = plan.model_copy(update={"acted_by_id": actor.impersonator_id, "acted_by": actor.impersonator_name})
    return PricedCart(checked, basket, plan)


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


def _payment_data(db: Session, actor: Actor, tenant_id: str, form: CheckoutForm) -> dict[str, Any]:
    keeps = form.keep_card and not form.saved_card_id and may_keep(db, actor, tenant_id)
    return {"details": dict(form.payment_details), "saved_card": form.saved_card_id, "keep_card": keeps}


def _hold_everything(db: Session, checkout: Checkout, basket: Basket, actor: Actor, email: str) -> None:
    goods = [line.goods for part in basket.buyable for line in part.lines]
    if checkout.plan.is_quoted:
        release_cart_stock(db, checkout.tenant_id, checkout.cart_id)  # what it was kept for is held by this
    hold_stock(
        db,
        Holder(checkout.tenant_id, checkout.cart_id, checkout.id),
        [Wanted(g.line_id, g.offer_id, g.quantity) for g in goods],
        backorder=[g.offer_id for g in goods if g.allows_backorder],
        until=checkout.expires_at,
    )
    hold_uses(db, checkout, basket, user_id=actor.user_id, email=email)


def _digest(cart_id: str, form: CheckoutForm) -> str:
    body = json.dumps([cart_id, asdict(form)], sort_keys=True, default=str)
    return hashlib.sha256(body.encode()).hexdigest()
