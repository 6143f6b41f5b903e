"""Search at the desks: every word wanted in any order, every code of a product, and no wildcards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product, Variant
from marketplace.models.ledger import Payout
from marketplace.models.offer import Offer
from marketplace.queries.operator_desk.orders import find_groups
from marketplace.queries.operator_desk.palette import find
from marketplace.queries.operator_desk.payouts import list_payouts
from marketplace.queries.operator_desk.products import find_all_products, list_all_products
from marketplace.queries.operator_desk.vendors import find_vendors, list_vendors
from marketplace.queries.vendor_desk.orders import find_orders
from marketplace.queries.vendor_desk.products import find_products, list_products
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import actor_for, give_role, make_operator, make_user

Titles = Callable[[str], list[str]]


@pytest.fixture
def shop(db: Session) -> Catalogue:
    """A drill with two variants, a 100 % wool cloth and a spanner."""
    shop = make_catalogue(db)
    drill = shop.product("Cordless hammer drill", sku="HB-1865-2")
    shop.product("Cloth, 100% wool", sku="CL-1")
    shop.product("Cloth, 100 wool", sku="CL_2")
    shop.product("Drill stand", vendor="nut", sku="ST-9")
    second = Variant(
        id=new_id("variant"),
        tenant_id=shop.store.id,
        product_id=drill.id,
        title="12 V",
        sku="HB-VAR-7",
        ean="4006381333931",
        position=1,
    )
    db.add(second)
    db.flush()
    first = db.exec(select(Offer).where(Offer.product_id == drill.id)).one()
    kept = first.model_dump(exclude={"id", "variant_id", "sku"})
    db.add(Offer(**kept, id=new_id("off"), variant_id=second.id, sku="ZZ-900.1"))
    db.flush()
    return shop


@pytest.fixture
def operator(db: Session) -> Actor:
    return make_operator(db)


@pytest.fixture
def owner(db: Session, shop: Catalogue) -> Actor:
    user = make_user(db, "bolt@example.com")
    give_role(db, user, Role.VENDOR_MEMBER, vendor=shop.vendor("bolt"), title="owner")
    return actor_for(db, user)


FOUND = [
    ("HB-1865-2", {"Cordless hammer drill"}),
    ("hb18652", {"Cordless hammer drill"}),
    ("ZZ-900.1", {"Cordless hammer drill"}),
    ("zz9001", {"Cordless hammer drill"}),
    ("HB-VAR-7", {"Cordless hammer drill"}),
    ("4006381333931", {"Cordless hammer drill"}),
    ("drill cordless", {"Cordless hammer drill"}),
    ("drill HB-1865", {"Cordless hammer drill"}),
    ("100%", {"Cloth, 100% wool"}),
    ("CL_2", {"Cloth, 100 wool"}),
    ("%", {"Cloth, 100% wool"}),
    ("drill zebra", set()),
]


@pytest.mark.parametrize(("typed", "expected"), FOUND)
def test_products_are_found_at_every_desk(
    db: Session, shop: Catalogue, operator: Actor, owner: Actor, typed: str, expected: set[str]
) -> None:
    titles = dict(db.exec(select(Product.id, Product.title)).all())
    lists: dict[str, Any] = {
        "list": [row.title for row in list_all_products(db, operator, q=typed).rows],
        "ids": [titles[key] for key in find_all_products(db, operator, q=typed, limit=9, offset=0)[0]],
        "palette": [hit.title for hit in find(db, operator, typed) if "/products/" in hit.href],
        "vendor": [row.title for row in list_products(db, owner, q=typed).rows],
        "vendor ids": [titles[key] for key in find_products(db, owner, q=typed, limit=9, offset=0)[0]],
        "vendor palette": [hit.title for hit in find(db, owner, typed) if "/products/" in hit.href],
    }
    if typed == "%":  # one letter is too little for the palette
        del lists["palette"], lists["vendor palette"]
    assert {name: set(rows) for name, rows in lists.items()} == dict.fromkeys(lists, expected)
    assert {name: len(rows) for name, rows in lists.items()} == dict.fromkeys(lists, len(expected))


def test_the_palette_names_the_sku_that_was_asked_for(db: Session, shop: Catalogue, operator: Actor) -> None:
    (hit,) = [one for one in find(db, operator, "zz-900") if "/products/" in one.href]
    assert hit.detail.startswith("ZZ-900.1, ")


def test_a_vendor_does_not_find_its_product_by_a_rival_s_code(db: Session, shop: Catalogue, owner: Actor) -> None:
    first = db.exec(select(Offer).where(Offer.sku != "ZZ-900.1", Offer.vendor_id == shop.vendor("bolt").id)).first()
    assert first is not None
    kept = first.model_dump(exclude={"id", "vendor_id", "sku"})
    db.add(Offer(**kept, id=new_id("off"), vendor_id=shop.vendor("nut").id, sku="RIVAL-1"))
    db.flush()
    assert list_products(db, owner, q="RIVAL-1").rows == ()


@pytest.mark.parametrize(("typed", "expected"), [("bolt", 1), ("50%", 0), ("b_lt", 0), ("%", 0)])
def test_a_person_s_signs_are_letters_among_vendors_and_payouts(
    db: Session, shop: Catalogue, operator: Actor, typed: str, expected: int
) -> None:
    shop.vendor("nut").name = shop.vendor("nut").legal_name = "Nut"
    db.flush()
    for name in ("bolt", "nut"):
        vendor = shop.vendor(name)
        db.add(
            Payout(
                id=f"pay_{name}",
                tenant_id=vendor.tenant_id,
                vendor_id=vendor.id,
                number=f"PAY-{name}",
                currency="EUR",
                amount=100,
                status="paid",
                idempotency_key=name,
            )
        )
    db.flush()
    assert list_vendors(db, operator, q=typed).total == expected
    assert find_vendors(db, operator, q=typed, limit=9, offset=0)[1] == expected
    assert [row.vendor for row in list_payouts(db, operator, q=typed).rows] == ["Bolt"] * expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("stadtwerke", 1), ("lenz stadtwerke", 1), ("stadtwerke bolt", 1), ("stadt%lenz", 0), ("1001", 1), ("zebra", 0)],
)
def test_orders_are_found_by_every_word(
    db: Session, shop: Catalogue, operator: Actor, owner: Actor, typed: str, expected: int
) -> None:
    placed_order(db, shop, [Bought(offers_of(db, shop.vendor("bolt"))[0], 1, 1_000)])
    assert find_groups(db, operator, q=typed, limit=9, offset=0)[1] == expected
    expected_of_vendor = expected if typed != "stadtwerke bolt" else 0  # a vendor does not look for itself
    assert find_orders(db, owner, q=typed, limit=9, offset=0)[1] == expected_of_vendor
