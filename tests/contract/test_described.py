"""The description of the API, taken at its word: whatever it allows is sent, and nothing but what it promises comes.

Every route is asked with good and bad input by everybody it may meet: nobody, a store's key, a customer, a vendor,
staff. No answer is a 5xx, none differs from its schema, and no route forgets to ask who is there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.api.app import make_api
from marketplace.api.http.tokens import Claims, make_token
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.kit.tokens import hash_token
from marketplace.models.catalogue import Product, Variant
from marketplace.models.region import Region
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey, User
from marketplace.models.vendor import Vendor
from marketplace.services.identity.sessions import open_session, session_id_of
from marketplace.services.search.indexing import index_store
from tests.conftest import url_of, use_database
from tests.factories.people import actor_for, give_role, make_operator, make_user, make_vendor_owner
from tests.factories.shop import make_counter

load_all_checks()
APP = make_api()
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)
OPERATIONS = {one.ok().label: one.ok() for one in SCHEMA.get_all_operations()}
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
PROMISES = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]
WHO = ("nobody", "key", "customer", "vendor", "user")


@dataclass
class Shop:
    """A store with goods, somebody of each kind, and identifiers that exist."""

    key: str
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def headers(self, who: str) -> dict[str, str]:
        """What this caller brings along."""
        headers = {"x-publishable-api-key": self.key} if who != "nobody" else {}
        return headers | ({"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {})


@pytest.fixture(scope="module")
def shop(server: str, template: str) -> Iterator[Shop]:
    """One database for the whole module: the fuzzer leaves in it what it likes."""
    name = f"fuzz_{uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{template}"')
    use_database(url_of(server, name))
    os.environ["RATE_LIMITS"] = "off"
    try:
        yield open_shop()
    finally:
        del os.environ["RATE_LIMITS"]
        use_database(None)
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'drop database "{name}" with (force)')


def open_shop() -> Shop:
    """The counter's store, with a key, a customer, a vendor's owner and an operator."""
    counter = make_counter(stock=100_000)
    shop = Shop(f"pk_{uuid4().hex}")
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        index_store(db)
    with unit_of_work(Scope.system()) as db:
        db.add(
            ApiKey(
                id=new_id("apk"),
                tenant_id=counter.tenant_id,
                kind="publishable",
                title="Shop",
                token=shop.key,
                token_hash=hash_token(shop.key),
                hint=shop.key[:6],
            )
        )
        store = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        buyer = make_user(db, "buyer@example.com")
        give_role(db, buyer, Role.SHOPPER, tenant=store)
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        people = {"customer": actor_for(db, buyer), "vendor": make_vendor_owner(db, vendor), "user": make_operator(db)}
        shop.tokens = {kind: token_of(db, kind, actor) for kind, actor in people.items()}
        shop.known = {
            "region_id": db.exec(select(Region.id)).first() or "",
            "product": db.exec(select(Product.id)).first() or "",
            "variant_id": db.exec(select(Variant.id)).first() or "",
            "offer_id": counter.offers["hammer"],
            "vendor": vendor.id,
            "tenant": store.id,
        }
    shop.known |= carts_of(shop) | quotes_of(shop)
    return shop


def token_of(db: Session, kind: str, actor: Actor) -> str:
    user = db.exec(select(User).where(User.id == actor.user_id)).one()
    session_id = session_id_of(db, open_session(db, user, actor=actor))
    return make_token(Claims(kind, user.id, session_id))


def carts_of(shop: Shop) -> dict[str, str]:
    """A guest's cart with goods in it, and the payment collection of it."""
    client = TestClient(APP, base_url="http://localhost", headers=shop.headers("key"))
    line = {"variant_id": shop.known["variant_id"], "quantity": 12}
    cart = client.post("/store/carts", json={"region_id": shop.known["region_id"], "items": [line]}).json()["cart"]
    options = client.get("/store/shipping-options", params={"cart_id": cart["id"]}).json()["shipping_options"]
    paid = client.post("/store/payment-collections", json={"cart_id": cart["id"]}).json()["payment_collection"]
    return {
        "cart_id": cart["id"],
        "line_id": cart["items"][0]["id"],
        "option_id": options[0]["id"],
        "collection": paid["id"],
    }


