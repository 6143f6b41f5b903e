"""Phase three of a checkout: the orders, written from what was promised; and what follows when they are paid."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam
from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.lifecycle import CHECKOUT, PAYMENT, CheckoutStatus, after
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.domain.topics import Topic
from marketplace.integrations.payments.protocol import Answer, Outcome
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish_all
from marketplace.kit.tenancy import prepared
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart, CartLine
from marketplace.models.checkout import Checkout
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.user import User
from marketplace.services.buying.promotion_codes import carry_codes
from marketplace.services.buying.reservations import sell_stock
from marketplace.services.buying.spending import spend_for_company
from marketplace.services.finance.saved_cards import keep_card
from marketplace.services.identity.sessions import display_name
from marketplace.services.orders.payments import mark_paid
from marketplace.services.orders.promotion_usage import spend_uses
from marketplace.services.stores.numbering import next_number


def place_orders(db: Session, checkout: Checkout, payment: Payment, cart: Cart, answer: Answer) -> OrderGroup:
    """Write the orders of a paid (or, by bank transfer, promised) checkout; once, however often it is called.

    The caller holds the lock of all three.
    """
    if checkout.status == CheckoutStatus.PLACED:
        return db.exec(select(OrderGroup).where(OrderGroup.id == checkout.group_id)).one()
    group = _group(db, checkout, cart)
    orders = _orders(db, checkout, group)
    payment.group_id, payment.provider_reference, payment.method_label = group.id, answer.reference, answer.label
    checkout.status = after(CHECKOUT, "place", checkout.status)
    checkout.group_id, checkout.updated_at = group.id, now()
    is_secured = answer.outcome in (Outcome.CAPTURED, Outcome.OWED)
    if not is_secured:
        payment.status = after(PAYMENT, "announce", payment.status)
    if checkout.plan.uses is None or checkout.plan.uses:
        spend_uses(db, checkout)
    if cart.company_location_id:
        spend_for_company(db, checkout, group)
    _leave_the_rest(db, cart, checkout)
    if answer.card is not None:
        keep_card(db, checkout, payment, answer.card)
    _announce(db, group, orders)
    if is_secured:
        mark_paid(db, SYSTEM, group, payment, on_account=answer.outcome is Outcome.OWED)
    return group


def _group(db: Session, checkout: Checkout, cart: Cart) -> OrderGroup:
    plan = checkout.plan
    group = OrderGroup(
        id=new_id("grp"),
        tenant_id=cart.tenant_id,
        number=next_number(db, cart.tenant_id, "order"),
        cart_id=cart.id,
        region_id=plan.region_id,
        currency=plan.currency,
        user_id=cart.user_id,
        company_location_id=cart.company_location_id,
        email=plan.email,
        shipping_address=plan.shipping,
        billing_address=plan.billing,
        goods_amount=plan.goods,
        discount_amount=plan.discount,
        shipping_amount=plan.freight,
        tax_amount=plan.tax,
        total_amount=plan.total,
        is_tax_inclusive=plan.is_tax_inclusive,
        note=plan.note,
        acted_by_id=plan.acted_by_id,
        acted_by=plan.acted_by,
        po_number=plan.po_number,
        cost_centre_id=plan.cost_centre_id,
        cost_centre=plan.cost_centre,
        tax_id=plan.tax_id,
        meta=cart.meta,
        promotions=plan.promotions or [],
    )
    db.add(group)
    db.flush()
    return group


def _orders(db: Session, checkout: Checkout, group: OrderGroup) -> list[Order]:
    order_lines: dict[str, str] = {}
    orders = []
    plan = checkout.plan
    for position, part in enumerate(plan.parts, 1):
        order = Order(
            id=new_id("ord"),
            tenant_id=group.tenant_id,
            group_id=group.id,
            vendor_id=part.vendor_id,
            position=position,
            currency=group.currency,
            goods_amount=part.goods,
            discount_amount=part.discount,
            store_discount_amount=part.store_discount,
            shipping_amount=part.freight,
            given_shipping_amount=part.given_freight,
            shipping_discounts=part.freight_discounts,
            shipping_tax_amount=part.freight_tax,
            tax_amount=part.tax,
            shipping_tax_rate_bps=part.freight_taxed.rate_bps,
            shipping_tax_category=part.freight_taxed.category,
            shipping_tax_reason=part.freight_taxed.reason,
            shipping_tax_reason_code=part.freight_taxed.reason_code,
            calculation=plan.calculation,
            total_amount=part.total,
            shipping_name=part.delivery,
            shipping_option_id=part.delivery_id,
        )
        db.add(order)
        db.flush()
        orders.append(order)
        for line in part.lines:
            row = OrderLine(id=new_id("oln"), tenant_id=group.tenant_id, order_id=order.id, **line.of_order())
            db.add(row)
            order_lines[line.line_id] = row.id
    db.flush()
    sell_stock(db, checkout, order_lines)
    return orders


_LINES = prepared(select(CartLine).where(CartLine.cart_id == bindparam("cart")))


def _leave_the_rest(db: Session, cart: Cart, checkout: Checkout) -> None:
    """The cart is closed; what was held back or set aside goes on in a fresh one."""
    bought = {line.line_id for line in checkout.plan.lines}
    cart.completed_at = cart.updated_at = now()
    cart.checkout_draft = {}
    if not checkout.plan.leaves and checkout.plan.cart_version == cart.version:
        return  # nobody has put anything in since
    rest = [line for line in db.exec(_LINES, params={"cart": cart.id}) if line.id not in bought]
    if not rest:
        return
    key = new_id("cart")
    # A program's guest cart is opened by its id (`remote_carts`): so is the one that goes on.
    is_remote = cart.token_hash == hash_token(cart.id)
    fresh = Cart(
        id=key,
        tenant_id=cart.tenant_id,
        region_id=cart.region_id,
        currency=cart.currency,
        user_id=cart.user_id,
        company_location_id=cart.company_location_id,
        token_hash=hash_token(key) if is_remote else cart.token_hash,
        email=cart.email,
        tax_id=cart.tax_id,
    )
    checkout.plan = checkout.plan.model_copy(update={"rest_cart_id": key})
    db.add(fresh)
    db.flush()
    for line in rest:
        line.cart_id = fresh.id
    carry_codes(db, cart, fresh)
    db.flush()


def _announce(db: Session, group: OrderGroup, orders: list[Order]) -> None:
    tenant = group.tenant_id
    placed = [(Topic.ORDER_PLACED, "order", order.id) for order in orders]
    publish_all(db, tenant, [(Topic.ORDER_GROUP_PLACED, "order_group", group.id), *placed])
    audit.record(
        db,
        _placed_by(db, group),
        AuditAction.ORDER_GROUP_PLACED,
        tenant_id=tenant,
        object_type="order_group",
        object_id=group.id,
        object_name=str(group.number),
        after={"total": group.total_amount, "currency": group.currency} | _acted(group),
    )


def _placed_by(db: Session, group: OrderGroup) -> Actor:
    """Whose line of the trail a purchase is: the system's, or of who bought in a member's name."""
    if not group.acted_by_id:
        return SYSTEM
    buyer = db.exec(select(User).where(User.id == group.user_id)).one()
    return replace(
        SYSTEM,
        user_id=buyer.id,
        name=display_name(buyer),
        impersonator_id=group.acted_by_id,
        impersonator_name=group.acted_by,
    )


def _acted(group: OrderGroup) -> dict[str, str]:
    return {"placed_by": group.acted_by} if group.acted_by else {}
