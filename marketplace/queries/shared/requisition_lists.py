"""Which requisition lists somebody sees in a store, and what stands on one: as pages and programs read them."""

from __future__ import annotations

from sqlmodel import Session, col, func, or_, select

from marketplace.domain.buying.requisition_lists import Reader, reader_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.models.requisition_list import RequisitionLine, RequisitionList
from marketplace.models.user import User


def list_visible(db: Session, reader: Reader, tenant_id: str) -> list[tuple[RequisitionList, User, int]]:
    """The lists that `Reader.sees`, what was changed last first, with their authors and how many lines they have."""
    lines = (
        select(func.count())
        .where(RequisitionLine.list_id == RequisitionList.id, RequisitionLine.tenant_id == RequisitionList.tenant_id)
        .scalar_subquery()
    )
    whose = col(RequisitionList.company_id) == reader.company_id
    if not reader.is_acted:
        whose = or_(whose, col(RequisitionList.company_id).is_(None))
    mine = or_(RequisitionList.user_id == reader.user_id, col(RequisitionList.is_shared))
    rows = (
        select(RequisitionList, User, lines)
        .join(User, col(User.id) == RequisitionList.user_id)
        .where(RequisitionList.tenant_id == tenant_id, whose, mine)
        .order_by(col(RequisitionList.updated_at).desc(), col(RequisitionList.id))
    )
    return [(one, who, number) for one, who, number in db.exec(rows)]


def read_visible(db: Session, actor: Actor, tenant_id: str, list_id: str) -> tuple[RequisitionList, User]:
    """A list that the actor sees, and its author. Raises `Unauthenticated`, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    row = db.exec(
        select(RequisitionList, User)
        .join(User, col(User.id) == RequisitionList.user_id)
        .where(RequisitionList.id == list_id, RequisitionList.tenant_id == tenant_id)
    ).first()
    if row is None or not reader_of(actor, tenant_id).sees(row[0]):
        raise NotFound("list", list_id)
    return row[0], row[1]


def lines_on(db: Session, row: RequisitionList) -> list[RequisitionLine]:
    """The lines of a list, in the order in which they were put there."""
    mine = select(RequisitionLine).where(RequisitionLine.list_id == row.id, RequisitionLine.tenant_id == row.tenant_id)
    return list(db.exec(mine.order_by(col(RequisitionLine.created_at), col(RequisitionLine.id))))


def author_name(who: User) -> str:
    """As colleagues read it."""
    return f"{who.first_name} {who.last_name}".strip() or who.email
