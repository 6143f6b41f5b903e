"""Everything that hangs on orders, read in a few statements and grouped: what each side's screen is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, text
from sqlmodel import Session, SQLModel, col, select

from marketplace.domain.lifecycle import OrderStatus, ReturnStatus
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.kit.tenancy import prepared
from marketplace.models.order import Fulfilment, FulfilmentLine, Order, OrderEvent, OrderGroup, OrderLine
from marketplace.models.payment import Payment
from marketplace.models.returns import Refund, Return
from marketplace.queries.formatting.line_metadata import wishes_of

Row = TypeVar("Row", bound=SQLModel)
# status -> word, tone and shape of its mark (design/README of the desks: ring waits, half under way, full done)
STATUS_WORDS: dict[str, tuple[str, str, str]] = {
    OrderStatus.AWAITING_PAYMENT: ("Awaiting payment", "", "dash"),
    OrderStatus.TO_FULFIL: ("To fulfil", "warn", ""),
    OrderStatus.PART_SHIPPED: ("Part shipped", "info", "half"),
    OrderStatus.SHIPPED: ("Shipped", "info", "full"),
    OrderStatus.DELIVERED: ("Delivered", "good", "full"),
    OrderStatus.CANCELLED: ("Cancelled", "", "sq"),
}
RETURN_WORDS: dict[str, tuple[str, str, str]] = {
    ReturnStatus.REQUESTED: ("Asked for", "warn", ""),
    ReturnStatus.APPROVED: ("Approved, on its way", "info", "half"),
    ReturnStatus.RECEIVED: ("Received", "info", "full"),
    ReturnStatus.REFUNDED: ("Paid back", "good", "full"),
    ReturnStatus.REFUSED: ("Refused", "bad", "sq"),
}


@dataclass(frozen=True)
class OrderParts:
    """One order's rows, in the order in which they are read."""

    order: Order
    lines: tuple[OrderLine, ...] = ()
    parcels: tuple[Fulfilment, ...] = ()
    packed: dict[str, tuple[FulfilmentLine, ...]] = field(default_factory=dict)  # by parcel
    returns: tuple[Return, ...] = ()
    refunds: tuple[Refund, ...] = ()
    events: tuple[OrderEvent, ...] = ()

    def pieces(self) -> dict[str, Pieces]:
        """The lines, counted, by their id."""
        coming: dict[str, int] = {}
        for row in self.returns:
            if row.status in (ReturnStatus.REQUESTED, ReturnStatus.APPROVED):
                for entry in row.lines:
                    line = str(entry["order_line_id"])
                    coming[line] = coming.get(line, 0) + int(entry["quantity"])
        return {
            row.id: Pieces(
                row.id,
                row.title,
                row.quantity,
                shipped=row.fulfilled_quantity,
                cancelled=row.cancelled_quantity,
                returned=row.returned_quantity,
                returning=coming.get(row.id, 0),
            )
            for row in self.lines
        }


def read_parts(db: Session, orders: Sequence[Order]) -> dict[str, OrderParts]:
    """Every row of these orders, by order id; the caller has decided who may see them."""
    lines, there = read_lines(db, orders), _there(db, orders)
    parcels = _by(_all(db, Fulfilment, there.parcels, col(Fulfilment.number)), lambda r: r.order_id)
    returns = _by(_all(db, Return, there.returns, col(Return.created_at)), lambda r: r.order_id)
    refunds = _by(_all(db, Refund, there.refunds, col(Refund.created_at)), lambda r: r.order_id)
    in_order = (col(OrderEvent.created_at), col(OrderEvent.id))
    events = _by(_all(db, OrderEvent, there.events, *in_order), lambda r: r.order_id)
    sent = [parcel.id for group in parcels.values() for parcel in group]
    packed = _by(
        db.exec(select(FulfilmentLine).where(col(FulfilmentLine.fulfilment_id).in_(sent)).order_by(FulfilmentLine.id))
        if sent
        else (),
        lambda r: r.fulfilment_id,
    )
    return {
        order.id: OrderParts(
            order=order,
            lines=lines.get(order.id, ()),
            parcels=parcels.get(order.id, ()),
            packed={p.id: packed.get(p.id, ()) for p in parcels.get(order.id, ())},
            returns=returns.get(order.id, ()),
            refunds=refunds.get(order.id, ()),
            events=events.get(order.id, ()),
        )
        for order in orders
    }


