"""A purchase with everything that its document shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, not_, or_, text
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.buying.buyer import company_grant, reads_orders_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.lifecycle import OrderStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.tenancy import prepared
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart
from marketplace.models.customer import Customer
from marketplace.models.order import Fulfilment, FulfilmentLine, Order, OrderGroup, OrderLine
from marketplace.models.returns import Return
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.fact_of import fact_of
from marketplace.queries.shared.order_facts import (
    GroupFacts,
    OrderLineFacts,
    PackedFacts,
    ParcelFacts,
    PartFacts,
    PaymentFacts,
    ReturnFacts,
    SellerFacts,
)
from marketplace.queries.shared.order_parts import payment_of


def _has_part(*, where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Order.group_id) == OrderGroup.id, col(Order.tenant_id) == OrderGroup.tenant_id, where)


_GOES_ON = _has_part(where=col(Order.status).not_in((OrderStatus.CANCELLED, OrderStatus.DELIVERED)))
_ARRIVED = _has_part(where=col(Order.status) == OrderStatus.DELIVERED)
# A purchase has no status of its own: it is what its parts are together, as `group_status` says of a single one.
_STATUS = {"pending": _GOES_ON, "completed": and_(not_(_GOES_ON), _ARRIVED), "canceled": not_(or_(_GOES_ON, _ARRIVED))}


@dataclass(frozen=True)
class OrderFacts:
    """A purchase: its vendors' orders in their order, their lines, parcels and returns, its payment."""

    group: GroupFacts
    orders: Sequence[tuple[PartFacts, SellerFacts]]
    lines: Mapping[str, Sequence[OrderLineFacts]]
    parcels: Mapping[str, Sequence[ParcelFacts]]
    parcel_lines: Mapping[str, Sequence[PackedFacts]]
    returns: Mapping[str, Sequence[ReturnFacts]]
    payment: PaymentFacts | None
    customer_id: str | None = None


def find_bought_group(db: Session, actor: Actor, order_id: str) -> GroupFacts:
    """The purchase with this id, or that a vendor's order with this id is part of, if the caller may read it.

    A customer reads their own. A guest's purchase is opened by its own id where a program made it, because that was
    told to nobody else: a part's id is known to its vendor, who may not read the others' parts. One that was made in
    the browser has a signed link instead. Raises `NotFound`.
    """
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order_id)).first()
    if group is None:
        part = db.exec(select(Order.group_id).where(Order.id == order_id)).first()
        group = db.exec(select(OrderGroup).where(OrderGroup.id == part)).first() if part else None
    if group is None or not (_is_own(group, actor) or (group.id == order_id and may_read(db, actor, group))):
        raise NotFound("order", order_id)
    return fact_of(GroupFacts, group)


def may_read(db: Session, actor: Actor, group: GroupFacts | OrderGroup) -> bool:
    """Whether the purchase is the actor's own, or one of a guest that a program made."""
    return _is_own(group, actor) or _is_remote_guests(db, group)


@dataclass(frozen=True)
class WantedGroups:
    """Which purchases, in which order, and the page of them."""

    limit: int
    offset: int
    ids: Sequence[str] | None = None
    statuses: Sequence[str] | None = None
    locations: Sequence[str] | None = None
    oldest_first: bool = False


def list_bought_groups(db: Session, actor: Actor, wanted: WantedGroups) -> tuple[list[GroupFacts], int]:
    """A page of the actor's own purchases in the store in scope, and how many there are."""
    return _page_of(db, select(OrderGroup).where(OrderGroup.user_id == actor.user_id), wanted)


def list_company_groups(
    db: Session, actor: Actor, tenant_id: str, wanted: WantedGroups
) -> tuple[list[GroupFacts], int]:
    """A page of what anybody bought for the actor's places of their company, as its desk lists it, and how many there
    are; for who has no company none. Raises `Unauthenticated`."""
    if actor.user_id is None:
        raise Unauthenticated
    grant = company_grant(actor, tenant_id)
    places = list(grant.location_ids) if grant else []
    its = select(OrderGroup).where(OrderGroup.tenant_id == tenant_id, col(OrderGroup.company_location_id).in_(places))
    return _page_of(db, its, wanted)


