"""An order as its packing slip and its invoice show it, for whoever may have them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.orders import order_number
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.domain.tax_numbers import print_tax_number
from marketplace.integrations.documents.order_papers import OrderPaper, PaperLine
from marketplace.models.order import Order, OrderGroup, OrderLine, Payment
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.order_parts import address_lines
from marketplace.queries.storefront.format import money, percent, zone_of
from marketplace.queries.storefront.market import country_name


def paper_of(db: Session, actor: Actor, order_id: str) -> OrderPaper:
    """An order for who works on it: its vendor, the store's side. Raises `NotFound`, `Forbidden`."""
    order = db.exec(select(Order).where(Order.id == order_id)).first()
    if order is None:
        require(actor, Permission.ORDER_SEE, tenant_id="")
        raise NotFound("order")
    require(actor, Permission.ORDER_SEE, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    return _paper(db, order)


def bought_paper(db: Session, actor: Actor, number: int, position: int, key: str = "") -> tuple[str, OrderPaper]:
    """The order's id and paper, for its buyer or who holds the purchase's link; or who may see it by their desk.

    In the scope of the store. Raises `NotFound`, `Unauthenticated`.
    """
    found = db.exec(
        select(Order, OrderGroup)
        .join(OrderGroup, col(OrderGroup.id) == Order.group_id)
        .where(OrderGroup.number == number, Order.position == position)
    ).first()
    if found is None or not _may_read(actor, *found, key):
        if actor.user_id is None and not key:
            raise Unauthenticated
        raise NotFound("order")
    return found[0].id, _paper(db, found[0])


def _may_read(actor: Actor, order: Order, group: OrderGroup, key: str) -> bool:
    return group.is_of(actor.user_id, key) or allows(
        actor, Permission.ORDER_SEE, tenant_id=order.tenant_id, vendor_id=order.vendor_id
    )


def _paper(db: Session, order: Order) -> OrderPaper:
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id)).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
    store = db.exec(select(Tenant.name).where(Tenant.id == order.tenant_id)).one()
    lines = db.exec(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.created_at), col(OrderLine.id))
    )
    zone = zone_of(vendor.country)
    day = (order.paid_at or group.placed_at).astimezone(zone)
    return OrderPaper(
        number=order_number(group.number, order.position), store=store, vendor=vendor.legal_name or vendor.name,
        vendor_lines=_vendor_lines(vendor), vendor_tax_id=print_tax_number(vendor.tax_id),
        ship_to=_address(group.shipping_address),
        bill_to=_address(group.billing_address or group.shipping_address), date=f"{day.day} {day:%B %Y}",
        lines=[_line(line, order.currency, is_inclusive=group.is_tax_inclusive) for line in lines],
        delivery=order.shipping_name, po_number=group.po_number, note=group.note,
        invoice_number=order.invoice_number, paid=_paid(db, order, f"{day.day} {day:%B %Y}"),
        sums=_sums(order),
    )  # fmt: skip


def _line(line: OrderLine, currency: str, *, is_inclusive: bool) -> PaperLine:
    """Amounts without tax: what the invoice adds up. Where prices are shown with tax, the unit is what it nets to."""
    net = line.total_amount - line.tax_amount
    unit = net // line.quantity if is_inclusive or line.discount_amount else line.unit_amount
    return PaperLine(
        title=line.title,
        detail=" · ".join(part for part in (line.sku, line.variant_title) if part not in ("", line.title)),
        quantity=line.quantity, left=line.quantity - line.fulfilled_quantity - line.cancelled_quantity,
        unit=money(unit, currency), tax=percent(line.tax_rate_bps), total=money(net, currency),
    )  # fmt: skip


def _sums(order: Order) -> list[tuple[str, str]]:
    def shown(amount: int) -> str:
        return money(amount, order.currency)

    rows = [("Goods", shown(order.goods_amount - order.discount_amount))]
    rows.append(("Freight", shown(order.shipping_amount)))
    rows.append(("Tax", shown(order.tax_amount)))
    return [*rows, ("Total", shown(order.total_amount))]


def _paid(db: Session, order: Order, day: str) -> str:
    label = db.exec(
        select(Payment.method_label)
        .where(Payment.group_id == order.group_id, Payment.status == "captured")
        .order_by(col(Payment.created_at).desc())
    ).first()
    if order.paid_at is None:
        return "Not paid yet."
    said = f"Paid on {day}" + (f", {label}" if label else "") + "."
    back = order.refunded_amount
    return said + (f" {money(back, order.currency)} of it was paid back." if back else "")


def _vendor_lines(vendor: Vendor) -> list[str]:
    place: dict[str, Any] = vendor.address
    town = " ".join(str(place.get(part, "")) for part in ("postal_code", "city")).strip()
    country = country_name(vendor.country) if vendor.country else ""
    return [part for part in (str(place.get("street", "")), town or vendor.ships_from, country) if part]


def _address(address: dict[str, Any]) -> tuple[str, ...]:
    code = str(address.get("country", ""))
    return address_lines(address, country_name(code) if code else "")
