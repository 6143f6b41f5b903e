"""Requisition lists: made, filled, shared with one's company, and given up. Buying from one leaves it as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.requisition_lists import (
    LONGEST_NOTE,
    MOST_LINES,
    MOST_LISTS,
    Kind,
    Reader,
    clean_name,
    reader_of,
)
from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.names import hold_names
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.models.requisition_list import RequisitionLine, RequisitionList


@dataclass(frozen=True)
class NewLine:
    """So many pieces of an offer, for a list; the rest as `RequisitionLine` keeps it."""

    offer_id: str
    quantity: int
    note: str = ""
    seen_amount: int | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)


def find_list(db: Session, actor: Actor, tenant_id: str, list_id: str, *, lock: bool = False) -> RequisitionList:
    """A list that the actor sees. Raises `Unauthenticated` for a guest, `NotFound`."""
    if actor.user_id is None:
        raise Unauthenticated
    wanted = select(RequisitionList).where(RequisitionList.id == list_id, RequisitionList.tenant_id == tenant_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.exec(wanted).first()
    if row is None or not reader_of(actor, tenant_id).sees(row):
        raise NotFound("list", list_id)
    return row


def lock_list(db: Session, actor: Actor, tenant_id: str, list_id: str) -> RequisitionList:
    """A list that the actor may change, held for the rest of the transaction. Raises as `find_list` does, and
    `Forbidden`."""
    row = find_list(db, actor, tenant_id, list_id, lock=True)
    if not reader_of(actor, tenant_id).changes(row):
        raise Forbidden("Only its author and your company’s administrators change this list. You may buy from it.")
    return row


def make_list(
    db: Session, actor: Actor, tenant_id: str, name: str, *, is_shared: bool = False, kind: Kind = Kind.LIST
) -> RequisitionList:
    """An empty list of the actor. Raises `Unauthenticated`, `Forbidden` for a viewer, `Invalid` for `name`,
    `Conflict` where there are too many or nobody to share with."""
    if actor.user_id is None:
        raise Unauthenticated
    reader = reader_of(actor, tenant_id)
    reader.check_makes()
    hold_names(db, f"requisition_list:{tenant_id}:{actor.user_id}")
    names = _own_names(db, reader, tenant_id)
    if len(names) >= MOST_LISTS:
        raise Conflict(f"You have {MOST_LISTS} lists. Delete one that is no longer used.")
    row = RequisitionList(
        id=new_id("rql"),
        tenant_id=tenant_id,
        user_id=actor.user_id,
        company_id=reader.company_id or None,
        name=clean_name(name, names.values()),
        kind=kind,
    )
    _share(row, reader, is_shared)
    db.add(row)
    db.flush()
    _note_shared(db, actor, row, AuditAction.COMPANY_LIST_SAVED)
    return row


def change_list(db: Session, actor: Actor, tenant_id: str, list_id: str, *, name: str, is_shared: bool) -> None:
    """Rename a list, share it with the company or keep it to its author. Raises as `lock_list` and `make_list` do."""
    row, reader = lock_list(db, actor, tenant_id, list_id), reader_of(actor, tenant_id)
    hold_names(db, f"requisition_list:{tenant_id}:{actor.user_id}")
    names = _own_names(db, reader, tenant_id)
    names.pop(row.id, None)
    row.name = clean_name(name, names.values())
    was_shared = row.is_shared
    if was_shared and not is_shared and row.user_id != reader.user_id:
        raise Forbidden("Only its author keeps a shared list to themselves. You may delete it.")
    _share(row, reader, is_shared)
    _touch(db, row)
    if was_shared or row.is_shared:
        _note(db, actor, row, AuditAction.COMPANY_LIST_SAVED)


def remove_list(db: Session, actor: Actor, tenant_id: str, list_id: str) -> str:
    """Delete a list; returns its name. Raises as `lock_list` does."""
    row = lock_list(db, actor, tenant_id, list_id)
    db.delete(row)
    _note_shared(db, actor, row, AuditAction.COMPANY_LIST_REMOVED)
    db.flush()
    return row.name


def add_lines(db: Session, row: RequisitionList, lines: Sequence[NewLine]) -> int:
    """Put lines on a list that `lock_list` or `make_list` gave; the same goods with the same wishes are one line with
    the pieces of both. Returns how many lines that were.

    Raises `NotFound` where an offer is not of this store, `Invalid` by field, `Conflict` where it gets too long.
    """
    names = _names_of(db, row.tenant_id, [one.offer_id for one in lines])
    there = lines_on(db, row)
    for one in lines:
        if one.offer_id not in names:
            raise NotFound("offer", one.offer_id)
        quantity, note = _checked(one.quantity, one.note)
        same = next((line for line in there if (line.offer_id, line.meta) == (one.offer_id, dict(one.meta))), None)
        if same is not None:
            same.quantity = min(same.quantity + quantity, MOST_PIECES)
            same.note = note or same.note
            continue
        if len(there) >= MOST_LINES:
            raise Conflict(f"A list has {MOST_LINES:,} lines at most.")
        sku, title = names[one.offer_id]
        there.append(
            RequisitionLine(
                id=new_id("rqe"),
                tenant_id=row.tenant_id,
                list_id=row.id,
                offer_id=one.offer_id,
                sku=sku,
                title=title,
                quantity=quantity,
                note=note,
                seen_unit_amount=one.seen_amount,
                meta=dict(one.meta),
            )
        )
        db.add(there[-1])
    _touch(db, row)
    return len(lines)


def change_line(
    db: Session, actor: Actor, tenant_id: str, list_id: str, line_id: str, *, quantity: int, note: str | None = None
) -> None:
    """Set a line's quantity, and its note where one is given; 0 takes the line out. Raises as `lock_list` and
    `add_lines` do."""
    row = lock_list(db, actor, tenant_id, list_id)
    line = _line_on(db, row, line_id)
    if quantity == 0:
        db.delete(line)
    else:
        line.quantity, line.note = _checked(quantity, line.note if note is None else note)
    _touch(db, row)


def replace_line(db: Session, actor: Actor, tenant_id: str, list_id: str, line_id: str, *, offer_id: str) -> str:
    """Another offer in the place of a line's, as many pieces with the same wishes and note; where it stands on the
    list already, its line has the pieces of both. Returns its name.

    Raises as `lock_list` does, `NotFound` for a line or an offer that is not here.
    """
    row = lock_list(db, actor, tenant_id, list_id)
    line, names = _line_on(db, row, line_id), _names_of(db, tenant_id, [offer_id])
    if offer_id not in names:
        raise NotFound("offer", offer_id)
    others = [one for one in lines_on(db, row) if one.id != line.id]
    same = next((one for one in others if (one.offer_id, one.meta) == (offer_id, line.meta)), None)
    sku, title = names[offer_id]
    if same is not None:
        same.quantity = min(same.quantity + line.quantity, MOST_PIECES)
        db.delete(line)
    elif offer_id != line.offer_id:
        line.offer_id, line.sku, line.title, line.seen_unit_amount = offer_id, sku, title, None
    _touch(db, row)
    return title


def _line_on(db: Session, row: RequisitionList, line_id: str) -> RequisitionLine:
    line = next((one for one in lines_on(db, row) if one.id == line_id), None)
    if line is None:
        raise NotFound("line", line_id)
    return line


def lines_on(db: Session, row: RequisitionList) -> list[RequisitionLine]:
    """The lines of a list, in the order in which they were put there."""
    mine = select(RequisitionLine).where(RequisitionLine.list_id == row.id, RequisitionLine.tenant_id == row.tenant_id)
    return list(db.exec(mine.order_by(col(RequisitionLine.created_at), col(RequisitionLine.id))))


def _checked(quantity: int, note: str) -> tuple[int, str]:
    note = " ".join(note.split())
    if not 1 <= quantity <= MOST_PIECES:
        raise Invalid({"quantity": f"Enter a whole number from 1 to {MOST_PIECES:,}."})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": f"A note has {LONGEST_NOTE} characters at most."})
    return quantity, note


def _own_names(db: Session, reader: Reader, tenant_id: str) -> dict[str, str]:
    """What the reader's own lists are called where they shop now, by id."""
    mine = select(RequisitionList.id, RequisitionList.name).where(
        RequisitionList.tenant_id == tenant_id,
        RequisitionList.user_id == reader.user_id,
        func.coalesce(RequisitionList.company_id, reader.company_id) == reader.company_id,
    )
    return dict(db.exec(mine).all())


