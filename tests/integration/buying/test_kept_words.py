"""An order says for ever what its cart said: names, texts, picture, codes, what was taken off."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlmodel import Session, select

from marketplace.domain.lifecycle import ProductStatus
from marketplace.integrations.storage.folder import media_storage
from marketplace.models.cart import Promotion
from marketplace.models.catalogue import Product, Variant
from marketplace.models.order import OrderLine
from marketplace.services.catalogue.media import remove_files
from marketplace.services.search.indexing import index_store
from tests.integration.buying.test_store_api import Desk, Open, desk, open_desk, promotion  # noqa: F401  fixtures
from tests.integration.buying.test_store_api_abuse import challenge
from tests.integration.orders.test_old_orders import as_before

TOTALS = [
    "original_total",
    "original_tax_total",
    "original_item_total",
    "original_item_subtotal",
    "original_item_tax_total",
    "original_shipping_total",
    "original_shipping_subtotal",
    "original_shipping_tax_total",
    *(f"{kind}{name}" for kind in ("", "item_", "shipping_") for name in ("total", "subtotal", "tax_total")),
    "discount_total",
    "discount_subtotal",
    "discount_tax_total",
    "item_discount_total",
    "shipping_discount_total",
]
WORDS = (
    "title",
    "subtitle",
    "thumbnail",
    "product_title",
    "product_subtitle",
    "product_description",
    "product_handle",
    "variant_title",
    "variant_sku",
    "variant_barcode",
    "metadata",
    "quantity",
    "unit_price",
    "compare_at_unit_price",
    "total",
    "subtotal",
    "tax_total",
    "original_total",
    "discount_total",
)
METHOD = ("name", "amount", "total", "subtotal", "tax_total", "original_total", "discount_total")


def describe(desk: Desk, words: str) -> None:  # noqa: F811
    """Every word that shoppers see of the hammer, and its picture."""

    def write(db: Session) -> None:
        product = db.exec(select(Product).where(Product.id == desk.products["hammer"])).one()
        variant = db.exec(select(Variant).where(Variant.product_id == product.id)).one()
        product.title = product.subtitle = product.description = words
        product.thumbnail = f"/media/{words}.webp"
        variant.title, variant.ean = words, words
        db.flush()
        index_store(db)

    desk.do(write)


def reductions(document: Any) -> Any:
    """What promotions take off each line and each delivery."""
    return [
        [{name: one[name] for name in ("code", "promotion_id", "amount")} for one in row["adjustments"]]
        for row in (*document["items"], *document["shipping_methods"])
    ]


@pytest.mark.parametrize("inclusive", [False, True])
def test_the_bought_cart_and_its_order_say_what_the_cart_said(open_desk: Open, inclusive: bool) -> None:  # noqa: F811
    desk = open_desk(stock=12, inclusive=inclusive)  # noqa: F811
    describe(desk, "first")
    promotion(desk, code="TEN", kind="percentage", value_bps=1000, usage_limit=1)
    promotion(desk, code="FREE", kind="free_shipping", per_customer_limit=1)
    promotion(desk, kind="fixed", value_amount=333, currency="EUR")
    cart = desk.ready(hammer=3, glove=12)
    desk.ask("POST", f"/store/carts/{cart['id']}/promotions", {"promo_codes": ["TEN", "FREE"]})
    line = {"variant_id": desk.variants["saw"], "quantity": 1, "metadata": {"engraving": "Ada"}}
    cart = desk.ask("POST", f"/store/carts/{cart['id']}/line-items", line)["cart"]
    desk.pay(cart)
    assert {one["code"] for row in reductions(cart) for one in row} == {"TEN", "FREE", None}
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    describe(desk, "second")
    bought = desk.ask("GET", f"/store/carts/{cart['id']}")["cart"]
    again = desk.ask("GET", f"/store/orders/{order['id']}")["order"]
    for later in (order, bought, again):
        assert {name: later[name] for name in TOTALS} == {name: cart[name] for name in TOTALS}
        assert reductions(later) == reductions(cart)
        assert [{n: one[n] for n in METHOD} for one in later["shipping_methods"]] == [
            {n: one[n] for n in METHOD} for one in cart["shipping_methods"]
        ]
        assert [(p["code"], p["application_method"], p["saved"]) for p in later["promotions"]] == [
            (p["code"], p["application_method"], p["saved"]) for p in cart["promotions"]
        ]
    for later in (order, again):
        assert [{n: one[n] for n in WORDS} for one in later["items"]] == [
            {n: one[n] for n in WORDS} for one in cart["items"]
        ]
    assert bought["items"][0]["problem"] is None
    assert bought["total"] == again["summary"]["original_order_total"]


@pytest.mark.parametrize("gone", ["archived", "edited"])
def test_an_order_goes_on_showing_what_was_bought(desk: Desk, gone: str) -> None:  # noqa: F811
    describe(desk, "first")
    cart = desk.ready(hammer=3)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    path = f"/store/orders/{order['id']}?fields=*items,*items.product,*items.variant"
    before = desk.ask("GET", path)["order"]["items"][0]
    if gone == "edited":
        describe(desk, "second")
    else:

        def archive(db: Session) -> None:
            db.exec(select(Product).where(Product.id == desk.products["hammer"])).one().status = ProductStatus.ARCHIVED
            db.flush()
            index_store(db)

        desk.do(archive)
    (item,) = desk.ask("GET", path)["order"]["items"]
    words = [item[n] for n in ("title", "product_title", "subtitle", "product_subtitle", "product_description")]
    words += [item["product"][n] for n in ("title", "subtitle", "description")]
    words += [item["variant_barcode"], item["variant"]["barcode"], item["variant"]["title"]]
    assert set(words) == {"first"}
    assert item["thumbnail"].endswith("/media/first.webp")
    assert item["product"]["thumbnail"] == item["thumbnail"]
    assert (item["variant"]["id"], item["product"]["id"]) == (desk.variants["hammer"], desk.products["hammer"])
    for name in ("product", "variant"):
        assert set(before[name]) <= set(item[name])


def test_orders_of_before_get_the_words_and_the_code_that_are_known(desk: Desk, database: str) -> None:  # noqa: F811
    describe(desk, "first")
    promotion(desk, code="TEN", kind="percentage", value_bps=1000)
    first, second = (desk.ready(hammer=3) for _ in range(2))
    for cart in (first, second):
        desk.ask("POST", f"/store/carts/{cart['id']}/promotions", {"promo_codes": ["TEN"]})
        desk.pay(cart)
    order = desk.ask("POST", f"/store/carts/{first['id']}/complete")["order"]
    code = desk.do(lambda db: db.exec(select(Promotion.id)).one())
    challenge(desk, second)  # promised, and not bought yet

    def old(connection: Connection) -> None:
        connection.execute(text("update checkout set plan = plan - 'promotions'"))

    as_before(old, database, ("0062",))
    again = desk.ask("GET", f"/store/orders/{order['id']}")["order"]
    (item,) = again["items"]
    assert (item["product_subtitle"], item["product_description"], item["variant_barcode"]) == ("first",) * 3
    assert [(one["code"], one["promotion_id"], one["amount"]) for one in item["adjustments"]] == [("TEN", code, 3)]
    assert [(one["code"], one["saved"]) for one in again["promotions"]] == [("TEN", 3)]
    desk.ask("POST", f"/store/carts/{second['id']}", {"email": "ada@lind.example"})  # another try, in today's words
    desk.pay(second)
    later = desk.ask("POST", f"/store/carts/{second['id']}/complete")["order"]
    assert later["items"][0]["adjustments"][0]["code"] == "TEN"


def test_the_file_of_a_removed_picture_stays_while_an_order_shows_it(desk: Desk) -> None:  # noqa: F811
    media_storage().put("hammer/first-480.webp", b"picture")
    describe(desk, "hammer/first-480")
    cart = desk.ready(hammer=3)
    desk.ask("POST", f"/store/carts/{cart['id']}/complete")
    paths = ["hammer/first.webp", "hammer/first-480.webp"]
    desk.do(lambda db: remove_files(db, desk.products["hammer"], paths))
    assert media_storage().find(paths[1]) is not None
    desk.do(lambda db: setattr(db.exec(select(OrderLine)).one(), "picture", ""))
    desk.do(lambda db: remove_files(db, desk.products["hammer"], paths))
    assert media_storage().find(paths[1]) is None
