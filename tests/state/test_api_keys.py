"""The keys' screens: what is typed, the token that is shown once, and who sees whose."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.kit.tokens import hash_token
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.services.identity.api_keys import NewKey, create_key
from marketplace.state.operator_desk.api_keys import OperatorKeysState
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_tenant, make_user
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
FORM = {"kind": "secret", "title": "Warehouse", "scope-orders:read": "yes", "password": PASSWORD}


@pytest.fixture
def stores(database: str) -> list[Tenant]:
    with unit_of_work(SYSTEM) as db:
        return [make_tenant(db), make_tenant(db, "other")]


@pytest.fixture
def operator(stores: list[Tenant]) -> Actor:
    with unit_of_work(SYSTEM) as db:
        return make_operator(db)


@pytest.fixture
def admin(stores: list[Tenant]) -> Actor:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db)
        give_role(db, user, Role.TENANT_ADMIN, tenant=stores[0])
        return actor_for(db, user)


def keys() -> list[ApiKey]:
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(ApiKey).order_by(col(ApiKey.created_at))))


def at(actor: Actor, path: str = "/admin/keys", event: str = "open") -> Any:
    state = tab(OperatorKeysState, path, token=sign_in(actor))
    do(state, event)
    return state


def test_a_key_is_made_shown_once_and_revoked(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin)
    assert (state.keys_ready, state.tenant_id, state.owner, state.rows) == (True, stores[0].id, "Acme", [])
    assert "Warehouse is made." in do(state, "create", FORM)
    (key,) = keys()
    assert (key.tenant_id, key.scopes) == (stores[0].id, "orders:read")
    assert hash_token(state.fresh.token) == key.token_hash
    assert [(row.title, row.token, row.hint) for row in state.rows] == [("Warehouse", "", key.hint)]
    do(state, "open")  # reload
    assert state.fresh == NewKey()
    assert state.rows[0].hint == key.hint
    assert "Warehouse is revoked." in do(state, "revoke", key.id)
    assert state.rows == []
    assert keys()[0].revoked_at is not None


def test_the_token_is_put_away(admin: Actor) -> None:
    state = at(admin)
    do(state, "create", FORM)
    do(state, "put_away")
    assert state.fresh == NewKey()


def test_a_double_click_makes_one_key(admin: Actor) -> None:
    state = at(admin)
    do(state, "create", FORM)
    token = state.fresh.token
    do(state, "create", FORM)
    assert (len(keys()), state.fresh.token) == (1, token)
    do(state, "put_away")
    do(state, "create", FORM)
    assert len(keys()) == 2


def test_what_is_wrong_is_said_at_its_field(admin: Actor) -> None:
    state = at(admin)
    do(state, "create", {**FORM, "password": "wrong"})
    assert state.field_errors == {"password": "This is not your password."}
    do(state, "create", {"kind": "secret"})
    assert set(state.field_errors) == {"title", "scopes"}
    assert (state.fresh, keys()) == (NewKey(), [])
    do(state, "choose", "publishable")
    assert (state.kind, state.field_errors) == ("publishable", {})


def test_an_operator_makes_keys_of_a_store_on_its_page_and_of_the_platform_on_the_own(
    operator: Actor, stores: list[Tenant]
) -> None:
    state = at(operator, f"/admin/tenants/{stores[1].id}", "open_store")
    assert (state.tenant_id, state.owner) == (stores[1].id, "Other")
    do(state, "create", {"kind": "publishable", "title": "Shop"})
    keys_page = at(operator)
    assert (keys_page.tenant_id, keys_page.owner, keys_page.rows) == ("", "Concourse", [])
    do(keys_page, "create", {**FORM, "scope-tenants:write": "yes"})
    assert [(key.tenant_id, key.kind, key.scopes) for key in keys()] == [
        (stores[1].id, "publishable", ""),
        (None, "secret", "orders:read tenants:read tenants:write"),
    ]


def test_a_store_that_is_not_ones_own_shows_nothing_and_takes_nothing(admin: Actor, stores: list[Tenant]) -> None:
    with unit_of_work(SYSTEM) as db:
        foreign = create_key(db, make_operator(db), kind="publishable", tenant_id=stores[1].id, title="Theirs")
    state = at(admin, f"/admin/tenants/{stores[1].id}", "open_store")
    assert (state.tenant_id, state.rows) == ("", [])
    for place in (stores[1].id, "", "ten_none"):
        state.tenant_id = place
        do(state, "create", FORM)
        do(state, "create", {"kind": "publishable", "title": "x"})
    do(state, "revoke", foreign.id)
    assert [(key.id, key.revoked_at) for key in keys()] == [(foreign.id, None)]
