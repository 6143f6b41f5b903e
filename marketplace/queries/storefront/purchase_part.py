"""One vendor's part of a purchase for its buyer: parcels, timeline, what can still be done."""

from __future__ import annotations

from datetime import timedelta

from marketplace.domain.lifecycle import OrderStatus
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.orders.orders import order_number
from marketplace.kit.calendars import zone_of
from marketplace.kit.clock import now
from marketplace.models.order import Fulfilment, Order, OrderGroup, OrderLine
from marketplace.models.returns import Return
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.line_metadata import wishes_of
from marketplace.queries.formatting.reader_format import ReaderFormat
from marketplace.queries.formatting.wording import count, monogram
from marketplace.queries.shared.market import language_of
from marketplace.queries.shared.order_parts import RETURN_WORDS, STATUS_WORDS, OrderParts
from marketplace.queries.storefront.purchase_rows import (
    BoughtLine,
    ParcelLine,
    ParcelView,
    ReturnView,
    TrackStep,
    VendorPart,
)


def reader_of(store: Tenant, group: OrderGroup) -> ReaderFormat:
    """Who reads this purchase: the buyer, in the time of their country and the store's language."""
    return ReaderFormat(zone_of(str(group.shipping_address.get("country", ""))), language_of(store))


def vendor_part(store: Tenant, group: OrderGroup, parts: OrderParts, vendor: Vendor, key: str = "") -> VendorPart:
    """The part as its buyer sees it; `key` goes into the links of a guest."""
    order, pieces = parts.order, parts.pieces()
    reader = reader_of(store, group)
    word, tone, _ = STATUS_WORDS[order.status]
    if order.status == OrderStatus.TO_FULFIL:
        word, tone = ("Being packed", "info") if order.accepted_at else ("Being prepared", "info")
    open_left = any(piece.open > 0 for piece in pieces.values())
    unpaid = order.status == OrderStatus.AWAITING_PAYMENT
    takes_returns = _takes_returns(store, order) and any(piece.returnable > 0 for piece in pieces.values())
    query = f"?key={key}" if key else ""

    def shown(amount: int) -> str:
        return reader.money(amount, order.currency)

    return VendorPart(
        id=order.id,
        number=order_number(group.number, order.position),
        vendor=vendor.name,
        vendor_href=f"/s/{store.handle}/v/{vendor.handle}",
        mark=monogram(vendor.name),
        status=word,
        tone=tone,
        line=_line(order, parts, reader),
        steps=_steps(order, parts, vendor, reader),
        lines=tuple(_bought(store, group, line, pieces[line.id], reader) for line in parts.lines),
        parcels=tuple(_parcel(parts, parcel, reader) for parcel in parts.parcels),
        returns=tuple(_return(parts, row, reader) for row in parts.returns),
        delivery=order.shipping_name,
        goods=shown(order.goods_amount),
        discount=f"−{shown(order.discount_amount)}" if order.discount_amount else "",
        shipping=shown(order.shipping_amount) if order.shipping_amount else "Free",
        tax=shown(order.tax_amount),
        total=shown(order.total_amount),
        refunded=shown(order.refunded_amount) if order.refunded_amount else "",
        invoice_href=f"/s/{store.handle}/orders/{group.number}/{order.position}/invoice.pdf{query}"
        if order.paid_at
        else "",
        may_cancel=order.status != OrderStatus.CANCELLED and open_left and order.cancel_requested_at is None,
        cancels_at_once=unpaid,
        cancel_asked=order.cancel_requested_at is not None,
        may_return=takes_returns,
    )


def _takes_returns(store: Tenant, order: Order) -> bool:
    since = order.delivered_at or order.shipped_at
    return since is None or now() <= since + timedelta(days=store.settings.return_days)


def _line(order: Order, parts: OrderParts, reader: ReaderFormat) -> str:
    if parts.parcels:
        return count(len(parts.parcels), "parcel")
    if order.status == OrderStatus.TO_FULFIL and order.ship_by:
        return f"Leaves by {reader.weekday(order.ship_by)}"
    return ""


