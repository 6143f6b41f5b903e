"""What the desks read: the right figures, for the right eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.kit.clock import now
from marketplace.models.ledger import Payout
from marketplace.queries.operator_desk import (
    audit_trail,
    desk,
    job_causes,
    jobs,
    palette,
    products,
    tenants,
    vendor_review,
    vendors,
)
from marketplace.queries.operator_desk.job_figures import get_figures
from marketplace.queries.operator_desk.product import get_product_for_admin
from marketplace.queries.vendor_desk.application import get_application
from marketplace.queries.vendor_desk.desk import get_vendor_place, list_low_stock, list_recent_changes
from marketplace.services.catalogue import products as product_services
from marketplace.services.catalogue import stocking
from marketplace.services.vendors import vendor_decisions as decisions
from tests.factories.catalogue import make_catalogue
from tests.factories.goods import Shop, make_product, make_shop, only_variant
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.integration.operations.test_job_desk import make_job


@pytest.fixture
def shop(db: Session) -> Shop:
    return make_shop(db)


@pytest.fixture
def operator(db: Session) -> Actor:
    return make_operator(db)


@pytest.fixture
def admin(db: Session, shop: Shop) -> Actor:
    """The administrator of the shop's store."""
    user = make_user(db, "admin@northforge.example")
    give_role(db, user, Role.TENANT_ADMIN, tenant=shop.store)
    return actor_for(db, user)


def test_the_first_page_puts_the_nearest_deadline_first(db: Session, shop: Shop, operator: Actor) -> None:
    other = make_tenant(db, "assay")
    make_vendor(db, other, "late", status="pending", applied_at=now() - timedelta(hours=30))
    make_vendor(db, shop.store, "soon", status="pending", applied_at=now() - timedelta(hours=20))
    make_vendor(db, shop.store, "draft", status="pending")
    make_job(db, cause="boom")
    make_job(db, cause="boom")

    home = desk.get_home(db, operator)
    assert [(need.title, need.due, need.due_tone, need.mark.letter) for need in home.needs[:2]] == [
        ("Late", "6 h late", "bad", "A"),
        ("Soon", "4 h left", "warn", "N"),
    ]
    assert (home.needs[0].head, home.needs[1].head, home.needs[2].head) == ("Vendors to approve", "", "Machine")
    assert (home.needs[2].title, home.needs[2].value) == ("boom", "2 jobs")
    assert home.says == "4 things, 1 late, 1 due soon"
    health = {line.label: (line.says, line.shape) for line in home.health}
    assert health["Jobs"] == ("2 dead", "bad full")
    assert health["Books balance"] == ("0 of 0 off", "good full")
    assert health["Audit trail"] == ("unbroken, last 0", "good full")
    place = desk.get_place(db, operator)
    assert (place.needs, place.vendors, place.dead, place.is_operator) == ("4", "2", "2", True)


def test_the_first_page_counts_things_and_says_what_it_does_not_show(db: Session, operator: Actor) -> None:
    place = make_catalogue(db, "works")
    place.product("Drill", vendor="bolt")
    bolt = place.vendor("bolt")
    goods = [Bought(offers_of(db, bolt)[0], 1, 5_000)]
    for number in range(13):
        (order,) = placed_order(db, place, goods, take_stock=False)
        order.ship_by, order.accept_by = now() - timedelta(hours=3), now() - timedelta(hours=30)
        order.accepted_at = now() - timedelta(days=2) if number < 11 else None
    db.add(
        Payout(
            id="pay_1",
            tenant_id=place.store.id,
            vendor_id=bolt.id,
            number="PO-1",
            currency="EUR",
            amount=90_000,
            status="held",
            idempotency_key="k",
            hold_reason="Above €500: two people release it.",
        )
    )
    db.flush()
    home = desk.get_home(db, operator)
    heads = [(need.head, need.head_count) for need in home.needs if need.head]
    assert heads == [("Money held", "1"), ("Orders without an answer", "2"), ("Orders that are late", "11")]
    assert home.needs[0].sub == "Above €500: two people release it."
    assert (len(home.needs), home.needs[-1].more, home.needs[-1].more_href) == (11, "3 more", "/admin/orders?view=late")
    assert (home.total, home.says, desk.get_place(db, operator).needs) == (14, "14 things, 13 late", "14")
    user = make_user(db, "admin@works.example")
    give_role(db, user, Role.TENANT_ADMIN, tenant=place.store)
    admin = actor_for(db, user)  # money is released by operators
    assert (desk.get_home(db, admin).total, desk.get_place(db, admin).needs) == (13, "13")


