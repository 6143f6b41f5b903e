"""One purchase for the store's side: every vendor's part, the payment, refunds, the books, the story of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.orders.orders import order_number
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.kit.clock import now
from marketplace.models.order import Order, OrderEvent, OrderGroup
from marketplace.models.payment import Payment
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.operator_desk.access_scope import NO_MARK, Mark, store_mark
from marketplace.queries.operator_desk.orders import parts_words, payment_words
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.order_parts import address_lines, buyer_name, is_late, tax_id_line
from marketplace.queries.vendor_desk.order import draw_order
from marketplace.queries.vendor_desk.order_page import SumLine, VendorOrder

_NO_ORDER = VendorOrder()


@dataclass(frozen=True)
class Part:
    """One vendor's part: the order as its vendor sees it, and who that is."""

    order: VendorOrder = _NO_ORDER
    vendor: str = ""
    vendor_href: str = ""


@dataclass(frozen=True)
class Posting:
    """A transaction of the ledger about this purchase, with its entries in words."""

    id: str = ""
    what: str = ""
    about: str = ""  # 1042-1
    when: str = ""
    exact: str = ""
    sides: tuple[SumLine, ...] = ()


@dataclass(frozen=True)
class TimelineLine:
    """A line of the timeline; `about` names the part."""

    text: str = ""
    about: str = ""
    when: str = ""
    exact: str = ""


@dataclass(frozen=True)
class OperatorOrder:
    """Plain values; empty text means "not there"."""

    id: str = ""
    number: str = ""
    mark: Mark = NO_MARK
    store: str = ""
    buyer: str = ""
    email: str = ""
    account: str = ""  # "Account", or "Guest"
    po_number: str = ""
    acted_by: str = ""  # who placed it in the buyer's name
    cost_centre: str = ""
    note: str = ""
    placed: str = ""
    placed_exact: str = ""
    status: str = ""
    look: str = ""
    payment: str = ""
    payment_look: str = ""
    paid_by: str = ""
    paid: str = ""
    reference: str = ""
    provider: str = ""
    parts: tuple[Part, ...] = ()
    sums: tuple[SumLine, ...] = ()
    ship_to: tuple[str, ...] = ()
    bill_to: tuple[str, ...] = ()
    postings: tuple[Posting, ...] = ()
    timeline: tuple[TimelineLine, ...] = ()
    total: str = ""
    may_confirm: bool = False
    may_cancel: bool = False


_BOOKS = text("""
    select t.id, t.kind, t.subject, t.posted_at, a.owner, a.kind account, a.currency, e.amount, v.name vendor
    from ledger_tx t
    join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
    left join vendor v on v.tenant_id = t.tenant_id and a.owner = 'vendor:' || v.id
    where t.tenant_id = :tenant and t.subject = any(:subjects) and t.status = 'posted'
    order by t.posted_at desc, t.id, e.amount desc
""")


