"""A checkout that comes to nothing: everything it held is given back, and the cart is as it was."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.lifecycle import CHECKOUT, PAYMENT, CheckoutStatus, PaymentStatus, after, can
from marketplace.kit.clock import now
from marketplace.kit.jobs import enqueue
from marketplace.kit.tenancy import prepared
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.models.payment import Payment
from marketplace.services.buying.reservations import release_stock
from marketplace.services.companies.spending import release_spending
from marketplace.services.orders.promotion_usage import release_uses

Lockable = TypeVar("Lockable", SelectOfScalar[Cart], Select[Checkout, Payment])
OPEN = (CheckoutStatus.RESERVED, CheckoutStatus.PAYING)


class BeingPaid(Conflict):
    """The provider was asked and has not answered: until then nobody may change what is being paid."""

    def __init__(self) -> None:
        super().__init__("This cart is being paid right now. Wait a moment, then look at your orders.")


def open_checkout(db: Session, cart: Cart) -> Checkout | None:
    """The open checkout of a cart, under lock."""
    if not db.connection().execute(_IS_OPEN, {"cart": cart.id, "tenant": cart.tenant_id}).scalar_one():
        return None  # as nearly always; to ask is half the price of reading
    return db.exec(
        select(Checkout).where(Checkout.cart_id == cart.id, col(Checkout.status).in_(OPEN)).with_for_update()
    ).first()


_IS_OPEN = text("""
    select exists (select 1 from checkout
                   where tenant_id = :tenant and cart_id = :cart and status in ('reserved', 'paying'))
""")


def lock_checkout(db: Session, checkout_id: str) -> tuple[Checkout, Payment, Cart]:
    """A checkout, its payment and its cart, all under lock. Raises `NotFound`.

    The cart comes first, here as in `reserve`: two clicks that lock in different orders deadlock.
    """
    cart = db.exec(_CART_OF, params={"checkout": checkout_id}).first()
    row = db.exec(_WITH_PAYMENT, params={"checkout": checkout_id}).first()
    if cart is None or row is None:
        raise NotFound("checkout", checkout_id)
    return *row, cart


def _fresh(statement: Lockable) -> Lockable:
    """Locked, and read again even where the session knows the row: another one may have changed it meanwhile."""
    return prepared(statement.with_for_update().execution_options(populate_existing=True))


_CART_OF = _fresh(
    select(Cart).where(
        Cart.id == select(Checkout.cart_id).where(Checkout.id == bindparam("checkout")).scalar_subquery()
    )
)
_WITH_PAYMENT = _fresh(
    select(Checkout, Payment).where(Checkout.id == bindparam("checkout"), Payment.checkout_id == Checkout.id)
)


def payment_of(db: Session, checkout: Checkout) -> Payment:
    """The payment of a checkout."""
    return db.exec(select(Payment).where(Payment.checkout_id == checkout.id)).one()


def give_up_open_checkout(db: Session, cart: Cart, *, problem: str = "The cart was changed.") -> None:
    """The shopper changes the cart: an unfinished payment of it is given up. Raises `BeingPaid` for a running one."""
    checkout = open_checkout(db, cart)
    if checkout is None:
        return
    payment = payment_of(db, checkout)
    if checkout.status != CheckoutStatus.RESERVED and payment.status != PaymentStatus.REQUIRES_ACTION:
        raise BeingPaid
    release_checkout(db, checkout, "undo", problem=problem)


def release_checkout(db: Session, checkout: Checkout, action: str, *, problem: str, expired: bool = False) -> None:
    """End a checkout by `refuse` or `undo`: stock, promotions and the payment are given back.

    The provider is told by a job, because a call inside a transaction cannot be rolled back.
    """
    checkout.status = after(CHECKOUT, action, checkout.status)
    checkout.problem, checkout.updated_at = problem, now()
    release_stock(db, checkout, expired=expired)
    release_uses(db, checkout)
    release_spending(db, checkout.id)
    payment = payment_of(db, checkout)
    ending = "fail" if action == "refuse" else "cancel"
    if can(PAYMENT, ending, payment.status):
        payment.status = after(PAYMENT, ending, payment.status)
        payment.failure = problem
    if action == "undo":
        enqueue(
            db,
            "payment.cancel",
            tenant_id=checkout.tenant_id,
            entity="payment",
            entity_id=payment.id,
            dedupe_key=payment.id,
        )
    db.flush()
