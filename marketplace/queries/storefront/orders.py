"""What a buyer has bought: the list of purchases, and one purchase by account or by a guest's link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, func, select

from marketplace.domain.buying.buyer import reads_orders_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import OrderStatus, PaymentStatus, TransferStatus
from marketplace.domain.permissions import Actor
from marketplace.kit import qr
from marketplace.kit.clock import now
from marketplace.kit.tokens import hash_token
from marketplace.models.order import Order, OrderGroup, OrderLine, OrderTransfer
from marketplace.models.payment import Payment
from marketplace.models.receivable import Invoice
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import exact
from marketplace.queries.formatting.reader_format import ReaderFormat
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.order_parts import OrderParts, address_lines, buyer_name, read_parts, tax_id_line
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.transfer_details import TransferDetails, find_transfer
from marketplace.queries.storefront.purchase_part import reader_of, vendor_part
from marketplace.queries.storefront.purchase_rows import PaperLink, Purchase, PurchaseCard, TransferView, VendorPart

PER_PAGE = 10


def list_purchases(
    db: Session, actor: Actor, *, tenant_id: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Page[PurchaseCard]:
    """The actor's own purchases, newest first; in every store they bought in, or in one.

    Works in the scope of a store and in that of the account desk. Raises `Unauthenticated` for a guest.
    """
    if actor.user_id is None:
        raise Unauthenticated
    conditions = [col(OrderGroup.user_id) == actor.user_id]
    if actor.impersonator_id:
        places = [place for grant in actor.grants for place in grant.location_ids]
        conditions.append(col(OrderGroup.company_location_id).in_(places))
    if tenant_id:
        conditions.append(col(OrderGroup.tenant_id) == tenant_id)
    total = int(db.exec(select(func.count()).select_from(OrderGroup).where(*conditions)).one())
    span = span_of(total, page, per_page, "order")
    groups = db.exec(
        select(OrderGroup, Tenant)
        .join(Tenant, col(Tenant.id) == OrderGroup.tenant_id)
        .where(*conditions)
        .order_by(col(OrderGroup.placed_at).desc(), col(OrderGroup.id).desc())
        .limit(span.per_page)
        .offset(span.skip)
    ).all()
    orders, lines = _parts_of(db, [group for group, _ in groups])
    rows = tuple(_card(group, store, orders.get(group.id, []), lines) for group, store in groups)
    return Page(rows, span)


def get_purchase(db: Session, actor: Actor, number: int, key: str = "") -> Purchase:
    """One purchase of the store in scope, for who bought it or holds its link (`key`); their colleagues at the place
    that it was bought for read it, and do nothing with it.

    Raises `NotFound` for nobody's or another's number, `Unauthenticated` for a guest without a key.
    """
    row = db.exec(
        select(OrderGroup, Tenant)
        .join(Tenant, col(Tenant.id) == OrderGroup.tenant_id)
        .where(OrderGroup.number == number)
    ).first()
    is_buyer = row is not None and row[0].is_of(actor, key)
    if row is None or not (is_buyer or reads_orders_of(actor, row[0].tenant_id, row[0].company_location_id)):
        if actor.user_id is None and not key:
            raise Unauthenticated
        raise NotFound("order")
    group, store = row
    rows = db.exec(
        select(Order, Vendor)
        .join(Vendor, (col(Vendor.id) == Order.vendor_id) & (col(Vendor.tenant_id) == Order.tenant_id))
        .where(Order.group_id == group.id, Order.tenant_id == group.tenant_id)
        .order_by(col(Order.position))
    ).all()
    parts = read_parts(db, [order for order, _ in rows])
    shown_key = "" if group.is_of(actor) or not is_buyer else key
    notes = _credit_notes(db, store.handle, group.number, [order for order, _ in rows], shown_key)
    drawn = tuple(
        replace(vendor_part(store, group, parts[order.id], vendor, shown_key), credit_notes=notes.get(order.id, ()))
        for order, vendor in rows
    )
    payment = db.exec(
        select(Payment)
        .where(Payment.group_id == group.id, Payment.tenant_id == group.tenant_id)
        .order_by(col(Payment.created_at).desc())
    ).first()
    transfer = find_transfer(db, group, payment)
    purchase = _purchase(
        store,
        group,
        [parts[order.id] for order, _ in rows],
        drawn=drawn,
        payment=payment,
        key=shown_key,
        transfer=transfer,
    )
    return purchase if is_buyer else _for_colleague(db, group, purchase)


def _for_colleague(db: Session, group: OrderGroup, purchase: Purchase) -> Purchase:
    """To be read and not acted upon: who bought it cancels, returns and pays."""
    who = db.exec(select(User).where(User.id == group.user_id)).first()
    ordered_by = (f"{who.first_name} {who.last_name}".strip() if who else "") or group.email
    parts = tuple(replace(part, may_cancel=False, cancel_asked=False, may_return=False) for part in purchase.parts)
    return replace(purchase, parts=parts, ordered_by=ordered_by, is_awaiting=False, transfer=None, may_reorder=False)


def _credit_notes(
    db: Session, store: str, number: int, orders: Sequence[Order], key: str
) -> dict[str, tuple[PaperLink, ...]]:
    """By order: its credit notes, oldest first, whether it was paid at once or on account."""
    places = {order.id: order.position for order in orders}
    its = select(Invoice.order_id, Invoice.id, Invoice.number).where(
        col(Invoice.order_id).in_(places), Invoice.kind == "credit_note"
    )
    query, notes = f"?key={key}" if key else "", dict[str, tuple[PaperLink, ...]]()
    for order_id, note_id, paper in db.exec(its.order_by(col(Invoice.created_at), col(Invoice.id))):
        href = f"/s/{store}/orders/{number}/{places[order_id]}/credit-notes/{note_id}.pdf{query}"
        notes[order_id] = (*notes.get(order_id, ()), PaperLink(paper, href))
    return notes


def find_wish(db: Session, number: int, token: str) -> str:
    """Whose account the holder of this letter's token is asked to hand the purchase to; empty when nobody asks."""
    asking = (
        select(User.email)
        .join(OrderTransfer, col(OrderTransfer.user_id) == User.id)
        .join(
            OrderGroup,
            (col(OrderGroup.id) == OrderTransfer.group_id) & (OrderGroup.tenant_id == OrderTransfer.tenant_id),
        )
        .where(OrderGroup.number == number, OrderTransfer.status == TransferStatus.REQUESTED)
    )
    return db.exec(asking.where(OrderTransfer.token_hash == hash_token(token))).first() or "" if token else ""


