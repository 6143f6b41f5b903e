"""An order as its packing slip and its invoice show it, for whoever may have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import reads_orders_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import PaymentStatus
from marketplace.domain.orders.documents import OrderPaper, PaperLine, PaperTax, ProForma
from marketplace.domain.orders.orders import order_number
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.domain.stores.taxes import Tax
from marketplace.kit import qr
from marketplace.kit.calendars import zone_of
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import rate
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money, money_each
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.order_parts import address_lines, detail_of, tax_id_line
from marketplace.queries.shared.transfer_details import get_transfer


def paper_of(db: Session, actor: Actor, order_id: str) -> OrderPaper:
    """An order for who works on it: its vendor, the store's side. Raises `NotFound`, `Forbidden`."""
    order = db.exec(select(Order).where(Order.id == order_id)).first()
    if order is None:
        require(actor, Permission.ORDER_SEE, tenant_id="")
        raise NotFound("order")
    require(actor, Permission.ORDER_SEE, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    return draw_paper(db, order)


def bought_paper(db: Session, actor: Actor, number: int, position: int, key: str = "") -> tuple[str, OrderPaper]:
    """The order's id and paper, for its buyer, their colleagues at its place or who holds the purchase's link; or for
    who may see it by their desk.

    In the scope of the store. Raises `NotFound`, `Unauthenticated`.
    """
    row = db.exec(
        select(Order, OrderGroup)
        .join(OrderGroup, col(OrderGroup.id) == Order.group_id)
        .where(OrderGroup.number == number, Order.position == position)
    ).first()
    if row is None or not _may_read(actor, *row, key):
        if actor.user_id is None and not key:
            raise Unauthenticated
        raise NotFound("order")
    return row[0].id, draw_paper(db, row[0])


def get_pro_forma(db: Session, actor: Actor, number: int, key: str = "") -> ProForma:
    """A purchase of the store in scope that waits for its transfer, for its buyer or who holds its link.

    Raises `Unauthenticated`, `NotFound` also when no transfer is awaited.
    """
    transfer = get_transfer(db, actor, number, key)
    group = db.exec(select(OrderGroup).where(OrderGroup.number == number)).one()
    orders = db.exec(select(Order).where(Order.group_id == group.id).order_by(col(Order.position))).all()
    parts = [draw_paper(db, order) for order in orders]
    return ProForma(
        number=str(group.number),
        store=parts[0].store,
        date=parts[0].date,
        bill_to=parts[0].bill_to,
        ship_to=parts[0].ship_to,
        parts=parts,
        po_number=group.po_number,
        cost_centre=group.cost_centre,
        sums=_sums(group),
        pay_to=[
            ("Amount", money(transfer.amount, transfer.currency)),
            ("Account holder", transfer.holder),
            ("IBAN", transfer.iban),
            ("BIC", transfer.bic),
            ("Reference", transfer.reference),
        ],
        code=qr.picture(transfer.code) if transfer.code else b"",
    )


def _may_read(actor: Actor, order: Order, group: OrderGroup, key: str) -> bool:
    return (
        group.is_of(actor, key)
        or reads_orders_of(actor, order.tenant_id, group.company_location_id)
        or allows(actor, Permission.ORDER_SEE, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    )


def draw_paper(db: Session, order: Order) -> OrderPaper:
    """An order for paper, for whoever may see it."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id)).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
    store = db.exec(select(Tenant.name).where(Tenant.id == order.tenant_id)).one()
    rows = db.exec(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.created_at), col(OrderLine.id))
    ).all()
    zone = zone_of(vendor.country)
    day = (order.paid_at or group.placed_at).astimezone(zone).date()
    return OrderPaper(
        number=order_number(group.number, order.position),
        store=store,
        vendor=vendor.legal_name or vendor.name,
        vendor_lines=_vendor_lines(vendor),
        vendor_tax_id=print_tax_number(vendor.tax_id),
        ship_to=_address(group.shipping_address),
        bill_to=_address(group.billing_address or group.shipping_address) + tax_id_line(group),
        date=full_day(day),
        lines=[_line(line, order.currency) for line in rows],
        delivery=order.shipping_name,
        po_number=group.po_number,
        cost_centre=group.cost_centre,
        note=group.note,
        invoice_number=order.invoice_number,
        paid=_paid(db, order, full_day(day)),
        sums=_sums(order),
        taxes=_taxes(order, rows),
        supplied=_supplied(order, zone),
    )


def _line(line: OrderLine, currency: str) -> PaperLine:
    """Amounts without tax, after discounts: what the invoice adds up. A piece costs what the line comes to by it."""
    net = line.total_amount - line.tax_amount
    return PaperLine(
        title=line.title,
        detail=detail_of(line),
        quantity=line.quantity,
        left=line.quantity - line.fulfilled_quantity - line.cancelled_quantity,
        unit=money_each(net, line.quantity, currency),
        tax=rate(line.tax_rate_bps),
        total=money(net, currency),
    )


def _sums(order: Order | OrderGroup) -> list[tuple[str, str]]:
    def shown(amount: int) -> str:
        return money(amount, order.currency)

    freight = "Freight"
    if isinstance(order, Order) and order.shipping_amount:  # of a whole purchase each part's has a rate of its own
        freight += f", {rate(order.shipping_tax_rate_bps)} VAT"
    return [
        ("Goods", shown(order.goods_amount - order.discount_amount)),
        (freight, shown(order.shipping_amount)),
        ("VAT", shown(order.tax_amount)),
        ("Total", shown(order.total_amount)),
    ]


def _taxes(order: Order, lines: Sequence[OrderLine]) -> list[PaperTax]:
    """Base and tax of each category and rate, the freight's among them (VAT Directive, art. 226 nos. 8 to 11)."""
    taxed = [(tax_of(line), line.total_amount - line.tax_amount, line.tax_amount) for line in lines]
    if order.shipping_amount:
        freight = freight_tax(order)
        taxed.append((freight, order.shipping_amount, order.shipping_tax_amount))
    sums: dict[Tax, tuple[int, int]] = {}
    for tax, base, amount in taxed:
        before = sums.get(tax, (0, 0))
        sums[tax] = (before[0] + base, before[1] + amount)
    return [
        PaperTax(rate(tax.rate_bps), money(base, order.currency), money(amount, order.currency), tax.ground)
        for tax, (base, amount) in sorted(sums.items(), key=lambda entry: (-entry[0].rate_bps, entry[0].category))
    ]


def tax_of(line: OrderLine) -> Tax:
    """What was charged on a line, and why, as it was frozen."""
    return Tax(line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code)


def freight_tax(order: Order) -> Tax:
    """As `tax_of`, for the freight."""
    return Tax(
        order.shipping_tax_rate_bps,
        order.shipping_tax_category,
        order.shipping_tax_reason,
        order.shipping_tax_reason_code,
    )


def _supplied(order: Order, zone: ZoneInfo) -> str:
    """The day on which the goods were handed over; nothing while they are not (the payment's day stands below)."""
    if order.shipped_at is None:
        return ""
    day = order.shipped_at.astimezone(zone).date()
    return f"Supplied on {full_day(day)}"


def _paid(db: Session, order: Order, day: str) -> str:
    payment = db.exec(
        select(Payment)
        .where(Payment.group_id == order.group_id, col(Payment.status).in_(("captured", "owed")))
        .order_by(col(Payment.created_at).desc())
    ).first()
    if order.paid_at is None:
        return "Not paid yet."
    if payment is not None and payment.status == PaymentStatus.OWED:
        return "Bought on account."
    label = payment.method_label if payment else ""
    sentence = f"Paid on {day}" + (f", {label}" if label else "") + "."
    back = order.refunded_amount
    return sentence + (f" {money(back, order.currency)} of it was paid back." if back else "")


def _vendor_lines(vendor: Vendor) -> list[str]:
    place: dict[str, Any] = vendor.address
    town = " ".join(str(place.get(part, "")) for part in ("postal_code", "city")).strip()
    country = country_name(vendor.country) if vendor.country else ""
    return [part for part in (str(place.get("street", "")), town or vendor.ships_from, country) if part]


def _address(address: dict[str, Any]) -> tuple[str, ...]:
    code = str(address.get("country", ""))
    return address_lines(address, country_name(code) if code else "")
