"""Signing in and out through the real forms: what the cookie holds, what is refused, what is never told."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pyotp
import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.errors import TooManyRequests
from marketplace.domain.permissions import GUEST, Role
from marketplace.kit import ratelimit
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent, Job
from marketplace.kit.tenancy import Scope
from marketplace.models.user import Membership, PendingAccount, SignInMisses, User, UserSession
from marketplace.services.identity import two_factor
from marketplace.services.identity.access import actor_of
from marketplace.services.identity.identity import add_account, check_credentials
from marketplace.services.identity.sign_in_guard import knows_device
from marketplace.site.account import sign_in_forms
from tests.factories.letters import last_letter, token_of_letter
from tests.factories.people import PASSWORD, actor_for, give_role, make_tenant, make_user

SYSTEM = Scope.system()


@pytest.fixture
def client(database: str) -> Iterator[TestClient]:
    ratelimit._limiter.cache_clear()
    with TestClient(
        Starlette(routes=sign_in_forms.ROUTES), base_url="http://localhost", follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def no_code_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses may try as often as they like: what is counted is the account."""
    real = sign_in_forms.limit
    monkeypatch.setattr(
        sign_in_forms, "limit", lambda rate, *key: None if key[0] == "second-factor" else real(rate, *key)
    )


@pytest.fixture
def ada(database: str) -> User:
    with unit_of_work(SYSTEM) as db:
        return make_user(db, "ada@example.com")


def query(response: Response) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlparse(response.headers["location"]).query).items()}


def typed(response: Response) -> dict[str, str]:
    """What the next page's form holds: in a cookie that no script reads."""
    assert "HttpOnly" in response.headers["set-cookie"]
    packed = response.cookies["said"].strip('"')
    return dict(json.loads(json.loads(base64.urlsafe_b64decode(packed))["typed"]))


def path(response: Response) -> str:
    return urlparse(response.headers["location"]).path


def sign_in(client: TestClient, **fields: str) -> Response:
    return client.post("/auth/sign-in", data={"email": "ada@example.com", "password": PASSWORD, **fields})


def test_a_right_password_opens_a_session_out_of_reach_of_scripts(client: TestClient, ada: User) -> None:
    response = sign_in(client, next="/account/security")
    assert (response.status_code, response.headers["location"]) == (303, "/account/security")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    token = client.cookies["session"]
    assert actor_of(token).user_id == ada.id
    with unit_of_work(SYSTEM) as db:
        stored = db.exec(select(UserSession)).one()
        assert token not in stored.token_hash
        assert db.exec(select(AuditEvent.action)).all() == ["account:account:signed_in"]


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"]
)
def test_next_never_leads_away(client: TestClient, ada: User, wanted: str) -> None:
    assert sign_in(client, next=wanted).headers["location"] == "/account"


def test_everybody_starts_at_their_desk(client: TestClient, ada: User) -> None:
    with unit_of_work(SYSTEM) as db:
        give_role(db, ada, Role.OPERATOR)
    assert sign_in(client).headers["location"] == "/admin"


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_wrong_and_unknown_answer_alike(client: TestClient, ada: User, email: str) -> None:
    response = sign_in(client, email=email, password="wrong password")
    assert path(response) == "/sign-in"
    assert query(response) == {"problem": "credentials"}  # no address of a person in an address
    assert typed(response) == {"email": email}
    assert list(response.cookies) == ["said"]


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_misses_make_the_next_try_wait_whether_there_is_an_account_or_not(
    client: TestClient, ada: User, email: str
) -> None:
    for _ in range(5):
        assert query(sign_in(client, email=email, password="wrong password"))["problem"] == "credentials"
    waiting = query(sign_in(client, email=email))
    assert waiting["problem"] == "too_many"
    assert 1 <= int(waiting["wait"]) <= 3
    with unit_of_work(SYSTEM) as db:
        names = db.exec(select(AuditEvent.object_name).where(AuditEvent.action == "account:sign_in:failed")).all()
        numbers = [(one or {})["misses"] for one in db.exec(select(AuditEvent.after))]
    assert names == ["ada@example.com"] * 2 if email.startswith("ada") else names == []
    assert numbers == [1, 5][: len(names)]  # the trail forgets nothing: nobody may fill it with guesses


