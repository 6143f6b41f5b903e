"""What is personal on a storefront page. Cached pages hold the guest; Reflex fills in the person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlmodel import Session, select

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.permissions import Actor, Role
from marketplace.models.company import Company
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.wording import initials
from marketplace.queries.shared.buying_places import PlaceChoice, list_place_choices
from marketplace.queries.storefront.cart import EMPTY_CART
from marketplace.queries.storefront.cart_views import CartPage

_DESKS = {
    Role.VENDOR_MEMBER: ("Vendor desk", "/vendor"),
    Role.TENANT_ADMIN: ("Store desk", "/admin"),
    Role.OPERATOR: ("Operator desk", "/admin"),
}


@dataclass(frozen=True)
class DeskLink:
    label: str
    href: str


@dataclass(frozen=True)
class MiniLine:
    """A line of the cart as the header's panel shows it."""

    id: str
    title: str
    vendor: str
    price: str
    quantity: int
    picture: str
    href: str
    wishes: str = ""


@dataclass(frozen=True)
class Visitor:
    """The person in the header: `title` and `subtitle` are its two lines."""

    signed_in: bool = False
    title: str = "Sign in"
    subtitle: str = "or create an account"
    name: str = ""
    email: str = ""
    initials: str = ""
    company: str = ""
    company_href: str = ""  # its desk; where to ask, for somebody without one
    place: str = ""  # of the company, bought for now
    places: list[PlaceChoice] = field(default_factory=list)  # others that may be bought for
    desks: list[DeskLink] = field(default_factory=list)
    acting: str = ""  # "Olga Operator buys for Priya Shah of Aldermoor Rail", where somebody does
    acting_stop: str = ""  # where that is ended
    acting_orders: str = ""  # what was bought for them
    cart_count: int = 0
    cart_total: str = "Cart"
    cart_lines: list[MiniLine] = field(default_factory=list)


GUEST_VISITOR = Visitor()


def get_visitor(db: Session, actor: Actor, tenant_id: str | None, cart: CartPage = EMPTY_CART) -> Visitor:
    """The visitor behind an actor; in a store, with the company they buy for there and their cart."""
    mine = replace(
        GUEST_VISITOR, cart_count=cart.count, cart_total=cart.total if cart.count else "Cart", cart_lines=_lines(cart)
    )
    if actor.user_id is None:
        return mine
    company = _company_name(db, actor, tenant_id)
    choices = list_place_choices(db, actor, tenant_id) if company and tenant_id else []
    desks = {_DESKS[grant.role] for grant in actor.grants if grant.role in _DESKS}
    return replace(
        mine,
        signed_in=True,
        title=company or actor.name,
        subtitle=actor.name if company else "Your account",
        name=actor.name,
        email=actor.email,
        initials=initials(actor.name),
        company=company,
        company_href=_company_href(db, tenant_id, "company" if company else "b2b/register"),
        place=next((one.label for one in choices if one.is_current), ""),
        places=[one for one in choices if not one.is_current],
        desks=[DeskLink(label, href) for label, href in sorted(desks)],
        acting=_acting_words(actor, company),
        acting_stop=_company_href(db, tenant_id, "acting/stop") if actor.impersonator_id else "",
        acting_orders=_company_href(db, tenant_id, "orders") if actor.impersonator_id else "",
    )


def _acting_words(actor: Actor, company: str) -> str:
    if not actor.impersonator_id or actor.acts_until is None:
        return ""
    until = f"{actor.acts_until:%H:%M} UTC"
    return f"{actor.impersonator_name} buys for {actor.name} of {company}, until {until}."


def _lines(cart: CartPage) -> list[MiniLine]:
    return [
        MiniLine(
            id=line.id,
            title=line.title,
            vendor=part.vendor,
            price=line.total or "waits",
            quantity=line.quantity,
            picture=line.picture,
            href=line.href,
            wishes=line.wishes,
        )
        for part in cart.parts
        for line in part.lines
    ]


def _company_name(db: Session, actor: Actor, tenant_id: str | None) -> str:
    grant = company_grant(actor, tenant_id or "")
    if grant is None:
        return ""
    return db.exec(select(Company.name).where(Company.id == grant.company_id)).first() or ""


def _company_href(db: Session, tenant_id: str | None, page: str) -> str:
    handle = db.exec(select(Tenant.handle).where(Tenant.id == tenant_id)).first() if tenant_id else None
    return f"/s/{handle}/{page}" if handle else ""
