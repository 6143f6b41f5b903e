"""Production: what it does not start with, what operators must have, and what `doctor` says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import click
import pyotp
import pytest
from pydantic import ValidationError
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.api.app import make_api, serve_api
from marketplace.domain.demo_accounts import ACCOUNTS
from marketplace.domain.demo_accounts import PASSWORD as DEMO_PASSWORD
from marketplace.domain.errors import Conflict
from marketplace.domain.identity.api_scopes import ApiScope, KeyKind
from marketplace.domain.permissions import Role
from marketplace.integrations.mail.mailer import Mail, MailboxMailer, NoMailer, SmtpMailer, mailer
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent, MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.launch import CannotStart, check_production
from marketplace.models.user import User, UserSession
from marketplace.services.identity import api_keys, two_factor
from marketplace.services.identity.access import Desk, actor_of, desk_scope, home_of
from marketplace.services.identity.identity import hash_password
from marketplace.services.identity.sessions import open_session
from marketplace.services.operations import doctor
from marketplace.services.operations.production_checks import find_obstacles, retire_demo_accounts
from marketplace.settings import Settings, settings
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_tenant, make_user

SYSTEM = Scope.system()
SECURE = {
    "MARKETPLACE_MODE": "production",
    "SECRET_KEY": "s" * 32,
    "PUBLIC_URL": "https://shop.example",
    "SMTP_URL": "smtp://mail.example",
}


@pytest.fixture
def production(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in SECURE.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("without", "says"),
    [("SECRET_KEY", "at least 32 characters"), ("PUBLIC_URL", "https address"), ("SMTP_URL", "WITHOUT_MAIL=on")],
)
def test_what_is_missing_is_said_in_a_sentence(without: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings(**{name: value for name, value in SECURE.items() if name != without})  # type: ignore[arg-type]


def test_it_serves_the_front_end_that_was_built() -> None:
    with pytest.raises(ValidationError, match="for `make dev`"):
        Settings.model_validate({**SECURE, "VITE_ORIGIN": "http://127.0.0.1:5173"})


def test_without_mail_must_be_said_and_then_nothing_of_a_letter_is_kept(
    production: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with unit_of_work(SYSTEM) as db:
        assert isinstance(mailer(db), SmtpMailer)
    monkeypatch.delenv("SMTP_URL")
    monkeypatch.setenv("WITHOUT_MAIL", "on")
    settings.cache_clear()
    with unit_of_work(SYSTEM) as db:
        assert isinstance(mailer(db), NoMailer)
        mailer(db).send(Mail("job_1", "ada@example.com", "Choose a new password", "…?token=s3cret", "<a>s3cret</a>"))
        assert db.exec(select(MailMessage)).all() == []
    assert "s3cret" not in "".join(capsys.readouterr())
    assert {one.what: one.ok for one in doctor.examine()}["Mail"] is False
    monkeypatch.setenv("MARKETPLACE_MODE", "demo")
    settings.cache_clear()
    with unit_of_work(SYSTEM) as db:
        assert isinstance(mailer(db), MailboxMailer)


def plant_demo_accounts() -> None:
    hashed = hash_password(DEMO_PASSWORD)
    with unit_of_work(SYSTEM) as db:
        for account in ACCOUNTS[:3]:
            make_user(db, account.email).password_hash = hashed
        make_user(db, ACCOUNTS[3].email)  # somebody who took the address and has a password of their own


def test_it_does_not_start_with_accounts_that_everybody_can_open(production: None) -> None:
    plant_demo_accounts()
    with pytest.raises(CannotStart, match=r"rasmus@concourse.example|ana@mezzaluna.example and 2 more") as refused:
        check_production()
    assert "retire-demo-accounts" in str(refused.value)
    assert isinstance(refused.value, click.ClickException)
    assert {one.what: one.ok for one in doctor.examine()}["Accounts"] is False


def test_demo_accounts_are_retired_and_nobody_elses(production: None) -> None:
    plant_demo_accounts()
    with unit_of_work(SYSTEM) as db:
        users = {user.email: user for user in db.exec(select(User))}
        tokens = {email: open_session(db, user, actor=actor_for(db, user)) for email, user in users.items()}
    with unit_of_work(SYSTEM) as db:
        assert sorted(retire_demo_accounts(db)) == sorted(account.email for account in ACCOUNTS[:3])
    check_production()
    assert find_obstacles() == []
    assert [actor_of(tokens[account.email]).user_id is None for account in ACCOUNTS[:4]] == [True] * 3 + [False]
    with unit_of_work(SYSTEM) as db:
        assert retire_demo_accounts(db) == []
        names = db.exec(select(AuditEvent.object_name).where(AuditEvent.action == "account:account:suspended")).all()
        assert sorted(names) == sorted(account.email for account in ACCOUNTS[:3])
    assert {one.what: one.ok for one in doctor.examine()}["Accounts"] is True


def test_in_demo_mode_they_are_welcome(database: str) -> None:
    plant_demo_accounts()
    check_production()
    assert find_obstacles() == []


def test_an_operators_desk_opens_with_the_second_factor(production: None) -> None:
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
        user = db.exec(select(User).where(User.id == operator.user_id)).one()
        token = open_session(db, user, actor=operator)
    bare = actor_of(token)
    assert (bare.is_operator, bare.awaits_second_factor, home_of(bare)) == (False, True, "/account/security")
    assert {one.what: one.ok for one in doctor.examine()}["Two-step sign-in"] is False
    with unit_of_work(SYSTEM) as db:
        totp = pyotp.parse_uri(two_factor.begin(db, bare, password=PASSWORD))
    with unit_of_work(SYSTEM) as db:
        two_factor.confirm(db, bare, code=totp.at(now() - timedelta(seconds=30)), at=now())
    assert not actor_of(token).is_operator  # its cookie was there before the phone: it never becomes stronger
    with unit_of_work(SYSTEM) as db:
        user = db.exec(select(User).where(User.id == operator.user_id)).one()
        ticket = two_factor.ask_for_code(db, user.id)
        opened = two_factor.finish_sign_in(db, ticket=ticket, code=totp.now(), actor=operator, at=now())
        assert opened is not None
    strong = actor_of(opened[1])
    assert (strong.is_operator, strong.awaits_second_factor, home_of(strong)) == (True, False, "/admin")
    assert desk_scope(strong, Desk.OPERATOR).platform
    assert {one.what: one.ok for one in doctor.examine()}["Two-step sign-in"] is True
    with unit_of_work(SYSTEM) as db, pytest.raises(Conflict, match="it stays on"):
        two_factor.disable(db, strong, password=PASSWORD)


def test_switching_it_off_weakens_every_session(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
        user = db.exec(select(User).where(User.id == operator.user_id)).one()
        token = open_session(db, user, actor=operator, second_factor=True)
        two_factor.disable(db, operator, password=PASSWORD)
    for name, value in SECURE.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert not actor_of(token).is_operator


def test_a_key_that_a_demo_account_made_opens_nothing_in_production(production: None) -> None:
    plant_demo_accounts()
    with unit_of_work(SYSTEM) as db:
        maker = db.exec(select(User).where(User.email == ACCOUNTS[0].email)).one()
        give_role(db, maker, Role.OPERATOR)
        made = api_keys.issue(KeyKind.SECRET, None, "Left over", [ApiScope.ORDERS_READ], created_by=maker.id)
        db.add(made[0])
        maker.suspended_at = now()
    with unit_of_work(SYSTEM) as db:
        for account in db.exec(select(User)):
            account.suspended_at = now()
    with pytest.raises(CannotStart, match="Left over"):
        check_production()
    with unit_of_work(SYSTEM) as db:
        assert api_keys.find_secret(db, made[1]) is not None
        retire_demo_accounts(db)
    check_production()
    with unit_of_work(SYSTEM) as db:
        assert api_keys.find_secret(db, made[1]) is None


def test_other_people_need_none(production: None) -> None:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db)
        give_role(db, user, Role.TENANT_ADMIN, tenant=make_tenant(db))
        token = open_session(db, user, actor=actor_for(db, user))
    actor = actor_of(token)
    assert (actor.awaits_second_factor, home_of(actor)) == (False, "/admin")


def test_a_program_of_an_operator_is_told_why_it_gets_no_token(production: None) -> None:
    with unit_of_work(SYSTEM) as db:
        make_operator(db)
    client = TestClient(serve_api(make_api()), base_url="https://shop.example")
    refused = client.post("/auth/user/emailpass", json={"email": "op@example.com", "password": PASSWORD})
    assert refused.status_code == 403
    assert "two steps" in refused.json()["message"]
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(UserSession)).all() == []
