"""Messages of payment providers: only signed ones count, and each one once."""

from __future__ import annotations

import json
import time

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from marketplace.integrations.payments import provider
from marketplace.kit import webhooks
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.buying.checkout import check_out
from marketplace.settings import settings
from tests.factories.shop import form, guest, make_counter

pytestmark = pytest.mark.usefixtures("database")
ADDRESS = "/webhooks/payments/card"


@pytest.fixture
def client() -> TestClient:
    from starlette.applications import Starlette

    from marketplace.api import payments

    return TestClient(Starlette(routes=payments.ROUTES))


def checks() -> int:
    with unit_of_work(Scope.system()) as db:
        statement = text("select count(*) from job where kind = 'payment.check' and dedupe_key like '%message'")
        return int(db.connection().execute(statement).scalar_one())


def test_the_sandbox_tells_and_is_heard_once(client: TestClient) -> None:
    (settings().data_dir / "sandbox.db").unlink(missing_ok=True)  # what other tests charged is not told here
    counter = make_counter()
    check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form("4242"), key="k")
    sent: list[tuple[bytes, dict[str, str]]] = []

    def post(body: bytes, headers: dict[str, str]) -> int:
        sent.append((body, headers))
        return client.post(ADDRESS, content=body, headers=headers).status_code

    sandbox = provider("card")
    assert sandbox.deliver(post) >= 1
    assert checks() == 1
    assert sandbox.deliver(post) == 0  # what was heard does not come again
    body, headers = sent[-1]
    assert client.post(ADDRESS, content=body, headers=headers).status_code == 200
    assert checks() == 1


@pytest.mark.parametrize("spoil", ["body", "id", "signature", "age", "none"])
def test_what_is_not_signed_does_nothing(client: TestClient, spoil: str) -> None:
    body = json.dumps({"type": "charge.captured", "key": "charge:x"}).encode()
    stamp = time.time() - (600 if spoil == "age" else 0)
    headers = webhooks.sign(settings().secret(), "evt_1", body, at=stamp)
    if spoil == "body":
        body += b" "
    elif spoil == "id":
        headers["webhook-id"] = "evt_2"
    elif spoil == "signature":
        headers["webhook-signature"] = "v1,AAAA v2,xyz nonsense"
    elif spoil == "none":
        headers = {}
    assert client.post(ADDRESS, content=body, headers=headers).status_code == 401
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text("select count(*) from inbox")).scalar_one() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"type": 1}'])
def test_a_signed_message_that_says_nothing(client: TestClient, body: bytes) -> None:
    headers = webhooks.sign(settings().secret(), "evt_1", body)
    assert client.post(ADDRESS, content=body, headers=headers).status_code == 400


def test_the_sandboxs_page_escapes_and_goes_back_only_to_us(client: TestClient) -> None:
    counter = make_counter()
    placed = check_out(
        counter.transact,
        guest(),
        counter.cart(guest(), hammer=1),
        form("3155"),
        key="k",
        return_url="https://evil.example/",
    )
    page = client.get(placed.action_url)
    assert "19.04 EUR" in page.text
    answer = client.post(placed.action_url, data={"answer": "yes"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/stores")
    assert client.get("/sandbox/card/ch_nothing").status_code == 404
    assert client.post("/sandbox/card/ch_nothing", data={"answer": "yes"}).status_code == 404


def test_our_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification's reference library."""
    import base64

    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = webhooks.sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at=1614265330)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
