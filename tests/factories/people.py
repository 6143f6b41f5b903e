"""Small honest rows for tests: a store, a vendor, people in each role."""

from __future__ import annotations

from functools import lru_cache

from sqlmodel import Session

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.banking import PayerAccount
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor
from marketplace.services.identity.grants import grants_of
from marketplace.services.identity.identity import hash_password
from marketplace.services.identity.sessions import display_name

PASSWORD = "a good long password"


@lru_cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_tenant(db: Session, handle: str = "acme", *, is_active: bool = True, **fields: object) -> Tenant:
    """A store with euro as its currency."""
    tenant = Tenant(
        id=new_id("ten"),
        handle=handle,
        name=handle.capitalize(),
        is_active=is_active,
        **{"default_currency": "EUR", "currencies": ["EUR"], **fields},
    )
    db.add(tenant)
    db.flush()
    return tenant


def make_vendor(
    db: Session, tenant: Tenant, handle: str = "bolt", *, status: str = "approved", **fields: object
) -> Vendor:
    """A vendor of the store, approved unless said otherwise."""
    vendor = Vendor(
        id=new_id("ven"),
        tenant_id=tenant.id,
        handle=handle,
        name=handle.capitalize(),
        legal_name=f"{handle.capitalize()} GmbH",
        status=status,
        **fields,
    )
    db.add(vendor)
    db.flush()
    return vendor


def make_user(db: Session, email: str = "ada@example.com", **fields: object) -> User:
    """A person with a verified address and the password `PASSWORD`."""
    first, _, _ = email.partition("@")
    user = User(
        id=new_id("usr"),
        email=email,
        password_hash=_hashed(),
        first_name=first.capitalize(),
        last_name="Test",
        **{"email_verified_at": now(), **fields},
    )
    db.add(user)
    db.flush()
    return user


def give_role(
    db: Session, user: User, role: Role, *, tenant: Tenant | None = None, vendor: Vendor | None = None, title: str = ""
) -> None:
    """One membership; a vendor member of a vendor, an owner unless said otherwise."""
    db.add(
        Membership(
            id=new_id("mem"),
            user_id=user.id,
            role=role,
            vendor_id=vendor and vendor.id,
            tenant_id=vendor.tenant_id if vendor else tenant and tenant.id,
            title=title or ("owner" if vendor else ""),
        )
    )
    db.flush()


def actor_for(db: Session, user: User) -> Actor:
    """The actor that a session of this person would be, who has just given their password."""
    return Actor(
        user_id=user.id, name=display_name(user), email=user.email, grants=grants_of(db, user.id), confirmed_at=now()
    )


def make_operator(db: Session, email: str = "op@example.com") -> Actor:
    """An operator, as an actor."""
    user = make_user(db, email)
    give_role(db, user, Role.OPERATOR)
    return actor_for(db, user)


def make_vendor_owner(db: Session, vendor: Vendor, email: str | None = None) -> Actor:
    """The owner of a vendor, as an actor."""
    user = make_user(db, email or f"owner@{vendor.handle}.example")
    give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor)
    return actor_for(db, user)


def make_payer(db: Session, tenant: Tenant | None = None, **fields: str) -> PayerAccount:
    """The account that pays a store's vendors, or without a store everybody's who has none."""
    row = PayerAccount(
        id=new_id("pyr"),
        tenant_id=tenant and tenant.id,
        **{
            "name": "Größe & Söhne GmbH",
            "iban": "DE89370400440532013000",
            "bic": "DEUTDEFF",
            "street": "Kaiserstr. 1",
            "postal_code": "60311",
            "town": "Köln",
            "country": "DE",
            **fields,
        },
    )
    db.add(row)
    db.flush()
    return row