def find_company_group(db: Session, actor: Actor, tenant_id: str, order_id: str) -> GroupFacts:
    """A purchase that somebody made for one of the actor's places. Raises `Unauthenticated`, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order_id, OrderGroup.tenant_id == tenant_id)).first()
    if group is None or not reads_orders_of(actor, tenant_id, group.company_location_id):
        raise NotFound("order", order_id)
    return fact_of(GroupFacts, group)


def buyer_name(db: Session, group: GroupFacts) -> str:
    """Who bought it, as their colleagues read it."""
    who = db.exec(select(User).where(User.id == group.user_id)).first()
    return (f"{who.first_name} {who.last_name}".strip() if who else "") or group.email


def _page_of(db: Session, groups: SelectOfScalar[OrderGroup], wanted: WantedGroups) -> tuple[list[GroupFacts], int]:
    if wanted.ids is not None:
        groups = groups.where(col(OrderGroup.id).in_(wanted.ids))
    if wanted.locations is not None:
        groups = groups.where(col(OrderGroup.company_location_id).in_(wanted.locations))
    if wanted.statuses is not None:
        groups = groups.where(or_(false(), *(_STATUS[one] for one in wanted.statuses if one in _STATUS)))
    count = db.exec(select(func.count()).select_from(groups.subquery())).one()
    at, key = col(OrderGroup.placed_at), col(OrderGroup.id)
    order = (at, key) if wanted.oldest_first else (at.desc(), key.desc())
    rows = db.exec(groups.order_by(*order).limit(wanted.limit).offset(wanted.offset))
    return [fact_of(GroupFacts, row) for row in rows], count


_UNSENT = (OrderStatus.AWAITING_PAYMENT, OrderStatus.TO_FULFIL)


_GROUP = prepared(select(OrderGroup).where(OrderGroup.id == bindparam("group")))
_ORDERS = prepared(
    select(Order, Vendor)
    .join(Vendor, (col(Vendor.id) == Order.vendor_id) & (col(Vendor.tenant_id) == Order.tenant_id))
    .where(Order.group_id == bindparam("group"))
    .order_by(col(Order.position))
)
_LINES = prepared(
    select(OrderLine)
    .join(Order, (col(Order.id) == OrderLine.order_id) & (col(Order.tenant_id) == OrderLine.tenant_id))
    .where(Order.group_id == bindparam("group"))
    .order_by(col(OrderLine.id))
)


def find_group(db: Session, group_id: str) -> GroupFacts:
    """A purchase that is known to exist."""
    return fact_of(GroupFacts, db.exec(_GROUP, params={"group": group_id}).one())


def read_order_facts(db: Session, group: GroupFacts) -> OrderFacts:
    """Everything about a purchase."""
    params = {"group": group.id}
    orders = db.exec(_ORDERS, params=params).all()
    lines: dict[str, list[OrderLineFacts]] = {}
    for line in db.exec(_LINES, params=params):
        lines.setdefault(line.order_id, []).append(fact_of(OrderLineFacts, line))
    sent = [order.id for order, _ in orders if order.status not in _UNSENT]
    parcels, parcel_lines = _parcels(db, sent) if sent else ({}, {})
    returns: dict[str, list[ReturnFacts]] = {}
    for one in db.exec(select(Return).where(col(Return.order_id).in_(sent))) if sent else ():
        returns.setdefault(one.order_id, []).append(fact_of(ReturnFacts, one))
    payment = payment_of(db, group.id)
    return OrderFacts(
        group=group,
        orders=[(fact_of(PartFacts, order), fact_of(SellerFacts, vendor)) for order, vendor in orders],
        lines=lines,
        parcels=parcels,
        parcel_lines=parcel_lines,
        returns=returns,
        payment=fact_of(PaymentFacts, payment) if payment else None,
        customer_id=_customer_id(db, group.user_id),
    )


def rest_of_cart(db: Session, group: GroupFacts) -> str:
    """The cart in which goes on what was held back from this purchase; empty for none."""
    params = {"tenant": group.tenant_id, "cart": group.cart_id, "group": group.id}
    return db.connection().execute(_REST, params).scalar() or ""


_REST = text("""
    select plan ->> 'rest_cart_id' from checkout
    where tenant_id = :tenant and cart_id = :cart and group_id = :group
""")


def _parcels(
    db: Session, order_ids: Sequence[str]
) -> tuple[dict[str, list[ParcelFacts]], dict[str, list[PackedFacts]]]:
    parcels: dict[str, list[ParcelFacts]] = {}
    for one in db.exec(
        select(Fulfilment).where(col(Fulfilment.order_id).in_(order_ids)).order_by(col(Fulfilment.shipped_at))
    ):
        parcels.setdefault(one.order_id, []).append(fact_of(ParcelFacts, one))
    every = [one.id for order_parcels in parcels.values() for one in order_parcels]
    lines: dict[str, list[PackedFacts]] = {}
    if every:
        for line in db.exec(select(FulfilmentLine).where(col(FulfilmentLine.fulfilment_id).in_(every))):
            lines.setdefault(line.fulfilment_id, []).append(fact_of(PackedFacts, line))
    return parcels, lines


def _customer_id(db: Session, user_id: str | None) -> str | None:
    if user_id is None:
        return None
    return db.exec(select(Customer.id).where(Customer.user_id == user_id)).first()


def _is_own(group: GroupFacts | OrderGroup, actor: Actor) -> bool:
    return group.user_id is not None and group.user_id == actor.user_id


def _is_remote_guests(db: Session, group: GroupFacts | OrderGroup) -> bool:
    if group.user_id is not None or group.cart_id is None:
        return False
    secret = db.exec(select(Cart.token_hash).where(Cart.id == group.cart_id)).first()
    return secret == hash_token(group.cart_id)
