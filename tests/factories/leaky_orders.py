"""An order of a vendor with everything that hangs on it, for the leak matrix: a canary in each word of its buyer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.lifecycle import ORDER, after
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.order import Fulfilment, FulfilmentLine, Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.region import Region
from marketplace.models.returns import Refund, Return
from tests.factories.goods import Shop


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
    group = OrderGroup(
        id=new_id("grp"),
        tenant_id=tenant,
        number=number,
        region_id=region.id,
        currency="EUR",
        email=f"{canary}@example.com",
        shipping_address=address,
        billing_address=address,
        goods_amount=3000,
        tax_amount=570,
        total_amount=3570,
        note=f"{canary} note",
        po_number=f"{canary}-po",
    )
    db.add(group)
    db.flush()
    order = Order(
        id=new_id("ord"),
        tenant_id=tenant,
        group_id=group.id,
        vendor_id=shop.vendor.id,
        position=1,
        currency="EUR",
        goods_amount=3000,
        tax_amount=570,
        total_amount=3570,
        paid_at=now(),
        accept_by=now(),
        ship_by=now(),
        cancel_requested_at=now(),
        invoice_number=f"{canary}-inv",
    )
    order.status = after(ORDER, "pay", order.status)
    order.status = after(ORDER, "ship_part", order.status)
    db.add(order)
    db.flush()
    offer = db.exec(select(Offer).where(Offer.product_id == product.id)).one()
    line = OrderLine(
        id=new_id("oln"),
        tenant_id=tenant,
        order_id=order.id,
        offer_id=offer.id,
        product_id=product.id,
        variant_id=offer.variant_id,
        title=f"{canary} article",
        sku=offer.sku,
        quantity=3,
        unit_amount=1000,
        tax_amount=570,
        tax_rate_bps=1900,
        total_amount=3570,
        fulfilled_quantity=1,
    )
    parcel = Fulfilment(
        id=new_id("ful"), tenant_id=tenant, order_id=order.id, carrier="DHL", tracking_number=f"{canary}-track"
    )
    payment = Payment(
        id=new_id("pmt"),
        tenant_id=tenant,
        group_id=group.id,
        provider="bank_transfer",
        idempotency_key=new_id("key"),
        currency="EUR",
        amount=3570,
        status="captured",
        method_label=f"{canary} card",
        captured_at=now(),
    )
    db.add_all((line, parcel, payment))
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
