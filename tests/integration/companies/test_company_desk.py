"""What the store's side reads of companies: found by what one knows of them, with what they bought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.clock import now
from marketplace.models.company import Company
from marketplace.models.order import Order, OrderGroup
from marketplace.queries.operator_desk.companies import bought_by, list_companies
from marketplace.queries.operator_desk.company_review import get_company_review
from marketplace.queries.operator_desk.orders import list_groups
from marketplace.queries.operator_desk.palette import find
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_operator


@pytest.fixture
def shop(db: Session) -> Catalogue:
    shop = make_catalogue(db, "works")
    shop.product("Drill", vendor="bolt")
    return shop


@pytest.fixture
def operator(db: Session) -> Actor:
    return make_operator(db)


@pytest.fixture
def rail(db: Session, shop: Catalogue) -> Company:
    company = make_company(db, shop.store.id, tax_id="GB980780684", status="pending")
    make_member(db, company, "kit@rail.example", "buyer")
    return company


def ordered(db: Session, shop: Catalogue, company: Company, place: str, **fields: str) -> tuple[OrderGroup, Order]:
    """A purchase of one drill at 100.00 without tax, for a place of the company."""
    goods = [Bought(offers_of(db, shop.vendor("bolt"))[0], 1, 10_000)]
    (order,) = placed_order(db, shop, goods, tax_bps=0, take_stock=False, **fields)  # type: ignore[arg-type]
    group = db.exec(select(OrderGroup).where(OrderGroup.id == order.group_id)).one()
    group.company_location_id = place_id(db, company, place)
    db.flush()
    return group, order


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("alder", 1),
        ("RAIL aldermoor", 1),
        ("980 7806 84", 1),
        ("gb-980780684", 1),
        ("kit@rail", 1),
        ("%", 0),
        ("zinc", 0),
    ],
)
def test_found_by_name_vat_number_and_a_member_s_address(
    db: Session, operator: Actor, rail: Company, typed: str, number: int
) -> None:
    make_company(db, rail.tenant_id, "Bolt Foundry")
    assert list_companies(db, operator, q=typed).total == number
    assert list_companies(db, operator, q=typed).counts["pending"] == number


def test_what_is_bought_counts_neither_cancelled_nor_old_nor_paid_back(
    db: Session, operator: Actor, shop: Catalogue, rail: Company
) -> None:
    ordered(db, shop, rail, "York")
    _, part = ordered(db, shop, rail, "Derby")
    part.refunded_amount = 2_500
    ordered(db, shop, rail, "York", currency="CHF")
    old, _ = ordered(db, shop, rail, "York")
    old.placed_at = now() - timedelta(days=400)
    _, gone = ordered(db, shop, rail, "York")
    gone.status = "cancelled"
    other = make_company(db, rail.tenant_id, "Bolt Foundry")
    ordered(db, shop, other, "York")
    db.flush()

    bought = bought_by(db, [rail.id])
    assert list(bought) == [rail.id]
    assert (bought[rail.id].orders, bought[rail.id].amounts) == (3, {"EUR": 17_500, "CHF": 10_000})
    (first, _) = list_companies(db, operator).rows
    assert (first.name, first.ordered, first.bought) == (
        "Aldermoor Rail",
        "3 orders",
        "€175.00 + CHF\N{NO-BREAK SPACE}100.00",
    )
    review = get_company_review(db, operator, rail.id)
    assert (review.bought, review.orders_total, len(review.orders)) == (
        "€175.00 + CHF\N{NO-BREAK SPACE}100.00 in 3 orders",
        5,
        5,
    )
    page = list_groups(db, operator, company=rail.id)
    assert (page.total, page.company, page.counts["all"]) == (5, "Aldermoor Rail", 5)
    assert list_groups(db, operator).total == 6


def test_the_palette_finds_companies_by_name(db: Session, operator: Actor, shop: Catalogue, rail: Company) -> None:
    hits = [hit for hit in find(db, operator, "aldermoor") if hit.href.startswith("/admin/companies/")]
    assert [(hit.head, hit.title, hit.detail, hit.href) for hit in hits] == [
        ("Companies", "Aldermoor Rail", "company in Works, pending", f"/admin/companies/{rail.id}")
    ]
    buyer = make_member(db, rail, "jo@rail.example")
    assert [hit.href for hit in find(db, buyer, "aldermoor")] == []


def test_nobody_else_reads_any(db: Session, rail: Company) -> None:
    buyer = make_member(db, rail, "jo@rail.example")
    for actor, refusal in ((GUEST, Unauthenticated), (buyer, (Forbidden, NotFound))):
        with pytest.raises(refusal):
            list_companies(db, actor)
        with pytest.raises(refusal):
            get_company_review(db, actor, rail.id)
