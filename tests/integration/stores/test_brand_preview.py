"""The store's real home in a brand that nobody has published: for the people of its desk, and remembered by nobody."""

from __future__ import annotations

import pytest
from httpx import Response
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.services.identity.sessions import open_session
from marketplace.site.desks.brand_preview import ROUTES
from marketplace.site.storefront.homes import ROUTES as STORE
from tests.factories.catalogue import make_catalogue
from tests.factories.people import actor_for, give_role, make_tenant, make_user

pytestmark = pytest.mark.usefixtures("front_end", "database")
SYSTEM = Scope.system()
DRAFT = {"look": "mezzaluna", "brand": "#123abc", "logo": "Nova*forge*", "theme": "dark"}


def visit(client: TestClient, role: Role | None, store: str, draft: dict[str, str]) -> Response:
    with unit_of_work(SYSTEM) as db:
        tenant_id = db.exec(select(Tenant.id).where(Tenant.handle == store)).one()
        client.cookies.clear()
        if role is not None:
            user = make_user(db, f"{new_id('usr')}@example.com")
            tenant = db.exec(select(Tenant).where(Tenant.handle == "northforge")).one()
            give_role(db, user, role, tenant=None if role is Role.OPERATOR else tenant)
            client.cookies.set("session", open_session(db, user, actor=actor_for(db, user)))
    return client.get(f"/admin/tenants/{tenant_id}/brand-preview", params=draft)


def test_the_draft_is_drawn_as_the_store_and_the_store_stays_as_it_is() -> None:
    with unit_of_work(SYSTEM) as db:
        make_catalogue(db).product("Drill")
        make_tenant(db, "assay")
    with TestClient(Starlette(routes=[*ROUTES, *STORE]), base_url="http://localhost") as client:
        before = client.get("/s/northforge").text
        answer = visit(client, Role.OPERATOR, "northforge", DRAFT)
        page, policy = answer.text, answer.headers["content-security-policy"]
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in policy
        assert "script-src 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert '<html lang="en" class="dark"' in page
        assert 'data-store="mezzaluna"' in page
        assert "#123abc" in page
        assert "forge" in page
        assert "<script" not in page
        assert "inert" in page
        light = visit(client, Role.TENANT_ADMIN, "northforge", {**DRAFT, "look": "assay", "theme": "light"}).text
        assert 'data-store="assay"' in light
        assert client.get("/s/northforge").text == before
        assert "#123abc" not in before
        broken = visit(client, Role.TENANT_ADMIN, "northforge", {"look": "<b>", "brand": "red;}</style>"})
        assert "red;}" not in broken.text


@pytest.mark.parametrize(
    ("role", "store"), [(None, "northforge"), (Role.SHOPPER, "northforge"), (Role.TENANT_ADMIN, "assay")]
)
def test_nobody_elses_draft_is_drawn(role: Role | None, store: str) -> None:
    with unit_of_work(SYSTEM) as db:
        make_catalogue(db)
        make_tenant(db, "assay")
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost") as client:
        assert visit(client, role, store, DRAFT).status_code == 404