def together(statuses: Sequence[str]) -> tuple[str, str]:
    """One word and tone for all parts of a purchase: the earliest of those that go on, cancelled when all are."""
    going = [status for status in statuses if status != OrderStatus.CANCELLED]
    if not going:
        return "Cancelled", ""
    if OrderStatus.AWAITING_PAYMENT in going:
        return "Awaiting payment", "warn"
    if all(status == OrderStatus.TO_FULFIL for status in going):
        return "Being prepared", "info"
    if all(status == OrderStatus.DELIVERED for status in going):
        return "Delivered", "good"
    if all(status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED) for status in going):
        return "On its way", "info"
    return "Part shipped", "info"


def _parts_of(db: Session, groups: Sequence[OrderGroup]) -> tuple[dict[str, list[Order]], dict[str, list[OrderLine]]]:
    ids = [group.id for group in groups]
    orders: dict[str, list[Order]] = {}
    lines: dict[str, list[OrderLine]] = {}
    if not ids:
        return orders, lines
    for order in db.exec(select(Order).where(col(Order.group_id).in_(ids)).order_by(col(Order.position))):
        orders.setdefault(order.group_id, []).append(order)
    every = [order.id for group in orders.values() for order in group]
    for line in db.exec(select(OrderLine).where(col(OrderLine.order_id).in_(every)).order_by(col(OrderLine.id))):
        lines.setdefault(line.order_id, []).append(line)
    return orders, lines


