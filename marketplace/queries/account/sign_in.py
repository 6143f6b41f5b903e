"""What the pages before the sign-in show: the face of a store, and the demo accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from marketplace.domain.demo_accounts import DemoAccount
from marketplace.domain.permissions import Role
from marketplace.domain.stores.brand import read_brand, variables
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.wording import hue, initials
from marketplace.queries.shared.demo import find_demo_room, list_demo_accounts

PLATFORM = "Concourse"
_GROUPS = (
    (("vendor", "applicant", "applying"), "Vendor portal"),
    (("operator", "tenant", "store", "editor"), "Operators and editors"),
)
_REST = "Buyers"
_LIVE = "A live quote, the second side in a private window:"


@dataclass(frozen=True)
class Face:
    """Whose sign-in page this is: a store's, or the platform's with an empty handle."""

    handle: str = ""
    name: str = PLATFORM
    look: str = ""
    style: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoCard:
    """An account to look around with, as a person."""

    group: str
    name: str
    line: str
    place: str
    initials: str
    hue: int
    email: str
    password: str
    leads_to: str = ""  # the page that it opens


def find_face(handle: str) -> Face:
    """The face of an active store; the platform's for an empty or unknown handle."""
    if not handle:
        return Face()
    with unit_of_work(Scope.public()) as db:
        tenant = db.exec(select(Tenant).where(Tenant.handle == handle, Tenant.is_active)).first()
    if tenant is None:
        return Face()
    brand = read_brand(tenant.brand)
    return Face(tenant.handle, tenant.name, brand.look, variables(brand))


def list_demo_cards() -> list[DemoCard]:
    """The demo accounts as people, in groups; empty outside demo mode."""
    accounts = list_demo_accounts()
    if not accounts:
        return []
    with unit_of_work(Scope.system()) as db:
        stores = dict(db.exec(select(Tenant.handle, Tenant.name)).all())
        names = _names(db, accounts)
        vendors = _vendors(db, accounts)
    cards = [_card(account, names, stores, vendors) for account in accounts]
    order = [*(group for _, group in _GROUPS), _REST]
    return [*_both_sides(cards), *sorted(cards, key=lambda card: order.index(card.group))]


def _both_sides(cards: Sequence[DemoCard]) -> list[DemoCard]:
    """Buyer and vendor of a quote that goes on, each to be opened in a window of its own."""
    room = find_demo_room()
    if room is None:
        return []
    sides = ((room.buyer, room.buyers_path), (room.seller, room.sellers_path))
    return [
        replace(card, group=f"{_LIVE} {room.number}", leads_to=path)
        for email, path in sides
        for card in cards
        if card.email == email
    ]


def _card(
    account: DemoAccount, names: Mapping[str, str], stores: Mapping[str, str], vendors: Mapping[str, str]
) -> DemoCard:
    name = names.get(account.email) or account.email
    what = account.role.capitalize()
    group = next((group for starts, group in _GROUPS if account.role.startswith(starts)), _REST)
    company = account.company or vendors.get(account.email, "")
    return DemoCard(
        group=group,
        name=name,
        line=f"{what}, {company}" if company else what,
        place=stores.get(account.store, PLATFORM),
        initials=initials(name),
        hue=hue(name),
        email=account.email,
        password=account.password,
    )


def _names(db: Session, accounts: list[DemoAccount]) -> dict[str, str]:
    rows = db.exec(
        select(User.email, User.first_name, User.last_name).where(col(User.email).in_([a.email for a in accounts]))
    )
    return {email: f"{first} {last}".strip() for email, first, last in rows}


def _vendors(db: Session, accounts: list[DemoAccount]) -> dict[str, str]:
    rows = db.exec(
        select(User.email, Vendor.name)
        .join(Membership, col(Membership.user_id) == User.id)
        .join(Vendor, col(Vendor.id) == Membership.vendor_id)
        .where(col(User.email).in_([a.email for a in accounts]), Membership.role == Role.VENDOR_MEMBER)
    )
    return dict(rows.all())
