"""A store in a brand that is not published: as it would be, and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.stores.brand import read_brand
from marketplace.models.tenant import Tenant


def get_brand_draft(db: Session, actor: Actor, tenant_id: str, values: Mapping[str, str]) -> Tenant:
    """The store in scope with the brand of these values, as a row that belongs to no session. Raises `NotFound`,
    `Forbidden`, `Unauthenticated`."""
    require(actor, Permission.TENANT_SEE, tenant_id=tenant_id)
    stored = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if stored is None:
        raise NotFound("store")
    brand = vars(read_brand(values))
    # A draft has a version of its own: what is remembered of the store by version is never mixed up with it.
    version = -1 - crc32(repr(brand).encode())
    return Tenant(**{**dict(stored), "brand": brand, "content_version": version})
