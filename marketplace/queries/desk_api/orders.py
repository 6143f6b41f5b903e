"""A vendor's orders with everything that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.models.order import Order, OrderGroup
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.shared.fact_of import fact_of
from marketplace.queries.shared.order_facts import (
    GroupFacts,
    OrderLineFacts,
    PackedFacts,
    ParcelFacts,
    PartFacts,
    RefundFacts,
    ReturnFacts,
)
from marketplace.queries.shared.order_parts import OrderParts, is_late, read_parts


@dataclass(frozen=True)
class DeskOrder:
    """One vendor's part of a purchase. The purchase's own id opens all its parts, so it is nothing for a vendor."""

    order: PartFacts
    group: GroupFacts
    is_late: bool
    lines: Sequence[OrderLineFacts]
    pieces: Mapping[str, Pieces]  # the lines, counted
    parcels: Sequence[ParcelFacts]
    packed: Mapping[str, Sequence[PackedFacts]]  # by parcel
    returns: Sequence[ReturnFacts]
    refunds: Sequence[RefundFacts]


def get_own_order(db: Session, actor: Actor, order_id: str) -> DeskOrder:
    """An order of the actor's vendor. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    orders = read_own_orders(db, actor, [order_id])
    if not orders:
        raise NotFound("order", order_id)
    return orders[0]


def read_own_orders(db: Session, actor: Actor, order_ids: Sequence[str]) -> list[DeskOrder]:
    """Those of these orders that are the vendor's, in the order asked for. Raises `Forbidden`, `Unauthenticated`."""
    grant = vendor_grant(actor)
    require(actor, Permission.ORDER_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    rows = db.exec(
        select(Order, OrderGroup)
        .join(OrderGroup, (col(OrderGroup.id) == Order.group_id) & (col(OrderGroup.tenant_id) == Order.tenant_id))
        .where(col(Order.id).in_(order_ids), Order.tenant_id == grant.tenant_id, Order.vendor_id == grant.vendor_id)
    ).all()
    by_id = {order.id: (order, group) for order, group in rows}
    parts = read_parts(db, [order for order, _ in by_id.values()])
    return [_facts(*by_id[key], parts[key]) for key in order_ids if key in by_id]


def _facts(order: Order, group: OrderGroup, parts: OrderParts) -> DeskOrder:
    return DeskOrder(
        order=fact_of(PartFacts, order),
        group=fact_of(GroupFacts, group),
        is_late=is_late(order, now()),
        lines=[fact_of(OrderLineFacts, row) for row in parts.lines],
        pieces=parts.pieces(),
        parcels=[fact_of(ParcelFacts, row) for row in parts.parcels],
        packed={key: [fact_of(PackedFacts, row) for row in rows] for key, rows in parts.packed.items()},
        returns=[fact_of(ReturnFacts, row) for row in parts.returns],
        refunds=[fact_of(RefundFacts, row) for row in parts.refunds],
    )


def get_any_group(db: Session, actor: Actor, group_id: str) -> GroupFacts:
    """A purchase of a store that the actor runs. Raises `NotFound` beyond their reach, `Forbidden`."""
    groups = read_any_groups(db, actor, [group_id])
    if not groups:
        raise NotFound("order", group_id)
    return groups[0]


def read_any_groups(db: Session, actor: Actor, group_ids: Sequence[str]) -> list[GroupFacts]:
    """Those of these purchases that the actor may see, in the order asked for."""
    tenant_id = reach(actor, Permission.ORDER_SEE)
    wanted = select(OrderGroup).where(col(OrderGroup.id).in_(group_ids))
    if tenant_id is not None:
        wanted = wanted.where(OrderGroup.tenant_id == tenant_id)
    by_id = {group.id: fact_of(GroupFacts, group) for group in db.exec(wanted)}
    return [by_id[key] for key in group_ids if key in by_id]
