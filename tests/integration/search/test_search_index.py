"""The read model follows the catalogue: what can be bought is in search, and nothing else."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

import tasks.app as engine
import tasks.handlers  # noqa: F401
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.outbox import publish
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, PriceList
from marketplace.models.search import SearchDocument, SearchWord
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.search.indexing import index_product, index_store, products_affected
from tests.factories.catalogue import Catalogue, make_catalogue


@pytest.fixture
def shop(database: str) -> Catalogue:
    """A store with one product that is in no document yet; the rows are committed."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Cordless drill 18 V", category="drills", sku="HB-1865", price=((1, 18900), (10, 17200)))
    return shop


def document(shop: Catalogue, product_id: str) -> SearchDocument | None:
    return run(Scope.tenant(shop.store.id), lambda db: db.get(SearchDocument, (shop.store.id, product_id)))


def only_product(db: Session) -> Product:
    return db.exec(select(Product)).one()


def index(shop: Catalogue, product_id: str) -> bool:
    return run(Scope.tenant(shop.store.id), lambda db: index_product(db, product_id))


def test_a_document_knows_price_path_codes_and_words(shop: Catalogue) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)
    assert index(shop, product.id)
    indexed = document(shop, product.id)
    assert indexed is not None
    assert indexed.prices == {"EUR": 18900}
    assert indexed.category_path == "/tools/drills/"
    assert indexed.codes == ["bohb1865", "hb1865"]
    assert "delivery=stock" in indexed.facets
    assert indexed.card["by"]["EUR"]["tiers"] == [[1, 18900], [10, 17200]]
    words = run(Scope.tenant(shop.store.id), lambda db: set(db.exec(select(SearchWord.id)).all()))
    assert {"cordless", "drill", "drills"} <= words


@pytest.mark.parametrize(
    ("table", "change"),
    [(Product, {"status": "draft"}), (Offer, {"status": "paused"}), (Vendor, {"status": "suspended"})],
)
def test_what_cannot_be_bought_leaves(shop: Catalogue, table: type, change: dict[str, str]) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)
    assert index(shop, product.id)
    with unit_of_work(Scope.system()) as db:
        row = db.exec(select(table)).one()
        for name, value in change.items():
            setattr(row, name, value)
    assert not index(shop, product.id)
    assert document(shop, product.id) is None


def test_the_winner_is_in_stock_then_cheap(shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        product = only_product(db)
        variant = db.exec(select(Offer)).one().variant_id
        row = type("V", (), {"id": variant, "sku": "HB-1865"})()
        shop.offer(product, row, vendor="cheap", price=15000, stock=0)  # type: ignore[arg-type]
        shop.offer(product, row, vendor="fair", price=18000, stock=3)  # type: ignore[arg-type]
    assert index(shop, product.id)
    indexed = document(shop, product.id)
    assert indexed is not None
    assert indexed.card["by"]["EUR"]["vendor"] == "Fair"
    assert set(indexed.card["vendors"]) == {shop.vendors["cheap"].id, shop.vendors["bolt"].id}
    assert len(indexed.vendor_ids) == 3


def test_an_offer_of_the_store_lowers_the_price_while_it_runs(shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        offer = db.exec(select(Offer)).one()
        db.add(PriceList(id="pl_1", tenant_id=shop.store.id, title="November", kind="store"))
        db.add(PriceList(id="pl_2", tenant_id=shop.store.id, title="Contract", kind="contract_company", owner_id="co"))
        db.flush()
        shop.price(offer, 16000, price_list_id="pl_1")
        shop.price(offer, 9000, price_list_id="pl_2")
    assert index(shop, offer.product_id)
    indexed = document(shop, offer.product_id)
    assert indexed is not None
    entry = indexed.card["by"]["EUR"]
    assert (indexed.prices["EUR"], entry["was"], entry["list"]) == (16000, 18900, "November")


def test_indexing_twice_changes_nothing_and_the_whole_store_gives_the_same(shop: Catalogue) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)

    def snapshot() -> tuple[object, ...]:
        indexed = document(shop, product.id)
        assert indexed is not None
        return (indexed.card, indexed.words, indexed.facets, indexed.codes, indexed.prices, indexed.published_at)

    index(shop, product.id)
    first = snapshot()
    index(shop, product.id)
    assert snapshot() == first
    assert run(Scope.tenant(shop.store.id), index_store) == 1
    assert snapshot() == first


def test_every_change_moves_the_content_version(shop: Catalogue) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)
    before = run(Scope.public(), lambda db: db.exec(select(Tenant.content_version)).one())
    index(shop, product.id)
    assert run(Scope.public(), lambda db: db.exec(select(Tenant.content_version)).one()) > before


def test_aggregates_lead_to_their_products(shop: Catalogue) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)
    scope = Scope.tenant(shop.store.id)
    for aggregate, key in (("product", product.id), ("vendor", shop.vendors["bolt"].id)):
        assert run(scope, lambda db, a=aggregate, k=key: products_affected(db, a, k)) == [product.id]  # type: ignore[misc]
    assert run(scope, lambda db: products_affected(db, "company", "co_1")) == []


def test_an_event_becomes_a_document(shop: Catalogue) -> None:
    product = run(Scope.tenant(shop.store.id), only_product)
    with unit_of_work(Scope.tenant(shop.store.id)) as db:
        for _ in range(3):
            publish(db, "product.published", tenant_id=shop.store.id, aggregate="product", aggregate_id=product.id)
        publish(db, "company.approved", tenant_id=shop.store.id, aggregate="company", aggregate_id="co_1")
    while engine.run_next():
        pass
    assert document(shop, product.id) is not None
    kinds = run(
        Scope.system(),
        lambda db: dict(db.connection().execute(text("select kind, count(*) from job group by kind")).all()),
    )
    assert kinds == {"event.dispatch": 4, "search.index": 1}


def test_another_store_is_never_touched(shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        other = make_catalogue(db, "assay")
        theirs = other.product("Microscope")
    assert not index(shop, theirs.id)
    run(Scope.tenant(other.store.id), index_store)
    run(Scope.tenant(shop.store.id), index_store)
    rows = run(
        Scope.system(), lambda db: db.exec(select(SearchDocument.tenant_id).order_by(col(SearchDocument.id))).all()
    )
    assert sorted(rows) == sorted([shop.store.id, other.store.id])
