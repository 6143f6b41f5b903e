"""Two stores with their people, and each of them as a program that asks the HTTP API. Everything is committed."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.api.app import make_api, serve_api
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import ProductImage
from marketplace.models.ledger import CommissionRule
from marketplace.models.order import Order
from marketplace.models.store_settings import StoreSettings
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.finance import earnings
from marketplace.services.finance.settlement import settle
from marketplace.services.identity.api_keys import create_key
from marketplace.services.search.indexing import index_store
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_user, make_vendor

SYSTEM = Scope.system()


@dataclass(frozen=True)
class Program:
    """Somebody's requests, each with the same headers."""

    client: TestClient
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> httpx.Response:
        """One request; `key` is its idempotency key."""
        self.client.cookies.clear()
        keyed = {"Idempotency-Key": key} if key else {}
        return self.client.request(method, path, json=body, headers={**self.headers, **keyed, **headers})

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, *, key: str = "") -> httpx.Response:
        return self.ask("POST", path, body, key=key)


@dataclass
class Market:
    """`north` with the vendors bolt and nut, who each have a part of one purchase; `south` with far, who has another.

    Bolt: three hammers at 10.00, nut: two gloves at 5.00; tax 19 % on top; commission 10 % with 19 % on it; all of it
    is free to be paid out.
    """

    client: TestClient
    tenants: dict[str, str] = field(default_factory=dict)
    vendors: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)  # by vendor
    groups: dict[str, str] = field(default_factory=dict)  # by store
    keys: dict[str, str] = field(default_factory=dict)  # publishable, by store

    def program(self, kind: str, email: str) -> Program:
        """The person, signed in as a vendor, user or customer."""
        answer = self.client.post(f"/auth/{kind}/emailpass", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return Program(self.client, {"Authorization": f"Bearer {answer.json()['token']}"})

    def vendor(self, email: str = "bolt@example.com") -> Program:
        """A member of a vendor; `<handle>@example.com` is the owner."""
        return self.program("vendor", email)

    def staff(self, email: str = "op@example.com") -> Program:
        """An operator, or `north@example.com` for the store's administrator."""
        return self.program("user", email)

    def shop(self, store: str = "north", token: str = "") -> Program:
        """Whoever has the store's publishable key."""
        headers = {"x-publishable-api-key": self.keys[store]}
        return Program(self.client, headers | ({"Authorization": token} if token else {}))

    def secret(self, *scopes: str, store: str | None = "north", is_bearer: bool = False) -> Program:
        """A secret key of a store, or of the platform for None."""
        with unit_of_work(SYSTEM) as db:
            made = create_key(
                db,
                operator_of(db),
                kind="secret",
                tenant_id=store and self.tenants[store],
                title="Program",
                scopes=scopes,
                password=PASSWORD,
            )
        basic = b64encode(f"{made.token}:".encode()).decode()
        return Program(self.client, {"Authorization": f"Bearer {made.token}" if is_bearer else f"Basic {basic}"})


def make_market(client: TestClient | None = None) -> Market:
    """Both stores with everything in them."""
    STORES.forget()
    market = Market(client or TestClient(serve_api(make_api()), base_url="http://localhost"))
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
        for handle, sold in (
            ("north", {"bolt": ("Hammer", 3, 1000), "nut": ("Glove", 2, 500)}),
            ("south", {"far": ("Lamp", 1, 7000)}),
        ):
            shop = make_catalogue(db, handle, settings=StoreSettings(fee_tax_bps=1900, payout_minimum={"EUR": 1}))
            market.tenants[handle] = shop.store.id
            market.keys[handle] = create_key(
                db, operator, kind="publishable", tenant_id=shop.store.id, title="Shop"
            ).token
            db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
            admin = make_user(db, f"{handle}@example.com")
            give_role(db, admin, Role.TENANT_ADMIN, tenant=shop.store)
            for vendor, (title, _, price) in sold.items():
                _stock(db, market, shop, vendor, title, price)
            _sell(db, market, shop, sold)
        waiting = make_vendor(db, _store(db, market, "north"), "waits", status="pending", applied_at=now())
        market.vendors["waits"] = waiting.id
        for title in ("support", "catalogue"):
            user = make_user(db, f"{title}.bolt@example.com")
            give_role(db, user, Role.VENDOR_MEMBER, vendor=_vendor(db, market, "bolt"), title=title)
        make_user(db, "shopper@example.com")
    for tenant_id in market.tenants.values():
        with unit_of_work(Scope.tenant(tenant_id)) as db:
            index_store(db)
    STORES.forget()
    return market


def _stock(db: Session, market: Market, shop: Catalogue, vendor: str, title: str, price: int) -> None:
    product = shop.product(title, vendor=vendor, price=price, stock=20)
    db.add(ProductImage(id=new_id("pim"), tenant_id=shop.store.id, product_id=product.id, url="/media/demo/a.svg"))
    seller = shop.vendor(vendor)
    seller.payout_account = {"holder": seller.legal_name, "iban": "DE02120300000000202051"}
    give_role(db, make_user(db, f"{vendor}@example.com"), Role.VENDOR_MEMBER, vendor=seller, title="owner")
    db.flush()
    market.vendors[vendor], market.products[vendor] = seller.id, product.id
    market.offers[vendor] = offers_of(db, seller)[0].id


def _sell(db: Session, market: Market, shop: Catalogue, sold: dict[str, tuple[str, int, int]]) -> None:
    lines = [Bought(offers_of(db, shop.vendor(name))[0], count, price) for name, (_, count, price) in sold.items()]
    orders: list[Order] = placed_order(db, shop, lines)
    for name, order in zip(sold, orders, strict=True):
        settle(db, order.id)
        market.orders[name] = order.id
        market.groups[shop.store.handle] = order.group_id
    earnings.release(db, shop.store.id, [shop.vendor(name).id for name in sold], now() + timedelta(days=40))


def operator_of(db: Session) -> Actor:
    """The operator of the market."""
    return actor_for(db, db.exec(select(User).where(User.email == "op@example.com")).one())


def _store(db: Session, market: Market, handle: str) -> Tenant:
    return db.exec(select(Tenant).where(Tenant.id == market.tenants[handle])).one()


def _vendor(db: Session, market: Market, handle: str) -> Vendor:
    return db.exec(select(Vendor).where(Vendor.id == market.vendors[handle])).one()
