"""Placed and paid orders for tests: rows as a checkout writes them, whose amounts agree with each other.

The one builder of orders: `bought` and `leaky_orders` put their purchases together out of these parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.lifecycle import OrderStatus, PaymentStatus
from marketplace.domain.money import allocate
from marketplace.domain.stores.taxes import Tax, TaxCategory, net_and_gross, read_tax, share_taxes
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.region import Region
from marketplace.models.stock import Reservation, StockLevel
from marketplace.models.vendor import Vendor
from marketplace.services.stores.numbering import next_number
from tests.factories.catalogue import Catalogue


@dataclass(frozen=True)
class Bought:
    """One line: `quantity` pieces of an offer at `unit` minor units each, taxed as the order is or by its own rate."""

    offer: Offer
    quantity: int = 1
    unit: int = 1000
    category_id: str | None = None
    tax_bps: int | None = None
    product: Product | None = None  # whose title, picture and category the line shows


@dataclass(frozen=True)
class Extras:
    """What each vendor's order has besides its goods, in minor units as prices are shown."""

    shipping: int = 0
    discount: int = 0
    store_discount: int = 0
    given_shipping: int = 0
    tax_bps: int = 1900


def offers_of(db: Session, vendor: Vendor) -> list[Offer]:
    """The vendor's offers, oldest first."""
    return list(db.exec(select(Offer).where(Offer.vendor_id == vendor.id).order_by(Offer.id)))


def placed_order(
    db: Session,
    shop: Catalogue,
    lines: Sequence[Bought],
    *,
    shipping: int = 0,
    discount: int = 0,
    store_discount: int = 0,
    given_shipping: int = 0,
    tax_bps: int = 1900,
    currency: str = "EUR",
    is_paid: bool = True,
    paid_at: datetime | None = None,
    provider: str = "bank_transfer",
    reference: str = "transfer",
    user_id: str | None = None,
    take_stock: bool = True,
    inclusive: bool = False,
) -> list[Order]:
    """What one checkout records: a cart, a group with one order per vendor, its lines, a payment, stock sold.

    Prices are net, or with tax where they are `inclusive`; `discount` and `shipping` are of each vendor's order,
    `given_shipping` is what the store pays in the buyer's place, always net. Returns the orders by position.
    """
    store = shop.store
    region = db.exec(select(Region).where(Region.tenant_id == store.id)).first()
    assert region is not None
    cart = Cart(id=new_id("cart"), tenant_id=store.id, region_id=region.id, currency=currency, completed_at=now())
    db.add(cart)
    db.flush()
    group = make_group(
        db,
        store.id,
        region.id,
        cart_id=cart.id,
        currency=currency,
        number=next_number(db, store.id, "order"),
        email="buyer@example.com",
        user_id=user_id,
        is_tax_inclusive=inclusive,
        shipping_address={"company": "Stadtwerke Lenz", "city": "Lenz", "country": "DE"},
    )
    money = Extras(shipping, discount, store_discount, given_shipping, tax_bps)
    by_vendor: dict[str, list[Bought]] = {}
    for line in lines:
        by_vendor.setdefault(line.offer.vendor_id, []).append(line)
    orders = [
        add_order(db, group, vendor, at + 1, bought, money) for at, (vendor, bought) in enumerate(by_vendor.items())
    ]
    sum_up(group, orders)
    moment = paid_at or now()
    for order in orders:
        if is_paid:
            order.status, order.paid_at = OrderStatus.TO_FULFIL, moment
            order.accept_by, order.ship_by = moment + timedelta(hours=4), moment + timedelta(days=1)
    add_payment(
        db,
        group,
        moment if is_paid else None,
        cart_id=cart.id,
        provider=provider,
        provider_reference=reference,
        method_label="Card ending 4417",
    )
    if take_stock:
        sell_stock(db, orders)
    db.flush()
    return orders


def make_group(db: Session, store_id: str, region_id: str, **fields: Any) -> OrderGroup:
    """A purchase without its parts yet: `add_order` adds them, `sum_up` counts them together."""
    money = {"goods_amount": 0, "total_amount": 0, "currency": "EUR"}
    group = OrderGroup(id=new_id("grp"), tenant_id=store_id, region_id=region_id, **(money | fields))
    db.add(group)
    db.flush()
    return group


def sum_up(group: OrderGroup, orders: Sequence[Order]) -> None:
    """What a purchase costs: the sums of its parts."""
    for name in ("goods_amount", "discount_amount", "shipping_amount", "tax_amount", "total_amount"):
        setattr(group, name, sum(getattr(order, name) for order in orders))