def quotes_of(shop: Shop) -> dict[str, str]:
    """What the customer asked the vendor for."""
    client = TestClient(APP, base_url="http://localhost", headers=shop.headers("customer"))
    body = {"items": [{"offer_id": shop.known["offer_id"], "quantity": 3}]}
    quote = client.post("/store/quotes", json=body).json()["quote"]
    return {"quote": quote["id"], "vendor_quote": quote["vendor_quotes"][0]["id"]}


def put_known(case: Any, known: dict[str, str]) -> None:
    """Identifiers that exist in the place of invented ones: behind a 404 nothing is ever found wrong."""
    path = case.operation.path
    nouns = {
        "/store/carts": "cart_id",
        "/store/products": "product",
        "/store/regions": "region_id",
        "/store/payment-collections": "collection",
        "/store/shipping-options": "option_id",
        "/vendor/products": "product",
        "/admin/products": "product",
        "/admin/tenants": "tenant",
        "/admin/vendors": "vendor",
        "/store/quotes": "quote",
        "/vendor/quotes": "vendor_quote",
        "/admin/quotes": "vendor_quote",
    }
    for name in case.path_parameters or {}:
        noun = next((noun for start, noun in nouns.items() if path.startswith(start)), "") if name == "id" else name
        if noun in known:
            case.path_parameters[name] = known[noun]
    for place in (case.query, case.body):
        if isinstance(place, dict):
            place |= {name: value for name, value in known.items() if name in place}


def every(mode: GenerationMode) -> Callable[[str], Any]:
    """A fuzzer of one operation; the same examples on every run."""

    def strategy(label: str) -> Any:
        return st.tuples(OPERATIONS[label].as_strategy(generation_mode=mode), st.sampled_from(WHO), st.booleans())

    return strategy


QUIET = settings(
    max_examples=EXAMPLES * len(WHO),
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_nothing_but_what_is_promised(shop: Shop, label: str, mode: GenerationMode) -> None:
    @QUIET
    @given(every(mode)(label))
    def ask(operation: Any) -> None:
        case, who, really = operation
        if really:
            put_known(case, shop.known)
        case.call_and_validate(headers=shop.headers(who), checks=PROMISES)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # a route that takes nothing cannot be given anything bad


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_route_forgets_to_ask_who_is_there(shop: Shop, label: str) -> None:
    """Without what its description says it needs, and with a token that is nobody's, a route answers nothing."""
    method, path = label.split(" ")
    needs = {name for one in OPERATIONS[label].definition.raw.get("security", []) for name in one}
    assert needs or path.startswith("/auth/"), "a route that asks nobody who they are, and does not say why"
    client = TestClient(APP, base_url="http://localhost", raise_server_exceptions=False)
    address = path
    for name, value in {**shop.known, "id": "nothing", "kind": "customer"}.items():
        address = address.replace(f"{{{name}}}", value)
    body = {"json": {}} if method != "GET" else {}
    if "publishableKey" in needs:
        for headers in ({}, {"x-publishable-api-key": "pk_nobody"}):
            answer = client.request(method, address, headers=headers, **body)
            assert answer.status_code in (400, 401), answer.text
    if needs & {"bearer", "secretKey"}:
        for token in ("", "Bearer nobody", f"Bearer {make_token(Claims('customer', 'usr_1', 'ses_nobody'))}"):
            headers = shop.headers("key") | ({"Authorization": token} if token else {})
            answer = client.request(method, address, headers=headers, **body)
            assert answer.status_code in (400, 401), answer.text
            assert answer.status_code == 401 or answer.json()["type"] == "invalid_data"
