"""Puts into the running demo what the contract's suites need and the demo does not have; prints it as JSON.

Run with the environment of the running copy.
"""

from __future__ import annotations

import json

from sqlalchemy import make_url
from sqlmodel import Session, col, select

from marketplace.domain.permissions import Role
from marketplace.kit.db import database_url, run
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Promotion
from marketplace.models.catalogue import Collection, Product
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.services.identity.api_keys import create_key, revoke_key
from marketplace.services.search.indexing import index_products
from tests.factories.people import actor_for


def revoked_key(db: Session, tenant_id: str) -> str:
    """A publishable key that was ended."""
    user = db.exec(select(User).join(Membership).where(Membership.role == Role.OPERATOR)).first()
    assert user is not None
    operator = actor_for(db, user)
    key = create_key(db, operator, kind="publishable", tenant_id=tenant_id, title="Ended")
    revoke_key(db, operator, key.id)
    return key.token


def add_collection(db: Session, tenant_id: str) -> str:
    """A collection with three products of the store on its shelf."""
    shelf = Collection(
        id=new_id("pcol"), tenant_id=tenant_id, handle=f"bench-{new_id('x')[-6:].lower()}", title="Bench"
    )
    db.add(shelf)
    db.flush()
    wanted = select(Product).where(col(Product.status) == "published").order_by(col(Product.id)).limit(3)
    products = db.exec(wanted).all()
    for one in products:
        one.collection_id = shelf.id
    db.flush()
    index_products(db, [one.id for one in products])
    return shelf.id


def add_code(db: Session, tenant_id: str) -> str:
    """A code for ten percent off."""
    code = f"TEN-{new_id('x')[-6:]}"
    db.add(
        Promotion(
            id=new_id("promo"), tenant_id=tenant_id, code=code, title="Ten off", kind="percentage", value_bps=1000
        )
    )
    return code


def main() -> None:
    tenant_id = run(Scope.system(), lambda db: db.exec(select(Tenant.id).where(Tenant.handle == "northforge")).one())
    made = {
        "database": make_url(database_url()).set(drivername="postgresql").render_as_string(hide_password=False),
        "revoked": run(Scope.system(), lambda db: revoked_key(db, tenant_id)),
        "code": run(Scope.tenant(tenant_id), lambda db: add_code(db, tenant_id)),
        "collection": run(Scope.tenant(tenant_id), lambda db: add_collection(db, tenant_id)),
    }
    print(json.dumps(made))


if __name__ == "__main__":
    main()