def read_lines(db: Session, orders: Sequence[Order]) -> dict[str, tuple[OrderLine, ...]]:
    """The lines of these orders, by order id."""
    ids = [order.id for order in orders]
    return _by(_all(db, OrderLine, ids, col(OrderLine.created_at), col(OrderLine.id)), lambda r: r.order_id)


_PAYMENT = prepared(
    select(Payment).where(Payment.group_id == bindparam("group")).order_by(col(Payment.created_at).desc()).limit(1)
)


def payment_of(db: Session, group_id: str) -> Payment | None:
    """The last payment of a purchase."""
    return db.exec(_PAYMENT, params={"group": group_id}).first()


# Which of the orders have any: a fresh one has none of these, and to ask for four empty lists costs four times as much.
_THERE = text("""
    select array(select distinct order_id from fulfilment
                 where tenant_id = any(:tenants) and order_id = any(:orders)) as parcels,
        array(select distinct order_id from order_return
              where tenant_id = any(:tenants) and order_id = any(:orders)) as returns,
        array(select distinct order_id from refund
              where tenant_id = any(:tenants) and order_id = any(:orders)) as refunds,
        array(select distinct order_id from order_event
              where tenant_id = any(:tenants) and order_id = any(:orders)) as events
""")


def _there(db: Session, orders: Sequence[Order]) -> Any:
    ids, tenants = [order.id for order in orders], list({order.tenant_id for order in orders})
    return db.connection().execute(_THERE, {"orders": ids, "tenants": tenants}).one()


def is_late(order: Order, moment: datetime) -> bool:
    """Paid, not wholly shipped, and its day is over."""
    return order.status in ("to_fulfil", "part_shipped") and order.ship_by is not None and order.ship_by < moment


def address_lines(address: dict[str, Any], country: str = "") -> tuple[str, ...]:
    """An address as it stands on a parcel; `country` is the name to write for its code."""
    name = " ".join(str(address.get(part, "")) for part in ("first_name", "last_name")).strip()
    town = " ".join(str(address.get(part, "")) for part in ("postal_code", "city")).strip()
    parts = (
        str(address.get("company", "")),
        name,
        str(address.get("line1", "")),
        str(address.get("line2", "")),
        town,
        str(address.get("province", "")),
        country or str(address.get("country", "")),
    )
    return tuple(part for part in parts if part)


def tax_id_line(group: OrderGroup) -> tuple[str, ...]:
    """`VAT ID DE 136 695 976`, to stand below the address of who is invoiced; nothing where none was given."""
    return (f"VAT ID {print_tax_number(group.tax_id)}",) if group.tax_id else ()


def buyer_name(address: dict[str, Any], email: str) -> str:
    """The company, else the person, else the address of their mail."""
    name = " ".join(str(address.get(part, "")) for part in ("first_name", "last_name")).strip()
    return str(address.get("company", "")) or name or email


def _all(db: Session, table: type[Row], ids: Sequence[str], *order: Any) -> Sequence[Row]:
    owner: Any = table
    return db.exec(select(table).where(col(owner.order_id).in_(ids)).order_by(*order)).all() if ids else ()


def _by(rows: Any, key: Callable[[Any], str]) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return {name: tuple(group) for name, group in groups.items()}


def detail_of(line: OrderLine) -> str:
    """What stands below an article's title: SKU, variant, and what a program remembered with the line."""
    parts = (line.sku, line.variant_title, wishes_of(line.meta))
    return " · ".join(part for part in parts if part not in ("", line.title))
