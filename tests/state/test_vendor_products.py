"""The vendor's product pages through their handlers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from sqlmodel import Session, col, select

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer, Price
from marketplace.services.catalogue.products import create_product
from marketplace.services.identity.sessions import find_actor
from marketplace.state.vendor_desk.new_product import VendorNewProductState
from marketplace.state.vendor_desk.product import VendorProductState
from marketplace.state.vendor_desk.product_loading import EMPTY
from marketplace.state.vendor_desk.products import VendorProductsState
from marketplace.state.vendor_desk.today import VendorTodayState
from tests.factories.goods import make_product, make_shop
from tests.state.browser import do, sign_in, tab


@dataclass(frozen=True)
class Scene:
    """Two vendors of two stores, each with a product that could be published."""

    product_id: str
    other_id: str
    token: str


@pytest.fixture
def scene(database: str) -> Scene:
    with unit_of_work(Scope.system()) as db:
        mine = make_shop(db)
        product = make_product(db, mine)
        other = make_shop(db, "assay", "lumen")
        foreign = make_product(db, other, "Centrifuge C14", sku="LU-C14")
    return Scene(product.id, foreign.id, sign_in(mine.owner))


def page(scene: Scene, product_id: str, *, token: str | None = None) -> VendorProductState:
    at = f"/vendor/products/{product_id}"
    return tab(VendorProductState, at, token=scene.token if token is None else token)


def stored(product_id: str) -> Product:
    with unit_of_work(Scope.system()) as db:
        return db.exec(select(Product).where(Product.id == product_id)).one()


def audits(product_id: str) -> int:
    with unit_of_work(Scope.system()) as db:
        return len(db.exec(select(AuditEvent.id).where(col(AuditEvent.object_id) == product_id)).all())


def test_a_guest_is_sent_to_sign_in_and_comes_back(scene: Scene) -> None:
    for state, path in (
        (VendorTodayState, "/vendor"),
        (VendorProductsState, "/vendor/products"),
        (VendorNewProductState, "/vendor/products/new"),
    ):
        assert f"/sign-in?next={path}" in do(tab(state, path), "open")
    assert "/sign-in" in do(page(scene, scene.product_id, token=""), "open")


def test_another_vendors_product_is_not_found(scene: Scene) -> None:
    state = page(scene, scene.other_id)
    do(state, "open")
    assert state.missing
    assert state.product == EMPTY
    assert not state.editor_ready


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("publish", ()),
        ("archive", ()),
        ("unpublish", ()),
        ("save", ()),
        ("add_option", ({"option_title": "Size", "option_value": "M"},)),
        ("remove_picture", ("pim_x",)),
        ("discard", ()),
    ],
)
def test_a_forged_page_changes_nothing_of_another_vendor(scene: Scene, event: str, arguments: tuple[object]) -> None:
    state = page(scene, scene.product_id)
    do(state, "open")
    state.product = replace(state.product, id=scene.other_id)
    before, lines = stored(scene.other_id), audits(scene.other_id)
    do(state, event, *arguments)
    after = stored(scene.other_id)
    assert (after.version, after.status, after.title) == (before.version, before.status, before.title)
    assert audits(scene.other_id) == lines


def test_what_is_typed_is_counted_checked_and_saved_at_once(scene: Scene) -> None:
    state = page(scene, scene.product_id)
    do(state, "open")
    variant = state.rows[0].id
    do(state, "set_fact", "title", "Torque wrench TX 400")
    do(state, "set_price", variant, "EUR", "1 189,50")
    do(state, "set_variant", variant, "stock", "12")
    assert (state.change_text, state.problem_text) == ("3 changes not saved", "")
    do(state, "save")
    assert state.change_text == "Everything is saved"
    assert stored(scene.product_id).title == "Torque wrench TX 400"
    with unit_of_work(Scope.system()) as db:
        price = db.exec(
            select(Price.amount)
            .join(Offer, col(Offer.id) == Price.offer_id)
            .where(Offer.product_id == scene.product_id, Price.currency == "EUR")
        ).one()
    assert price == 118950
    assert state.rows[0].stock == "12"


def test_one_part_that_is_refused_keeps_every_part_from_being_saved(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        taken = make_product_of(db, scene)
    state = page(scene, scene.product_id)
    do(state, "open")
    variant = state.rows[0].id
    do(state, "set_fact", "title", "Another name")
    do(state, "set_variant", variant, "sku", taken)
    do(state, "save")
    assert "You use" in state.rows[0].sku_error
    assert state.facts["title"] == "Another name"
    assert stored(scene.product_id).title == "Torque wrench TX"


def make_product_of(db: Session, scene: Scene) -> str:
    """A second product of the same vendor; returns its article number."""
    create_product(db, find_actor(db, scene.token), ProductFacts(title="Spanner set"), sku="HW-SPAN")
    return "HW-SPAN"


def test_an_overlap_stops_saving_and_its_repair_lets_it_go(scene: Scene) -> None:
    state = page(scene, scene.product_id)
    do(state, "open")
    do(state, "add_tier")
    do(state, "add_tier")
    do(state, "set_tier", 2, "start", "40")
    assert state.problem_text == "1 problem to solve"
    assert "Solve what is marked" in do(state, "save")
    do(state, "mend_tier", 2, "end")
    assert state.problem_text == ""
    assert state.tiers[1].end == "39"
    assert "Saved" in do(state, "save")


def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(scene: Scene) -> None:
    first, second = page(scene, scene.product_id), page(scene, scene.product_id)
    do(first, "open")
    do(second, "open")
    do(first, "set_fact", "title", "From the first tab")
    do(first, "save")
    do(second, "set_fact", "title", "From the second tab")
    do(second, "save")
    assert second.is_stale
    assert second.facts["title"] == "From the second tab"
    assert stored(scene.product_id).title == "From the first tab"


def test_publishing_says_at_the_field_what_is_missing(scene: Scene) -> None:
    state = tab(VendorNewProductState, "/vendor/products/new", token=scene.token)
    do(state, "open")
    answer = do(state, "create", {"title": "Hand tap M6", "sku": "HW-TAP"})
    product_id = re.findall(r"prod_[0-9A-Z]{26}", answer)[0]
    editor = page(scene, product_id)
    do(editor, "open")
    do(editor, "publish")
    assert {"category_id", "pictures"} <= set(editor.wrong)
    assert editor.rows[0].prices[0].error
    assert stored(product_id).status == "draft"


def test_the_list_follows_its_address(scene: Scene) -> None:
    state = tab(VendorProductsState, "/vendor/products?q=torque&status=draft", token=scene.token)
    do(state, "open")
    assert [row.title for row in state.rows] == ["Torque wrench TX"]
    assert [(chip.name, chip.value) for chip in state.chips] == [("Search", "torque")]
    assert next(t for t in state.tabs if t.on).label == "Drafts"
    assert state.csv == "/vendor/products.csv?q=torque&status=draft"