def test_a_store_admin_sees_the_own_store_only(db: Session, shop: Shop, admin: Actor, operator: Actor) -> None:
    other = make_tenant(db, "assay")
    strange = make_vendor(db, other, "strange", status="pending", applied_at=now())
    make_job(db)
    home = desk.get_home(db, admin)
    assert (home.needs, home.health, [line.name for line in home.stores]) == ((), (), ["Northforge"])
    assert [row.name for row in vendors.list_vendors(db, admin).rows] == ["Halden"]
    assert [row.name for row in tenants.list_tenants(db, admin).rows] == ["Northforge"]
    for read in (
        lambda: vendor_review.get_vendor_review(db, admin, strange.id),
        lambda: tenants.get_tenant(db, admin, other.id),
        lambda: get_product_for_admin(db, admin, "prod_unknown"),
    ):
        with pytest.raises(NotFound):
            read()
    with pytest.raises(NotFound):
        get_figures(db, admin)
    decisions.suspend_vendor(db, operator, make_vendor(db, other, "v2").id, reason="Late shipments")
    assert audit_trail.list_audit(db, admin).total == 0
    assert audit_trail.list_audit(db, operator).total == 1


def test_guests_and_vendors_read_nothing_of_the_operators(db: Session, shop: Shop) -> None:
    reads = (
        desk.get_home,
        vendors.list_vendors,
        tenants.list_tenants,
        products.list_all_products,
        audit_trail.list_audit,
        jobs.list_jobs,
    )
    for read in reads:
        with pytest.raises(Unauthenticated):
            read(db, GUEST)
        with pytest.raises((Forbidden, NotFound)):
            read(db, shop.owner)


def test_the_review_shows_evidence_risks_and_neighbours(db: Session, shop: Shop, operator: Actor) -> None:
    first = make_vendor(db, shop.store, "first", status="pending", applied_at=now() - timedelta(hours=2))
    second = make_vendor(
        db, shop.store, "second", status="pending", applied_at=now() - timedelta(hours=1), email="me@gmail.com"
    )
    review = vendor_review.get_vendor_review(db, operator, second.id)
    assert (review.place, review.previous_href, review.next_href) == ("2 of 2", f"/admin/vendors/{first.id}", "")
    risks = {risk.label: (risk.says, risk.shape) for risk in review.risks}
    assert risks["E-mail at an own domain"] == ("gmail.com", "warn half")
    assert risks["Same bank account elsewhere"] == ("none", "good full")
    assert risks["Bank and business in one country"] == ("not known", "")
    assert (review.can_approve, review.can_suspend, review.status) == (True, False, "pending")


def test_vendor_counts_are_those_of_the_filter(db: Session, shop: Shop, operator: Actor) -> None:
    make_vendor(db, shop.store, "kestrel", status="pending", applied_at=now())
    make_vendor(db, shop.store, "kite", status="pending")
    page = vendors.list_vendors(db, operator, status="pending")
    assert [row.name for row in page.rows] == ["Kestrel"]
    assert page.counts == {
        "pending": 1,
        "approved": 1,
        "suspended": 0,
        "rejected": 0,
        "terminated": 0,
        "draft": 1,
        "all": 3,
    }
    assert vendors.list_vendors(db, operator, q="kest").counts["all"] == 1


def test_the_tree_sums_the_children(db: Session, shop: Shop, operator: Actor) -> None:
    parent = make_tenant(db, "group", is_active=True)
    shop.store.parent_id = parent.id
    product_services.publish_product(db, shop.owner, make_product(db, shop).id)
    rows = tenants.list_tenants(db, operator).rows
    assert [(row.name, row.indent, row.vendors, row.products) for row in rows] == [
        ("Group", "0px", "1", "1"),
        ("Northforge", "26px", "1", "1"),
    ]
    page = tenants.list_tenants(db, operator, q="north")
    assert [row.name for row in page.rows] == ["Group", "Northforge"]
    assert [row.name for row in tenants.list_tenants(db, operator, q="north", shape="list").rows] == ["Northforge"]
    view = tenants.get_tenant(db, operator, parent.id)
    assert [choice.label for choice in view.parents] == []