def _names_of(db: Session, tenant_id: str, offer_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """SKU and name of the store's offers, by id."""
    rows = db.exec(
        select(Offer.id, Offer.sku, Product.title)
        .join(Product, (col(Product.id) == Offer.product_id) & (col(Product.tenant_id) == Offer.tenant_id))
        .where(col(Offer.id).in_(offer_ids), Offer.tenant_id == tenant_id)
    )
    return {offer_id: (sku, title) for offer_id, sku, title in rows}


def _share(row: RequisitionList, reader: Reader, is_shared: bool) -> None:
    if is_shared and not reader.company_id:
        raise Conflict("You buy for no company here, so there is nobody to share a list with.")
    row.is_shared = is_shared
    if is_shared:
        row.company_id = reader.company_id


def _touch(db: Session, row: RequisitionList) -> None:
    row.updated_at = now()
    db.flush()


def _note_shared(db: Session, actor: Actor, row: RequisitionList, action: AuditAction) -> None:
    """What others read is in the trail; a list of one's own is as private as a cart."""
    if row.is_shared:
        _note(db, actor, row, action)


def _note(db: Session, actor: Actor, row: RequisitionList, action: AuditAction) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=row.tenant_id,
        object_type="requisition_list",
        object_id=row.id,
        object_name=row.name,
        after={"is_shared": row.is_shared},
    )
