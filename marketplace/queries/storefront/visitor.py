"""What is personal on a storefront page. Cached pages hold the guest; Reflex fills in the person."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Role
from marketplace.models.company import Company

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
class Visitor:
    """The person in the header: `title` and `subtitle` are its two lines."""

    signed_in: bool = False
    title: str = "Sign in"
    subtitle: str = "or create an account"
    name: str = ""
    email: str = ""
    initials: str = ""
    company: str = ""
    desks: list[DeskLink] = field(default_factory=list)
    cart_count: int = 0
    cart_total: str = "Cart"


GUEST_VISITOR = Visitor()


def get_visitor(db: Session, actor: Actor, tenant_id: str | None) -> Visitor:
    """The visitor behind an actor; in a store, with the company they buy for there."""
    if actor.user_id is None:
        return GUEST_VISITOR
    company = _company_name(db, actor, tenant_id)
    desks = {_DESKS[grant.role] for grant in actor.grants if grant.role in _DESKS}
    return Visitor(
        signed_in=True, title=company or actor.name, subtitle=actor.name if company else "Your account",
        name=actor.name, email=actor.email, initials=_initials(actor.name), company=company,
        desks=[DeskLink(label, href) for label, href in sorted(desks)],
    )  # fmt: skip


def _company_name(db: Session, actor: Actor, tenant_id: str | None) -> str:
    here = (g for g in actor.grants if g.role is Role.COMPANY_CONTACT and g.tenant_id == tenant_id and g.company_id)
    grant = next(here, None)
    if grant is None:
        return ""
    return db.exec(select(Company.name).where(Company.id == grant.company_id)).first() or ""


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
