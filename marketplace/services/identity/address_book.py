"""A person's addresses in one store: what they keep for the checkout, there and by the API."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.addresses import AddressInput, checked_address, is_same_address
from marketplace.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.postal_codes import read_postal_code
from marketplace.models.address import Address
from marketplace.services.identity.postal_checks import written_postal_code

MAX_ADDRESSES = 100


class BookFull(Conflict):
    def __init__(self) -> None:
        super().__init__(f"An address book holds at most {MAX_ADDRESSES} addresses. Delete one that you no longer use.")


def save_whole_address(
    db: Session,
    actor: Actor,
    tenant_id: str,
    given: AddressInput,
    *,
    address_id: str = "",
    label: str = "",
    default_shipping: bool,
    default_billing: bool,
) -> Address:
    """As `save_address`, for a person at a form: whatever a parcel needs must be there. A new one that is in the book
    already is that one: a form that is sent twice adds one.

    Raises what `save_address` raises, `Invalid` by field.
    """
    problems: dict[str, str] = {}
    values = checked_address(given, "", problems, read_postal_code=read_postal_code)
    if problems:
        raise Invalid(problems)
    _lock(db, actor, tenant_id)
    same = (row.id for row in list_addresses(db, actor, tenant_id) if is_same_address(values, row.model_dump()))
    return save_address(
        db,
        actor,
        tenant_id,
        values,
        address_id=address_id or next(same, ""),
        label=" ".join(label.split()),
        default_shipping=default_shipping,
        default_billing=default_billing,
    )


def save_address(
    db: Session,
    actor: Actor,
    tenant_id: str,
    given: Mapping[str, str],
    *,
    address_id: str = "",
    label: str | None = None,
    default_shipping: bool | None = None,
    default_billing: bool | None = None,
) -> Address:
    """Add an address to the actor's book, or change what is `given` of one in it.

    There is one default for deliveries and one for bills: a new one takes the old one's place. Raises
    `Unauthenticated`, `NotFound`, `BookFull`, `Invalid` for a given postal code that its country has not.
    """
    _lock(db, actor, tenant_id)
    row = own_address(db, actor, tenant_id, address_id) if address_id else _added(db, actor, tenant_id)
    for name, value in given.items():
        setattr(row, name, " ".join(value.split())[:120])
    if given.keys() & {"country", "postal_code"}:
        row.postal_code = written_postal_code(row.country.upper(), row.postal_code)
    row.label = row.label if label is None else label[:80]
    for column, wanted in (("is_default_shipping", default_shipping), ("is_default_billing", default_billing)):
        if wanted:
            for other in list_addresses(db, actor, tenant_id):
                setattr(other, column, False)
            db.flush()  # the old one goes before the new one comes: the database holds that there is one
        if wanted is not None:
            setattr(row, column, wanted)
    _note(db, actor, AuditAction.CUSTOMER_ADDRESS_SAVED, row)
    return row


def keep_address(db: Session, actor: Actor, tenant_id: str, values: Mapping[str, str]) -> None:
    """Put a checked address that was delivered to into the actor's book. One that is there, or has no room, is left.

    Raises `Unauthenticated`.
    """
    _lock(db, actor, tenant_id)
    book = list_addresses(db, actor, tenant_id)
    if has_room(db, actor, tenant_id) and not any(is_same_address(values, row.model_dump()) for row in book):
        save_address(db, actor, tenant_id, values)


def has_room(db: Session, actor: Actor, tenant_id: str) -> bool:
    """Whether the actor is somebody whose book takes another address."""
    mine = select(func.count()).where(Address.tenant_id == tenant_id, Address.user_id == (actor.user_id or ""))
    return actor.user_id is not None and db.exec(mine).one() < MAX_ADDRESSES


def remove_address(db: Session, actor: Actor, tenant_id: str, address_id: str) -> None:
    """Take an address out of the actor's book; what was ordered keeps its own. Raises `NotFound`."""
    row = own_address(db, actor, tenant_id, address_id)
    db.delete(row)
    _note(db, actor, AuditAction.CUSTOMER_ADDRESS_REMOVED, row)


def own_address(db: Session, actor: Actor, tenant_id: str, address_id: str) -> Address:
    """An address of the actor's book in this store. Raises `NotFound`."""
    row = db.exec(
        select(Address).where(
            Address.id == address_id, Address.tenant_id == tenant_id, Address.user_id == (actor.user_id or "")
        )
    ).first()
    if row is None:
        raise NotFound("address", address_id)
    return row


def list_addresses(db: Session, actor: Actor, tenant_id: str) -> list[Address]:
    """The actor's book in this store, oldest first."""
    mine = select(Address).where(Address.tenant_id == tenant_id, Address.user_id == (actor.user_id or ""))
    return list(db.exec(mine.order_by(col(Address.created_at), col(Address.id))))


def _added(db: Session, actor: Actor, tenant_id: str) -> Address:
    if not has_room(db, actor, tenant_id):
        raise BookFull
    row = Address(id=new_id("cuaddr"), tenant_id=tenant_id, user_id=actor.user_id or "", line1="", city="", country="")
    db.add(row)
    return row


def _lock(db: Session, actor: Actor, tenant_id: str) -> None:
    """Two tabs at once neither fill the book beyond its limit nor leave two defaults."""
    if actor.user_id is None:
        raise Unauthenticated
    db.connection().execute(_LOCK, {"owner": f"{tenant_id}:{actor.user_id}"})


_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:owner, 49))")


def _note(db: Session, actor: Actor, action: AuditAction, row: Address) -> None:
    """Without a word of where somebody lives: the trail is never forgotten."""
    db.flush()
    audit.record(db, actor, action, tenant_id=row.tenant_id, object_type="address", object_id=row.id)
