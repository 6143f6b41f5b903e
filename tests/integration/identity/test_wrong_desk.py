"""Somebody signed in who comes to a desk that is not theirs, or to an address where no page is."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import DESKS, ROUTES
from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.identity.sessions import open_session
from tests.factories.people import actor_for, give_role, make_tenant, make_user, make_vendor

pytestmark = pytest.mark.usefixtures("front_end", "database")
SYSTEM = Scope.system()


def visit(role: Role | None, path: str) -> tuple[int, str, str]:
    """Status, address it leads to, and text, for somebody with this role (None: without any)."""
    with unit_of_work(SYSTEM) as db:
        tenant = make_tenant(db, "northforge")
        user = make_user(db, "eve@example.com")
        if role is Role.VENDOR_MEMBER:
            give_role(db, user, role, vendor=make_vendor(db, tenant, "bolt"))
        elif role is not None:
            give_role(db, user, role, tenant=None if role is Role.OPERATOR else tenant)
        token = open_session(db, user, actor=actor_for(db, user))
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        client.cookies.set("session", token)
        answer = client.get(path)
    return answer.status_code, answer.headers.get("location", ""), answer.text


@pytest.mark.parametrize(
    ("role", "path", "whose", "way"),
    [
        (Role.VENDOR_MEMBER, "/admin/jobs", "operators", 'href="/vendor"'),
        (Role.SHOPPER, "/admin", "operators", 'href="/account"'),
        (Role.EDITOR, "/admin/tenants", "operators", 'href="/account"'),
        (Role.OPERATOR, "/vendor/products", "vendors", 'href="/admin"'),
        (Role.TENANT_ADMIN, "/vendor", "vendors", 'href="/admin"'),
        (Role.VENDOR_MEMBER, "/wrong-desk?next=/admin/jobs", "operators", 'href="/vendor"'),
    ],
)
def test_they_are_told_whose_it_is_and_where_theirs_is(role: Role, path: str, whose: str, way: str) -> None:
    status, _, text = visit(role, path)
    assert status == 403
    assert f"This desk is for {whose}" in text
    assert "eve@example.com" in text
    assert way in text
    assert "Sign in as somebody else" in text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.VENDOR_MEMBER, "/vendor/products"),
        (Role.OPERATOR, "/admin/jobs"),
        (Role.TENANT_ADMIN, "/admin"),
        (Role.SHOPPER, "/account"),
        (None, "/vendor/apply"),
    ],
)
def test_their_own_desk_opens(role: Role | None, path: str) -> None:
    status, _, text = visit(role, path)
    assert status == 200
    # Every desk asks before changes are lost, and hears of the browser's Back before the router does.
    assert re.search(r'<script src="/js/unsaved\.js\?v=\w+"></script>.*</head>', text, re.S)


def test_who_sells_nothing_yet_is_shown_how_to_begin() -> None:
    assert visit(Role.SHOPPER, "/vendor")[:2] == (303, "/vendor/apply")


def test_the_page_leads_nowhere_else() -> None:
    _, _, text = visit(Role.VENDOR_MEMBER, "/wrong-desk?next=https://evil.example/")
    assert "evil.example" not in text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OPERATOR, "/admin/nothing-here"),
        (Role.OPERATOR, "/admin/jobs/deeper"),
        (Role.TENANT_ADMIN, "/admin/orders/a/b"),
        (Role.VENDOR_MEMBER, "/vendor/prodcts"),
        (Role.SHOPPER, "/account/nothing/here"),
        (Role.SHOPPER, "/account/[[...splat]]"),
    ],
)
def test_where_no_page_is_the_answer_is_404_with_the_desk_around_it(role: Role, path: str) -> None:
    status, _, text = visit(role, path)
    assert (status, 'class="desk"' in text) == (404, True)


def test_every_page_of_a_desk_is_one() -> None:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "everybody@example.com")
        for role in (Role.OPERATOR, Role.VENDOR_MEMBER):
            vendor = make_vendor(db, make_tenant(db, "assay"), "bolt") if role is Role.VENDOR_MEMBER else None
            give_role(db, user, role, vendor=vendor)
        token = open_session(db, user, actor=actor_for(db, user))
    paths = [page.route.replace("[", "").replace("]", "") for page in DESKS if "..." not in page.route]
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        client.cookies.set("session", token)
        statuses = {path: client.get(path).status_code for path in [*paths, "/admin/jobs/", "/vendor/"]}
    assert {path: status for path, status in statuses.items() if status not in (200, 303, 403)} == {}
