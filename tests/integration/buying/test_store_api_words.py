"""What the store API says beyond prices: whole counts, default options, currencies, names of what is not there."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from marketplace.models.cart import Cart
from marketplace.models.catalogue import Collection, Product
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.variants import add_option
from tests.factories.api_market import make_market
from tests.factories.people import make_vendor_owner
from tests.factories.shop import twin_market
from tests.integration.buying.test_store_api import Desk, desk, open_desk  # noqa: F401  fixtures

DEFAULT = ("Default option", ["Default option value"])


def options(product: Any) -> list[tuple[str, list[str]]]:
    return [(one["title"], [value["value"] for value in one["values"]]) for one in product["options"]]


@pytest.mark.parametrize("noun", ["products", "product-variants", "product-options", "collections"])
def test_the_count_is_the_whole_count_on_every_page(desk: Desk, noun: str) -> None:  # noqa: F811
    plural = noun if noun == "collections" else noun.removeprefix("product-").replace("options", "product_options")
    if noun == "collections":
        for n in range(3):
            kept = {"id": f"pcol_{n}", "tenant_id": desk.counter.tenant_id, "handle": f"c{n}", "title": f"C{n}"}
            desk.do(lambda db, kept=kept: db.add(Collection(**kept)))
    for query, shown in (("", 3), ("?limit=0", 0), ("?offset=50", 0), ("?limit=1&offset=2", 1)):
        page = desk.ask("GET", f"/store/{noun}{query}")
        assert (len(page[plural]), page["count"]) == (shown, 3), query


def test_a_product_without_options_has_the_default_one_everywhere(desk: Desk) -> None:  # noqa: F811
    key = desk.products["hammer"]
    one = desk.ask("GET", f"/store/products/{key}")["product"]
    listed = next(p for p in desk.ask("GET", "/store/products")["products"] if p["id"] == key)
    assert options(one) == options(listed) == [DEFAULT]
    (option,) = one["options"]
    (value,) = option["values"]
    (alone,) = desk.ask("GET", f"/store/product-variants?product_id={key}")["variants"]
    for variant in (one["variants"][0], alone):
        (chosen,) = variant["options"]
        assert (chosen["id"], chosen["value"], chosen["option"]["title"]) == (value["id"], DEFAULT[1][0], DEFAULT[0])
    assert (option["id"][:4], value["id"][:7], value["option_id"]) == ("opt_", "optval_", option["id"])
    again = desk.ask("GET", f"/store/product-options/{option['id']}")["product_option"]
    assert (again["title"], [v["id"] for v in again["values"]]) == (DEFAULT[0], [value["id"]])
    for query in (f"option_id={option['id']}", f"option_value_id={value['id']}"):
        assert [p["id"] for p in desk.ask("GET", f"/store/products?{query}")["products"]] == [key]
    every = desk.ask("GET", "/store/products?variants[options][value]=Default%20option%20value")
    assert every["count"] == 3


def test_an_option_of_its_own_takes_the_default_one_s_place(desk: Desk) -> None:  # noqa: F811
    key = desk.products["hammer"]
    default = desk.ask("GET", f"/store/products/{key}")["product"]["options"][0]

    def sized(db: Session) -> None:
        product = db.exec(select(Product).where(Product.id == key)).one()
        owner = make_vendor_owner(db, db.exec(select(Vendor).where(Vendor.id == product.vendor_id)).one())
        add_option(db, owner, key, title="Size", first_value="Small")

    desk.do(sized)
    desk.index()
    assert options(desk.ask("GET", f"/store/products/{key}")["product"]) == [("Size", ["Small"])]
    desk.ask("GET", f"/store/product-options/{default['id']}", status=404)
    assert desk.ask("GET", f"/store/products?option_id={default['id']}")["count"] == 0
    assert desk.ask("GET", "/store/product-options?title=Size")["count"] == 1
    assert desk.ask("GET", "/store/product-options?q=defau")["count"] == 2


def test_collections_are_found_by_their_titles(desk: Desk) -> None:  # noqa: F811
    for n in range(2):
        kept = {"id": f"pcol_{n}", "tenant_id": desk.counter.tenant_id, "handle": f"c{n}", "title": f"C{n}"}
        desk.do(lambda db, kept=kept: db.add(Collection(**kept)))
    assert [one["id"] for one in desk.ask("GET", "/store/collections?title=C1")["collections"]] == ["pcol_1"]


def test_a_currency_is_the_region_s_or_refused(desk: Desk) -> None:  # noqa: F811
    abroad, home = twin_market(desk.counter), desk.counter.region_id
    desk.index()
    for body, says in (
        ({"region_id": home, "currency_code": "usd"}, f"Region {home} sells in eur, not in usd"),
        ({"region_id": abroad, "currency_code": "eur"}, f"Region {abroad} sells in usd, not in eur"),
        ({"currency_code": "gbp"}, "This store sells in eur, usd, not in gbp"),
    ):
        refused = desk.ask("POST", "/store/carts", body, status=400)
        assert (refused["type"], refused["message"]) == ("invalid_data", says)
    assert desk.do(lambda db: db.exec(select(Cart)).all()) == []
    for body, region in (
        ({"region_id": home, "currency_code": "EUR"}, home),
        ({"currency_code": "usd"}, abroad),
        ({"region_id": abroad}, abroad),
    ):
        assert desk.ask("POST", "/store/carts", body)["cart"]["region_id"] == region


_NEEDED = {"accept": ["token"], "payment-sessions": ["provider_id"], "calculate": ["cart_id"]}


def test_what_is_not_there_is_named_by_its_id(desk: Desk) -> None:  # noqa: F811
    cart = desk.cart(hammer=1)["id"]
    for method, path, says in (
        ("GET", "/store/carts/cart_x", "Cart with id 'cart_x' not found"),
        ("POST", "/store/carts/cart_x", "Cart with id 'cart_x' not found"),
        ("POST", "/store/carts/cart_x/complete", "Cart with id 'cart_x' not found"),
        ("GET", "/store/shipping-options?cart_id=cart_x", "Cart with id 'cart_x' not found"),
        ("POST", "/store/carts/cart_x/taxes", "Cart with id 'cart_x' not found"),
        ("POST", "/store/orders/order_x/transfer/accept", "Order with id: order_x was not found"),
        (
            "POST",
            "/store/payment-collections/pay_col_x/payment-sessions",
            "Payment collection with id: pay_col_x was not found",
        ),
        ("POST", "/store/shipping-options/so_x/calculate", "Shipping option with id: so_x was not found"),
        ("GET", "/store/currencies/xxx", "Currency with id: xxx was not found"),
        ("GET", "/store/volume-pricing/prod_x", "Product with id: prod_x was not found"),
        ("GET", "/store/order-groups/order_x", "Order with id: order_x was not found"),
        ("DELETE", f"/store/carts/{cart}/line-items/cali_x", "Line with id: cali_x was not found"),
        ("GET", "/store/orders/order_x", "Order with id: order_x was not found"),
        ("GET", "/store/products/prod_x", "Product with id: prod_x was not found"),
        ("GET", "/store/regions/reg_x", "Region with id: reg_x was not found"),
        ("GET", "/store/collections/pcol_x", "Collection with id: pcol_x was not found"),
        ("GET", "/store/product-categories/pcat_x", "Product category with id: pcat_x was not found"),
        ("GET", "/store/product-options/opt_x", "Product option with id: opt_x was not found"),
        ("GET", "/store/product-variants/variant_x", "Variant with id: variant_x was not found"),
    ):
        body = {"token": "t", "provider_id": "pp_card_card", "cart_id": cart}
        payload = {name: body[name] for name in _NEEDED.get(path.rpartition("/")[2], ())}
        assert desk.ask(method, path, payload or None, status=404) == {"type": "not_found", "message": says}, path


def test_somebody_else_s_is_named_as_what_is_not_there(database: str, no_rate_limits: None) -> None:
    """The words are the same for a thing that exists elsewhere: nobody learns that it does."""
    market = make_market()
    foreign, other = market.orders["nut"], market.products["nut"]
    for program, path, noun, key in (
        (market.vendor(), "/vendor/orders/{}", "Order", foreign),
        (market.vendor(), "/vendor/products/{}", "Product", other),
        (market.staff("north@example.com"), "/admin/vendors/{}", "Vendor", market.vendors["far"]),
    ):
        for missing_id in (key, "nothing_x"):
            answer = program.get(path.format(missing_id))
            assert (answer.status_code, answer.json()["message"]) == (
                404,
                f"{noun} with id: {missing_id} was not found",
            )
