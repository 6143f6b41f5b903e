"""An order of a vendor with everything that hangs on it, for the leak matrix: a canary in each word of its buyer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.lifecycle import ORDER, after
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.order import Fulfilment, FulfilmentLine, OrderLine
from marketplace.models.region import Region
from marketplace.models.returns import Refund, Return
from tests.factories.goods import Shop
from tests.factories.orders import Bought, Extras, add_order, add_payment, make_group, sum_up


@dataclass(frozen=True)
class OrderIds:
    """What handlers and routes name."""

    group: str
    order: str
    parcel: str
    return_: str
    refund: str


def make_order(db: Session, shop: Shop, product: Product, canary: str, *, number: int) -> OrderIds:
    """A paid order of three pieces, one of them sent and asked back, with a refund that failed."""
    tenant = shop.store.id
    region = db.exec(select(Region).where(Region.tenant_id == tenant)).first()
    if region is None:
        region = Region(id=new_id("reg"), tenant_id=tenant, name="Germany", currency="EUR")
        db.add(region)
        db.flush()
    address = {"company": f"{canary} buyer", "line1": f"{canary} street", "city": "Kiel", "country": "DE"}
    offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
    group = make_group(
        db,
        tenant,
        region.id,
        number=number,
        email=f"{canary}@example.com",
        shipping_address=address,
        billing_address=address,
        note=f"{canary} note",
        po_number=f"{canary}-po",
    )
    order = add_order(db, group, shop.vendor.id, 1, [Bought(offer, 3)], Extras())
    sum_up(group, [order])
    order.paid_at = order.accept_by = order.ship_by = order.cancel_requested_at = now()
    order.invoice_number = f"{canary}-inv"
    order.status = after(ORDER, "pay", order.status)
    order.status = after(ORDER, "ship_part", order.status)
    line = db.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one()
    line.title, line.fulfilled_quantity = f"{canary} article", 1
    parcel = Fulfilment(
        id=new_id("ful"), tenant_id=tenant, order_id=order.id, carrier="DHL", tracking_number=f"{canary}-track"
    )
    payment = add_payment(db, group, now(), method_label=f"{canary} card")
    db.add(parcel)
    db.flush()
    back = Return(
        id=new_id("ret"),
        tenant_id=tenant,
        order_id=order.id,
        reason=f"{canary} reason",
        lines=[{"order_line_id": line.id, "quantity": 1}],
    )
    refund = Refund(
        id=new_id("ref"),
        tenant_id=tenant,
        order_id=order.id,
        payment_id=payment.id,
        idempotency_key=new_id("key"),
        amount=100,
        goods_amount=100,
        currency="EUR",
        reason=f"{canary} refund",
        status="failed",
        failure="declined",
    )
    db.add_all(
        (
            FulfilmentLine(
                id=new_id("fli"), tenant_id=tenant, fulfilment_id=parcel.id, order_line_id=line.id, quantity=1
            ),
            back,
            refund,
        )
    )
    db.flush()
    return OrderIds(group.id, order.id, parcel.id, back.id, refund.id)