def test_the_trail_reads_as_sentences(db: Session, shop: Shop, operator: Actor) -> None:
    product = make_product(db, shop)
    stocking.count_stock(db, shop.owner, product.id, only_variant(db, product).id, counted=4, seen=0)
    decisions.suspend_vendor(db, operator, shop.vendor.id, reason="Late shipments")
    lines = audit_trail.list_audit(db, operator).rows
    assert [(line.who, line.text, line.reason) for line in lines] == [
        ("Op Test", "suspended Halden", "Late shipments"),
        ("Owner Test", "changed the stock of HW-TX from 0 to 4, Torque wrench TX", "counted"),
        ("Owner Test", "set the EUR prices of HW-TX, Torque wrench TX", ""),
        ("Owner Test", "created Torque wrench TX", ""),
    ]
    assert [line.text for line in audit_trail.list_audit(db, operator, area="vendor").rows] == ["suspended Halden"]
    assert audit_trail.list_audit(db, operator, who=str(shop.owner.user_id)).total == 3
    assert audit_trail.list_audit(db, operator, q="late").total == 1
    assert list_recent_changes(db, shop.owner)[0].text == "suspended Halden"


def test_jobs_by_view_cause_and_minute(db: Session, operator: Actor) -> None:
    make_job(db, cause="boom")
    make_job(db, cause="boom")
    make_job(db, cause="crash")
    waiting = make_job(db, "pending", attempts=0)
    causes = job_causes.list_causes(db, operator)
    assert [(cause.fingerprint, cause.number, cause.title) for cause in causes] == [
        ("boom", 2, "boom"),
        ("crash", 1, "boom"),
    ]
    assert jobs.list_jobs(db, operator, view="dead", cause="boom").total == 2
    assert [row.id for row in jobs.list_jobs(db, operator, view="waiting").rows] == [waiting.id]
    figures = get_figures(db, operator)
    assert (figures.dead, figures.waiting, figures.success, len(figures.bars)) == (3, 1, "0.00 %", 54)
    detail = jobs.get_job(db, operator, jobs.list_jobs(db, operator, view="dead", cause="boom").rows[0].id)
    assert (detail.alike, detail.can_retry, detail.can_discard, detail.can_hurry) == (2, True, True, False)


def test_the_palette_finds_what_one_may_open(db: Session, shop: Shop, operator: Actor, admin: Actor) -> None:
    make_product(db, shop, "Torque wrench TX")
    elsewhere = make_shop(db, "assay", "torquemada")
    make_product(db, elsewhere, "Torque meter", sku="TM-1")

    def titles(who: Actor, query: str) -> list[str]:
        return [hit.title for hit in palette.find(db, who, query)]

    assert titles(operator, "torq") == ["Torque meter", "Torque wrench TX", "Torquemada"]
    assert titles(admin, "torq") == ["Torque wrench TX"]
    assert titles(shop.owner, "torq") == ["Torque wrench TX"]
    assert titles(shop.owner, "tm-1") == []
    assert titles(GUEST, "torq") == []
    assert titles(operator, "%") == []
    assert titles(operator, ">dead") == ["Dead jobs"]
    assert "Dead jobs" not in titles(admin, "dead")
    assert palette.find(db, shop.owner, "torq")[0].href.startswith("/vendor/products/")


def test_product_for_the_operator(db: Session, shop: Shop, operator: Actor) -> None:
    product = make_product(db, shop)
    product_services.publish_product(db, shop.owner, product.id)
    seen = get_product_for_admin(db, operator, product.id)
    assert (seen.vendor_name, seen.store_name, seen.in_search, seen.status) == (
        "Halden",
        "Northforge",
        "not in search yet",
        "published",
    )
    offer = seen.offers[0]
    assert (offer.sku, offer.prices, offer.on_hand, offer.status) == ("HW-TX", "€189.00", "0", "no_stock")
    page = products.list_all_products(db, operator, q="torque")
    assert [(row.title, row.price, row.vendor, row.status) for row in page.rows] == [
        ("Torque wrench TX", "€189.00", "Halden", "no_stock")
    ]


def test_the_vendors_own_desk(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    product_services.publish_product(db, shop.owner, product.id)
    stocking.count_stock(db, shop.owner, product.id, only_variant(db, product).id, counted=4, seen=0)
    place = get_vendor_place(db, shop.owner)
    assert (place.name, place.line, place.products, place.live, place.low_stock, place.can_edit) == (
        "Halden",
        "sells in Northforge",
        1,
        1,
        1,
        True,
    )
    assert [(line.sku, line.free) for line in list_low_stock(db, shop.owner)] == [("HW-TX", 4)]
    view = get_application(db, shop.owner, shop.store.id)
    assert (view.status, view.vendor_id) == ("approved", shop.vendor.id)
