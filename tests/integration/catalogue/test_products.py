"""A vendor's products: facts, variants, prices, stock, publishing; and that nobody else can touch them."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from marketplace.domain.catalogue.products import ProductFacts, SpecificationLine
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Role
from marketplace.kit.tables import AuditEvent, Outbox
from marketplace.models.catalogue import Product, ProductAttribute, Variant
from marketplace.models.offer import Offer, Price
from marketplace.models.stock import StockLevel, StockLocation
from marketplace.queries.vendor_desk.editing import get_product_for_editing
from marketplace.queries.vendor_desk.products import list_products
from marketplace.services.catalogue import prices, products, stocking, variants
from tests.factories.goods import Shop, make_product, make_shop, only_variant
from tests.factories.people import actor_for, give_role, make_user, make_vendor, make_vendor_owner


@pytest.fixture
def shop(db: Session) -> Shop:
    return make_shop(db)


def topics(db: Session) -> list[str]:
    return list(db.exec(select(Outbox.topic).order_by(Outbox.seq)))


def offer_of(db: Session, product: Product) -> Offer:
    return db.exec(select(Offer).where(Offer.product_id == product.id)).one()


def steps(db: Session, product: Product) -> list[tuple[str, int, int | None, int | None]]:
    rows = db.exec(
        select(Price)
        .join(Offer, Offer.id == Price.offer_id)  # type: ignore[arg-type]
        .where(Offer.product_id == product.id)
        .order_by(Price.currency, Price.min_quantity)
    )
    return [(row.currency, row.min_quantity, row.amount, row.percent_off_bps) for row in rows]


def test_a_new_product_is_a_draft_with_one_offer(db: Session, shop: Shop) -> None:
    ref = products.create_product(db, shop.owner, ProductFacts(title="  Torque wrench TX "))
    product = db.exec(select(Product)).one()
    assert (product.title, product.handle, product.status, product.version) == (
        "Torque wrench TX",
        "torque-wrench-tx",
        "draft",
        1,
    )
    offer = offer_of(db, product)
    assert (offer.sku, offer.status, offer.variant_id) == ("TORQUE-WRENCH-TX", "live", ref.variant_id)
    assert topics(db) == ["product.created"]
    again = products.create_product(db, shop.owner, ProductFacts(title="Torque wrench TX"))
    assert again.handle == "torque-wrench-tx-2"


def test_facts_are_checked_field_by_field(db: Session, shop: Shop) -> None:
    facts = ProductFacts(
        title="x",
        category_id="cat_unknown",
        points=("a", "b", "c", "d", "e", "f"),
        weight_grams=0,
        specification=(SpecificationLine("Width", "4 mm"), SpecificationLine("width", "5 mm")),
    )
    with pytest.raises(Invalid) as caught:
        products.create_product(db, shop.owner, facts)
    assert caught.value.fields == {
        "title": "Enter a name of at least two characters.",
        "points": "At most 5 selling points; put the rest into the description.",
        "specification": "“Width” is there twice.",
        "weight_grams": "Enter the weight in grams, up to 10 tonnes.",
        "category_id": "This category is no longer there. Choose another.",
    }
    assert db.exec(select(Product)).all() == []


def test_an_update_writes_what_changed_and_says_so(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    before = product.version
    facts = ProductFacts(
        title="Torque wrench TX",
        subtitle="60 to 400 Nm",
        category_id=shop.category.id,
        specification=(SpecificationLine("Drive", "1/2 in", is_facet=True),),
    )
    version = products.update_product(db, shop.owner, product.id, facts, version=before)
    assert version == before + 1
    line = db.exec(select(ProductAttribute)).one()
    assert (line.key, line.label, line.value, line.is_facet) == ("drive", "Drive", "1/2 in", True)
    event = db.exec(select(Outbox).order_by(Outbox.seq.desc())).first()  # type: ignore[attr-defined]
    assert event is not None
    assert (event.topic, event.changed_fields) == ("product.updated", ["subtitle", "specification"])
    assert products.update_product(db, shop.owner, product.id, facts, version=version) == version


def test_a_stale_version_is_refused_with_a_sentence(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    with pytest.raises(Conflict, match="Somebody else has changed this product"):
        products.update_product(db, shop.owner, product.id, ProductFacts(title="Mine"), version=product.version - 1)
    assert product.title == "Torque wrench TX"


def test_publishing_names_everything_that_is_missing(db: Session, shop: Shop) -> None:
    ref = products.create_product(db, shop.owner, ProductFacts(title="Bare"))
    with pytest.raises(Invalid) as caught:
        products.publish_product(db, shop.owner, ref.id)
    assert caught.value.fields == {
        "category_id": "Choose where shoppers find it.",
        "pictures": "Add at least one picture.",
        f"price.{ref.variant_id}": "Standard needs a price in EUR.",
    }
    assert db.exec(select(Product.status)).one() == "draft"
    assert topics(db) == ["product.created"]


def test_publish_unpublish_archive(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    products.publish_product(db, shop.owner, product.id, version=product.version)
    assert product.status == "published"
    products.unpublish_product(db, shop.owner, product.id)
    assert product.status == "draft"
    products.archive_product(db, shop.owner, product.id)
    assert product.status == "archived"
    products.publish_product(db, shop.owner, product.id)
    assert topics(db)[-4:] == ["product.published", "product.unpublished", "product.archived", "product.published"]


def test_a_vendor_that_is_not_open_cannot_publish(db: Session) -> None:
    shop = make_shop(db, status="pending")
    product = make_product(db, shop)
    with pytest.raises(Conflict, match="Halden is pending"):
        products.publish_product(db, shop.owner, product.id)
    assert product.status == "draft"


def test_a_published_product_stays_fit_to_be_shown(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    products.publish_product(db, shop.owner, product.id)
    with pytest.raises(Invalid) as caught:
        products.update_product(db, shop.owner, product.id, ProductFacts(title="No category"), version=product.version)
    assert set(caught.value.fields) == {"category_id"}
    variant = only_variant(db, product)
    with pytest.raises(Invalid) as caught:
        prices.set_prices(db, shop.owner, product.id, variant.id, "EUR", [])
    assert set(caught.value.fields) == {f"price.{variant.id}"}


def test_prices_are_checked_and_replaced(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    variant = only_variant(db, product)
    rows = [TierInput(1, 9, amount=18900), TierInput(10, 49, percent_off_bps=500), TierInput(50, None, amount=16900)]
    prices.set_prices(db, shop.owner, product.id, variant.id, "EUR", rows)
    prices.set_prices(db, shop.owner, product.id, variant.id, "GBP", [TierInput(1, amount=16200)])
    expected = [("EUR", 1, 18900, None), ("EUR", 10, None, 500), ("EUR", 50, 16900, None), ("GBP", 1, 16200, None)]
    assert steps(db, product) == expected
    assert topics(db)[-1] == "price.changed"

    version = product.version
    assert prices.set_prices(db, shop.owner, product.id, variant.id, "EUR", rows) == version

    with pytest.raises(Invalid) as caught:
        prices.set_prices(
            db,
            shop.owner,
            product.id,
            variant.id,
            "EUR",
            [TierInput(1, 49, amount=18900), TierInput(40, None, amount=16900)],
        )
    assert caught.value.fields == {"tier-1": "This overlaps the row above. Start at 50."}
    with pytest.raises(Invalid) as caught:
        prices.set_prices(db, shop.owner, product.id, variant.id, "USD", [TierInput(1, amount=1)])
    assert caught.value.fields == {"currency": "Northforge does not sell in USD."}
    assert steps(db, product) == expected


def test_quantity_rules(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    variant = only_variant(db, product)
    with pytest.raises(Invalid) as caught:
        prices.set_quantity_rules(
            db,
            shop.owner,
            product.id,
            variant.id,
            min_quantity=10,
            quantity_step=4,
            lead_time_days=400,
            allows_backorder=False,
        )
    assert set(caught.value.fields) == {f"min.{variant.id}", f"lead.{variant.id}"}
    prices.set_quantity_rules(
        db,
        shop.owner,
        product.id,
        variant.id,
        min_quantity=12,
        quantity_step=4,
        lead_time_days=8,
        allows_backorder=True,
        is_paused=True,
    )
    offer = offer_of(db, product)
    assert (offer.min_quantity, offer.quantity_step, offer.lead_time_days, offer.allows_backorder, offer.status) == (
        12,
        4,
        8,
        True,
        "paused",
    )


def test_stock_never_falls_below_what_is_reserved(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    variant = only_variant(db, product)
    stocking.count_stock(db, shop.owner, product.id, variant.id, counted=20, seen=0)
    level = db.exec(select(StockLevel)).one()
    assert (level.on_hand, level.reserved) == (20, 0)
    assert db.exec(select(StockLocation.name)).one() == "Main warehouse"
    level.reserved = 8
    db.flush()

    # Five were sold between looking and counting: 18 counted against 20 seen is two fewer, whatever happened since.
    level.on_hand = 15
    db.flush()
    stocking.count_stock(db, shop.owner, product.id, variant.id, counted=18, seen=20)
    assert level.on_hand == 13
    with pytest.raises(Conflict, match="8 of HW-TX are reserved"):
        stocking.adjust_stock(db, shop.owner, product.id, variant.id, delta=-6, reason="broken")
    db.refresh(level)
    assert level.on_hand == 13
    lines = db.exec(select(AuditEvent).where(AuditEvent.action == "product:stock:adjusted")).all()
    assert [(e.before, e.after, e.reason) for e in lines] == [
        ({"sku": "HW-TX", "on_hand": 0}, {"sku": "HW-TX", "on_hand": 20}, "counted"),
        ({"sku": "HW-TX", "on_hand": 15}, {"sku": "HW-TX", "on_hand": 13}, "counted"),
    ]
    assert topics(db)[-1] == "stock.changed"


def test_options_and_variants(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    first = only_variant(db, product)
    variants.add_option(db, shop.owner, product.id, title="Drive", first_value="1/2 in")
    assert first.title == "1/2 in"
    edit = get_product_for_editing(db, shop.owner, product.id)
    drive = edit.options[0]
    second, _ = variants.add_variant(db, shop.owner, product.id, values={drive.id: "3/4 in"}, sku="HW-TX-34")
    assert [v.title for v in get_product_for_editing(db, shop.owner, product.id).variants] == ["1/2 in", "3/4 in"]

    with pytest.raises(Invalid) as caught:
        variants.add_variant(db, shop.owner, product.id, values={drive.id: "3/4 in"}, sku="HW-OTHER")
    assert caught.value.fields == {"variants": "This combination is there already."}
    with pytest.raises(Conflict, match="Without “Drive” some variants would be the same"):
        variants.remove_option(db, shop.owner, product.id, drive.id)

    variants.remove_variant(db, shop.owner, product.id, second)
    with pytest.raises(Conflict, match="keeps one variant"):
        variants.remove_variant(db, shop.owner, product.id, first.id)
    variants.remove_option(db, shop.owner, product.id, drive.id)
    assert db.exec(select(Variant.title)).all() == ["Standard"]


def test_a_sku_is_unique_within_the_vendor(db: Session, shop: Shop) -> None:
    make_product(db, shop, "First", sku="HW-1")
    second = make_product(db, shop, "Second", sku="HW-1")
    assert offer_of(db, second).sku == "HW-1-2"
    variant = only_variant(db, second)
    with pytest.raises(Invalid) as caught:
        variants.change_sku(db, shop.owner, second.id, variant.id, sku="HW-1")
    assert caught.value.fields == {f"sku.{variant.id}": "You use HW-1 for First already."}
    neighbour = make_vendor(db, shop.store, "rival")
    rival = make_vendor_owner(db, neighbour)
    products.create_product(db, rival, ProductFacts(title="Third"), sku="HW-1")


ACTS = {
    "update": lambda db, who, p, v: products.update_product(
        db, who, p.id, ProductFacts(title="Taken"), version=p.version
    ),
    "publish": lambda db, who, p, v: products.publish_product(db, who, p.id),
    "unpublish": lambda db, who, p, v: products.unpublish_product(db, who, p.id),
    "archive": lambda db, who, p, v: products.archive_product(db, who, p.id),
    "prices": lambda db, who, p, v: prices.set_prices(db, who, p.id, v.id, "EUR", [TierInput(1, amount=1)]),
    "stock": lambda db, who, p, v: stocking.adjust_stock(db, who, p.id, v.id, delta=5, reason="mine"),
    "sku": lambda db, who, p, v: variants.change_sku(db, who, p.id, v.id, sku="STOLEN"),
    "option": lambda db, who, p, v: variants.add_option(db, who, p.id, title="Drive", first_value="1"),
    "remove": lambda db, who, p, v: variants.remove_variant(db, who, p.id, v.id),
    "read": lambda db, who, p, v: get_product_for_editing(db, who, p.id),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stranger", ["guest", "shopper", "rival", "other store", "orders"])
def test_nobody_else_touches_a_product(db: Session, shop: Shop, act: str, stranger: str) -> None:
    product = make_product(db, shop)
    variant = only_variant(db, product)
    before = (product.version, product.title, product.status, steps(db, product), len(topics(db)))
    user = make_user(db, "eve@example.com")
    if stranger == "shopper":
        give_role(db, user, Role.SHOPPER, tenant=shop.store)
    elif stranger == "rival":
        give_role(db, user, Role.VENDOR_MEMBER, vendor=make_vendor(db, shop.store, "rival"))
    elif stranger == "other store":
        give_role(db, user, Role.VENDOR_MEMBER, vendor=make_shop(db, "assay", "lab").vendor)
    elif stranger == "orders":
        give_role(db, user, Role.VENDOR_MEMBER, vendor=shop.vendor, title="orders")
    who = GUEST if stranger == "guest" else actor_for(db, user)
    expected = {"guest": Unauthenticated, "shopper": Forbidden, "orders": Forbidden}.get(stranger, NotFound)
    if act == "read" and stranger == "orders":
        assert get_product_for_editing(db, who, product.id).id == product.id
        return
    with pytest.raises(expected):
        ACTS[act](db, who, product, variant)
    db.refresh(product)
    assert (product.version, product.title, product.status, steps(db, product), len(topics(db))) == before


def test_the_list_filters_sorts_and_counts(db: Session, shop: Shop) -> None:
    first, second, third = (make_product(db, shop, title, sku=title[:3]) for title in ("Axe", "Bolt", "Clamp"))
    products.publish_product(db, shop.owner, first.id)
    products.publish_product(db, shop.owner, second.id)
    products.archive_product(db, shop.owner, third.id)
    stocking.count_stock(db, shop.owner, first.id, only_variant(db, first).id, counted=7, seen=0)

    everything = list_products(db, shop.owner, sort="title")
    assert [row.title for row in everything.rows] == ["Axe", "Bolt"]
    assert everything.counts == {"all": 2, "published": 2, "draft": 0, "no_stock": 1, "archived": 1}
    axe = everything.rows[0]
    assert (axe.price, axe.stock, axe.stock_tone, axe.status, axe.variants) == (
        "€189.00",
        "7",
        "warn",
        "published",
        "1 variant",
    )
    assert [row.title for row in list_products(db, shop.owner, status="no_stock").rows] == ["Bolt"]
    assert [row.title for row in list_products(db, shop.owner, q="CLA", status="archived").rows] == ["Clamp"]
    page = list_products(db, shop.owner, sort="title", page=2, per_page=1)
    assert ([row.title for row in page.rows], page.range_text) == (["Bolt"], "2 to 2 of 2 products")


def test_a_successor_is_another_article_of_the_same_vendor_and_keeps_its_name(db: Session, shop: Shop) -> None:
    old = products.create_product(db, shop.owner, ProductFacts(title="Torque wrench TX"), sku="TX-1")
    new = products.create_product(db, shop.owner, ProductFacts(title="Torque wrench TX 2"), sku="TX-2")
    stranger = make_vendor_owner(db, make_vendor(db, shop.store, "nut"))
    products.create_product(db, stranger, ProductFacts(title="Torque wrench of others"), sku="TX-3")
    product = db.exec(select(Product).where(Product.id == old.id)).one()

    def replace_by(sku: str) -> None:
        facts = ProductFacts(title="Torque wrench TX", successor_sku=sku)
        products.update_product(db, shop.owner, product.id, facts, version=product.version)

    for sku, sentence in (
        ("TX-3", "You have no article TX-3. Enter the SKU of another of yours."),
        ("TX-9", "You have no article TX-9. Enter the SKU of another of yours."),
        ("tx-1", "This is the product itself. Enter the SKU of what replaces it."),
    ):
        with pytest.raises(Invalid) as refused:
            replace_by(sku)
        assert refused.value.fields == {"successor_sku": sentence}
        assert product.successor_sku == ""
    replace_by(" tx-2 ")
    assert product.successor_sku == "TX-2"
    assert get_product_for_editing(db, shop.owner, product.id).successor_sku == "TX-2"
    variants.change_sku(db, shop.owner, new.id, new.variant_id, sku="TX-2B")
    db.refresh(product)
    assert product.successor_sku == "TX-2B"
    replace_by("")
    assert product.successor_sku == ""