def test_the_right_password_forgives(client: TestClient, ada: User) -> None:
    for _ in range(5):
        sign_in(client, password="wrong password")
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update sign_in_misses set retry_at = now() - interval '1 second'"))
    assert path(sign_in(client)) == "/account"
    assert path(sign_in(client)) == "/account"
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(SignInMisses.misses)).all() == [0, 0, 0]  # this network, anywhere, this browser


def test_a_strangers_guesses_make_the_stranger_wait_and_nobody_else(client: TestClient, ada: User) -> None:
    def guess(ip: str) -> User | None:
        stranger = replace(GUEST, ip=ip)
        with unit_of_work(SYSTEM) as db:
            return check_credentials(db, email="ada@example.com", password="guess", at=now(), actor=stranger)

    sign_in(client)  # this browser is known from now on
    for _ in range(5):
        assert guess("203.0.113.7") is None
    with pytest.raises(TooManyRequests):
        guess("203.0.113.7")
    fresh = TestClient(client.app, base_url="http://localhost", follow_redirects=False)
    assert path(sign_in(fresh)) == "/account"  # from elsewhere, at once
    for n in range(45):  # now from everywhere
        assert guess(f"198.51.100.{n}") is None
    with pytest.raises(TooManyRequests):
        guess("198.51.100.200")
    assert path(sign_in(TestClient(client.app, base_url="http://localhost", follow_redirects=False))) == "/account"
    assert path(sign_in(client)) == "/account"  # the network and the browser are known: both pass
    client.post("/auth/forgot-password", data={"email": "ada@example.com"})
    token = token_of_letter("Choose a new password")
    client.post("/auth/reset-password", data={"token": token, "password": "another good one"})
    new = TestClient(client.app, base_url="http://localhost", follow_redirects=False)
    assert path(sign_in(new, password="another good one")) == "/account"  # and so does who reads the letters


def test_a_made_up_browser_is_not_a_known_one(client: TestClient, ada: User) -> None:
    sign_in(client)
    known = client.cookies["device"]
    assert knows_device(known, ada.id)
    for device in ("", "x", ".", f"{known}x", known.split(".")[0] + ".", "\x00.\x00", known.replace(".", "é.")):
        assert not knows_device(device, ada.id)
    assert not knows_device(known, "usr_other")


def test_the_session_changes_at_sign_in_and_the_old_one_ends(client: TestClient, ada: User) -> None:
    sign_in(client)
    first = client.cookies["session"]
    sign_in(client)
    assert client.cookies["session"] != first
    assert actor_of(first).user_id is None


def test_sign_out_ends_the_session_on_the_server(client: TestClient, ada: User) -> None:
    sign_in(client)
    token = client.cookies["session"]
    assert path(client.post("/auth/sign-out")) == "/stores"
    assert actor_of(token).user_id is None


@pytest.mark.parametrize(
    "change",
    [
        "update user_session set last_seen_at = now() - interval '12 hours 1 minute'",
        "update user_session set expires_at = now() - interval '1 second'",
        "update user_session set revoked_at = now()",
        "update account set suspended_at = now()",
    ],
)
def test_a_session_ends_by_idleness_age_revocation_and_suspension(client: TestClient, ada: User, change: str) -> None:
    sign_in(client)
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text(change))
    assert actor_of(client.cookies["session"]).user_id is None


def test_operators_are_signed_out_sooner(client: TestClient, ada: User) -> None:
    with unit_of_work(SYSTEM) as db:
        give_role(db, ada, Role.OPERATOR)
    sign_in(client)
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update user_session set last_seen_at = now() - interval '31 minutes'"))
    assert actor_of(client.cookies["session"]).user_id is None


def test_the_second_factor_is_asked_and_each_code_works_once(client: TestClient, ada: User) -> None:
    with unit_of_work(SYSTEM) as db:
        actor = actor_for(db, ada)
        uri = two_factor.begin(db, actor, password=PASSWORD)
    totp = pyotp.parse_uri(uri)
    with unit_of_work(SYSTEM) as db:
        recovery = two_factor.confirm(db, actor, code=totp.at(now() - timedelta(seconds=30)), at=now())
    assert len(set(recovery)) == 10
    with unit_of_work(SYSTEM) as db:
        assert totp.secret not in db.exec(select(User.totp_secret).where(User.id == ada.id)).one()

    response = sign_in(client, next="/account")
    assert path(response) == "/second-factor"
    assert "session" not in client.cookies
    code = totp.now()
    wrong = client.post("/auth/second-factor", data={"code": "000000", "next": "/account"})
    assert query(wrong)["field"] == "code"
    assert path(client.post("/auth/second-factor", data={"code": code, "next": "/account"})) == "/account"
    assert actor_of(client.cookies["session"]).user_id == ada.id

    client.cookies.clear()
    sign_in(client)
    assert query(client.post("/auth/second-factor", data={"code": code}))["field"] == "code"
    assert path(client.post("/auth/second-factor", data={"code": recovery[0]})) == "/account"
    client.cookies.clear()
    sign_in(client)
    assert query(client.post("/auth/second-factor", data={"code": recovery[0]}))["field"] == "code"


