"""Placed and paid orders for tests: rows as a checkout writes them, whose amounts agree with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from marketplace.domain.lifecycle import OrderStatus, PaymentStatus
from marketplace.domain.money import allocate
from marketplace.domain.taxes import TaxCategory, read_tax, share_taxes
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart
from marketplace.models.offer import Offer
from marketplace.models.order import Order, OrderGroup, OrderLine, Payment
from marketplace.models.region import Region
from marketplace.models.stock import Reservation, StockLevel
from marketplace.models.vendor import Vendor
from marketplace.services.numbering import next_number
from tests.factories.catalogue import Catalogue


@dataclass(frozen=True)
class Bought:
    """One line: `quantity` pieces of an offer at `unit` net minor units each."""

    offer: Offer
    quantity: int = 1
    unit: int = 1000
    category_id: str | None = None


def offers_of(db: Session, vendor: Vendor) -> list[Offer]:
    """The vendor's offers, oldest first."""
    return list(db.exec(select(Offer).where(Offer.vendor_id == vendor.id).order_by(Offer.id)))


def placed_order(
    db: Session, shop: Catalogue, lines: Sequence[Bought], *, shipping: int = 0, discount: int = 0,
    store_discount: int = 0, given_shipping: int = 0, tax_bps: int = 1900, currency: str = "EUR", is_paid: bool = True,
    paid_at: datetime | None = None, provider: str = "bank_transfer", reference: str = "transfer",
    user_id: str | None = None, take_stock: bool = True,
) -> list[Order]:  # fmt: skip
    """What one checkout records: a cart, a group with one order per vendor, its lines, a payment, stock sold.

    Prices are net; `discount` and `shipping` are of each vendor's order, `given_shipping` is what the store pays in
    the buyer's place. Returns the orders by position.
    """
    store = shop.store
    region = db.exec(select(Region).where(Region.tenant_id == store.id)).first()
    assert region is not None
    cart = Cart(id=new_id("cart"), tenant_id=store.id, region_id=region.id, currency=currency, completed_at=now())
    db.add(cart)
    db.flush()
    group = OrderGroup(
        id=new_id("grp"), tenant_id=store.id, cart_id=cart.id, region_id=region.id, currency=currency,
        number=next_number(db, store.id, "order"), email="buyer@example.com", user_id=user_id, goods_amount=0,
        total_amount=0, shipping_address={"company": "Stadtwerke Lenz", "city": "Lenz", "country": "DE"},
    )  # fmt: skip
    db.add(group)
    db.flush()
    by_vendor: dict[str, list[Bought]] = {}
    for line in lines:
        by_vendor.setdefault(line.offer.vendor_id, []).append(line)
    orders = [
        _order(db, group, vendor, at + 1, bought, shipping, discount, store_discount, tax_bps, given_shipping)
        for at, (vendor, bought) in enumerate(by_vendor.items())
    ]
    for name in ("goods_amount", "discount_amount", "shipping_amount", "tax_amount", "total_amount"):
        setattr(group, name, sum(getattr(order, name) for order in orders))
    moment = paid_at or now()
    for order in orders:
        if is_paid:
            order.status, order.paid_at = OrderStatus.TO_FULFIL, moment
            order.accept_by, order.ship_by = moment + timedelta(hours=4), moment + timedelta(days=1)
    db.add(
        Payment(
            id=new_id("pmt"), tenant_id=store.id, cart_id=cart.id, group_id=group.id, provider=provider,
            provider_reference=reference, idempotency_key=new_id("key"), currency=currency, amount=group.total_amount,
            status=PaymentStatus.CAPTURED if is_paid else PaymentStatus.AWAITING, method_label="Card ending 4417",
            captured_at=moment if is_paid else None,
        )
    )  # fmt: skip
    if take_stock:
        _take(db, orders)
    db.flush()
    return orders


def _order(
    db: Session, group: OrderGroup, vendor_id: str, position: int, bought: Sequence[Bought], shipping: int,
    discount: int, store_discount: int, tax_bps: int, given_shipping: int,
) -> Order:  # fmt: skip
    goods = [line.unit * line.quantity for line in bought]
    off = allocate(discount, goods) if any(goods) else [0] * len(goods)
    borne = allocate(store_discount, goods) if any(goods) else [0] * len(goods)
    rate = read_tax(tax_bps, TaxCategory.ZERO, "", "")
    *tax, shipping_tax = share_taxes(
        [*((g - o, rate) for g, o in zip(goods, off, strict=True)), (shipping, rate)], inclusive=False
    )
    order = Order(
        id=new_id("ord"), tenant_id=group.tenant_id, group_id=group.id, vendor_id=vendor_id, position=position,
        currency=group.currency, goods_amount=sum(goods), discount_amount=discount, shipping_amount=shipping,
        shipping_tax_amount=shipping_tax, tax_amount=sum(tax) + shipping_tax, store_discount_amount=store_discount,
        given_shipping_amount=given_shipping, shipping_tax_rate_bps=tax_bps, shipping_tax_category=rate.category,
        shipping_tax_reason=rate.reason,
        total_amount=sum(goods) - discount + shipping + sum(tax) + shipping_tax,
    )  # fmt: skip
    db.add(order)
    db.flush()
    for at, line in enumerate(bought):
        db.add(
            OrderLine(
                id=new_id("oln"), tenant_id=group.tenant_id, order_id=order.id, offer_id=line.offer.id,
                product_id=line.offer.product_id, variant_id=line.offer.variant_id, category_id=line.category_id,
                title=f"Article {line.offer.sku}", sku=line.offer.sku, quantity=line.quantity, unit_amount=line.unit,
                discount_amount=off[at], store_discount_amount=borne[at], tax_amount=tax[at], tax_rate_bps=tax_bps,
                tax_category=rate.category, tax_reason=rate.reason,
                total_amount=goods[at] - off[at] + tax[at],
            )
        )  # fmt: skip
    db.flush()
    return order


def _take(db: Session, orders: Sequence[Order]) -> None:
    for order in orders:
        for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all():
            level = db.exec(select(StockLevel).where(StockLevel.offer_id == line.offer_id)).first()
            if level is None or level.on_hand - level.reserved < line.quantity:
                continue
            level.on_hand -= line.quantity
            db.add(
                Reservation(
                    id=new_id("rsv"), tenant_id=line.tenant_id, stock_level_id=level.id, order_line_id=line.id,
                    quantity=line.quantity, status="committed",
                )
            )  # fmt: skip
