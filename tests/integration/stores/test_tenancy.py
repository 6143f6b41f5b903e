"""The database itself keeps one store's rows from another."""

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, col, select

from marketplace.kit.db import engine, unit_of_work
from marketplace.kit.tenancy import Scope, ScopeMissing, prepared
from marketplace.models.vendor import Vendor
from tests.factories.people import make_tenant, make_vendor


@pytest.fixture
def two_stores(database: str) -> tuple[str, str]:
    with unit_of_work(Scope.system()) as db:
        north, south = make_tenant(db, "north"), make_tenant(db, "south")
        make_vendor(db, north, "canary-north")
        make_vendor(db, south, "canary-south")
        return north.id, south.id


def test_a_scope_sees_only_its_own_rows(two_stores: tuple[str, str]) -> None:
    north, south = two_stores
    for tenant_id, handle in ((north, "canary-north"), (south, "canary-south")):
        with unit_of_work(Scope.tenant(tenant_id)) as db:
            assert [vendor.handle for vendor in db.exec(select(Vendor))] == [handle]
            assert [row[0] for row in db.connection().execute(text("select handle from vendor"))] == [handle]


def test_a_prepared_statement_is_confined_anew_in_every_scope(two_stores: tuple[str, str]) -> None:
    north, south = two_stores
    by_name = prepared(select(Vendor).where(col(Vendor.handle).like(bindparam("handle"))))
    for _ in range(2):
        for tenant_id, handle in ((north, "canary-north"), (south, "canary-south")):
            with unit_of_work(Scope.tenant(tenant_id)) as db:
                assert [vendor.handle for vendor in db.exec(by_name, params={"handle": "canary-%"})] == [handle]
                other = {"handle": "canary-south" if handle == "canary-north" else "canary-north"}
                assert db.exec(by_name, params=other).all() == []
    with unit_of_work(Scope.system()) as db:
        assert len(db.exec(by_name, params={"handle": "canary-%"}).all()) == 2
    with pytest.raises(ScopeMissing), unit_of_work(Scope.public()) as db:
        db.exec(by_name, params={"handle": "canary-%"}).all()


def test_raw_sql_without_a_scope_sees_nothing(two_stores: tuple[str, str]) -> None:
    with unit_of_work(Scope.public()) as db:
        assert db.connection().execute(text("select count(*) from vendor")).scalar_one() == 0


def test_orm_without_a_tenant_is_refused_not_everything(two_stores: tuple[str, str]) -> None:
    with pytest.raises(ScopeMissing), unit_of_work(Scope.public()) as db:
        db.exec(select(Vendor)).all()


def test_a_session_without_a_scope_is_refused(two_stores: tuple[str, str]) -> None:
    with pytest.raises(ScopeMissing), Session(engine()) as db:
        db.exec(select(Vendor)).all()


def test_writing_for_another_store_is_refused_by_orm_and_database(two_stores: tuple[str, str]) -> None:
    north, south = two_stores
    foreign = Vendor(id="ven_x", tenant_id=south, handle="x", name="X", legal_name="X")
    with pytest.raises(ScopeMissing), unit_of_work(Scope.tenant(north)) as db:
        db.add(foreign)
        db.flush()
    with pytest.raises(ProgrammingError, match="row-level security"), unit_of_work(Scope.tenant(north)) as db:
        db.connection().execute(
            text("insert into vendor (id, tenant_id, handle, name, legal_name) values ('v', :t, 'v', 'V', 'V')"),
            {"t": south},
        )
    with unit_of_work(Scope.tenant(north)) as db:
        changed = db.connection().execute(text("update vendor set name = 'taken' where tenant_id = :t"), {"t": south})
        assert changed.rowcount == 0


def test_the_scope_ends_with_its_transaction(two_stores: tuple[str, str]) -> None:
    with unit_of_work(Scope.system()):
        pass
    with engine().connect() as connection:
        assert connection.execute(text("select count(*) from vendor")).scalar_one() == 0


def test_the_product_owns_nothing_and_cannot_become_the_owner(database: str) -> None:
    with engine().connect() as connection:
        assert connection.execute(text("select current_user")).scalar_one() == "marketplace_app"
        connection.execute(text("reset role"))
        assert connection.execute(text("select current_user")).scalar_one() == "marketplace_app"
        owned = text("select count(*) from pg_class where relowner = 'marketplace_app'::regrole")
        assert connection.execute(owned).scalar_one() == 0


def test_every_table_with_a_tenant_is_protected_and_a_new_one_without_policy_is_found(database: str) -> None:
    from marketplace.kit.db import owner_engine
    from marketplace.services.operations.verification import verify_everything

    rule = "every table with a tenant has its row-level policy"
    before = next(result for result in verify_everything() if result.name == rule)
    assert before.broken == ()
    assert before.checked > 50
    with owner_engine().begin() as owner:
        owner.execute(text("create table naked (id text primary key, tenant_id text)"))
    assert next(result for result in verify_everything() if result.name == rule).broken == ("naked",)
