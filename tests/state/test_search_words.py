"""The tab “Search” of a store's page: words are added and removed, what was searched in vain is seen to."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.search import SearchMiss, SearchSynonym
from marketplace.models.tenant import Tenant
from marketplace.services.search.search_words import count_misses
from marketplace.state.operator_desk.search_words import OperatorSearchState
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()


@pytest.fixture
def stores(database: str) -> list[Tenant]:
    with unit_of_work(SYSTEM) as db:
        made = [make_tenant(db), make_tenant(db, "other")]
        for store in made:
            count_misses(db, store.id, ["cordless", "ladder"])
        count_misses(db, made[0].id, ["cordless"])
        return made


@pytest.fixture
def admin(stores: list[Tenant]) -> Actor:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db)
        give_role(db, user, Role.TENANT_ADMIN, tenant=stores[0])
        return actor_for(db, user)


def at(actor: Actor, store: Tenant) -> Any:
    state = tab(OperatorSearchState, f"/admin/tenants/{store.id}", token=sign_in(actor))
    do(state, "open_store")
    return state


def words() -> list[tuple[str, str, str]]:
    with unit_of_work(SYSTEM) as db:
        return sorted((row.tenant_id, row.word, row.means) for row in db.exec(select(SearchSynonym)))


def test_a_word_that_was_searched_in_vain_gets_a_meaning(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin, stores[0])
    assert [(row.word, row.times) for row in state.misses] == [("cordless", "2 times"), ("ladder", "1 time")]
    do(state, "begin", "cordless")
    assert state.begun == "cordless"
    assert "“Cordless” finds “18 V” from now on." in do(state, "add", {"word": "Cordless", "means": "18 V"})
    assert (state.begun, [(row.word, row.means) for row in state.synonyms]) == ("", [("cordless", "18 v")])
    assert words() == [(stores[0].id, "cordless", "18 v")]
    do(state, "forget", "cordless")
    assert [row.word for row in state.misses] == ["ladder"]
    do(state, "remove", state.synonyms[0].id)
    assert (state.synonyms, words()) == ([], [])


def test_what_is_missing_is_said_at_the_field_and_nothing_is_kept(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin, stores[0])
    do(state, "add", {"word": "Schraube", "means": ""})
    assert state.field_errors == {"means": "Enter what your products call it: one to four words."}
    assert words() == []


def test_another_store_s_words_are_not_there(admin: Actor, stores: list[Tenant]) -> None:
    state = at(admin, stores[1])
    assert (state.tenant_id, state.misses, state.synonyms) == ("", [], [])
    do(state, "add", {"word": "Schraube", "means": "bolt"})
    assert words() == []
    with unit_of_work(SYSTEM) as db:
        assert len(db.exec(select(SearchMiss)).all()) == 4


def test_an_operator_keeps_the_words_of_every_store(stores: list[Tenant]) -> None:
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
    for store in stores:
        state = at(operator, store)
        assert [row.word for row in state.misses] == ["cordless", "ladder"]
        do(state, "add", {"word": "Schraube", "means": "bolt"})
        assert [row.means for row in state.synonyms] == ["bolt"]
    assert words() == sorted((store.id, "schraube", "bolt") for store in stores)
