"""One order as its vendor works on it: what is left, parcels, returns, money, the timeline, and what can be done."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import ORDER, RETURN, OrderStatus, can
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.orders.orders import order_number
from marketplace.domain.permissions import Actor, Permission, allows, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.models.order import Fulfilment, Order, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund, Return
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money, money_each
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.order_parts import (
    RETURN_WORDS,
    OrderParts,
    address_lines,
    buyer_name,
    detail_of,
    is_late,
    read_parts,
)
from marketplace.queries.vendor_desk.order_page import (
    LineRow,
    ParcelRow,
    RefundRow,
    ReturnRow,
    SumLine,
    TimelineLine,
    VendorOrder,
)
from marketplace.queries.vendor_desk.orders import due_words, exactly, look_of


def get_vendor_order(db: Session, actor: Actor, order_id: str) -> VendorOrder:
    """The actor's own order. Raises `NotFound` for another vendor's, `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    order = db.exec(select(Order).where(Order.id == order_id, Order.vendor_id == grant.vendor_id)).first()
    if order is None:
        raise NotFound("order", order_id)
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id)).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
    return draw_order(db, actor, order, group, vendor, base="/vendor/orders")


def draw_order(db: Session, actor: Actor, order: Order, group: OrderGroup, vendor: Vendor, *, base: str) -> VendorOrder:
    """The order for somebody who may see it; `base` starts the addresses of its papers."""
    parts = read_parts(db, [order])[order.id]
    pieces, zone, moment = parts.pieces(), ZoneInfo(vendor.time_zone), now()
    payment = db.exec(
        select(Payment)
        .where(Payment.group_id == group.id, Payment.tenant_id == group.tenant_id)
        .order_by(Payment.created_at.desc())  # type: ignore[attr-defined]
    ).first()
    may_fulfil = allows(actor, Permission.ORDER_FULFIL, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    may_pay = allows(actor, Permission.ORDER_REFUND, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    is_open = can(ORDER, "ship", order.status)
    due, tone = due_words(moment, order.ship_by, zone) if is_open else ("", "")
    is_new = order.status == OrderStatus.TO_FULFIL and order.accepted_at is None
    word, look = look_of(order.status, is_late=is_late(order, moment), is_new=is_new)
    left = order.total_amount - sum(r.amount for r in parts.refunds if r.status != "failed")
    open_pieces = sum(max(0, piece.open) for piece in pieces.values())
    stock = _stock(db, parts.lines)
    lines = tuple(_line(line, pieces[line.id], order.currency, parts, stock) for line in parts.lines)
    return VendorOrder(
        id=order.id,
        number=order_number(group.number, order.position),
        buyer=buyer_name(group.shipping_address, group.email),
        email=group.email,
        po_number=group.po_number,
        cost_centre=group.cost_centre,
        note=group.note,
        status=word,
        look=look,
        due=due,
        due_exact=exactly(order.ship_by, zone) if is_open else "",
        due_tone=tone,
        placed=exactly(group.placed_at, zone),
        paid_by=payment.method_label if payment else "",
        paid=exactly(order.paid_at, zone),
        lines=lines,
        parcels=tuple(_parcel(parts, parcel, zone, may=may_fulfil) for parcel in parts.parcels),
        returns=tuple(_return(parts, row, zone, fulfil=may_fulfil, pay=may_pay) for row in parts.returns),
        refunds=tuple(_refund(row) for row in parts.refunds),
        timeline=_timeline(parts, order, zone, is_vendor=True),
        sums=_sums(order),
        ship_to=_address(group.shipping_address),
        delivery=order.shipping_name,
        total=money(order.total_amount, order.currency),
        currency=order.currency,
        refundable=money(left, order.currency) if left > 0 and order.paid_at else "",
        freight_left=_freight_left(order, parts),
        freight_by=", which the store paid" if order.given_shipping_amount else "",
        is_cancel_asked=order.cancel_requested_at is not None,
        cancel_wish=_wish(parts),
        slip_href=f"/vendor/orders/{order.id}/packing-slip.pdf" if is_open else "",
        invoice_href=f"{base}/{order.id}/invoice.pdf" if order.paid_at else "",
        open_pieces=open_pieces,
        may_accept=may_fulfil and is_new,
        may_ship=may_fulfil and is_open and open_pieces > 0,
        may_cancel=(may_fulfil or may_pay) and is_open and open_pieces > 0,
        may_refund=may_pay and order.paid_at is not None and (left > 0 or any(line.refundable for line in lines)),
        is_waiting=order.status == OrderStatus.AWAITING_PAYMENT,
    )


def _line(line: OrderLine, piece: Pieces, currency: str, parts: OrderParts, stock: dict[str, int]) -> LineRow:
    paid_back = sum(
        int(entry["quantity"])
        for refund in parts.refunds
        if refund.status != "failed"
        for entry in refund.lines
        if entry["order_line_id"] == line.id
    )
    net = line.total_amount - line.tax_amount
    notes = [
        f"{piece.shipped} of {piece.ordered} shipped" if piece.shipped else "",
        f"{piece.cancelled} cancelled" if piece.cancelled else "",
        f"{piece.returned} back" if piece.returned else "",
    ]
    return LineRow(
        id=line.id,
        title=line.title,
        detail=detail_of(line),
        picture=line.picture,
        ordered=line.quantity,
        open_pieces=max(0, piece.open),
        shipped=piece.shipped,
        refundable=max(0, line.quantity - paid_back),
        on_hand=f"{stock.get(line.offer_id, 0):,} on hand",
        state=", ".join(part for part in notes if part),
        unit_price=money_each(net, line.quantity, currency),
        price=money(net, currency),
    )


def _parcel(parts: OrderParts, parcel: Fulfilment, zone: ZoneInfo, *, may: bool) -> ParcelRow:
    contents = {row.order_line_id: row.quantity for row in parts.packed[parcel.id]}
    return ParcelRow(
        id=parcel.id,
        title=f"Parcel {parcel.number}",
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_href=parcel.tracking_url,
        sent=exactly(parcel.shipped_at, zone),
        delivered=exactly(parcel.delivered_at, zone),
        contents=_contents(parts, contents),
        may_deliver=may and parcel.delivered_at is None,
    )


def _return(parts: OrderParts, row: Return, zone: ZoneInfo, *, fulfil: bool, pay: bool) -> ReturnRow:
    word, tone, shape = RETURN_WORDS[row.status]
    contents = {str(entry["order_line_id"]): int(entry["quantity"]) for entry in row.lines}
    return ReturnRow(
        id=row.id,
        status=word,
        look=f"{tone} {'stop' if shape == 'sq' else shape}".strip(),
        requested_at=exactly(row.created_at, zone),
        contents=_contents(parts, contents),
        reason=row.reason,
        answer=row.note,
        may_approve=fulfil and can(RETURN, "approve", row.status),
        may_refuse=fulfil and can(RETURN, "refuse", row.status),
        may_receive=fulfil and can(RETURN, "receive", row.status),
        may_refund=pay and can(RETURN, "refund", row.status),
    )


def _refund(row: Refund) -> RefundRow:
    words = {
        "pending": ("On its way", "info half"),
        "succeeded": ("Paid back", "good full"),
        "failed": ("Failed", "bad full"),
    }
    word, look = words[row.status]
    return RefundRow(
        id=row.id,
        amount=money(row.amount, row.currency),
        status=word,
        look=look,
        when=ago(row.created_at, now()),
        exact=exact(row.created_at),
        reason=row.reason,
        failure=row.failure,
    )


def _timeline(parts: OrderParts, order: Order, zone: ZoneInfo, *, is_vendor: bool) -> tuple[TimelineLine, ...]:
    """Newest first; the payment is told from the order itself."""
    lines = [
        TimelineLine(event.text, exactly(event.created_at, zone), exact(event.created_at), _tone(event.kind))
        for event in reversed(parts.events)
        if event.visible_to in ("both", "vendor")
    ]
    if order.paid_at:
        amount = money(order.total_amount, order.currency)
        lines.append(TimelineLine(f"Paid, {amount} with tax", exactly(order.paid_at, zone), exact(order.paid_at)))
    lines.append(TimelineLine("Placed", exactly(order.created_at, zone), exact(order.created_at)))
    return (TimelineLine(lines[0].text, lines[0].when, lines[0].exact, lines[0].tone or "on"), *lines[1:])


def _tone(kind: str) -> str:
    if kind in ("cancelled", "part_cancelled", "return:refused", "reminded"):
        return "bad"
    return "good" if kind == "delivered" else ""


def _wish(parts: OrderParts) -> str:
    wishes = [event.text for event in parts.events if event.kind == "cancel_requested"]
    return wishes[-1] if wishes else ""


def _sums(order: Order) -> tuple[SumLine, ...]:
    def shown(amount: int) -> str:
        return money(amount, order.currency)

    rows = [SumLine("Goods", shown(order.goods_amount))]
    if order.discount_amount:
        rows.append(SumLine("Discount", f"−{shown(order.discount_amount)}"))
    rows += [SumLine("Freight", shown(order.shipping_amount)), SumLine("Tax", shown(order.tax_amount))]
    rows.append(SumLine("Total", shown(order.total_amount), strong=True))
    if order.refunded_amount:
        rows.append(SumLine("Paid back", f"−{shown(order.refunded_amount)}"))
    return tuple(rows)


def _freight_left(order: Order, parts: OrderParts) -> str:
    back = [r.shipping_amount + r.given_shipping_amount for r in parts.refunds if r.status != "failed"]
    left = order.shipping_amount + order.given_shipping_amount - sum(back)
    return money(left, order.currency) if left > 0 else ""


def _contents(parts: OrderParts, quantities: dict[str, int]) -> str:
    named = [f"{quantities[line.id]} × {line.title}" for line in parts.lines if quantities.get(line.id)]
    return ", ".join(named) or count(sum(quantities.values()), "piece")


def _stock(db: Session, lines: tuple[OrderLine, ...]) -> dict[str, int]:
    rows = db.connection().execute(
        text("select offer_id, sum(on_hand)::int n from stock_level where offer_id = any(:ids) group by 1"),
        {"ids": [line.offer_id for line in lines]},
    )
    return {row.offer_id: int(row.n) for row in rows}


def _address(address: dict[str, Any]) -> tuple[str, ...]:
    code = str(address.get("country", ""))
    return address_lines(address, country_name(code) if code else "")
