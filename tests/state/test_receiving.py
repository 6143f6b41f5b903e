"""The tab “Payments” of a store's page: where buyers pay, with the password, and only one's own store's."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.banking import ReceivingAccount
from marketplace.models.tenant import Tenant
from marketplace.state.operator_desk.receiving import OperatorReceivingState
from tests.factories.people import PASSWORD, actor_for, give_role, make_tenant, make_user
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
FORM = {"currency": "EUR", "name": "Acme GmbH", "iban": "AT48 3200 0000 1234 5864", "bic": "DEMOATWW"}


@pytest.fixture
def stores(database: str) -> list[Tenant]:
    with unit_of_work(SYSTEM) as db:
        return [make_tenant(db), make_tenant(db, "other")]


@pytest.fixture
def admin(stores: list[Tenant]) -> Actor:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db)
        give_role(db, user, Role.TENANT_ADMIN, tenant=stores[0])
        return actor_for(db, user)


def at(actor: Actor, store: Tenant) -> Any:
    state = tab(OperatorReceivingState, f"/admin/tenants/{store.id}", token=sign_in(actor))
    do(state, "open_store")
    return state


def accounts() -> list[tuple[str, str, str]]:
    with unit_of_work(SYSTEM) as db:
        return [(row.tenant_id, row.currency, row.iban) for row in db.exec(select(ReceivingAccount))]


def test_an_account_is_set_with_the_password_and_removed(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin, stores[0])
    assert [(row.key, row.is_set) for row in state.rows] == [("EUR", False)]
    do(state, "save", FORM)
    assert (set(state.field_errors), accounts()) == ({"password"}, [])
    do(state, "save", {**FORM, "iban": "AT48 3200", "password": PASSWORD})
    assert (set(state.field_errors), state.form_of, accounts()) == ({"iban"}, "EUR", [])
    assert "Buyers pay what they owe in EUR" in do(state, "save", {**FORM, "password": PASSWORD})
    assert state.rows[0].says == "Acme GmbH, AT48 3200 0000 1234 5864"
    assert accounts() == [(stores[0].id, "EUR", "AT483200000012345864")]
    assert "not offered in EUR any more" in do(state, "remove", {"currency": "EUR", "password": PASSWORD})
    assert (state.rows[0].is_set, accounts()) == (False, [])


def test_another_stores_account_is_neither_shown_nor_set(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin, stores[1])
    assert (state.tenant_id, state.rows) == ("", [])
    do(state, "save", {**FORM, "password": PASSWORD})
    assert accounts() == []
