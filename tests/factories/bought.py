"""What a shopper bought, as rows: a group of orders of several vendors, paid or waiting for its money."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import ORDER, after
from marketplace.domain.stores.taxes import Tax, share_taxes
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, Price
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.region import Region
from marketplace.models.returns import Refund
from marketplace.models.stock import Reservation, StockLevel
from marketplace.models.vendor import Vendor
from marketplace.services.finance import refund_sending
from marketplace.services.orders.fulfilling import deadlines_for
from tests.factories.catalogue import Catalogue

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lind",
    "company": "Aldermoor Rail Ltd",
    "line1": "14 Leeman Road",
    "line2": "",
    "postal_code": "26419",
    "city": "Kassel",
    "province": "",
    "country": "DE",
    "phone": "+49 561 1",
}
SHIPPING = 590  # a vendor's freight without tax
RATE = 1900


def buy(
    db: Session,
    shop: Catalogue,
    *baskets: dict[str, int],
    number: int = 1042,
    user_id: str | None = None,
    email: str = "ada@buyer.example",
    paid: bool = True,
    at: datetime | None = None,
    method: str = "card",
    shipping: int = SHIPPING,
) -> OrderGroup:
    """One purchase; each basket is a vendor's part, pieces by the title of a product. Prices are without tax."""
    moment = at or now()
    region = db.exec(select(Region).where(Region.tenant_id == shop.store.id)).first()
    assert region is not None
    group = OrderGroup(
        id=new_id("grp"),
        tenant_id=shop.store.id,
        number=number,
        region_id=region.id,
        currency="EUR",
        user_id=user_id,
        email=email,
        shipping_address=ADDRESS,
        billing_address=ADDRESS,
        goods_amount=0,
        total_amount=0,
        po_number="AR-4471",
        note="Gate 2 closes at 16:00.",
        placed_at=moment,
        created_at=moment,
    )
    db.add(group)
    db.flush()
    for position, basket in enumerate(baskets, start=1):
        _part(db, group, position, basket, moment, paid=paid, shipping=shipping)
    db.flush()
    db.add(
        Payment(
            id=new_id("pay"),
            tenant_id=group.tenant_id,
            group_id=group.id,
            provider="bank_transfer",
            provider_reference=f"ref-{group.number}",
            idempotency_key=new_id("key"),
            currency="EUR",
            amount=group.total_amount,
            method_label="Card ending 4242" if method == "card" else "Bank transfer",
            status="captured" if paid else "awaiting",
            captured_at=moment if paid else None,
        )
    )
    db.flush()
    return group


def orders_of(db: Session, group: OrderGroup) -> list[Order]:
    """The vendors' parts in their order."""
    return list(db.exec(select(Order).where(Order.group_id == group.id).order_by(col(Order.position))))


def lines_in(db: Session, order: Order) -> dict[str, OrderLine]:
    """The lines by title."""
    return {line.title: line for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id))}


def send_refunds(db: Session) -> None:
    """Do what the worker does with refunds that wait."""
    for refund_id in db.exec(select(Refund.id).where(Refund.status == "pending")).all():
        request = refund_sending.to_send(db, refund_id)
        assert request is not None
        refund_sending.record(db, refund_id, refund_sending.send(request))
    db.flush()


def _part(
    db: Session,
    group: OrderGroup,
    position: int,
    basket: dict[str, int],
    moment: datetime,
    *,
    paid: bool,
    shipping: int,
) -> None:
    goods = [_goods(db, group.tenant_id, title) for title in basket]
    vendor = db.exec(select(Vendor).where(Vendor.id == goods[0][1].vendor_id)).one()
    nets = [amount * count for (*_, amount), count in zip(goods, basket.values(), strict=True)]
    *taxes, freight_tax = share_taxes([(amount, Tax(RATE)) for amount in (*nets, shipping)], inclusive=False)
    order = Order(
        id=new_id("ord"),
        tenant_id=group.tenant_id,
        group_id=group.id,
        vendor_id=vendor.id,
        position=position,
        currency="EUR",
        goods_amount=sum(nets),
        shipping_amount=shipping,
        shipping_tax_amount=freight_tax,
        tax_amount=sum(taxes) + freight_tax,
        total_amount=sum(nets) + sum(taxes) + shipping + freight_tax,
        shipping_name="Parcel",
        shipping_tax_rate_bps=RATE,
        created_at=moment,
    )
    if paid:
        limits = deadlines_for(vendor, moment)
        order.status = after(ORDER, "pay", order.status)
        order.paid_at, order.accept_by, order.ship_by = moment, limits.accept_by, limits.ship_by
    db.add(order)
    db.flush()
    for at, ((product, offer, amount), count) in enumerate(zip(goods, basket.values(), strict=True)):
        _line(db, order, product, offer, amount, count, nets[at], taxes[at], moment + timedelta(microseconds=at))
    group.goods_amount += order.goods_amount
    group.shipping_amount += order.shipping_amount
    group.tax_amount += order.tax_amount
    group.total_amount += order.total_amount


def _line(
    db: Session,
    order: Order,
    product: Product,
    offer: Offer,
    amount: int,
    count: int,
    net: int,
    tax: int,
    moment: datetime,
) -> None:
    line = OrderLine(
        id=new_id("oli"),
        tenant_id=order.tenant_id,
        order_id=order.id,
        offer_id=offer.id,
        product_id=product.id,
        variant_id=offer.variant_id,
        category_id=product.category_id,
        product_handle=product.handle,
        title=product.title,
        sku=offer.sku,
        picture=product.thumbnail,
        quantity=count,
        unit_amount=amount,
        tax_amount=tax,
        tax_rate_bps=RATE,
        total_amount=net + tax,
        created_at=moment,
    )
    db.add(line)
    db.flush()
    level = db.exec(select(StockLevel).where(StockLevel.offer_id == offer.id)).one()
    level.on_hand -= count
    db.add(
        Reservation(
            id=new_id("rsv"),
            tenant_id=order.tenant_id,
            stock_level_id=level.id,
            order_line_id=line.id,
            quantity=count,
            status="committed",
        )
    )


def _goods(db: Session, tenant_id: str, title: str) -> tuple[Product, Offer, int]:
    product = db.exec(select(Product).where(Product.title == title, Product.tenant_id == tenant_id)).one()
    offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
    price = db.exec(select(Price).where(Price.offer_id == offer.id, Price.currency == "EUR")).first()
    assert price is not None
    assert price.amount is not None
    return product, offer, price.amount