def get_group(db: Session, actor: Actor, group_id: str) -> OperatorOrder:
    """A purchase of a store that this actor works for. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    group = db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).first()
    if group is None:
        require(actor, Permission.ORDER_SEE, tenant_id="")
        raise NotFound("order", group_id)
    require(actor, Permission.ORDER_SEE, tenant_id=group.tenant_id)
    store = db.exec(select(Tenant).where(Tenant.id == group.tenant_id)).one()
    rows = db.exec(
        select(Order, Vendor)
        .join(Vendor, (col(Vendor.id) == Order.vendor_id) & (col(Vendor.tenant_id) == Order.tenant_id))
        .where(Order.group_id == group.id, Order.tenant_id == group.tenant_id)
        .order_by(col(Order.position))
    ).all()
    orders = [order for order, _ in rows]
    parts = tuple(
        Part(
            draw_order(db, actor, order, group, vendor, base="/admin/orders"),
            vendor.name,
            f"/admin/vendors/{vendor.id}",
        )
        for order, vendor in rows
    )
    payment = db.exec(
        select(Payment)
        .where(Payment.group_id == group.id, Payment.tenant_id == group.tenant_id)
        .order_by(col(Payment.created_at).desc())
    ).first()
    return _drawn(db, actor, group, store=store, orders=orders, parts=parts, payment=payment)


def _drawn(
    db: Session,
    actor: Actor,
    group: OrderGroup,
    store: Tenant,
    orders: Sequence[Order],
    parts: tuple[Part, ...],
    payment: Payment | None,
) -> OperatorOrder:
    moment = now()
    word, look = parts_words([o.status for o in orders], is_late=any(is_late(o, moment) for o in orders))
    paid, paid_look = payment_words(payment.status if payment else None)
    may = allows(actor, Permission.PAYMENT_CONFIRM, tenant_id=group.tenant_id)
    awaits = payment is not None and payment.status == "awaiting"
    return OperatorOrder(
        id=group.id,
        number=str(group.number),
        mark=store_mark(store),
        store=store.name,
        buyer=buyer_name(group.shipping_address, group.email),
        email=group.email,
        account="Account" if group.user_id else "Guest",
        po_number=group.po_number,
        acted_by=group.acted_by,
        cost_centre=group.cost_centre,
        note=group.note,
        placed=ago(group.placed_at, moment),
        placed_exact=exact(group.placed_at),
        status=word,
        look=look,
        payment=paid,
        payment_look=paid_look,
        paid_by=payment.method_label if payment else "",
        paid=exact(payment.captured_at) if payment else "",
        reference=(payment.provider_reference or "") if payment else "",
        provider=payment.provider.replace("_", " ") if payment else "",
        parts=parts,
        sums=_sums(group, orders),
        ship_to=_address(group.shipping_address),
        bill_to=_address(group.billing_address or group.shipping_address) + tax_id_line(group),
        postings=_postings(db, group, parts),
        timeline=_timeline(db, group, orders, moment),
        total=money(group.total_amount, group.currency),
        may_confirm=may and awaits,
        may_cancel=may and awaits,
    )


def _sums(group: OrderGroup, orders: Sequence[Order]) -> tuple[SumLine, ...]:
    def shown(amount: int) -> str:
        return money(amount, group.currency)

    rows = [SumLine("Goods", shown(group.goods_amount))]
    if group.discount_amount:
        rows.append(SumLine("Discount", f"−{shown(group.discount_amount)}"))
    rows += [SumLine("Freight", shown(group.shipping_amount)), SumLine("Tax", shown(group.tax_amount))]
    rows.append(SumLine("Total", shown(group.total_amount), strong=True))
    back = sum(order.refunded_amount for order in orders)
    return (*rows, SumLine("Paid back", f"−{shown(back)}")) if back else tuple(rows)


def _postings(db: Session, group: OrderGroup, parts: tuple[Part, ...]) -> tuple[Posting, ...]:
    about = {part.order.id: part.order.number for part in parts}
    about |= {refund.id: part.order.number for part in parts for refund in part.order.refunds}
    rows = db.connection().execute(_BOOKS, {"tenant": group.tenant_id, "subjects": [*about, group.id]}).all()
    by_transaction: dict[str, list[Any]] = {}
    for row in rows:
        by_transaction.setdefault(row.id, []).append(row)
    return tuple(
        Posting(
            id=tx,
            what=first.kind.replace("_", " ").capitalize(),
            about=about.get(first.subject, ""),
            when=ago(first.posted_at, now()),
            exact=exact(first.posted_at),
            sides=tuple(_entry(row) for row in entries),
        )
        for tx, entries in by_transaction.items()
        for first in entries[:1]
    )


def _entry(row: Any) -> SumLine:
    owner = row.vendor or ("Buyer" if row.owner.startswith("buyer:") else "Store")
    sign = "−" if row.amount < 0 else "+"
    return SumLine(f"{owner}, {row.account.replace('_', ' ')}", f"{sign}{money(abs(row.amount), row.currency)}")


def _timeline(db: Session, group: OrderGroup, orders: Sequence[Order], moment: datetime) -> tuple[TimelineLine, ...]:
    number = {order.id: order_number(group.number, order.position) for order in orders}
    events = db.exec(
        select(OrderEvent)
        .where(col(OrderEvent.order_id).in_(number))
        .order_by(col(OrderEvent.created_at).desc(), col(OrderEvent.id).desc())
    )
    return tuple(
        TimelineLine(e.text, number[e.order_id], ago(e.created_at, moment), exact(e.created_at)) for e in events
    )


def _address(address: dict[str, Any]) -> tuple[str, ...]:
    code = str(address.get("country", ""))
    return address_lines(address, country_name(code) if code else "")
