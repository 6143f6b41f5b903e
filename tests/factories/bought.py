"""What a shopper bought, as rows: a group of orders of several vendors, paid or waiting for its money."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import ORDER, after
from marketplace.kit.clock import now
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, Price
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.region import Region
from marketplace.models.returns import Refund
from marketplace.models.vendor import Vendor
from marketplace.services.finance import refund_sending
from marketplace.services.orders.fulfilling import deadlines_for
from tests.factories.catalogue import Catalogue
from tests.factories.orders import Bought, Extras, add_order, add_payment, make_group, sell_stock, sum_up

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
    group = make_group(
        db,
        shop.store.id,
        region.id,
        number=number,
        user_id=user_id,
        email=email,
        shipping_address=ADDRESS,
        billing_address=ADDRESS,
        po_number="AR-4471",
        note="Gate 2 closes at 16:00.",
        placed_at=moment,
        created_at=moment,
    )
    parts = [_part(db, group, position, basket, shipping, paid) for position, basket in enumerate(baskets, start=1)]
    sum_up(group, parts)
    add_payment(
        db,
        group,
        moment if paid else None,
        provider_reference=f"ref-{group.number}",
        method_label="Card ending 4242" if method == "card" else "Bank transfer",
    )
    sell_stock(db, parts)
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


def _part(db: Session, group: OrderGroup, position: int, basket: dict[str, int], shipping: int, paid: bool) -> Order:
    lines = [_goods(db, group.tenant_id, title, count) for title, count in basket.items()]
    vendor = db.exec(select(Vendor).where(Vendor.id == lines[0].offer.vendor_id)).one()
    order = add_order(db, group, vendor.id, position, lines, Extras(shipping=shipping))
    order.shipping_name = "Parcel"
    if paid:
        limits = deadlines_for(vendor, group.placed_at)
        order.status = after(ORDER, "pay", order.status)
        order.paid_at, order.accept_by, order.ship_by = group.placed_at, limits.accept_by, limits.ship_by
    return order


def _goods(db: Session, tenant_id: str, title: str, count: int) -> Bought:
    product = db.exec(select(Product).where(Product.title == title, Product.tenant_id == tenant_id)).one()
    offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
    price = db.exec(select(Price).where(Price.offer_id == offer.id, Price.currency == "EUR")).first()
    assert price is not None
    assert price.amount is not None
    return Bought(offer, count, price.amount, product=product)
