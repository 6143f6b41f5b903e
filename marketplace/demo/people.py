"""The demo's people, and what each may do where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import SQLModel

from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.domain.demo_accounts import ACCOUNTS, PASSWORD, DemoAccount
from marketplace.domain.permissions import Role
from marketplace.models.company import CompanyMember
from marketplace.models.user import Membership, User
from marketplace.services.identity.identity import hash_password


def people_rows(at: datetime) -> Iterator[SQLModel]:
    """Everybody on the list of demo accounts, with their roles. One hash serves all: they share a password."""
    hashed = hash_password(PASSWORD)
    for account in ACCOUNTS:
        first, _, last = account.name.partition(" ")
        yield User(
            id=_user_id(account),
            email=account.email,
            password_hash=hashed,
            first_name=first,
            last_name=last,
            email_verified_at=at,
        )
    for account in ACCOUNTS:
        if account.grant is not None:
            yield _membership(account, account.grant)
    for account in ACCOUNTS:
        if account.grant is Role.COMPANY_CONTACT:
            yield _member(account)


def _user_id(account: DemoAccount) -> str:
    return stable_id("usr", account.email)


def _membership(account: DemoAccount, role: Role) -> Membership:
    tenant = tenant_id(account.store) if account.store else None
    company = stable_id("com", account.store, account.company) if role is Role.COMPANY_CONTACT else None
    vendor = stable_id("ven", account.store, account.vendor) if role is Role.VENDOR_MEMBER else None
    return Membership(
        id=stable_id("mem", account.email),
        user_id=_user_id(account),
        role=role,
        tenant_id=tenant,
        vendor_id=vendor,
        company_id=company,
        title=account.title,
    )


def _member(account: DemoAccount) -> CompanyMember:
    return CompanyMember(
        id=stable_id("cmb", account.email),
        tenant_id=tenant_id(account.store),
        company_id=stable_id("com", account.store, account.company),
        email=account.email,
        user_id=_user_id(account),
        role=account.title,
        status="active",
        spending_limit_amount=account.limit_amount,
    )
