"""What demo mode shows: the stores with their keys, and accounts to try each role with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from marketplace.domain.demo_accounts import ACCOUNTS, DemoAccount
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey, User
from marketplace.settings import settings


@dataclass(frozen=True)
class DemoRoom:
    """A quote that two of the demo's people negotiate: who they are, and where each of them sits."""

    number: str
    buyer: str  # e-mail
    seller: str
    buyers_path: str
    sellers_path: str


# Where the buyer is on turn (`quoted`) comes before where the vendor is (`countered`).
_ROOM = text("""
    select q.id, q.request_id, r.number, t.handle as store, b.email as buyer, s.email as seller
    from quote q
    join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
    join tenant t on t.id = q.tenant_id
    join account b on b.id = r.user_id
    join membership m on m.vendor_id = q.vendor_id and m.title = 'owner'
    join account s on s.id = m.user_id
    where q.status in ('quoted', 'countered') and q.valid_until > :now
      and b.email = any(cast(:emails as text[])) and s.email = any(cast(:emails as text[]))
    order by q.status desc, r.created_at desc, q.id limit 1
""")


def list_demo_accounts() -> list[DemoAccount]:
    """The accounts that exist in this database; empty outside demo mode."""
    if not settings().is_demo:
        return []
    with unit_of_work(Scope.system()) as db:
        there = set(db.exec(select(User.email).where(col(User.email).in_([a.email for a in ACCOUNTS]))))
    return [account for account in ACCOUNTS if account.email in there]


def find_demo_room() -> DemoRoom | None:
    """The latest open quote with a demo account on either side; None where there is none, outside demo mode always."""
    emails = [one.email for one in list_demo_accounts()]
    with unit_of_work(Scope.system()) as db:
        row = db.connection().execute(_ROOM, {"emails": emails, "now": now()}).first()
    if row is None:
        return None
    return DemoRoom(
        number=f"Q-{row.number}",
        buyer=row.buyer,
        seller=row.seller,
        buyers_path=f"/s/{row.store}/quotes/{row.request_id}/{row.id}",
        sellers_path=f"/vendor/quotes/{row.id}",
    )


def demo_facts() -> dict[str, Any]:
    """Stores with address and publishable key, the demo accounts, a room of two of them; plain values for JSON."""
    with unit_of_work(Scope.system()) as db:
        rows = db.exec(
            select(Tenant, ApiKey.token)
            .join(ApiKey, col(ApiKey.tenant_id) == Tenant.id)
            .where(ApiKey.kind == "publishable", col(ApiKey.revoked_at).is_(None))
            .order_by(Tenant.name)
        ).all()
    return {
        "stores": [
            {"handle": t.handle, "name": t.name, "url": f"{settings().base_url}/s/{t.handle}", "publishable_key": token}
            for t, token in rows
        ],
        "accounts": [
            {"role": a.role, "email": a.email, "password": a.password, "store": a.store, "company": a.company}
            for a in list_demo_accounts()
        ],
        "live_quote": _room_facts(),
    }


def _room_facts() -> dict[str, Any] | None:
    room, home = find_demo_room(), settings().base_url
    if room is None:
        return None
    return {
        "number": room.number,
        "buyer": {"email": room.buyer, "url": home + room.buyers_path},
        "vendor": {"email": room.seller, "url": home + room.sellers_path},
    }
