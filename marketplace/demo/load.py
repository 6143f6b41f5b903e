"""Plants the demo into an empty database: the same stores, people and goods every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, SQLModel, select

from marketplace.demo.catalogue import build
from marketplace.demo.catalogue.types import DemoCatalogue, DemoProduct
from marketplace.demo.companies import company_rows
from marketplace.demo.contracts import contract_rows
from marketplace.demo.history import job_rows
from marketplace.demo.people import people_rows
from marketplace.demo.pictures import draw, views
from marketplace.demo.planting import plant
from marketplace.demo.search_words import search_word_rows
from marketplace.demo.shelves import category_rows, product_rows
from marketplace.demo.stores import group_rows, payer_rows, receiver_rows, store_rows, tenant_id
from marketplace.demo.trade.replay import replay
from marketplace.demo.vendors import vendor_rows
from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import SYSTEM
from marketplace.integrations.payments import providers
from marketplace.integrations.payments.sandbox import CardSandbox
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.db import gather_statistics, go_on_in, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup
from marketplace.models.tenant import Tenant
from marketplace.services.search.indexing import index_store
from marketplace.settings import settings

Say = Callable[[str], None]


def is_empty() -> bool:
    """Whether there is no store yet."""
    with unit_of_work(Scope.system()) as db:
        return db.exec(select(Tenant.id).limit(1)).first() is None


def lacks_trade() -> bool:
    """Whether the demo's stores stand but never sold anything: planting was cut short, or is of an older version."""
    with unit_of_work(Scope.system()) as db:
        stands = db.exec(select(Tenant.id).where(Tenant.id == tenant_id("northforge"))).first() is not None
        return stands and db.exec(select(OrderGroup.id).limit(1)).first() is None


def load(say: Say) -> None:
    """Plant the demo, or what is missing of it. Each of its two parts is one transaction: whole, or not there."""
    catalogue = build()
    if is_empty():
        say("Planting the demo: three stores, their vendors and 600 products ...")
        draw_pictures(catalogue)
        with unit_of_work(Scope.system()) as db:
            plant(db, _rows(catalogue))
            for store in catalogue.stores:
                plant(db, contract_rows(db, store.handle))
                audit.record(
                    db,
                    SYSTEM,
                    AuditAction.TENANT_CREATED,
                    tenant_id=tenant_id(store.handle),
                    object_type="tenant",
                    object_id=tenant_id(store.handle),
                    object_name=store.name,
                )
    gather_statistics()  # without them every question of the trade reads whole tables
    with unit_of_work(Scope.system()) as db:
        _trade(db, catalogue, say)
    say("Building the search index ...")
    for store in catalogue.stores:
        with unit_of_work(Scope.tenant(tenant_id(store.handle))) as db:
            index_store(db)


def _trade(db: Session, catalogue: DemoCatalogue, say: Say) -> None:
    """Ninety days of orders, parcels, refunds and payouts in each store. What they asked for is done already."""
    until = now()
    for store in catalogue.stores:
        say(f"Ninety days of trade at {store.name} ...")
        go_on_in(db, Scope.tenant(tenant_id(store.handle)))
        replay(db, store.handle, tenant_id(store.handle), until)
    go_on_in(db, Scope.system())
    db.connection().execute(_DONE)
    card = providers().get("card")
    if isinstance(card, CardSandbox):
        card.forget_messages()


_DONE = text("delete from job where status = 'pending'")


def draw_pictures(catalogue: DemoCatalogue) -> None:
    """Draw every product's gallery and every category's picture into the media folder."""
    for store in catalogue.stores:
        (_folder(store.handle)).mkdir(parents=True, exist_ok=True)
    for product in catalogue.products:
        for number, svg in enumerate(_gallery(product), start=1):
            (_folder(product.store) / f"{product.handle}-{number}.svg").write_text(svg)
    for category in catalogue.categories:
        svg = draw(category.picture_kind, store=category.store, seed=category.position, cut=True)
        (_folder(category.store) / f"category-{category.handle}.svg").write_text(svg)


def _gallery(product: DemoProduct) -> tuple[str, ...]:
    return views(product.picture_kind, store=product.store, seed=product.picture_seed, label=product.picture_label)[:4]


def _folder(store: str) -> Path:
    return settings().data_dir / "media" / "demo" / store


def _rows(catalogue: DemoCatalogue) -> Iterator[SQLModel]:
    """Every row, what is pointed at before what points."""
    at = now()
    yield from group_rows()
    for store in catalogue.stores:
        yield from store_rows(store)
        yield from receiver_rows(store)
    yield from payer_rows()
    for store in catalogue.stores:
        yield from company_rows(store.handle, at)
    for vendor in catalogue.vendors:
        yield from vendor_rows(vendor, at)
    yield from people_rows(at)
    yield from category_rows(catalogue.categories)
    vendors = {(vendor.store, vendor.handle): vendor for vendor in catalogue.vendors}
    ranks = dict.fromkeys((store.handle for store in catalogue.stores), 0)
    for product in catalogue.products:
        yield from product_rows(product, vendors, ranks[product.store], at)
        ranks[product.store] += 1
    for store in catalogue.stores:
        yield from search_word_rows(store.handle, at)
    yield from job_rows(catalogue.products, at)
