"""The store API over one small store: whose price it is, what a cart comes to, and how fast a change is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.testclient import TestClient

import tasks.app as engine
import tasks.handlers  # noqa: F401
from marketplace.api.app import make_api, serve_api
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import GUEST, Role
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart, Promotion
from marketplace.models.catalogue import Product
from marketplace.models.company import Company
from marketplace.models.offer import Offer, Price, PriceList
from marketplace.models.order import OrderGroup
from marketplace.models.region import Region, RegionCountry
from marketplace.models.shipping import ShippingOption
from marketplace.models.stock import StockLevel
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.buying.buyer_tax_ids import tax_id_on_file
from marketplace.services.buying.carts import basket_of
from marketplace.services.catalogue.prices import set_prices
from marketplace.services.catalogue.products import unpublish_product
from marketplace.services.identity.api_keys import create_key
from marketplace.services.identity.grants import grants_of
from marketplace.services.search.indexing import index_store
from marketplace.services.vendors.vendor_decisions import suspend_vendor
from tests.factories.companies import make_company, make_member
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_user, make_vendor_owner
from tests.factories.shop import Counter, make_counter, twin_market

ADDRESS = {
    "last_name": "Holt",
    "address_1": "Lange Gasse 3",
    "city": "Kassel",
    "postal_code": "34117",
    "country_code": "de",
}
SYSTEM = Scope.system()
PRICED = "id,*variants,*variants.calculated_price,+variants.inventory_quantity,+variants.offers"


@dataclass
class Desk:
    """The store as a client of its API sees it; `products`, `variants` and `offers` by title."""

    counter: Counter
    http: TestClient
    products: dict[str, str]
    variants: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, *, status: int = 200, token: str = "") -> Any:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = self.http.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def variant(self, title: str, token: str = "", **query: Any) -> Any:
        params = {"region_id": self.counter.region_id, "fields": PRICED, **query}
        words = "&".join(f"{name}={str(value).replace('+', '%2B')}" for name, value in params.items())
        return self.ask("GET", f"/store/products/{self.products[title]}?{words}", token=token)["product"]["variants"][0]

    def amount(self, title: str, token: str = "", **query: Any) -> Any:
        price = self.variant(title, token, **query)["calculated_price"]
        return price and price["calculated_amount"]

    def cart(self, token: str = "", **goods: int) -> Any:
        items = [{"variant_id": self.variants[title], "quantity": count} for title, count in goods.items()]
        body = {
            "region_id": self.counter.region_id,
            "email": "g@example.com",
            "shipping_address": ADDRESS,
            "items": items,
        }
        return self.ask("POST", "/store/carts", body, token=token)["cart"]

    def ready(self, token: str = "", **goods: int) -> Any:
        """A cart with a way of delivery for every vendor and a card."""
        cart = self.cart(token, **goods)
        options = self.ask("GET", f"/store/shipping-options?cart_id={cart['id']}", token=token)["shipping_options"]
        chosen = [{"option_id": one["id"]} for one in options]
        self.ask("POST", f"/store/carts/{cart['id']}/shipping-methods", chosen, token=token)
        self.pay(cart, token)
        return self.ask("GET", f"/store/carts/{cart['id']}", token=token)["cart"]

    def pay(self, cart: Any, token: str = "") -> None:
        """Choose a card for what the cart costs now."""
        made = self.ask("POST", "/store/payment-collections", {"cart_id": cart["id"]}, token=token)
        at = f"/store/payment-collections/{made['payment_collection']['id']}/payment-sessions"
        self.ask("POST", at, {"provider_id": "pp_card_card", "data": {"card": "4242"}}, token=token)

    def do(self, use: Callable[[Session], Any]) -> Any:
        return run(Scope.tenant(self.counter.tenant_id), use)

    def index(self) -> None:
        self.do(index_store)
        STORES.forget()


Open = Callable[..., Desk]


@pytest.fixture
def open_desk(database: str, no_rate_limits: None) -> Open:
    def make(**fields: Any) -> Desk:
        STORES.forget()
        counter = make_counter(**fields)
        with unit_of_work(SYSTEM) as db:
            key = create_key(db, make_operator(db), kind="publishable", tenant_id=counter.tenant_id, title="Shop").token
            products = {one.title.lower(): one.id for one in db.exec(select(Product))}
            by_product = {one.product_id: one.variant_id for one in db.exec(select(Offer))}
        http = TestClient(serve_api(make_api()), base_url="http://localhost", headers={"x-publishable-api-key": key})
        desk = Desk(counter, http, products, {title: by_product[product] for title, product in products.items()})
        desk.index()
        return desk

    return make


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk()


def add_prices(
    desk: Desk,
    title: str,
    *steps: tuple[int, int],
    currency: str = "EUR",
    list_id: str | None = None,
    offer_id: str = "",
) -> None:
    """Steps `(from, amount)` of an offer, and the documents made anew."""

    def add(db: Session) -> None:
        for start, amount in steps:
            db.add(
                Price(
                    id=new_id("pri"),
                    tenant_id=desk.counter.tenant_id,
                    offer_id=offer_id or desk.counter.offers[title],
                    currency=currency,
                    min_quantity=start,
                    amount=amount,
                    price_list_id=list_id,
                )
            )

    desk.do(add)
    desk.index()


def test_a_session_is_for_a_currency_and_a_region_and_not_only_for_a_figure(desk: Desk) -> None:
    there = twin_market(desk.counter)
    cart = desk.ready(hammer=3)
    assert (cart["total"], cart["payment_collection"]["payment_sessions"][0]["currency_code"]) == (42.84, "eur")
    address = {**ADDRESS, "country_code": "us"}
    moved = desk.ask("POST", f"/store/carts/{cart['id']}", {"region_id": there})["cart"]
    desk.ask("POST", f"/store/carts/{cart['id']}", {"shipping_address": address})
    options = desk.ask("GET", f"/store/shipping-options?cart_id={cart['id']}")["shipping_options"]
    desk.ask("POST", f"/store/carts/{cart['id']}/shipping-methods", [{"option_id": one["id"]} for one in options])
    moved = desk.ask("GET", f"/store/carts/{cart['id']}")["cart"]
    assert (moved["total"], moved["currency_code"], moved["payment_collection"]["payment_sessions"]) == (
        42.84,
        "usd",
        [],
    )
    refused = desk.ask("POST", f"/store/carts/{cart['id']}/complete", status=400)
    assert refused["message"] == "Payment sessions are required to complete cart"
    counts = text("select (select count(*) from payment), (select count(*) from checkout)")
    assert desk.do(lambda db: tuple(db.connection().execute(counts).one())) == (0, 0)
    desk.pay(moved)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    assert (order["total"], order["currency_code"]) == (42.84, "usd")


def test_a_session_of_before_it_named_its_currency_is_chosen_again(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    old = text("update cart set payment_choice = payment_choice - 'currency' - 'region_id'")
    desk.do(lambda db: db.connection().execute(old))
    assert desk.ask("GET", f"/store/carts/{cart['id']}")["cart"]["payment_collection"]["payment_sessions"] == []
    assert "required" in desk.ask("POST", f"/store/carts/{cart['id']}/complete", status=400)["message"]
    desk.pay(cart)
    assert desk.ask("POST", f"/store/carts/{cart['id']}/complete")["type"] == "order"


def second_region(desk: Desk) -> str:
    def add(db: Session) -> str:
        region = Region(id=new_id("reg"), tenant_id=desk.counter.tenant_id, name="United Kingdom", currency="GBP")
        db.add(region)
        db.flush()
        db.add(RegionCountry(id=new_id("rco"), tenant_id=region.tenant_id, region_id=region.id, country="GB"))
        return region.id

    return str(desk.do(add))


def test_what_is_remembered_of_regions_and_lists_goes_with_each_change_of_them_and_not_with_a_sale(desk: Desk) -> None:
    terms = select(Tenant.terms_version).where(Tenant.id == desk.counter.tenant_id)
    before = desk.do(lambda db: db.exec(terms).one())
    done = desk.ask("POST", f"/store/carts/{desk.ready(hammer=1)['id']}/complete")
    assert done["type"] == "order"
    desk.index()
    assert desk.do(lambda db: db.exec(terms).one()) == before
    changes = [
        "update region set name = 'Everywhere'",
        "update tax_rate set rate_bps = 700",
        "insert into price_list (id, tenant_id, title, kind, priority, status, currency) "
        f"values ('plt_1', '{desk.counter.tenant_id}', 'Sale', 'store', 0, 'active', 'EUR')",
        "delete from price_list",
        "update category set path = path",
        "insert into region_country (id, tenant_id, region_id, country) "
        f"select 'rct_pl', tenant_id, id, 'PL' from region where id = '{desk.counter.region_id}'",
    ]
    for n, change in enumerate(changes, 1):
        desk.do(lambda db, change=change: db.connection().execute(text(change)))
        assert desk.do(lambda db: db.exec(terms).one()) == before + n, change
    STORES.forget()
    region = desk.ask("GET", f"/store/regions/{desk.counter.region_id}")["region"]
    assert (region["name"], "pl" in {one["iso_2"] for one in region["countries"]}) == ("Everywhere", True)
    assert desk.cart(hammer=1)["items"][0]["tax_lines"][0]["rate"] == 7


@pytest.mark.parametrize("number", [10**18, 10**30 + 1, 10**400])
def test_numbers_of_any_size_in_metadata_come_back_as_they_were(desk: Desk, number: int) -> None:
    cart = desk.ask("POST", "/store/carts", {"region_id": desk.counter.region_id, "metadata": {"ref": number}})["cart"]
    line = {"variant_id": desk.variants["hammer"], "quantity": 1, "metadata": {"ref": number}}
    desk.ask("POST", f"/store/carts/{cart['id']}/line-items", line)
    again = desk.ask("GET", f"/store/carts/{cart['id']}")["cart"]
    assert (again["metadata"], again["items"][0]["metadata"]) == ({"ref": number}, {"ref": number})


def test_no_ways_of_delivery_leave_a_payment_alone(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    challenged = {"provider_id": "pp_card_card", "data": {"card": "3155"}}
    made = desk.ask("POST", "/store/payment-collections", {"cart_id": cart["id"]})["payment_collection"]["id"]
    desk.ask("POST", f"/store/payment-collections/{made}/payment-sessions", challenged)
    assert desk.ask("POST", f"/store/carts/{cart['id']}/complete")["error"]["type"] == "payment_requires_more_error"
    status = text("select status from checkout")
    assert desk.do(lambda db: db.connection().execute(status).scalars().all()) == ["paying"]
    desk.ask("POST", f"/store/carts/{cart['id']}/shipping-methods", [])
    assert desk.do(lambda db: db.connection().execute(status).scalars().all()) == ["paying"]


def test_a_price_is_that_of_the_region(desk: Desk) -> None:
    region = second_region(desk)
    add_prices(desk, "hammer", (1, 800), currency="GBP")
    assert desk.amount("hammer") == 10
    here = desk.variant("hammer", region_id=region)["calculated_price"]
    assert (here["calculated_amount"], here["currency_code"]) == (8, "gbp")
    assert desk.variant("hammer", region_id="", country_code="gb")["calculated_price"] == here
    assert desk.amount("saw", region_id=region) is None
    bare = desk.ask("GET", f"/store/products/{desk.products['hammer']}")["product"]["variants"][0]
    assert "calculated_price" not in bare
    moved = desk.ask("POST", f"/store/carts/{desk.cart()['id']}", {"region_id": region})["cart"]
    line = {"variant_id": desk.variants["saw"], "quantity": 1}
    refused = desk.ask("POST", f"/store/carts/{moved['id']}/line-items", line, status=400)
    assert refused["message"] == f"Variants with IDs {desk.variants['saw']} do not have a price"


def contact(desk: Desk) -> str:
    """The token of a buyer of a company that has a contract: the hammer at 8.00."""
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, desk.counter.tenant_id, "Rail", places=())
        make_member(db, company, "priya@rail.example", "buyer")
        db.add(
            PriceList(
                id="pl_rail",
                tenant_id=desk.counter.tenant_id,
                title="Rail 2026",
                kind="contract_company",
                owner_id=company.id,
            )
        )
    add_prices(desk, "hammer", (1, 800), list_id="pl_rail")
    known = {"email": "priya@rail.example", "password": PASSWORD}
    return str(desk.ask("POST", "/auth/customer/emailpass", known)["token"])


def test_a_contract_holds_for_its_company_alone(desk: Desk) -> None:
    token = contact(desk)
    assert desk.amount("hammer") == 10
    price = desk.variant("hammer", token)["calculated_price"]
    assert (price["calculated_amount"], price["original_amount"]) == (8, 10)
    assert price["is_calculated_price_price_list"] is True
    assert price["calculated_price"]["price_list_id"] == "pl_rail"
    assert desk.cart(token, hammer=2)["items"][0]["unit_price"] == 8
    assert desk.cart(hammer=2)["items"][0]["unit_price"] == 10
    assert desk.amount("hammer") == 10  # nothing personal is kept for the next one


def test_the_buyers_vat_number_comes_by_metadata_or_from_the_company(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    refused = desk.ask("POST", f"/store/carts/{cart['id']}", {"metadata": {"tax_id": "DE 1"}}, status=400)
    assert refused["message"].startswith("metadata.tax_id: Enter a valid VAT number")
    desk.ask("POST", f"/store/carts/{cart['id']}", {"metadata": {"tax_id": "BE 428.759.497"}})
    assert desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]["tax_id"] == "BE0428759497"
    contact(desk)
    with unit_of_work(SYSTEM) as db:
        company, user = (
            db.exec(select(Company)).one(),
            db.exec(select(User).join(Membership).where(Membership.role == Role.COMPANY_CONTACT)).one(),
        )
        company.tax_id, store = "DE136695976", desk.counter.tenant_id
        db.flush()
        assert tax_id_on_file(db, actor_for(db, user), store) == "DE136695976"
        assert tax_id_on_file(db, GUEST, store) == ""
        company.status = CompanyStatus.SUSPENDED
        db.flush()
        assert tax_id_on_file(db, actor_for(db, user), store) == ""  # its people buy for themselves


def test_a_postal_code_or_address_that_is_none_is_refused_when_it_is_given(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    at, home = f"/store/carts/{cart['id']}", {k: v for k, v in cart["shipping_address"].items() if k != "id"}
    for body, says in (
        ({"shipping_address": {**home, "postal_code": "ABC"}}, "A postal code in Germany has five digits"),
        ({"billing_address": {**home, "country_code": "gb"}}, "A postal code in the United Kingdom looks like"),
        ({"email": "nobody@nowhere"}, "email: Invalid email"),
    ):
        refused = desk.ask("POST", at, body, status=400)
        assert says in refused["message"]
        assert refused["type"] == "invalid_data"
    assert desk.ask("GET", at)["cart"]["shipping_address"]["postal_code"] == home["postal_code"]
    desk.ask("POST", at, {"shipping_address": {**home, "postal_code": "d-34117"}})
    assert desk.ask("GET", at)["cart"]["shipping_address"]["postal_code"] == "34117"


def test_a_vat_number_is_judged_by_the_billing_address_and_again_when_that_changes(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    at, home = f"/store/carts/{cart['id']}", {k: v for k, v in cart["shipping_address"].items() if k != "id"}
    vienna = {**home, "country_code": "at", "postal_code": "1010"}
    desk.ask("POST", at, {"metadata": {"tax_id": "136 695 976"}})  # for DE, where it is shipped
    refused = desk.ask("POST", at, {"billing_address": vienna}, status=400)
    assert refused["message"].startswith("metadata.tax_id: Enter a valid VAT number for AT")
    assert desk.ask("GET", at)["cart"]["billing_address"] is None
    both = {"billing_address": vienna, "metadata": {"tax_id": "U13585627"}}
    desk.ask("POST", at, both)
    assert desk.ask("POST", f"{at}/complete")["order"]["tax_id"] == "ATU13585627"


@pytest.mark.parametrize("given", [{}, {"metadata": {"tax_id": " hello "}}])
def test_a_company_number_on_file_keeps_nobody_from_buying(desk: Desk, given: dict[str, Any]) -> None:
    token = contact(desk)
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Company)).one().tax_id = "hello"  # kept as it was typed, before numbers were checked
    cart = desk.ready(token, hammer=1)
    desk.ask("POST", f"/store/carts/{cart['id']}", {"metadata": {"tax_id": "hullo"}}, status=400, token=token)
    desk.ask("POST", f"/store/carts/{cart['id']}", given, token=token)
    assert desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=token)["order"]["tax_id"] == "hello"


def test_price_steps_and_the_price_at_a_quantity(desk: Desk) -> None:
    add_prices(desk, "hammer", (10, 900), (50, 800))
    shown = desk.variant("hammer", quantity=12)
    assert shown["calculated_price"]["calculated_amount"] == 9
    steps = [{name: tier[name] for name in ("min_quantity", "max_quantity", "amount")} for tier in shown["price_tiers"]]
    assert steps == [
        {"min_quantity": 1, "max_quantity": 9, "amount": 10},
        {"min_quantity": 10, "max_quantity": 49, "amount": 9},
        {"min_quantity": 50, "max_quantity": None, "amount": 8},
    ]
    assert "price_tiers" not in desk.variant("hammer")
    prices = desk.ask("GET", f"/store/volume-pricing/{desk.products['hammer']}")
    assert [tier["amount"] for tier in prices["variants"][0]["price_tiers"]] == [10, 9, 8]
    cart = desk.cart(hammer=12)
    assert (cart["items"][0]["unit_price"], cart["items"][0]["subtotal"]) == (9, 108)
    line = f"/store/carts/{cart['id']}/line-items/{cart['items'][0]['id']}"
    assert desk.ask("POST", line, {"quantity": 9})["cart"]["items"][0]["unit_price"] == 10


def rival(desk: Desk, amount: int, stock: int = 20) -> str:
    """The vendor nut sells the hammer too."""

    def add(db: Session) -> str:
        nut = db.exec(select(Vendor).where(Vendor.handle == "nut")).one()
        known = db.exec(select(Offer).where(Offer.id == desk.counter.offers["hammer"])).one()
        place = db.exec(select(StockLevel).join(Offer).where(Offer.id == desk.counter.offers["glove"])).one()
        offer = Offer(
            id=new_id("off"),
            tenant_id=known.tenant_id,
            product_id=known.product_id,
            variant_id=known.variant_id,
            vendor_id=nut.id,
            sku="NU-HAMMER",
        )
        db.add(offer)
        db.flush()
        db.add(
            StockLevel(
                id=new_id("lev"),
                tenant_id=known.tenant_id,
                offer_id=offer.id,
                location_id=place.location_id,
                on_hand=stock,
            )
        )
        return offer.id

    made = str(desk.do(add))
    add_prices(desk, "hammer", (1, amount), offer_id=made)
    return made


def test_the_winning_offer_and_one_that_is_named(desk: Desk) -> None:
    cheap = rival(desk, 900)
    shown = desk.variant("hammer")
    assert shown["calculated_price"]["calculated_amount"] == 9
    assert [(one["id"], one["amount"], one["seller"]["handle"]) for one in shown["offers"]] == [
        (cheap, 9, "nut"),
        (desk.counter.offers["hammer"], 10, "bolt"),
    ]
    assert desk.cart(hammer=1)["items"][0]["offer_id"] == cheap
    cart, dear = desk.cart(), desk.counter.offers["hammer"]
    lines, wish = f"/store/carts/{cart['id']}/line-items", {"variant_id": desk.variants["hammer"], "quantity": 1}
    for named in ({"offer_id": dear}, {"metadata": {"offer_id": dear}}):
        cart = desk.ask("POST", lines, {**wish, **named})["cart"]
    # Two lines: what is remembered with them differs.
    bought = [(item["offer_id"], item["quantity"], item["unit_price"]) for item in cart["items"]]
    assert bought == [(dear, 1, 10), (dear, 1, 10)]
    wrong = desk.ask("POST", lines, {**wish, "offer_id": desk.counter.offers["saw"]}, status=400)
    assert "is not one of variant" in wrong["message"]


def test_a_cheaper_offer_without_stock_does_not_win(desk: Desk) -> None:
    rival(desk, 900, stock=0)
    assert desk.amount("hammer") == 10
    assert desk.cart(hammer=1)["items"][0]["offer_id"] == desk.counter.offers["hammer"]


def check_sums(desk: Desk, cart: Any) -> None:
    """The document adds up, and comes to what the checkout would charge."""

    def cents(amount: float) -> int:
        return round(amount * 100)

    for name in ("total", "subtotal", "tax_total", "discount_total"):
        assert sum(cents(item[name]) for item in cart["items"]) == cents(cart[f"item_{name}"])
        assert sum(cents(one[name]) for one in cart["shipping_methods"]) == cents(cart[f"shipping_{name}"])
    assert cents(cart["subtotal"]) - cents(cart["discount_subtotal"]) + cents(cart["tax_total"]) == cents(cart["total"])
    assert cents(cart["original_total"]) - cents(cart["discount_total"]) == cents(cart["total"])

    def priced(db: Session) -> int:
        return basket_of(db, db.exec(select(Cart).where(Cart.id == cart["id"])).one(), GUEST).total_amount

    assert cents(cart["total"]) == desk.do(priced)


def test_totals_where_prices_are_without_tax(desk: Desk) -> None:
    cart = desk.ready(hammer=3, glove=12)
    shown = [cart[name] for name in ("item_subtotal", "shipping_subtotal", "tax_total", "total")]
    assert shown == [90, 10, 19, 119]
    assert cart["items"][0]["is_tax_inclusive"] is False
    check_sums(desk, cart)


def test_totals_where_prices_include_tax(open_desk: Open) -> None:
    desk = open_desk(inclusive=True)
    price = desk.variant("hammer")["calculated_price"]
    assert price["is_calculated_price_tax_inclusive"] is True
    assert (price["calculated_amount"], price["calculated_amount_with_tax"]) == (10, 10)
    assert price["calculated_amount_without_tax"] == 8.4
    cart = desk.ready(hammer=3, glove=12)
    assert (cart["item_total"], cart["item_subtotal"], cart["item_tax_total"]) == (90, 75.63, 14.37)
    assert cart["items"][0]["is_tax_inclusive"] is True
    check_sums(desk, cart)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    for name in ("total", "subtotal", "tax_total", "item_total", "shipping_total"):
        assert order[name] == cart[name], name


def promotion(desk: Desk, **fields: Any) -> None:
    desk.do(
        lambda db: db.add(Promotion(id=new_id("promo"), tenant_id=desk.counter.tenant_id, title="A gift", **fields))
    )


def test_a_code_takes_off_and_free_freight_is_a_discount_of_the_freight(desk: Desk) -> None:
    promotion(desk, code="TEN", kind="percentage", value_bps=1000)
    promotion(desk, code="FREE", kind="free_shipping")
    plain = desk.ready(hammer=3, glove=12)
    path = f"/store/carts/{plain['id']}/promotions"
    less = desk.ask("POST", path, {"promo_codes": ["TEN"]})["cart"]
    assert (less["discount_subtotal"], less["item_total"], less["total"]) == (9, 96.39, 108.29)
    assert [item["adjustments"][0]["code"] for item in less["items"]] == ["TEN", "TEN"]
    check_sums(desk, less)
    free = desk.ask("POST", path, {"promo_codes": ["FREE"]})["cart"]
    assert {one["code"] for one in free["promotions"]} == {"TEN", "FREE"}
    assert (free["shipping_total"], free["original_shipping_total"], free["shipping_discount_total"]) == (0, 11.9, 11.9)
    check_sums(desk, free)
    left = desk.ask("DELETE", path, {"promo_codes": ["TEN", "NEVER-HEARD"]})["cart"]
    assert [one["code"] for one in left["promotions"]] == ["FREE"]
    assert left["payment_collection"]["payment_sessions"] == []
    refused = desk.ask("POST", f"/store/carts/{plain['id']}/complete", status=409)
    assert "costs something else" in refused["message"]
    desk.pay(left)
    order = desk.ask("POST", f"/store/carts/{plain['id']}/complete")["order"]
    assert order["total"] == left["total"] == 107.1


def test_an_automatic_promotion_needs_no_code(desk: Desk) -> None:
    promotion(desk, kind="fixed", value_amount=500, currency="EUR")
    cart = desk.cart(hammer=3)
    assert [(one["is_automatic"], one["application_method"]["value"]) for one in cart["promotions"]] == [(True, 5)]
    assert cart["discount_subtotal"] == 5


def test_a_vendor_under_its_minimum_is_held_back_and_its_goods_go_on_in_another_cart(desk: Desk) -> None:
    def raise_minimum(db: Session) -> None:
        for option in db.exec(select(ShippingOption)):
            if option.min_order_amount:
                option.min_order_amount = 10_000

    desk.do(raise_minimum)
    cart = desk.ready(hammer=3, glove=12)
    assert [(one["seller"]["handle"], one["reason"], one["missing"]) for one in cart["held_back"]] == [
        ("nut", "below_minimum", 40)
    ]
    assert cart["item_subtotal"] == 30
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    assert [part["seller"]["handle"] for part in order["vendor_orders"]] == ["bolt"]
    assert order["total"] == cart["total"]
    rest = desk.ask("GET", f"/store/carts/{order['remaining_cart_id']}")["cart"]
    assert [(item["variant_id"], item["quantity"]) for item in rest["items"]] == [(desk.variants["glove"], 12)]
    assert rest["completed_at"] is None
    assert rest["id"] not in str(desk.ask("GET", f"/store/orders/{order['id']}"))  # the secret is told once


def work() -> None:
    """What the worker does, until nothing is due."""
    while engine.run_next():
        pass


def change_price(db: Session) -> None:
    offer = db.exec(select(Offer).join(Product).where(Product.title == "Hammer")).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == offer.vendor_id)).one()
    set_prices(
        db, make_vendor_owner(db, vendor), offer.product_id, offer.variant_id, "EUR", [TierInput(1, amount=1234)]
    )


@pytest.mark.parametrize("hide", ["unpublish", "suspend"])
def test_what_is_no_longer_for_sale_is_gone_within_a_second(desk: Desk, hide: str) -> None:
    path = f"/store/products/{desk.products['hammer']}"
    assert desk.http.get(path).status_code == 200
    with unit_of_work(SYSTEM) as db:
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        if hide == "suspend":
            suspend_vendor(db, actor_for(db, the_operator(db)), vendor.id, reason="Parcels that never came")
        else:
            unpublish_product(db, make_vendor_owner(db, vendor), desk.products["hammer"])
    committed = time.monotonic()
    work()
    while desk.http.get(path).status_code == 200:
        assert time.monotonic() - committed < 1
        time.sleep(0.02)
    shown = {one["id"] for one in desk.ask("GET", "/store/products")["products"]}
    gone = {desk.products["hammer"]} | ({desk.products["saw"]} if hide == "suspend" else set())
    assert shown == set(desk.products.values()) - gone
    line = {"variant_id": desk.variants["hammer"], "quantity": 1}
    refused = desk.ask("POST", f"/store/carts/{desk.cart()['id']}/line-items", line, status=400)
    assert "not published" in refused["message"]


def the_operator(db: Session) -> User:
    return db.exec(select(User).where(User.email == "op@example.com")).one()


@pytest.mark.parametrize("scope", ["list", "one"])
def test_a_public_read_is_answered_again_for_nothing_until_a_price_changes(desk: Desk, scope: str) -> None:
    path = {"list": "/store/products", "one": f"/store/products/{desk.products['hammer']}"}[scope]
    address = f"{path}?region_id={desk.counter.region_id}&fields=id,*variants.calculated_price"
    first = desk.http.get(address)
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "1234" not in first.text
    again = desk.http.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    with unit_of_work(SYSTEM) as db:
        change_price(db)
    committed = time.monotonic()
    work()
    while (now := desk.http.get(address, headers={"if-none-match": etag})).status_code == 304:
        assert time.monotonic() - committed < 1
        time.sleep(0.02)
    assert now.status_code == 200
    assert now.headers["etag"] != etag
    assert '"calculated_amount":12.34' in now.text


def test_what_is_sold_is_gone_from_the_stock_that_is_shown(desk: Desk) -> None:
    assert desk.variant("hammer")["inventory_quantity"] == 20
    cart = desk.ready(hammer=3)
    desk.ask("POST", f"/store/carts/{cart['id']}/complete")
    work()
    time.sleep(0.3)  # a store's version is asked for four times a second
    assert desk.variant("hammer")["inventory_quantity"] == 17


def test_no_answer_to_somebody_signed_in_or_about_a_cart_is_kept(desk: Desk) -> None:
    token = contact(desk)
    path = f"/store/products/{desk.products['hammer']}?region_id={desk.counter.region_id}"
    personal = desk.http.get(path, headers={"authorization": f"Bearer {token}"})
    assert personal.headers["cache-control"] == "no-store"
    assert "etag" not in personal.headers
    cart = desk.cart(hammer=1)
    about = desk.http.get(f"/store/products/{desk.products['hammer']}?cart_id={cart['id']}")
    assert about.headers["cache-control"] == "no-store"


def test_who_asks_for_a_guests_order_learns_nothing_of_it(desk: Desk) -> None:
    cart = desk.ready(hammer=1)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    with unit_of_work(SYSTEM) as db:
        store = db.exec(select(Tenant).where(Tenant.id == desk.counter.tenant_id)).one()
        give_role(db, make_user(db, "asker@example.com"), Role.SHOPPER, tenant=store)
        row = db.exec(select(Cart).where(Cart.id == cart["id"])).one()
        row.token_hash = "of a browser"  # as if it had been bought on the store's own pages
    login = {"email": "asker@example.com", "password": PASSWORD}
    token = desk.ask("POST", "/auth/customer/emailpass", login)["token"]
    assert desk.ask("GET", f"/store/orders/{order['id']}", status=404, token=token)["type"] == "not_found"
    path = f"/store/orders/{order['id']}/transfer"
    for step in ("request", "cancel"):
        answered = desk.ask("POST", f"{path}/{step}?fields=%2Bemail,*shipping_address,*items", token=token)["order"]
        assert set(answered) == {"id", "display_id", "custom_display_id", "created_at"}
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(OrderGroup)).one().user_id is None


def test_register_twice_with_the_same_password_is_one_account(desk: Desk) -> None:
    known = {"email": "twice@example.com", "password": PASSWORD}
    for _ in range(2):
        desk.ask("POST", "/auth/customer/emailpass/register", known)
    with unit_of_work(SYSTEM) as db:
        user = db.exec(select(User).where(User.email == "twice@example.com")).one()
        assert grants_of(db, user.id) == ()


def test_a_browser_elsewhere_is_told_that_it_may_read_what_is_in_memory(desk: Desk) -> None:
    first, again = (desk.http.get("/store/regions", headers={"origin": "https://shop.example"}) for _ in range(2))
    assert first.json() == again.json()
    assert (first.headers["access-control-allow-origin"], again.headers["access-control-allow-origin"]) == ("*", "*")
