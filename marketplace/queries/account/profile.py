"""A person's own account: who they are, what they may do where, and where they are signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.domain.errors import Unauthenticated
from marketplace.domain.permissions import Actor, Role
from marketplace.kit import qr
from marketplace.kit.clock import now
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, RecoveryCode, User, UserSession
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import ago, day, exact
from marketplace.queries.formatting.wording import hue, initials


@dataclass(frozen=True)
class RoleLine:
    """One thing a person is somewhere, with the way there."""

    what: str
    where: str
    href: str


@dataclass(frozen=True)
class Profile:
    """`line` is what stands under the name; the flags say which desks are open to the person."""

    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    initials: str = ""
    hue: int = 1
    line: str = ""
    is_verified: bool = False
    has_second_factor: bool = False
    needs_second_factor: bool = False  # their desk stays shut until it is set up
    recovery_codes_left: int = 0
    since: str = ""
    is_vendor: bool = False
    is_operator: bool = False
    roles: tuple[RoleLine, ...] = ()


@dataclass(frozen=True)
class SessionRow:
    """A signed-in browser; `is_this` is the one that asks."""

    id: str
    device: str
    icon: str
    ip: str
    seen: str
    seen_exact: str
    started: str
    is_this: bool


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path of unit squares, `size` of them on an edge, and the secret to type instead."""

    path: str = ""
    box: str = "0 0 1 1"
    secret: str = ""


_ROLE_WORDS = {
    Role.SHOPPER: ("Shopper", "/s/{store}"),
    Role.COMPANY_CONTACT: ("Buyer for a company", "/s/{store}"),
    Role.VENDOR_MEMBER: ("Vendor", "/vendor"),
    Role.EDITOR: ("Editor", "/s/{store}"),
    Role.TENANT_ADMIN: ("Store administrator", "/admin"),
    Role.OPERATOR: ("Operator", "/admin"),
}


def get_profile(db: Session, actor: Actor) -> Profile:
    """The actor's own account. Raises `Unauthenticated` for a guest."""
    user = db.exec(select(User).where(User.id == actor.user_id)).first()
    if user is None:
        raise Unauthenticated
    left = db.exec(
        select(func.count()).where(RecoveryCode.user_id == user.id, col(RecoveryCode.used_at).is_(None))
    ).one()
    roles = {grant.role for grant in actor.grants}
    name = f"{user.first_name} {user.last_name}".strip() or user.email
    return Profile(
        name=name,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        initials=initials(name),
        hue=hue(name),
        line=user.email,
        is_verified=user.email_verified_at is not None,
        has_second_factor=user.totp_confirmed_at is not None,
        needs_second_factor=actor.awaits_second_factor,
        recovery_codes_left=left,
        since=day(user.created_at, now()),
        is_vendor=Role.VENDOR_MEMBER in roles,
        is_operator=bool(roles & {Role.OPERATOR, Role.TENANT_ADMIN}),
        roles=_roles(db, user.id),
    )


def list_sessions(db: Session, actor: Actor) -> list[SessionRow]:
    """Where the actor is signed in, this browser first, then the latest."""
    moment = now()
    rows = db.exec(
        select(UserSession)
        .where(
            UserSession.user_id == (actor.user_id or ""),
            col(UserSession.revoked_at).is_(None),
            col(UserSession.expires_at) > moment,
        )
        .order_by(col(UserSession.last_seen_at).desc())
        .limit(50)
    ).all()
    drawn = [
        SessionRow(
            id=row.id,
            device=device_of(row.agent),
            icon="smartphone" if _is_phone(row.agent) else "monitor",
            ip=row.ip or "unknown",
            seen=ago(row.last_seen_at, moment),
            seen_exact=exact(row.last_seen_at),
            started=exact(row.created_at),
            is_this=row.id == actor.session_id,
        )
        for row in rows
    ]
    return sorted(drawn, key=lambda row: not row.is_this)


def device_of(agent: str) -> str:
    """`Firefox on Windows` out of a User-Agent header; `Unknown browser` when it says nothing we know."""
    browsers = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in agent), "Safari" if "Safari/" in agent else "")
    system = next((name for sign, name in systems if sign in agent), "")
    if not browser:
        return re.split(r"[/ ]", agent)[0][:40] or "Unknown browser"
    return f"{browser} on {system}" if system else browser


def draw_qr(address: str) -> QrCode:
    """The QR code of an `otpauth://` address, without a quiet zone: the frame around it is the page's."""
    path, box = qr.draw(address)
    secret = re.search(r"secret=([A-Z2-7]+)", address)
    spaced = re.sub(r"(.{4})(?=.)", r"\1 ", secret[1]) if secret else ""
    return QrCode(path, box, spaced)


def _is_phone(agent: str) -> bool:
    return any(sign in agent for sign in ("iPhone", "Android", "Mobile"))


def _roles(db: Session, user_id: str) -> tuple[RoleLine, ...]:
    rows = db.exec(
        select(Membership, Tenant, Vendor)
        .join(Tenant, col(Tenant.id) == Membership.tenant_id, isouter=True)
        .join(Vendor, col(Vendor.id) == Membership.vendor_id, isouter=True)
        .where(Membership.user_id == user_id)
        .order_by(Membership.id)
    )
    lines = []
    for membership, tenant, vendor in rows:
        what, href = _ROLE_WORDS[Role(membership.role)]
        if vendor is not None:
            what = f"{membership.title.capitalize()} at {vendor.name}"
        where = tenant.name if tenant else "every store"
        lines.append(RoleLine(what, where, href.format(store=tenant.handle if tenant else "")))
    return tuple(lines)
