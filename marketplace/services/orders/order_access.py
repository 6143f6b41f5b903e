"""Who reaches which order: vendors and operators by their desk, buyers by their account or their signed link."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.orders.fulfilment import Pieces
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.returns import Return
from marketplace.models.tenant import Tenant


def get_group(db: Session, group_id: str) -> OrderGroup:
    """A purchase that this very request has made or settled, so that nobody is asked who they are."""
    return db.exec(select(OrderGroup).where(OrderGroup.id == group_id)).one()


def group_path(db: Session, group: OrderGroup) -> str:
    """`/s/assay/orders/1042?key=...`: where the buyer reads the purchase, with an account or without."""
    handle = db.exec(select(Tenant.handle).where(Tenant.id == group.tenant_id)).one()
    return f"/s/{handle}/orders/{group.number}?key={group.key()}"


def find_group_for(db: Session, actor: Actor, number: int, key: str = "") -> OrderGroup:
    """The order group of the store in scope, for its buyer or for who holds its link.

    Raises `NotFound` for a number that is nobody's or another's, `Unauthenticated` for a guest without a key.
    """
    group = db.exec(select(OrderGroup).where(OrderGroup.number == number)).first()
    if group is not None and group.is_of(actor, key):
        return group
    if actor.user_id is None and not key:
        raise Unauthenticated
    raise NotFound("order")


def lock_order(db: Session, actor: Actor, order_id: str, permission: Permission) -> Order:
    """The order, locked until the transaction ends. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    order = db.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if order is None:
        require(actor, permission, tenant_id="")
        raise NotFound("order", order_id)
    require(actor, permission, tenant_id=order.tenant_id, vendor_id=order.vendor_id)
    return order


def lock_bought_order(db: Session, actor: Actor, order_id: str, key: str = "") -> tuple[OrderGroup, Order]:
    """The buyer's own order with its group, the order locked. Raises as `find_group_for` does."""
    order = db.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    group = group_of(db, order) if order else None
    if order is None or group is None or not group.is_of(actor, key):
        if actor.user_id is None and not key:
            raise Unauthenticated
        raise NotFound("order", order_id)
    return group, order


def group_of(db: Session, order: Order) -> OrderGroup:
    """The group that the order is a part of."""
    return db.exec(
        select(OrderGroup).where(OrderGroup.id == order.group_id, OrderGroup.tenant_id == order.tenant_id)
    ).one()


def lines_of(db: Session, order: Order) -> list[OrderLine]:
    """The order's lines as they were bought, read anew."""
    return list(
        db.exec(
            select(OrderLine)
            .where(OrderLine.order_id == order.id, OrderLine.tenant_id == order.tenant_id)
            .order_by(col(OrderLine.created_at), col(OrderLine.id))
            .execution_options(populate_existing=True)
        )
    )


def pieces_of(db: Session, order: Order, lines: list[OrderLine]) -> list[Pieces]:
    """The lines, counted: what is shipped, cancelled, back, and asked back."""
    returning: dict[str, int] = {}
    returned_lines = select(Return.lines).where(
        Return.order_id == order.id,
        Return.tenant_id == order.tenant_id,
        col(Return.status).in_(("requested", "approved")),
    )
    for wanted in db.exec(returned_lines):
        for entry in wanted:
            line_id = str(entry["order_line_id"])
            returning[line_id] = returning.get(line_id, 0) + int(entry["quantity"])
    return [
        Pieces(
            line.id,
            line.title,
            line.quantity,
            shipped=line.fulfilled_quantity,
            cancelled=line.cancelled_quantity,
            returned=line.returned_quantity,
            returning=returning.get(line.id, 0),
        )
        for line in lines
    ]
