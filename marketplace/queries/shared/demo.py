"""What demo mode shows: the stores with their keys, and accounts to try each role with."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from marketplace.domain.demo_accounts import ACCOUNTS, DemoAccount
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey, User
from marketplace.settings import settings


def list_demo_accounts() -> list[DemoAccount]:
    """The accounts that exist in this database; empty outside demo mode."""
    if not settings().is_demo:
        return []
    with unit_of_work(Scope.system()) as db:
        there = set(db.exec(select(User.email).where(col(User.email).in_([a.email for a in ACCOUNTS]))))
    return [account for account in ACCOUNTS if account.email in there]


def demo_facts() -> dict[str, Any]:
    """Stores with address and publishable key, and the demo accounts; plain values for JSON."""
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
    }
