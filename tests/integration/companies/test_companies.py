"""Companies through the API: registered by a customer, decided by the store, seen by nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.api.app import make_api, serve_api
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.api_keys import create_key
from marketplace.services.identity.grants import grants_of
from tests.contract.test_described import token_of
from tests.factories.people import actor_for, give_role, make_operator, make_user
from tests.factories.shop import make_counter

WORKS = {"name": "Stahlbau Wille GmbH", "tax_id": "de 811 907 980", "city": "Bremen", "country_code": "de"}


@pytest.fixture
def shop(database: str, no_rate_limits: None) -> dict[str, dict[str, str]]:
    """The headers of a customer, another customer, and an operator."""
    counter = make_counter()
    with unit_of_work(Scope.system()) as db:
        operator = make_operator(db)
        store = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        key = create_key(db, operator, kind="publishable", tenant_id=store.id, title="Shop").token
        headers = {"operator": {"Authorization": f"Bearer {token_of(db, 'user', operator)}"}}
        for name in ("ada", "eve"):
            headers[name] = {"x-publishable-api-key": key, "Authorization": f"Bearer {customer(db, name, store)}"}
    STORES.forget()
    return headers


def customer(db: Session, name: str, store: Tenant) -> str:
    user = make_user(db, f"{name}@example.com")
    give_role(db, user, Role.SHOPPER, tenant=store)
    return token_of(db, "customer", actor_for(db, user))


@pytest.fixture
def client() -> TestClient:
    return TestClient(serve_api(make_api()), base_url="http://localhost")


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def test_registered_by_a_customer_and_let_in_by_the_store(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    made = client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]
    assert (made["name"], made["handle"], made["tax_id"], made["status"]) == (
        "Stahlbau Wille GmbH",
        "stahlbau-wille-gmbh",
        "DE811907980",
        "pending",
    )
    assert [(one["name"], one["country_code"]) for one in made["locations"]] == [("Bremen", "de")]
    assert [(one["email"], one["role"]) for one in made["contacts"]] == [("ada@example.com", "admin")]
    path = f"/admin/companies/{made['id']}"
    waiting = client.get("/admin/companies?status=pending", headers=shop["operator"]).json()
    assert [(one["id"], waiting["count"]) for one in waiting["companies"]] == [(made["id"], 1)]
    assert client.post(f"{path}/approve", headers=shop["operator"]).json()["company"]["status"] == "approved"
    assert client.get("/store/companies/me", headers=shop["ada"]).json()["company"]["status"] == "approved"
    again = client.post(f"{path}/approve", headers=shop["operator"])
    assert (again.status_code, again.json()["type"]) == (409, "conflict")
    assert rows("select kind, payload->>'to' from job where kind like 'mail.company%'") == [
        ("mail.company_approved", "ada@example.com")
    ]
    assert rows("select action from audit_event where action like 'company:%' order by seq") == [
        ("company:company:registered",),
        ("company:company:approved",),
    ]


def test_declined_with_a_reason_and_never_without(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    key = client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]["id"]
    bare = client.post(f"/admin/companies/{key}/reject", json={"reason": " "}, headers=shop["operator"])
    assert bare.status_code == 400
    assert rows("select status from company") == [("pending",)]
    answer = client.post(f"/admin/companies/{key}/reject", json={"reason": "No VAT number"}, headers=shop["operator"])
    assert answer.json()["company"]["status"] == "rejected"
    more = client.post(
        "/store/companies/me/locations", json={"name": "Kiel", "country_code": "de"}, headers=shop["ada"]
    )
    assert more.status_code == 409
    assert rows("select count(*) from company_location") == [(1,)]


def test_who_asks_again_waits_from_then_on(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    key = client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]["id"]
    client.post(f"/admin/companies/{key}/reject", json={"reason": "No VAT number"}, headers=shop["operator"])
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update company set asked_at = now() - interval '9 days'"))
    assert client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]["id"] == key
    assert rows("select status, decision_reason, asked_at > now() - interval '1 hour' from company") == [
        ("pending", "No VAT number", True)
    ]


def test_suspended_with_a_reason_and_reinstated(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    path = (
        f"/admin/companies/{client.post('/store/companies', json=WORKS, headers=shop['ada']).json()['company']['id']}"
    )
    early = client.post(f"{path}/suspend", json={"reason": "Overdue"}, headers=shop["operator"])
    assert (early.status_code, rows("select status from company")) == (409, [("pending",)])
    client.post(f"{path}/approve", headers=shop["operator"])
    bare = client.post(f"{path}/suspend", json={"reason": " "}, headers=shop["operator"])
    assert (bare.status_code, rows("select status from company")) == (400, [("approved",)])
    held = client.post(f"{path}/suspend", json={"reason": "Overdue"}, headers=shop["operator"])
    assert (held.status_code, held.json()["company"]["status"]) == (200, "suspended")
    assert client.post(f"{path}/reinstate", headers=shop["ada"]).status_code == 401
    assert rows("select status, decision_reason from company") == [("suspended", "Overdue")]
    again = client.post(f"{path}/reinstate", headers=shop["operator"])
    assert (again.status_code, again.json()["company"]["status"]) == (200, "approved")
    assert client.post(f"{path}/reinstate", headers=shop["operator"]).status_code == 409
    assert rows("select kind, payload->>'reason' from job where kind like 'mail.company%' order by seq") == [
        ("mail.company_approved", ""),
        ("mail.company_suspended", "Overdue"),
        ("mail.company_reinstated", ""),
    ]


def test_who_buys_for_a_company_registers_no_second_one(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    assert client.post("/store/companies", json=WORKS, headers=shop["ada"]).status_code == 200
    assert client.post("/store/companies", json=WORKS, headers=shop["ada"]).status_code == 409
    other = client.post("/store/companies", json=WORKS, headers=shop["eve"]).json()["company"]
    assert other["handle"] == "stahlbau-wille-gmbh-2"  # the same name is another company
    assert rows("select count(*) from company") == [(2,)]


def test_a_tax_number_has_one_form_and_a_word_is_none(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    word = client.post("/store/companies", json={**WORKS, "tax_id": "hello"}, headers=shop["ada"])
    assert (word.status_code, word.json()["message"]) == (400, "Enter a valid VAT number for DE, such as DE136695976.")
    assert rows("select count(*) from company") == [(0,)]
    abroad = client.post("/store/companies", json={**WORKS, "tax_id": "BE 428.759.497"}, headers=shop["ada"])
    assert abroad.json()["company"]["tax_id"] == "BE0428759497"
    none = client.post("/store/companies", json={**WORKS, "tax_id": ""}, headers=shop["eve"])
    assert none.json()["company"]["tax_id"] is None


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"country_code": "us"}, {"country_code": "deu"}, {"status": "approved"}]
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    client: TestClient, shop: dict[str, dict[str, str]], wrong: dict[str, str]
) -> None:
    answer = client.post("/store/companies", json={**WORKS, **wrong}, headers=shop["ada"])
    assert (answer.status_code, answer.json()["type"]) == (400, "invalid_data")
    assert rows("select count(*) from company") == [(0,)]


def test_nobody_else_sees_or_decides(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    key = client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]["id"]
    assert client.get("/store/companies/me", headers=shop["eve"]).status_code == 404
    assert client.post(f"/admin/companies/{key}/approve", headers=shop["ada"]).status_code == 401
    guest = {"x-publishable-api-key": shop["ada"]["x-publishable-api-key"]}
    assert client.post("/store/companies", json=WORKS, headers=guest).status_code == 401
    assert rows("select status from company") == [("pending",)]


def test_an_empty_cart_has_no_approval_and_cannot_ask_for_one(
    client: TestClient, shop: dict[str, dict[str, str]]
) -> None:
    cart = client.post("/store/carts", json={}, headers=shop["ada"]).json()["cart"]["id"]
    assert client.get(f"/store/carts/{cart}/approvals", headers=shop["ada"]).json()["approvals"] == []
    assert client.post(f"/store/carts/{cart}/approvals", headers=shop["ada"]).json()["type"] == "invalid_data"
    assert rows("select count(*) from purchase_request") == [(0,)]
    assert client.get(f"/store/carts/{cart}/approvals", headers=shop["eve"]).status_code == 404


def test_contract_prices_hold_for_a_company_that_was_let_in_and_for_no_other(
    client: TestClient, shop: dict[str, dict[str, str]]
) -> None:
    made = client.post("/store/companies", json=WORKS, headers=shop["ada"]).json()["company"]
    ((user_id, tenant_id),) = rows("select user_id, tenant_id from membership where title = 'admin'")
    bought_for = {}
    for status in ("pending", "approved", "suspended", "rejected"):
        with unit_of_work(Scope.system()) as db:
            db.connection().execute(text("update company set status = :status"), {"status": status})
            actor = Actor(user_id=str(user_id), grants=grants_of(db, str(user_id)))
        bought_for[status] = buyer_of(actor, str(tenant_id)).company_id
    assert bought_for == {"pending": "", "approved": made["id"], "suspended": "", "rejected": ""}


def test_only_an_administrator_opens_places(client: TestClient, shop: dict[str, dict[str, str]]) -> None:
    client.post("/store/companies", json=WORKS, headers=shop["ada"])
    place = {"name": "Works Kassel", "country_code": "de"}
    assert client.post("/store/companies/me/locations", json=place, headers=shop["ada"]).status_code == 200
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update membership set title = 'buyer' where title = 'admin'"))
    refused = client.post("/store/companies/me/locations", json=place, headers=shop["ada"])
    assert refused.status_code == 403
    assert "administrator" in refused.json()["message"]
    assert rows("select count(*) from company_location") == [(2,)]
