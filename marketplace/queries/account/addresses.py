"""A person's address books: one in each store, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.countries import country_choices
from marketplace.models.address import Address
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.market import country_name

FIELDS = tuple(AddressInput.__dataclass_fields__)
_EMPTY = {"label": "", **dict.fromkeys(FIELDS, "")}


@dataclass(frozen=True)
class AddressRow:
    """`title` is the address's own name or whose it is; `tags` says what it is the default for."""

    id: str
    title: str
    line: str
    store: str
    tags: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class AddressCard:
    """One address with all its fields (`given`), in the form that changes it."""

    id: str = ""
    title: str = ""
    tenant_id: str = ""
    store: str = ""
    given: dict[str, str] = field(default_factory=lambda: dict(_EMPTY))
    is_default_shipping: bool = False
    is_default_billing: bool = False


def list_countries() -> list[Option]:
    """Every country by name."""
    return [Option(code, name) for code, name in country_choices()]


def list_book(db: Session, actor: Actor) -> list[AddressRow]:
    """The actor's addresses in every store: by store, defaults first, then the latest."""
    rows = _own(db, actor, col(Tenant.name), col(Address.is_default_shipping).desc(), col(Address.created_at).desc())
    return [_row(one, store) for one, store in rows]


def get_card(db: Session, actor: Actor, address_id: str) -> AddressCard:
    """One of the actor's addresses, in whichever store. Raises `NotFound`."""
    row = next((pair for pair in _own(db, actor, col(Address.id)) if pair[0].id == address_id), None)
    if row is None:
        raise NotFound("address", address_id)
    one, store = row
    values = {"label": one.label, **{name: getattr(one, name) for name in FIELDS}, "country": one.country.upper()}
    return AddressCard(
        id=one.id,
        title=_title(one),
        tenant_id=store.id,
        store=store.name,
        given=values,
        is_default_shipping=one.is_default_shipping,
        is_default_billing=one.is_default_billing,
    )


def _own(db: Session, actor: Actor, *order: object) -> Sequence[tuple[Address, Tenant]]:
    mine = select(Address, Tenant).join(Tenant, col(Tenant.id) == Address.tenant_id)
    return db.exec(mine.where(Address.user_id == (actor.user_id or "")).order_by(*order, col(Address.id))).all()  # type: ignore[arg-type]


def _title(one: Address) -> str:
    return one.label or one.company or f"{one.first_name} {one.last_name}".strip() or one.line1 or "Address"


def _row(one: Address, store: Tenant) -> AddressRow:
    who = " ".join(part for part in (one.first_name, one.last_name) if part)
    town = f"{one.postal_code} {one.city}".strip()
    parts = [who, one.company, one.line1, one.line2, town, country_name(one.country.upper()) if one.country else ""]
    title = _title(one)
    tags = [word for word, on in (("Delivery", one.is_default_shipping), ("Bills", one.is_default_billing)) if on]
    return AddressRow(
        id=one.id,
        title=title,
        line=", ".join(part for part in parts if part and part != title),
        store=store.name,
        tags=tuple(tags),
        href=f"/account/addresses?address={one.id}",
    )