def _card(group: OrderGroup, store: Tenant, orders: list[Order], lines: dict[str, list[OrderLine]]) -> PurchaseCard:
    every = [line for order in orders for line in lines.get(order.id, [])]
    word, tone = together([order.status for order in orders])
    pictures = tuple(dict.fromkeys(line.picture for line in every if line.picture))[:4]
    reader = reader_of(store, group)
    return PurchaseCard(
        number=str(group.number),
        href=f"/s/{store.handle}/orders/{group.number}",
        store=store.name,
        store_handle=store.handle,
        placed=reader.day(group.placed_at, now()),
        placed_exact=exact(group.placed_at),
        total=reader.money(group.total_amount, group.currency),
        status=word,
        tone=tone,
        vendors=count(len(orders), "vendor"),
        pieces=count(sum(line.quantity for line in every), "piece"),
        po_number=group.po_number,
        pictures=pictures,
        needs="Your bank transfer is awaited." if word == "Awaiting payment" else "",
    )


def _purchase(
    store: Tenant,
    group: OrderGroup,
    parts: list[OrderParts],
    drawn: tuple[VendorPart, ...],
    payment: Payment | None,
    key: str,
    transfer: TransferDetails | None,
) -> Purchase:
    word, tone = together([part.order.status for part in parts])
    refunded = sum(part.order.refunded_amount for part in parts)
    ship_to = _address(group.shipping_address)
    bill_to = _address(group.billing_address) + tax_id_line(group)
    reader = reader_of(store, group)

    def shown(amount: int) -> str:
        return reader.money(amount, group.currency)

    return Purchase(
        id=group.id,
        number=str(group.number),
        store=store.name,
        store_handle=store.handle,
        placed=reader.day(group.placed_at, now()),
        placed_exact=exact(group.placed_at),
        by=buyer_name(group.shipping_address, group.email),
        email=group.email,
        po_number=group.po_number,
        cost_centre=group.cost_centre,
        note=group.note,
        acted_by=group.acted_by,
        status=word,
        tone=tone,
        parts=drawn,
        goods=shown(group.goods_amount),
        discount=f"−{shown(group.discount_amount)}" if group.discount_amount else "",
        shipping=shown(group.shipping_amount) if group.shipping_amount else "Free",
        tax=shown(group.tax_amount),
        total=shown(group.total_amount),
        refunded=shown(refunded) if refunded else "",
        paid_by=payment.method_label if payment else "",
        payment=_payment(payment),
        is_awaiting=payment is not None and payment.status == PaymentStatus.AWAITING,
        transfer=_transfer(transfer, reader),
        ship_to=ship_to,
        pro_forma_href=f"/s/{store.handle}/orders/{group.number}/pro-forma.pdf" + (f"?key={key}" if key else ""),
        bill_to=bill_to,
        has_other_billing=bill_to != ship_to,
        path=f"/s/{store.handle}/orders/{group.number}" + (f"?key={key}" if key else ""),
        key=key,
        may_reorder=any(line.href for part in drawn for line in part.lines),
    )


def _transfer(details: TransferDetails | None, reader: ReaderFormat) -> TransferView | None:
    if details is None:
        return None
    path, box = qr.draw(details.code) if details.code else ("", "")
    amount = reader.money(details.amount, details.currency)
    return TransferView(
        holder=details.holder,
        iban=details.iban,
        bic=details.bic,
        amount=amount,
        reference=details.reference,
        path=path,
        box=box,
    )


def _payment(payment: Payment | None) -> str:
    if payment is None:
        return ""
    words = {
        PaymentStatus.CAPTURED: "Paid",
        PaymentStatus.OWED: "To be paid when its invoices are due",
        PaymentStatus.AWAITING: "Awaiting your transfer",
        PaymentStatus.CANCELLED: "Cancelled",
        PaymentStatus.FAILED: "Failed",
    }
    if payment.status == PaymentStatus.CAPTURED and payment.refunded_amount:
        whole = payment.refunded_amount >= payment.amount
        return "Paid back" if whole else "Paid, part of it paid back"
    return words.get(PaymentStatus(payment.status), "Being processed")


def _address(address: dict[str, object]) -> tuple[str, ...]:
    code = str(address.get("country", ""))
    return address_lines(address, country_name(code) if code else "")
