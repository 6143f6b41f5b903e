"""The socket as somebody uses it who has no browser: whose state it gives away, and what it leaves in the log."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import psycopg
import pytest

from marketplace.kit.process import embedded
from marketplace.state.account.security import AccountSecurityState
from tests.running import Running
from tests.socket_tab import ROOT, SocketTab

SECURITY = AccountSecurityState.get_full_name()
ORDERS = "/account/orders"


def session_of(product: Running, account: dict[str, str]) -> str:
    """The cookie of a fresh session of this account."""
    with httpx.Client(base_url=product.url, headers={"origin": product.url}) as client:
        sent = {"email": account["email"], "password": account["password"]}
        assert client.post("/auth/sign-in", data=sent).status_code == 303
        return f"session={client.cookies['session']}"


def database_of(product: Running) -> psycopg.Connection:
    """The running copy's database, as its owner."""
    given = product.environment.get("DATABASE_URL")
    return psycopg.connect(given or embedded.running(Path(product.environment["MARKETPLACE_DATA_DIR"])))


def sign_out(product: Running, cookie: str) -> None:
    headers = {"origin": product.url, "cookie": cookie}
    assert httpx.post(f"{product.url}/auth/sign-out", headers=headers).status_code == 303


@pytest.mark.e2e
def test_a_tabs_state_ends_with_its_session(product: Running, accounts: dict[str, dict[str, str]]) -> None:
    cookie = session_of(product, accounts["shopper"])
    with SocketTab(product.url, ORDERS, cookie=cookie) as tab:
        assert "maren@holt.example" in whole(tab)
        token = tab.token
    with SocketTab(product.url, ORDERS, token=token) as stranger:  # same tab token, no cookie
        assert "maren@holt.example" not in whole(stranger)
    with SocketTab(product.url, ORDERS, cookie=cookie) as tab:
        assert "maren@holt.example" in whole(tab)
        token = tab.token
    sign_out(product, cookie)
    with SocketTab(product.url, ORDERS, cookie=cookie, token=token) as late:
        assert "maren@holt.example" not in whole(late)


@pytest.mark.e2e
def test_a_tab_that_is_open_forgets_when_its_session_ends(
    product: Running, accounts: dict[str, dict[str, str]]
) -> None:
    cookie = session_of(product, accounts["shopper"])
    with SocketTab(product.url, ORDERS, cookie=cookie) as tab:
        assert "maren@holt.example" in whole(tab)
        sign_out(product, cookie)
        start = len(tab.heard)
        tab.event(f"{SECURITY}.open", {}, until="delta")
        tab.wait_for(lambda: "sign-in" in "".join(tab.heard[start:]), 5)
        assert "maren@holt.example" not in "".join(tab.heard[start:])
        assert "sign-in" in "".join(tab.heard[start:])


@pytest.mark.e2e
def test_another_person_in_the_same_tab_finds_it_empty(product: Running, accounts: dict[str, dict[str, str]]) -> None:
    with SocketTab(product.url, ORDERS, cookie=session_of(product, accounts["shopper"])) as tab:
        assert "maren@holt.example" in whole(tab)
        token = tab.token
    other = session_of(product, accounts["company buyer"])
    with SocketTab(product.url, ORDERS, cookie=other, token=token) as tab:
        received = whole(tab)
        assert "maren@holt.example" not in received
        assert "priya@aldermoor.example" in received


def whole(tab: SocketTab) -> str:
    """Everything that the page is sent when it opens."""
    received = tab.hydrate()
    tab.wait_for(lambda: '"ready_rx_state_": true' in "".join(tab.heard) or "sign-in" in "".join(tab.heard), 3)
    return received + "".join(tab.heard)


@pytest.mark.e2e
def test_who_loses_a_role_gets_the_page_anew(product: Running, accounts: dict[str, dict[str, str]]) -> None:
    cookie = session_of(product, accounts["company approver"])
    with SocketTab(product.url, ORDERS, cookie=cookie) as tab:
        assert "tom@aldermoor.example" in whole(tab)
        change = "update membership set title = %s where user_id = (select id from account where email = %s)"
        with database_of(product) as db:
            db.execute(change, ("viewer", "tom@aldermoor.example"))
        start = len(tab.heard)
        tab.event(f"{SECURITY}.open", {}, until="_redirect")
        with database_of(product) as db:
            db.execute(change, ("approver", "tom@aldermoor.example"))
        received = "".join(tab.heard[start:])
    assert "_redirect" in received
    assert ORDERS in received
    assert "tom@aldermoor.example" not in received


@pytest.mark.e2e
def test_no_event_leaves_a_secret_in_the_log(product: Running, accounts: dict[str, dict[str, str]]) -> None:
    cookie = session_of(product, accounts["shopper"])
    log = Path(product.environment["MARKETPLACE_DATA_DIR"]) / "up.log"
    before = len(log.read_text())
    form = {"form_data": {"iban": "DE89370400440532013000", "password": "pa55word-in-a-form"}}
    events: tuple[tuple[str, object], ...] = (
        (f"{ROOT}.no_such_event", form),
        (f"{SECURITY}.change_password", {"wrong": form}),
        (f"{SECURITY}.end_session", [form]),
        (f"{SECURITY}.switch_off", {"form": "text"}),
    )
    with SocketTab(product.url, ORDERS, cookie=cookie) as tab:
        tab.hydrate()
        for name, payload in events:
            sent = {"name": name, "payload": payload, "router_data": tab.place}
            tab.say("42/_event," + json.dumps(["event", sent]))
        tab.say("42/_event," + json.dumps(["event", json.dumps({"payload": form, "cookie": cookie})]))
        tab.say("42/_event," + json.dumps(["event", [form]]))
        tab.say("42/_event," + json.dumps(["client_error", {"message": f"Cookie: {cookie}", "error_type": "x"}]))
        tab.event(f"{SECURITY}.open", {}, until="delta")
        tab.wait_for(lambda: False, 2)
    written = log.read_text()[before:]
    assert "No registered handler found for event" in written
    for secret in (cookie.partition("=")[2], "DE89370400440532013000", "pa55word-in-a-form"):
        assert secret not in written


@pytest.mark.e2e
def test_a_message_has_a_size(product: Running) -> None:
    with SocketTab(product.url, "/s/northforge") as tab:
        tab.hydrate()
        tab.say("42/_event," + json.dumps(["event", {"name": f"{ROOT}.x", "payload": {"text": "x" * 600_000}}]))
        assert tab.wait_for(lambda: not tab.is_open, 10)
    with SocketTab(product.url, "/s/northforge") as other:
        assert "is_hydrated_rx_state_" in other.hydrate()
