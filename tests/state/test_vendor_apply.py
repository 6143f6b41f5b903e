"""Applying as a vendor through the page's handlers."""

from __future__ import annotations

import pytest
from sqlmodel import select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import Job
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.state.vendor_desk.apply import VendorApplyState
from tests.factories.people import PASSWORD, actor_for, give_role, make_tenant, make_user
from tests.state.browser import do, sign_in, tab

GIVEN = {
    "name": "Kestrel",
    "legal_name": "Kestrel Abrasives BV",
    "email": "orders@kestrel.example",
    "country": "NL",
    "tax_id": "NL861234509B01",
    "street": "Kade 4",
    "postal_code": "3011 AA",
    "city": "Rotterdam",
    "account_holder": "Kestrel Abrasives BV",
    "iban": "NL91 ABNA 0417 1643 00",
}


@pytest.fixture
def person(database: str) -> Actor:
    with unit_of_work(Scope.system()) as db:
        make_tenant(db, "northforge")
        make_tenant(db, "closed", is_active=False)
        return actor_for(db, make_user(db))


def vendors() -> list[Vendor]:
    with unit_of_work(Scope.system()) as db:
        return list(db.exec(select(Vendor)))


def test_a_guest_sees_the_list_and_changes_nothing(person: Actor) -> None:
    state = tab(VendorApplyState, "/vendor/apply?store=northforge")
    do(state, "open")
    assert state.is_guest
    assert len(state.steps) == state.view.total > 0
    assert [choice.value for choice in state.stores] == ["northforge"]
    assert "/sign-in" in do(state, "set_field", "name", "Kestrel")
    assert vendors() == []


def test_what_is_typed_is_kept_and_sent_once_it_is_complete(person: Actor) -> None:
    token = sign_in(person)
    state = tab(VendorApplyState, "/vendor/apply?store=northforge", token=token)
    do(state, "open")
    do(state, "set_field", "legal_name", "Kestrel Abrasives BV")
    assert "before your shop has a name" in state.kept
    for name, value in GIVEN.items():
        do(state, "set_field", name, value)
    assert state.kept == "Saved"
    assert state.view.left_to_send == 1
    do(state, "send", {"password": "guess"})
    assert state.field_errors == {"password": "This is not your password."}
    assert state.view.status == "draft"
    do(state, "send", {"password": PASSWORD})
    assert state.wrong == {"accepts_terms": "Accept the terms to send your application."}
    again = tab(VendorApplyState, "/vendor/apply", token=token)
    do(again, "open")
    assert (again.view.name, again.view.status) == ("Kestrel", "draft")
    do(again, "accept", True)
    do(again, "send", {"password": PASSWORD})
    assert again.view.status == "pending"
    assert [v.applied_at is not None for v in vendors()] == [True]
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Job.id).where(Job.kind == "mail.vendor_applied")).one()


def test_a_wrong_account_is_said_at_its_field(person: Actor) -> None:
    state = tab(VendorApplyState, "/vendor/apply?store=northforge", token=sign_in(person))
    do(state, "open")
    for name, value in (GIVEN | {"account_holder": "Kestrel Schleifmittel"}).items():
        do(state, "set_field", name, value)
    assert state.wrong["account_holder"].startswith("The holder is Kestrel Schleifmittel")
    assert state.standing["payout_account"] == "wrong"


def test_fields_that_do_not_exist_are_ignored(person: Actor) -> None:
    state = tab(VendorApplyState, "/vendor/apply?store=northforge", token=sign_in(person))
    do(state, "open")
    do(state, "set_field", "status", "approved")
    do(state, "set_field", "tenant_id", "x")
    assert vendors() == []


def test_who_buys_in_a_store_is_asked_to_sell_there(person: Actor) -> None:
    with unit_of_work(Scope.system()) as db:
        works = make_tenant(db, "works")
        shopper = make_user(db, "shopper@example.com")
        give_role(db, shopper, Role.SHOPPER, tenant=db.exec(select(Tenant).where(Tenant.handle == "closed")).one())
        give_role(db, shopper, Role.SHOPPER, tenant=works)
        buyer = actor_for(db, shopper)
    token = sign_in(buyer)
    for path, store in (("/vendor/apply", "works"), ("/vendor/apply?store=northforge", "northforge")):
        state = tab(VendorApplyState, path, token=token)
        do(state, "open")
        assert state.store == store
    guest = tab(VendorApplyState, "/vendor/apply")
    do(guest, "open")
    assert guest.store == "northforge"
