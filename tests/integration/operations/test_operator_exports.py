"""The operator's tables as files: for the right people, with the same filters, harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.site.downloads import money_tables, vendor_tables
from marketplace.site.downloads.operator_tables import ROUTES
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.state.browser import sign_in


def browser(actor: Actor | None) -> TestClient:
    client = TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False)
    if actor is not None:
        client.cookies.set(session_cookie(), sign_in(actor))
    return client


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def people(database: str) -> dict[str, Actor]:
    """An operator, the admin of one of two stores, and a vendor; each store has a vendor."""
    with unit_of_work(Scope.system()) as db:
        north, assay = make_tenant(db, "northforge"), make_tenant(db, "assay")
        evil = make_vendor(db, north, "evil")
        evil.name = "=HYPERLINK(1)"
        lab = make_vendor(db, assay, "lab")
        return {"operator": make_operator(db), "admin": _admin(db, north), "vendor": _member(db, lab)}


def _admin(db: Session, tenant: object) -> Actor:
    user = make_user(db, "admin@example.com")
    give_role(db, user, Role.TENANT_ADMIN, tenant=tenant)  # type: ignore[arg-type]
    return actor_for(db, user)


def _member(db: Session, vendor: object) -> Actor:
    user = make_user(db, "vendor@example.com")
    give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor)  # type: ignore[arg-type]
    return actor_for(db, user)


@pytest.mark.parametrize(
    ("path", "who", "table"),
    [
        ("/admin/payouts.csv", "operator", "payouts"),
        ("/vendor/payouts.csv", "vendor", "payouts"),
        ("/vendor/commissions.csv", "vendor", "commissions"),
        ("/vendor/products.csv", "vendor", "products"),
        ("/vendor/orders.csv", "vendor", "orders"),
    ],
)
def test_every_table_that_is_taken_leaves_a_line(people: dict[str, Actor], path: str, who: str, table: str) -> None:
    routes = [*ROUTES, *money_tables.ROUTES, *vendor_tables.ROUTES]
    client = TestClient(Starlette(routes=routes), base_url="http://localhost", follow_redirects=False)
    assert client.get(path).status_code == 303
    assert lines() == []
    client.cookies.set(session_cookie(), sign_in(people[who]))
    answer = client.get(path)
    assert answer.status_code == 200
    assert all(line.startswith('"') for line in answer.text.removeprefix("\ufeff").splitlines())
    assert lines() == [(table, people[who].user_id, 0)]


def lines() -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "table:table:exported")).all()
        return [(one.object_name, one.actor_id, (one.after or {})["rows"]) for one in events]


def test_everything_for_the_operator_and_a_line_in_the_trail(people: dict[str, Actor]) -> None:
    answer = browser(people["operator"]).get("/admin/vendors.csv?status=approved")
    assert answer.headers["content-disposition"] == 'attachment; filename="vendors.csv"'
    table = rows(answer.text)
    assert table[0][:4] == ["Vendor", "Legal name and place", "Store", "Status"]
    assert sorted(row[0] for row in table[1:]) == ["'=HYPERLINK(1)", "Lab"]
    with unit_of_work(Scope.system()) as db:
        line = db.exec(select(AuditEvent).where(AuditEvent.action == "table:table:exported")).one()
    assert (line.object_id, line.after) == ("vendors", {"status": "approved", "rows": 2})


def test_a_store_admin_takes_the_own_store_only(people: dict[str, Actor]) -> None:
    client = browser(people["admin"])
    assert [row[2] for row in rows(client.get("/admin/vendors.csv").text)[1:]] == ["Northforge"]
    assert [row[0] for row in rows(client.get("/admin/tenants.csv").text)[1:]] == ["Northforge"]


@pytest.mark.parametrize("path", ["vendors", "companies", "tenants", "products", "audit"])
def test_nobody_else_takes_anything(people: dict[str, Actor], path: str) -> None:
    guest = browser(None).get(f"/admin/{path}.csv")
    assert (guest.status_code, guest.headers["location"]) == (303, f"/sign-in?next=%2Fadmin%2F{path}")
    assert browser(people["vendor"]).get(f"/admin/{path}.csv").status_code == 403
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(AuditEvent).where(AuditEvent.action == "table:table:exported")).all() == []