def test_codes_are_not_guessed(client: TestClient, ada: User, no_code_limits: None) -> None:
    with unit_of_work(SYSTEM) as db:
        actor = actor_for(db, ada)
        totp = pyotp.parse_uri(two_factor.begin(db, actor, password=PASSWORD))
    with unit_of_work(SYSTEM) as db:
        two_factor.confirm(db, actor, code=totp.at(now() - timedelta(seconds=30)), at=now())
    sign_in(client)
    for _ in range(5):
        assert query(client.post("/auth/second-factor", data={"code": "000000"}))["field"] == "code"
    assert query(client.post("/auth/second-factor", data={"code": totp.now()}))["problem"] == "refused"
    with unit_of_work(SYSTEM) as db:
        missed = db.exec(select(AuditEvent.after).where(AuditEvent.action == "account:sign_in:failed")).all()
    assert missed == [{"wrong": "code", "misses": n} for n in (1, 5)]
    sign_in(client)
    for _ in range(5):
        client.post("/auth/second-factor", data={"code": "000000"})
    sign_in(client)
    assert query(client.post("/auth/second-factor", data={"code": totp.now()}))["problem"] == "too_many"
    assert "session" not in client.cookies


def test_signing_out_is_written_down(client: TestClient, ada: User) -> None:
    sign_in(client)
    client.post("/auth/sign-out")
    client.post("/auth/sign-out")
    with unit_of_work(SYSTEM) as db:
        events = db.exec(select(AuditEvent.action, AuditEvent.actor_id)).all()
    assert events == [("account:account:signed_in", ada.id), ("account:account:signed_out", ada.id)]


def test_a_ticket_for_the_second_step_works_once_and_not_for_ever(client: TestClient, ada: User) -> None:
    client.cookies.set("second_factor", "made up")
    refused = client.post("/auth/second-factor", data={"code": "123456"})
    assert query(refused)["problem"] == "refused"
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(UserSession)).all() == []


GRACE = {
    "first_name": "Grace",
    "last_name": "Hopper",
    "email": " Grace@Example.com ",
    "store": "acme",
    "next": "/s/acme/checkout",
}


def test_sign_up_sends_a_letter_whose_link_makes_the_account(client: TestClient, database: str) -> None:
    with unit_of_work(SYSTEM) as db:
        tenant = make_tenant(db, "acme")
    response = client.post("/auth/sign-up", data=GRACE)
    assert path(response) == "/sign-in"
    assert query(response)["notice"] == "check_mail"
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(User)).all() == []
        wish = db.exec(select(PendingAccount)).one()
        assert wish.token_hash is None
        assert db.exec(select(Job)).one().payload == {"pending_id": wish.id}
    assert query(sign_in(client, email="grace@example.com", password="ten letters long"))["problem"] == "credentials"
    token = token_of_letter("Confirm your e-mail address")
    short = client.post("/verify-email", data={"token": token, "password": "short", "new": "1"})
    assert (query(short)["field"], query(short)["token"], query(short)["new"]) == ("password", token, "1")
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(User)).all() == []
    response = client.post("/verify-email", data={"token": token, "password": "ten letters long", "new": "1"})
    assert response.headers["location"] == "/s/acme/checkout"
    with unit_of_work(SYSTEM) as db:
        user = db.exec(select(User)).one()
        assert (user.email, user.first_name) == ("grace@example.com", "Grace")
        assert user.email_verified_at is not None
        assert user.password_hash.startswith("$argon2id$")
        member = db.exec(select(Membership)).one()
        assert (member.role, member.tenant_id) == ("shopper", tenant.id)
        assert db.exec(select(PendingAccount)).all() == []
    assert actor_of(client.cookies["session"]).user_id == user.id
    again = client.post("/verify-email", data={"token": token, "password": "ten letters long"})
    assert (query(again)["problem"], query(again)["field"]) == ("invalid", "token")