def _bought(store: Tenant, group: OrderGroup, line: OrderLine, piece: Pieces, reader: ReaderFormat) -> BoughtLine:
    wanted = line.quantity - line.cancelled_quantity
    notes = [
        wishes_of(line.meta),
        f"{line.cancelled_quantity} cancelled" if line.cancelled_quantity else "",
        f"{line.returned_quantity} sent back" if line.returned_quantity else "",
    ]
    return BoughtLine(
        id=line.id,
        title=line.title,
        variant="" if line.variant_title == line.title else line.variant_title,
        sku=line.sku,
        picture=line.picture,
        href=f"/s/{store.handle}/p/{line.product_handle}" if line.product_handle else "",
        offer_id=line.offer_id,
        quantity=line.quantity,
        sent=_sent(line, wanted, reader),
        unit_price=reader.money(line.unit_amount, group.currency),
        price=reader.money(line.shown_amount(inclusive=group.is_tax_inclusive), group.currency),
        open_pieces=piece.open,
        cancelled=line.cancelled_quantity,
        returned=line.returned_quantity,
        may_return=max(0, piece.returnable),
        note=", ".join(note for note in notes if note),
    )


def _sent(line: OrderLine, wanted: int, reader: ReaderFormat) -> str:
    if 0 < line.fulfilled_quantity < wanted:
        return f"{reader.number(line.fulfilled_quantity)} of {reader.number(wanted)}"
    return reader.number(line.quantity)


def _parcel(parts: OrderParts, parcel: Fulfilment, reader: ReaderFormat) -> ParcelView:
    lines = tuple(_packed(parts, row.order_line_id, row.quantity) for row in parts.packed[parcel.id])
    return ParcelView(
        id=parcel.id,
        title=f"Parcel {parcel.number} of {len(parts.parcels)}",
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_href=parcel.tracking_url,
        status="Delivered" if parcel.delivered_at else "Shipped",
        tone="good" if parcel.delivered_at else "info",
        shipped=reader.moment(parcel.shipped_at, now()),
        delivered=reader.moment(parcel.delivered_at, now()),
        pieces=count(sum(line.quantity for line in lines), "piece"),
        lines=lines,
    )


def _return(parts: OrderParts, row: Return, reader: ReaderFormat) -> ReturnView:
    word, tone, _ = RETURN_WORDS[row.status]
    lines = tuple(_packed(parts, str(e["order_line_id"]), int(e["quantity"])) for e in row.lines)
    return ReturnView(
        id=row.id,
        status=word,
        tone=tone,
        requested_at=reader.moment(row.created_at, now()),
        pieces=count(sum(line.quantity for line in lines), "piece"),
        reason=row.reason,
        answer=row.note,
        lines=lines,
    )


def _packed(parts: OrderParts, line_id: str, quantity: int) -> ParcelLine:
    line = next((line for line in parts.lines if line.id == line_id), None)
    return ParcelLine(line.title, line.sku, line.picture, quantity) if line else ParcelLine(quantity=quantity)


def _steps(order: Order, parts: OrderParts, vendor: Vendor, reader: ReaderFormat) -> tuple[TrackStep, ...]:
    """What happened and what comes; the last thing that happened is `now`."""
    done: list[TrackStep] = []
    if order.paid_at:
        done.append(TrackStep("Paid", "", reader.moment(order.paid_at, now()), "done"))
    if order.accepted_at:
        done.append(TrackStep("Accepted", vendor.name, reader.moment(order.accepted_at, now()), "done"))
    for parcel in parts.parcels:
        sent = sum(row.quantity for row in parts.packed[parcel.id])
        label = f"{parcel.carrier}, {count(sent, 'piece')}"
        title = "Shipped" if len(parts.parcels) == 1 and order.shipped_at else f"Parcel {parcel.number} shipped"
        done.append(TrackStep(title, label, reader.moment(parcel.shipped_at, now()), "done"))
    if order.delivered_at:
        done.append(TrackStep("Delivered", "", reader.moment(order.delivered_at, now()), "done"))
    if order.cancelled_at:
        done.append(TrackStep("Cancelled", "", reader.moment(order.cancelled_at, now()), "done"))
    if done:
        done[-1] = TrackStep(done[-1].title, done[-1].detail, done[-1].when, "now")
    return (*done, *_to_come(order, reader))


def _to_come(order: Order, reader: ReaderFormat) -> list[TrackStep]:
    by = f"By {reader.weekday(order.ship_by)}" if order.ship_by else ""
    steps: dict[str, list[TrackStep]] = {
        OrderStatus.AWAITING_PAYMENT: [TrackStep("Paid"), TrackStep("Shipped"), TrackStep("Delivered")],
        OrderStatus.TO_FULFIL: [TrackStep("Shipped", by), TrackStep("Delivered")],
        OrderStatus.PART_SHIPPED: [TrackStep("Rest ships", by), TrackStep("Delivered")],
        OrderStatus.SHIPPED: [TrackStep("Delivered")],
    }
    coming = steps.get(order.status, [])
    if order.status == OrderStatus.TO_FULFIL and order.accepted_at is None:
        coming = [TrackStep("Accepted"), *coming]
    return coming