def add_payment(db: Session, group: OrderGroup, captured_at: datetime | None, **fields: Any) -> Payment:
    """The payment of a whole purchase; one that is not captured yet is awaited."""
    payment = Payment(
        id=new_id("pmt"),
        tenant_id=group.tenant_id,
        group_id=group.id,
        idempotency_key=new_id("key"),
        currency=group.currency,
        amount=group.total_amount,
        status=PaymentStatus.CAPTURED if captured_at else PaymentStatus.AWAITING,
        captured_at=captured_at,
        **({"provider": "bank_transfer"} | fields),
    )
    db.add(payment)
    db.flush()
    return payment


def add_order(
    db: Session, group: OrderGroup, vendor_id: str, position: int, bought: Sequence[Bought], money: Extras
) -> Order:
    """A vendor's part of a purchase with its lines, placed when the purchase was, not paid yet."""
    goods, inclusive = [line.unit * line.quantity for line in bought], group.is_tax_inclusive
    off = allocate(money.discount, goods) if any(goods) else [0] * len(goods)
    borne = allocate(money.store_discount, goods) if any(goods) else [0] * len(goods)
    rates = [_rate(money.tax_bps if line.tax_bps is None else line.tax_bps) for line in bought]
    of_freight = _rate(money.tax_bps)
    left = [amount - less for amount, less in zip(goods, off, strict=True)]
    *tax, freight_tax = share_taxes([*zip(left, rates, strict=True), (money.shipping, of_freight)], inclusive=inclusive)
    totals = [amount if inclusive else amount + part for amount, part in zip(left, tax, strict=True)]
    off_net, borne_net = (
        [net_and_gross(amount, rate.rate_bps, inclusive=inclusive)[0] for amount, rate in zip(some, rates, strict=True)]
        for some in (off, borne)
    )
    shipping = money.shipping - (freight_tax if inclusive else 0)
    order = Order(
        id=new_id("ord"),
        tenant_id=group.tenant_id,
        group_id=group.id,
        vendor_id=vendor_id,
        position=position,
        currency=group.currency,
        goods_amount=sum(totals) - sum(tax) + sum(off_net),
        discount_amount=sum(off_net),
        store_discount_amount=sum(borne_net),
        shipping_amount=shipping,
        given_shipping_amount=money.given_shipping,
        shipping_tax_amount=freight_tax,
        shipping_tax_rate_bps=of_freight.rate_bps,
        shipping_tax_category=of_freight.category,
        shipping_tax_reason=of_freight.reason,
        tax_amount=sum(tax) + freight_tax,
        total_amount=sum(totals) + shipping + freight_tax,
        created_at=group.created_at,
    )
    db.add(order)
    db.flush()
    for at, line in enumerate(bought):
        shown = line.product
        db.add(
            OrderLine(
                id=new_id("oln"),
                tenant_id=group.tenant_id,
                order_id=order.id,
                offer_id=line.offer.id,
                product_id=line.offer.product_id,
                variant_id=line.offer.variant_id,
                category_id=line.category_id or (shown.category_id if shown else None),
                product_handle=shown.handle if shown else "",
                picture=shown.thumbnail if shown else "",
                title=shown.title if shown else f"Article {line.offer.sku}",
                sku=line.offer.sku,
                quantity=line.quantity,
                unit_amount=line.unit,
                discount_amount=off[at],
                store_discount_amount=borne_net[at],
                tax_amount=tax[at],
                tax_rate_bps=rates[at].rate_bps,
                tax_category=rates[at].category,
                tax_reason=rates[at].reason,
                total_amount=totals[at],
                created_at=group.created_at + timedelta(microseconds=at),
            )
        )
    db.flush()
    return order


def _rate(tax_bps: int) -> Tax:
    return read_tax(tax_bps, TaxCategory.ZERO, "", "")


def sell_stock(db: Session, orders: Sequence[Order]) -> None:
    """Take what was bought off the shelves, as far as it lies there."""
    for order in orders:
        for line in db.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all():
            level = db.exec(select(StockLevel).where(StockLevel.offer_id == line.offer_id)).first()
            if level is None or level.on_hand - level.reserved < line.quantity:
                continue
            level.on_hand -= line.quantity
            db.add(
                Reservation(
                    id=new_id("rsv"),
                    tenant_id=line.tenant_id,
                    stock_level_id=level.id,
                    order_line_id=line.id,
                    quantity=line.quantity,
                    status="committed",
                )
            )
