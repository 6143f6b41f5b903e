"""The demo's people and the company they buy for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import SQLModel

from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.domain.demo_accounts import ACCOUNTS, PASSWORD, DemoAccount
from marketplace.domain.permissions import Role
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.user import Membership, User
from marketplace.services.identity.identity import hash_password

COMPANIES = {
    "northforge": ("Aldermoor Rail", ("York", "Derby"), "GB"),
    "mezzaluna": ("Osteria Group", ("Bologna",), "IT"),
    "assay": ("Universitätsklinik Morgau", ("Morgau",), "DE"),
}


def company_rows(store: str) -> Iterator[SQLModel]:
    """One approved company per store, with its locations on net terms."""
    name, cities, country = COMPANIES[store]
    tenant, company = tenant_id(store), stable_id("com", store, name)
    yield Company(id=company, tenant_id=tenant, handle=name.lower().replace(" ", "-"), name=name, status="approved")
    for city in cities:
        yield CompanyLocation(
            id=stable_id("loc", store, city),
            tenant_id=tenant,
            company_id=company,
            name=city,
            city=city,
            country=country,
            net_days=30,
            credit_limit_amount=5_000_000,
            currency="EUR",
        )


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
