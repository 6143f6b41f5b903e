"""The address book under Account: what is listed, kept, refused and deleted, and whose it is."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.address import Address
from marketplace.services.identity import address_book
from marketplace.state.account.addresses import AccountAddressesState
from tests.factories.people import actor_for, make_tenant, make_user
from tests.state.browser import do, sign_in, tab

PATH = "/account/addresses"
HOME = {
    "last_name": "Holt",
    "line1": "Lange Gasse 3",
    "city": "Kassel",
    "postal_code": "D-34117",
    "country": "DE",
    "store": "north",
}


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


@pytest.fixture
def stores(database: str) -> dict[str, str]:
    with unit_of_work(Scope.system()) as db:
        return {handle: make_tenant(db, handle).id for handle in ("north", "south")}


@pytest.fixture
def maren(stores: dict[str, str]) -> Actor:
    with unit_of_work(Scope.system()) as db:
        return actor_for(db, make_user(db, "maren@holt.example"))


@pytest.fixture
def eve(stores: dict[str, str]) -> Actor:
    with unit_of_work(Scope.system()) as db:
        return actor_for(db, make_user(db, "eve@holt.example"))


def page(actor: Actor, address: str = "") -> AccountAddressesState:
    state = tab(AccountAddressesState, f"{PATH}?address={address}" if address else PATH, token=sign_in(actor))
    do(state, "open")
    return state


def keep(tenant_id: str, owner: Actor, **fields: object) -> str:
    values = {"last_name": "Holt", "line1": "Hafenweg 4", "city": "Kassel", "postal_code": "34117", "country": "DE"}
    with unit_of_work(Scope.system()) as db:
        row = Address(id=new_id("cuaddr"), tenant_id=tenant_id, user_id=owner.user_id, **{**values, **fields})
        db.add(row)
        return row.id


def test_a_guest_is_sent_to_sign_in(stores: dict[str, str]) -> None:
    assert f"/sign-in?next={PATH}" in do(tab(AccountAddressesState, PATH), "open")


def test_an_empty_book_gets_its_first_address_and_takes_it_for_everything(maren: Actor) -> None:
    assert page(maren).rows == []
    form = page(maren, "new")
    assert (form.store, form.card.given["first_name"], form.card.given["last_name"]) == ("north", "Maren", "Test")
    assert (form.address_id, form.card.is_default_shipping, form.card.is_default_billing) == ("new", True, True)
    reply = do(form, "save", {**HOME, "label": " Head  office ", "default_shipping": "yes", "default_billing": "yes"})
    assert "/account/addresses" in reply
    (row,) = page(maren).rows
    assert (row.title, row.line, row.tags) == (
        "Head office",
        "Holt, Lange Gasse 3, 34117 Kassel, Germany",
        ("Delivery", "Bills"),
    )
    assert page(maren, "new").card.is_default_shipping is False


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(maren: Actor) -> None:
    form = page(maren, "new")
    do(form, "leave_field", "country", "DE")
    do(form, "leave_field", "postal_code", "ABC")
    assert form.field_errors == {"postal_code": "A postal code in Germany has five digits, such as 26133."}
    do(form, "leave_field", "country", "NL")  # the code is looked at again by the other country's rule
    assert "Netherlands" in form.field_errors["postal_code"]
    do(form, "leave_field", "postal_code", "1234 AB")
    assert form.field_errors == {}
    do(form, "save", {"store": "north", "country": "DE", "postal_code": "ABC"})
    assert form.field_errors == {
        "last_name": "Enter a name.",
        "line1": "Enter street and number.",
        "city": "Enter a town.",
        "postal_code": "A postal code in Germany has five digits, such as 26133.",
    }
    assert form.address_id == "new"
    assert rows("select count(*) from address") == [(0,)]


def test_there_is_one_default_of_a_kind_in_each_store(maren: Actor, stores: dict[str, str]) -> None:
    old = keep(stores["north"], maren, is_default_shipping=True, is_default_billing=True)
    south = keep(stores["south"], maren, is_default_shipping=True)
    do(page(maren, "new"), "save", {**HOME, "default_shipping": "yes"})
    assert rows("select id from address where is_default_shipping and line1 = 'Lange Gasse 3'") != []
    assert rows(f"select is_default_shipping, is_default_billing from address where id = '{old}'") == [(False, True)]
    assert rows(f"select is_default_shipping from address where id = '{south}'") == [(True,)]


def test_an_address_is_changed_and_one_can_be_deleted(maren: Actor, stores: dict[str, str]) -> None:
    address = keep(stores["south"], maren, label="Workshop")
    form = page(maren, address)
    assert (form.card.given["line1"], form.card.given["label"], form.country) == ("Hafenweg 4", "Workshop", "DE")
    do(form, "save", {**HOME, "store": "north", "label": "Depot"})  # the store is the address's own, whatever is sent
    assert rows("select tenant_id, label, line1, postal_code from address") == [
        (stores["south"], "Depot", "Lange Gasse 3", "34117")
    ]
    assert "/account/addresses" in do(page(maren, address), "remove")
    assert rows("select count(*) from address") == [(0,)]
    events = rows("select action, object_name, before, after from audit_event where action like 'customer:address%'")
    assert sorted(events) == [("customer:address:removed", "", None, None), ("customer:address:saved", "", None, None)]


def test_the_address_of_another_is_not_there_and_stays_as_it_is(
    maren: Actor, eve: Actor, stores: dict[str, str]
) -> None:
    address = keep(stores["north"], maren)
    seen = page(eve, address)
    assert seen.missing
    assert (seen.rows, seen.card.id, seen.card.given["line1"]) == ([], "", "")
    do(seen, "save", HOME)
    do(seen, "remove")
    assert seen.missing
    assert rows("select line1, user_id from address") == [("Hafenweg 4", maren.user_id)]


def test_a_full_book_takes_no_more_and_says_what_to_do(
    maren: Actor, stores: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address_book, "MAX_ADDRESSES", 1)
    keep(stores["north"], maren)
    reply = do(page(maren, "new"), "save", HOME)
    assert "Delete one that you no longer use." in reply
    assert rows("select count(*) from address") == [(1,)]
    do(page(maren, "new"), "save", {**HOME, "store": "south"})  # the other store's book has room
    assert rows("select count(*) from address") == [(2,)]
