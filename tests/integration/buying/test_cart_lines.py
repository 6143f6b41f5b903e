"""One article in several lines: what is remembered with a line makes it another one, from the cart to the shelf."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.permissions import GUEST
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.cart import Cart, CartLine
from marketplace.models.order import OrderGroup, OrderLine
from marketplace.queries.shared.order_parts import detail_of
from marketplace.queries.storefront.orders import get_purchase
from marketplace.services.buying.cart_access import find_cart, open_cart
from marketplace.services.buying.cart_adoption import adopt_carts
from marketplace.services.buying.carts import add_to_cart, set_aside
from marketplace.services.buying.reordering import reorder
from marketplace.services.operations.verification import stock as stock_checks
from tests.factories.people import make_user
from tests.factories.shop import Counter, cart_of, guest, make_counter, person
from tests.integration.buying.test_store_api import Desk, Open, desk, open_desk  # noqa: F401  fixtures

SYSTEM = Scope.system()
ADA, BEN = {"engraving": {"name": "Ada", "size": 2}}, {"engraving": {"name": "Ben"}}


def add(desk: Desk, cart: Any, quantity: int, metadata: Any = None, title: str = "hammer") -> Any:  # noqa: F811
    body = {"variant_id": desk.variants[title], "quantity": quantity}
    payload = body if metadata is None else {**body, "metadata": metadata}
    return desk.ask("POST", f"/store/carts/{cart['id']}/line-items", payload)["cart"]


def lines(cart: Any) -> list[tuple[Any, int]]:
    return [(item["metadata"], item["quantity"]) for item in cart["items"]]


def test_the_same_variant_with_other_metadata_is_another_line(desk: Desk) -> None:  # noqa: F811
    cart = desk.cart()
    add(desk, cart, 1, ADA)
    add(desk, cart, 2, BEN)
    add(desk, cart, 3)
    add(desk, cart, 1, {"engraving": {"size": 2, "name": "Ada"}})
    assert lines(add(desk, cart, 1, {})) == [(ADA, 2), (BEN, 2), ({}, 4)]


def test_a_line_that_is_told_what_another_one_says_takes_it_in(desk: Desk) -> None:  # noqa: F811
    cart = desk.cart()
    add(desk, cart, 1, ADA)
    items = add(desk, cart, 2, BEN)["items"]
    path = f"/store/carts/{cart['id']}/line-items/{items[1]['id']}"
    changed = desk.ask("POST", path, {"quantity": 5, "metadata": ADA})["cart"]
    assert lines(changed) == [(ADA, 6)]
    assert changed["items"][0]["id"] == items[1]["id"]
    assert lines(desk.ask("POST", path, {"quantity": 5})["cart"]) == [(ADA, 5)]


def test_lines_of_one_article_share_its_stock(open_desk: Open) -> None:  # noqa: F811
    desk = open_desk(stock=5)  # noqa: F811
    cart = desk.cart()
    add(desk, cart, 3, ADA)
    changed = add(desk, cart, 3, BEN)
    assert [(one["metadata"], one["problem"]) for one in changed["items"]] == [(ADA, None), (BEN, "short")]
    assert changed["item_subtotal"] == 30


def test_each_line_is_sold_and_put_back_for_itself(open_desk: Open) -> None:  # noqa: F811
    desk = open_desk(stock=7)  # noqa: F811
    cart = desk.ready(saw=1)
    add(desk, cart, 2, ADA)
    add(desk, cart, 5, BEN)
    desk.pay(cart)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]
    assert [(one["title"], one["quantity"]) for one in order["items"]] == [("Saw", 1), ("Hammer", 2), ("Hammer", 5)]
    with unit_of_work(SYSTEM) as db:
        held = text("""select l.quantity, r.quantity, r.status from reservation r
                       join order_line l on l.id = r.order_line_id order by 1""")
        assert [tuple(row) for row in db.connection().execute(held)] == [
            (1, 1, "committed"),
            (2, 2, "committed"),
            (5, 5, "committed"),
        ]
        for _, wrong in stock_checks.STOCK_RULES.values():
            assert db.connection().execute(text(wrong)).all() == []


def test_the_same_again_is_remembered_again(desk: Desk) -> None:  # noqa: F811
    cart = desk.ready(hammer=1)
    add(desk, cart, 2, ADA)
    desk.pay(cart)
    desk.ask("POST", f"/store/carts/{cart['id']}/complete")

    def again(db: Session) -> list[tuple[Any, int]]:
        group = db.exec(select(OrderGroup)).one()
        shopper = guest("another-browser")
        fresh = open_cart(db, group.tenant_id, shopper, region_id=group.region_id, currency="EUR")
        reorder(db, GUEST, fresh, group.number, key=group.key())
        lines = db.exec(select(CartLine).where(CartLine.cart_id == fresh.id).order_by(CartLine.quantity))
        return [(line.meta, line.quantity) for line in lines]

    assert desk.do(again) == [({}, 1), (ADA, 2)]


def test_vendor_and_buyer_read_what_is_remembered(desk: Desk) -> None:  # noqa: F811
    cart = desk.ready(hammer=1)
    add(desk, cart, 2, {**ADA, "gift": True, "cart_id": "x1", "note": "y" * 200, "size": 9.5})
    desk.pay(cart)
    order = desk.ask("POST", f"/store/carts/{cart['id']}/complete")["order"]

    def read(db: Session) -> list[str]:
        lines = db.exec(select(OrderLine).order_by(OrderLine.quantity)).all()
        return [detail_of(line).rpartition(" · ")[2] for line in lines]

    wishes = "gift: yes, size: 9.5, engraving name: Ada, engraving size: 2"
    assert desk.do(read) == ["HAMMER", wishes]

    def bought(db: Session) -> list[str]:
        parts = get_purchase(db, GUEST, order["display_id"], db.exec(select(OrderGroup)).one().key()).parts
        return [line.note for part in parts for line in part.lines]

    assert sorted(desk.do(bought)) == ["", wishes]


@pytest.fixture
def shop(database: str) -> Counter:
    return make_counter()


def put(db: Session, cart: Cart, shop: Counter, quantity: int, meta: dict[str, Any]) -> CartLine:
    return add_to_cart(db, cart, shop.offers["hammer"], quantity, meta=meta)


def remembered(db: Session, cart_id: str) -> list[tuple[dict[str, Any], int, bool]]:
    lines = db.exec(select(CartLine).where(CartLine.cart_id == cart_id).order_by(CartLine.quantity))
    return [(line.meta, line.quantity, line.saved_for_later) for line in lines]


def test_saving_for_later_joins_only_what_is_the_same(shop: Counter) -> None:
    cart_id = shop.cart(guest())
    with unit_of_work(Scope.tenant(shop.tenant_id)) as db:
        cart = cart_of(db, cart_id)
        ada, ben = put(db, cart, shop, 1, ADA), put(db, cart, shop, 2, BEN)
        for line in (ada, ben):
            set_aside(db, cart, line.id, later=True)
        again = put(db, cart, shop, 4, BEN)
        set_aside(db, cart, again.id, later=True)
        db.flush()
        assert remembered(db, cart_id) == [(ADA, 1, True), (BEN, 6, True)]


def test_a_sign_in_joins_only_what_is_the_same_and_keeps_what_was_said(shop: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        maren = person(make_user(db, "maren@holt.example").id)
    own_id, guest_id = shop.cart(maren), shop.cart(guest())
    with unit_of_work(Scope.tenant(shop.tenant_id)) as db:
        persons_cart, theirs = cart_of(db, own_id), cart_of(db, guest_id)
        put(db, persons_cart, shop, 3, ADA)
        put(db, theirs, shop, 1, ADA)
        put(db, theirs, shop, 2, BEN)
        theirs.note, theirs.shipping_address = "Ring twice", {"city": "Kassel"}
        persons_cart.note, persons_cart.shipping_address = "", {}
    with unit_of_work(SYSTEM) as db:
        adopt_carts(db, maren.actor, "a-browser")
    with unit_of_work(Scope.tenant(shop.tenant_id)) as db:
        cart = find_cart(db, shop.tenant_id, maren)
        assert cart is not None
        assert remembered(db, cart.id) == [(BEN, 2, False), (ADA, 3, False)]
        assert (cart.note, cart.shipping_address) == ("Ring twice", {"city": "Kassel"})