def test_sign_up_with_a_known_address_is_answered_alike_and_tells_its_owner(client: TestClient, ada: User) -> None:
    answers = []
    for email in ("ada@example.com", "new@example.com"):
        answer = client.post("/auth/sign-up", data={"first_name": "Eve", "last_name": "X", "email": email})
        answers.append((answer.status_code, path(answer), query(answer), typed(answer) | {"email": "the same"}))
        tried = sign_in(client, email=email, password="ten letters long")
        answers.append((tried.status_code, path(tried), query(tried), typed(tried) | {"email": "the same"}))
    assert answers[:2] == answers[2:]
    with unit_of_work(SYSTEM) as db:
        assert len(db.exec(select(User)).all()) == 1
        assert sorted(db.exec(select(Job.kind)).all()) == ["mail.account_exists", "mail.verify_email"]


def test_a_stranger_who_knows_the_address_gets_no_way_in(client: TestClient, database: str) -> None:
    """An account that a program made for somebody else's address is confirmed only by who has its password."""
    with unit_of_work(SYSTEM) as db:
        add_account(db, email="grace@example.com", password="a strangers password", tenant_id=None, actor=GUEST)
    token = token_of_letter("Confirm your e-mail address")
    wrong = client.post("/verify-email", data={"token": token, "password": "not the strangers"})
    assert query(wrong) == {"token": token, "problem": "credentials"}
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(User.email_verified_at)).one() is None
    assert path(client.post("/verify-email", data={"token": token, "password": "a strangers password"})) == "/account"


def test_two_wishes_for_one_address_make_one_account(client: TestClient, database: str) -> None:
    tokens = []
    for _ in range(2):
        client.post("/auth/sign-up", data={"first_name": "G", "email": "grace@example.com"})
        tokens.append(token_of_letter("Confirm your e-mail address"))
    assert (
        path(client.post("/verify-email", data={"token": tokens[1], "password": "eleven letters long"})) == "/account"
    )
    late = client.post("/verify-email", data={"token": tokens[0], "password": "a third good one"})
    assert query(late)["field"] == "token"
    assert path(sign_in(client, email="grace@example.com", password="eleven letters long")) == "/account"


@pytest.mark.parametrize(("form", "letters"), [("forgot-password", 3), ("sign-up", 5)])
def test_one_address_gets_so_many_letters_an_hour(client: TestClient, ada: User, form: str, letters: int) -> None:
    sent = {"email": "ada@example.com", "first_name": "Eve", "password": "ten letters long"}
    answers = {query(client.post(f"/auth/{form}", data=sent))["notice"] for _ in range(6)}
    assert len(answers) == 1
    with unit_of_work(SYSTEM) as db:
        assert len(db.exec(select(Job)).all()) == letters


@pytest.mark.parametrize(
    ("fields", "field"), [({"email": "not an address"}, "email"), ({"first_name": "  "}, "first_name")]
)
def test_bad_sign_ups_name_their_field_and_keep_what_was_typed(
    client: TestClient, database: str, fields: dict[str, str], field: str
) -> None:
    good = {"first_name": "Grace", "last_name": "H", "email": "grace@example.com"}
    response = client.post("/auth/sign-up", data=good | fields)
    answer = query(response)
    assert answer["field"] == field
    assert answer["says"]
    assert answer.keys().isdisjoint({"email", "first_name", "last_name", "password"})
    assert typed(response)["last_name"] == "H"
    assert "password" not in typed(response)
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(PendingAccount)).all() == []


def test_a_reset_link_works_once_and_ends_every_session(client: TestClient, ada: User) -> None:
    sign_in(client)
    before = client.cookies["session"]
    assert query(client.post("/auth/forgot-password", data={"email": "ada@example.com"}))["notice"] == "sent"
    token = token_of_letter("Choose a new password")
    short = client.post("/auth/reset-password", data={"token": token, "password": "short"})
    assert query(short)["field"] == "password"
    assert (
        path(client.post("/auth/reset-password", data={"token": token, "password": "another good one"})) == "/sign-in"
    )
    assert actor_of(before).user_id is None
    again = client.post("/auth/reset-password", data={"token": token, "password": "a third good one"})
    assert query(again)["field"] == "token"
    assert query(sign_in(client))["problem"] == "credentials"
    assert path(sign_in(client, password="another good one")) == "/account"


