"""What demo mode shows: the stores with their keys, and accounts to try each role with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey, User
from marketplace.settings import settings

PASSWORD = "concourse-demo"  # noqa: S105  public on purpose, and only in demo mode


@dataclass(frozen=True)
class DemoAccount:
    """One click on the sign-in page: who it is, what they are (`role`), and where."""

    name: str
    role: str
    email: str
    store: str = ""
    company: str = ""
    vendor: str = ""
    grant: Role | None = None
    title: str = ""
    limit_amount: int | None = None  # minor units a month
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount("Rasmus Vik", "operator", "rasmus@concourse.example", grant=Role.OPERATOR),
    DemoAccount(
        "Nora Lindqvist", "tenant admin", "nora@northforge.example", "northforge", grant=Role.TENANT_ADMIN
    ),
    DemoAccount("Ana Ruiz", "editor", "ana@mezzaluna.example", "mezzaluna", grant=Role.EDITOR),
    DemoAccount(
        "Ilse Brandt", "vendor owner", "ilse@hallberg.example", "northforge", vendor="hallberg",
        grant=Role.VENDOR_MEMBER, title="owner",
    ),
    DemoAccount(
        "Jakob Thiel", "vendor catalogue", "jakob@hallberg.example", "northforge", vendor="hallberg",
        grant=Role.VENDOR_MEMBER, title="catalogue",
    ),
    DemoAccount(
        "Sanne de Wit", "vendor applying", "sanne@kestrel.example", "northforge", vendor="kestrel",
        grant=Role.VENDOR_MEMBER, title="owner",
    ),
    DemoAccount(
        "Priya Nair", "company buyer", "priya@aldermoor.example", "northforge", "Aldermoor Rail",
        grant=Role.COMPANY_CONTACT, title="buyer", limit_amount=500_000,
    ),
    DemoAccount(
        "Tom Whitfield", "company approver", "tom@aldermoor.example", "northforge", "Aldermoor Rail",
        grant=Role.COMPANY_CONTACT, title="approver", limit_amount=2_500_000,
    ),
    DemoAccount("Maren Holt", "shopper", "maren@holt.example", "assay", grant=Role.SHOPPER),
)  # fmt: skip


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
            {
                "handle": t.handle,
                "name": t.name,
                "url": f"{settings().base_url}/s/{t.handle}",
                "publishable_key": token,
            }
            for t, token in rows
        ],
        "accounts": [
            {"role": a.role, "email": a.email, "password": a.password, "store": a.store, "company": a.company}
            for a in list_demo_accounts()
        ],
    }
