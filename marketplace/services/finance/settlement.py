"""When an order is paid: commission is computed and frozen, the money divided, and the vendor's earning noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, NotFound
from marketplace.domain.finance import commission as fees_of
from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.lifecycle import PaymentStatus
from marketplace.domain.topics import Topic
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.catalogue import Category
from marketplace.models.ledger import CommissionLine, CommissionRule, Earning
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.finance.ledger import Entry, post


def settle(db: Session, order_id: str) -> None:
    """Divide what an order's buyer paid; a second call changes nothing.

    Freezes one commission line per order line, posts the transaction `order:<id>:paid`, and notes the vendor's
    earning, which is available `hold_days` after the payment; of an order on account when its invoice is paid (ADR 28),
    unless the store bears that risk. Raises `NotFound`, and `Conflict` for an order that is
    not paid.
    """
    order = db.exec(select(Order).where(Order.id == order_id).with_for_update()).first()
    if order is None:
        raise NotFound("order", order_id)
    if db.exec(select(Earning.id).where(Earning.order_id == order.id, Earning.kind == "sale")).first():
        return
    if order.paid_at is None:
        raise Conflict("The order is not paid yet.")
    tenant = db.exec(select(Tenant).where(Tenant.id == order.tenant_id)).one()
    lines = lines_of(db, order)
    fees = fees_of.fees(sale_of(db, order, lines), rules_of(db, order.tenant_id), tax_bps=tenant.settings.fee_tax_bps)
    _freeze(db, order, fees)
    share = books.Share(
        goods=order.goods_amount - order.discount_amount,
        shipping=order.shipping_amount,
        tax=order.tax_amount,
        store_discount=order.store_discount_amount,
        given_shipping=order.given_shipping_amount,
        commission=sum(fee.amount for fee in fees),
        fee_tax=sum(fee.tax for fee in fees),
    )
    payment = payment_of(db, order)
    source = source_of(db, order, payment)
    waits = source != books.CLEARING and not tenant.settings.bears_credit_risk
    post(
        db,
        Entry(
            order.tenant_id,
            "order_paid",
            paid_key(order.id),
            order.currency,
            books.order_paid(order.vendor_id, share, source),
            subject=order.id,
            meta={"fees": {fee.line_id: [fee.rate_bps, fee.base_amount, fee.amount, fee.tax] for fee in fees}},
        ),
    )
    db.add(
        Earning(
            id=new_id("ear"),
            tenant_id=order.tenant_id,
            vendor_id=order.vendor_id,
            order_id=order.id,
            kind="sale",
            currency=order.currency,
            amount=share.earning,
            commission_amount=share.commission,
            commission_tax_amount=share.fee_tax,
            available_at=None if waits else order.paid_at + timedelta(days=tenant.settings.hold_days),
        )
    )
    _note_fee(db, order, payment)
    db.flush()
    publish(db, Topic.ORDER_SETTLED, tenant_id=order.tenant_id, aggregate="order", aggregate_id=order.id)


def paid_key(order_id: str) -> str:
    """The ledger's key of an order's settlement."""
    return f"order:{order_id}:paid"


def sale_of(db: Session, order: Order, lines: Sequence[OrderLine]) -> fees_of.Sale:
    """The order as commission rules see it: net amounts, and each category with all that hold it."""
    vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
    above = _categories_above(db, order.tenant_id, {line.category_id for line in lines if line.category_id})
    return fees_of.Sale(
        order.vendor_id,
        vendor.name,
        order.currency,
        tuple(
            fees_of.Line(
                line.id,
                line.total_amount - line.tax_amount + line.store_discount_amount,
                line.tax_amount,
                line.product_id,
                above.get(line.category_id or "", frozenset()),
            )
            for line in lines
        ),
        shipping=order.shipping_amount + order.given_shipping_amount,
        shipping_tax=order.shipping_tax_amount,
        agreed_bps=vendor.commission_bps,
    )


def rules_of(db: Session, tenant_id: str) -> list[fees_of.Rule]:
    """The store's active rules in their order."""
    rows = db.exec(
        select(CommissionRule)
        .where(CommissionRule.tenant_id == tenant_id, CommissionRule.is_active)
        .order_by(col(CommissionRule.position))
    )
    return [rule_of(row) for row in rows]


def rule_of(row: CommissionRule) -> fees_of.Rule:
    """A stored rule as the domain knows it; its title says its place, as a frozen reason does."""
    return fees_of.Rule(
        id=row.id,
        title=f"Rule {row.position}, {row.title}",
        rate_bps=row.rate_bps,
        fixed_amount=row.fixed_amount,
        floor_amount=row.floor_amount,
        cap_amount=row.cap_amount,
        base=row.base,
        currency=row.currency,
        vendor_id=row.vendor_id,
        category_id=row.category_id,
        product_id=row.product_id,
        from_amount=row.from_amount,
        to_amount=row.to_amount,
    )


def lines_of(db: Session, order: Order) -> list[OrderLine]:
    """The lines of an order, always in the same order."""
    rows = select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.tenant_id == order.tenant_id)
    return list(db.exec(rows.order_by(col(OrderLine.id))))


def payment_of(db: Session, order: Order) -> Payment | None:
    """The payment that took the money of the order's group, or by which it is owed, if there is one."""
    return db.exec(
        select(Payment).where(
            Payment.group_id == order.group_id,
            Payment.tenant_id == order.tenant_id,
            col(Payment.status).in_((PaymentStatus.CAPTURED, PaymentStatus.OWED)),
        )
    ).first()


def source_of(db: Session, order: Order, payment: Payment | None) -> books.Account:
    """Where the buyer's money comes from and goes back to: the provider, or the account of a location that buys on
    terms, billed or not."""
    if payment is not None and payment.provider == ON_ACCOUNT:
        location = db.exec(select(OrderGroup.company_location_id).where(OrderGroup.id == order.group_id)).one()
        if location:
            return books.of_buyer(location) if order.invoice_number else books.unbilled(location)
    return books.CLEARING


def _freeze(db: Session, order: Order, fees: Sequence[fees_of.Fee]) -> None:
    for fee in fees:
        db.add(
            CommissionLine(
                id=new_id("com"),
                tenant_id=order.tenant_id,
                order_id=order.id,
                order_line_id=fee.line_id,
                rule_id=fee.rule_id,
                reason=fee.reason,
                rate_bps=fee.rate_bps,
                base=fee.base,
                base_amount=fee.base_amount,
                goods_amount=fee.goods,
                shipping_amount=fee.shipping,
                amount=fee.amount,
                tax_amount=fee.tax,
                currency=order.currency,
            )
        )


def _note_fee(db: Session, order: Order, payment: Payment | None) -> None:
    """What the provider kept of the payment, where it told; once per payment."""
    fee = int(payment.data.get("fee_amount", 0)) if payment else 0
    if payment and fee:
        key = f"payment:{payment.id}:fee"
        post(
            db, Entry(order.tenant_id, "provider_fee", key, order.currency, books.provider_fee(fee), subject=payment.id)
        )


def _categories_above(db: Session, tenant_id: str, ids: set[str]) -> dict[str, frozenset[str]]:
    """Category id -> itself and every category that holds it."""
    if not ids:
        return {}
    parents = dict(db.exec(select(Category.id, Category.parent_id).where(Category.tenant_id == tenant_id)).all())
    ancestors = {}
    for start in ids:
        chain, at = [start], parents.get(start)
        while at and at not in chain:
            chain.append(at)
            at = parents.get(at)
        ancestors[start] = frozenset(chain)
    return ancestors