def test_a_reset_ends_the_links_of_every_other_letter(client: TestClient, ada: User) -> None:
    tokens = []
    for _ in range(2):
        client.post("/auth/forgot-password", data={"email": "ada@example.com"})
        tokens.append(token_of_letter("Choose a new password"))
    first, second = tokens
    assert first != second
    client.post("/auth/reset-password", data={"token": second, "password": "another good one"})
    again = client.post("/auth/reset-password", data={"token": first, "password": "a third good one"})
    assert query(again)["field"] == "token"
    assert path(sign_in(client, password="another good one")) == "/account"


def test_no_link_of_a_letter_stands_anywhere_but_in_the_letter(client: TestClient, ada: User) -> None:
    client.post("/auth/forgot-password", data={"email": "ada@example.com"})
    token = token_of_letter("Choose a new password")
    with unit_of_work(SYSTEM) as db:
        tables = db.connection().execute(text("select tablename from pg_tables where schemaname = 'public'"))
        for table in [name for (name,) in tables if name != "mail_message"]:
            hits = (
                db.connection()
                .execute(text(f'select count(*) from "{table}" t where t::text like :token'), {"token": f"%{token}%"})
                .scalar_one()
            )
            assert hits == 0, table


def test_a_letter_whose_link_is_over_is_not_sent(client: TestClient, ada: User) -> None:
    client.post("/auth/forgot-password", data={"email": "ada@example.com"})
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update one_time_token set used_at = now()"))
    assert last_letter("Choose a new password") == ""
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Job.status)).one() == "done"


def test_asking_for_a_reset_never_tells_who_has_an_account(client: TestClient, ada: User) -> None:
    known = client.post("/auth/forgot-password", data={"email": "ada@example.com"})
    unknown = client.post("/auth/forgot-password", data={"email": "bob@example.com"})
    assert query(known)["notice"] == query(unknown)["notice"] == "sent"
    with unit_of_work(SYSTEM) as db:
        assert [job.payload["to"] for job in db.exec(select(Job))] == ["ada@example.com"]


@pytest.mark.parametrize(
    ("on_file", "typed"),
    [
        ("ada@xn--mller-kva.example", "Ada@Müller.example"),  # as an address is kept today
        ("ada@müller.example", "ada@müller.example"),  # as it was kept once
        ("ada@office.local", "ada@office.local"),  # no letter of ours would find it today
    ],
)
def test_an_account_is_found_however_its_address_is_on_file(
    client: TestClient, ada: User, on_file: str, typed: str
) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update account set email = :email"), {"email": on_file})
    assert path(sign_in(client, email=typed)) == "/account"
    assert query(client.post("/auth/forgot-password", data={"email": typed}))["notice"] == "sent"
    with unit_of_work(SYSTEM) as db:
        assert [job.payload["to"] for job in db.exec(select(Job))] == [on_file]


def test_an_old_spelling_of_an_address_is_no_second_account(client: TestClient, ada: User) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update account set email = 'ada@müller.example'"))
    client.post("/auth/sign-up", data={"email": "ada@müller.example", "first_name": "Ada", "password": PASSWORD})
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Job.kind)).all() == ["mail.account_exists"]
        assert db.exec(select(PendingAccount)).all() == []


def test_tries_are_limited_per_address_of_the_visitor(client: TestClient, database: str) -> None:
    answers = [query(sign_in(client, email=f"u{n}@example.com"))["problem"] for n in range(22)]
    assert answers[:20] == ["credentials"] * 20
    assert answers[20:] == ["too_many"] * 2


@pytest.mark.parametrize("form", ["sign-in", "sign-up", "forgot-password", "reset-password", "second-factor"])
def test_what_no_person_types_is_answered_all_the_same(client: TestClient, form: str) -> None:
    nothing = dict.fromkeys(("email", "password", "token", "code", "first_name", "store", "next"), "\x00")
    assert client.post(f"/auth/{form}", data=nothing).status_code == 303
    client.post(f"/auth/{form}", data={**nothing, "email": "a@b.co", "password": "a good long\x00 password"})
    huge = client.post(f"/auth/{form}", data={"email": "a" * 100_000, "password": "b" * 100_000, "next": "/" * 9_000})
    assert huge.status_code == 303
    assert len(huge.headers["location"]) < 5_000
