"""The account's pages through their handlers."""

from __future__ import annotations

import re

import pyotp
import pytest
from sqlmodel import select

from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup
from marketplace.services.identity.identity import check_credentials
from marketplace.services.orders.order_access import group_of
from marketplace.settings import settings
from marketplace.state.account.mailbox import MailboxState
from marketplace.state.account.orders import AccountOrdersState
from marketplace.state.account.profile import AccountProfileState
from marketplace.state.account.security import AccountSecurityState
from tests.factories.catalogue import make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import PASSWORD, actor_for, make_user
from tests.state.browser import do, sign_in, tab


@pytest.fixture
def person(database: str) -> Actor:
    with unit_of_work(Scope.system()) as db:
        return actor_for(db, make_user(db, email_verified_at=None))


def test_a_guest_is_sent_to_sign_in(database: str) -> None:
    assert "/sign-in?next=/account" in do(tab(AccountProfileState, "/account"), "open")
    assert "/sign-in" in do(tab(AccountSecurityState, "/account/security"), "open")


def test_a_name_is_saved_and_an_empty_one_is_not(person: Actor) -> None:
    state = tab(AccountProfileState, "/account", token=sign_in(person))
    do(state, "open")
    do(state, "save", {"first_name": "  Ada  ", "last_name": "Lovelace"})
    assert state.profile.name == "Ada Lovelace"
    do(state, "save", {"first_name": " ", "last_name": "x"})
    assert state.field_errors == {"first_name": "Enter your first name."}


def test_the_proof_of_the_address_can_be_sent_again(person: Actor) -> None:
    state = tab(AccountProfileState, "/account", token=sign_in(person))
    do(state, "open")
    assert not state.profile.is_verified
    do(state, "resend")
    assert "ada@example.com" in state.notice


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(person: Actor) -> None:
    here, elsewhere = sign_in(person), sign_in(person)
    state = tab(AccountSecurityState, "/account/security", token=here)
    do(state, "open")
    assert len(state.sessions) == 2
    do(state, "change_password", {"current": "wrong", "password": "a brand new password"})
    assert state.field_errors == {"current": "This is not your password."}
    do(state, "change_password", {"current": PASSWORD, "password": "a brand new password"})
    assert [row.is_this for row in state.sessions] == [True]
    assert "/sign-in" in do(tab(AccountSecurityState, "/account/security", token=elsewhere), "open")
    with unit_of_work(Scope.system()) as db:
        assert check_credentials(db, email="ada@example.com", password="a brand new password", at=now())


def test_two_step_sign_in_from_the_qr_code_to_off(person: Actor) -> None:
    state = tab(AccountSecurityState, "/account/security", token=sign_in(person))
    do(state, "open")
    do(state, "begin_setup", {"setup_password": "guess"})
    assert state.field_errors == {"setup_password": "This is not your password."}
    assert state.setup.path == ""
    do(state, "begin_setup", {"setup_password": PASSWORD})
    secret = re.sub(r"\s", "", state.setup.secret)
    assert state.setup.path.startswith("M0 0h1v1h-1z")
    do(state, "confirm_setup", {"code": "000000"})
    assert "code" in state.field_errors
    do(state, "confirm_setup", {"code": pyotp.TOTP(secret).now()})
    assert len(state.codes) == 10
    assert state.setup.secret == ""
    assert state.profile.has_second_factor
    do(state, "codes_kept")
    assert state.codes == []
    do(state, "switch_off", {"off_password": "wrong"})
    assert state.field_errors == {"off_password": "This is not your password."}
    do(state, "switch_off", {"off_password": PASSWORD})
    assert not state.profile.has_second_factor


def test_somebody_elses_session_cannot_be_ended(person: Actor) -> None:
    with unit_of_work(Scope.system()) as db:
        other = actor_for(db, make_user(db, "bob@example.com"))
    bobs = tab(AccountSecurityState, "/account/security", token=sign_in(other))
    do(bobs, "open")
    state = tab(AccountSecurityState, "/account/security", token=sign_in(person))
    do(state, "end_session", bobs.sessions[0].id)
    assert state.missing
    do(bobs, "open")
    assert len(bobs.sessions) == 1


def test_the_mailbox_is_the_demos_alone(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tab(MailboxState, "/mailbox")
    do(state, "open")
    assert not state.missing
    monkeypatch.setattr(type(settings()), "is_demo", property(lambda self: False))
    do(state, "open")
    assert state.missing
    assert state.mails == []


def test_what_one_bought_in_any_store_and_nobody_elses(database: str) -> None:
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Drill", vendor="bolt")
        buyer = actor_for(db, make_user(db, "buyer@example.com"))
        other = actor_for(db, make_user(db, "other@example.com"))
        lines = [Bought(offers_of(db, shop.vendor("bolt"))[0], 2, 5_000)]
        for who in (buyer, other):
            group_of(db, placed_order(db, shop, lines)[0]).user_id = who.user_id
        mine = db.exec(select(OrderGroup.number).where(OrderGroup.user_id == buyer.user_id)).one()
    state = tab(AccountOrdersState, "/account/orders", token=sign_in(buyer))
    do(state, "open")
    assert [(row.number, row.total, row.store) for row in state.rows] == [(str(mine), "€119.00", shop.store.name)]
    guest = tab(AccountOrdersState, "/account/orders")
    assert "/sign-in" in do(guest, "open")
    assert guest.rows == []
