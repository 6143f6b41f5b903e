"""Companies at the desk of a store's side: what waits, what a decision leads to, and who may take none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent, Job
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyMember
from marketplace.models.tenant import Tenant
from marketplace.state.operator_desk.companies import OperatorCompaniesState
from marketplace.state.operator_desk.company import OperatorCompanyState
from marketplace.state.operator_desk.home import OperatorHomeState
from tests.factories.companies import make_company, make_member
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()


@dataclass
class World:
    """Two stores with a company each that waits, and the people who might decide."""

    north: Company
    south: Company
    tokens: dict[str, str]

    def page(self, who: str, company: Company) -> OperatorCompanyState:
        state = tab(OperatorCompanyState, f"/admin/companies/{company.id}", token=self.tokens[who])
        self.answer = do(state, "open")
        return state

    def list(self, who: str, query: str = "") -> OperatorCompaniesState:
        state = tab(OperatorCompaniesState, f"/admin/companies{query}", token=self.tokens[who])
        self.answer = do(state, "open")
        return state


@pytest.fixture
def world(database: str) -> World:
    with unit_of_work(SYSTEM) as db:
        one, two = make_tenant(db, "northforge"), make_tenant(db, "assay")
        north = _waiting(db, one, "Aldermoor Rail", tax_id="GB980780684", register_number="HRB 4711")
        south = _waiting(db, two, "Bolt Works")
        people = {"operator": make_operator(db), "admin": _admin(db, one)}
        seller = make_user(db, "seller@example.com")
        give_role(db, seller, Role.VENDOR_MEMBER, vendor=make_vendor(db, one, "halden"), title="owner")
        people["vendor"] = actor_for(db, seller)
    return World(north, south, {who: sign_in(actor) for who, actor in people.items()})


def _waiting(db: Session, store: Tenant, name: str, **fields: Any) -> Company:
    company = make_company(db, store.id, name, **{"status": "pending", "currency": "EUR", **fields})
    make_member(db, company, f"buyer@{company.handle}.example")
    return company


def _admin(db: Session, store: Tenant) -> Actor:
    user = make_user(db, "admin@northforge.example")
    give_role(db, user, Role.TENANT_ADMIN, tenant=store)
    return actor_for(db, user)


def stored(company: Company) -> Company:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(Company).where(Company.id == company.id)).one()


def change(company: Company, **fields: Any) -> None:
    with unit_of_work(SYSTEM) as db:
        for name, value in fields.items():
            setattr(db.exec(select(Company).where(Company.id == company.id)).one(), name, value)


def trail() -> list[tuple[str, str]]:
    with unit_of_work(SYSTEM) as db:
        lines = db.exec(select(AuditEvent).order_by(AuditEvent.seq)).all()
        return [(line.action, line.reason) for line in lines if line.object_type == "company"]


def letters() -> list[tuple[str, str, str]]:
    with unit_of_work(SYSTEM) as db:
        jobs = db.exec(select(Job).where(Job.kind.like("mail.company%")).order_by(Job.seq)).all()  # type: ignore[attr-defined]
        return [(job.kind, job.payload["to"], job.payload["reason"]) for job in jobs]


def test_who_waits_longest_stands_first(world: World) -> None:
    change(world.south, asked_at=now() - timedelta(days=3))
    state = world.list("operator")
    assert [(row.name, row.line, row.due_tone, row.people) for row in state.rows] == [
        ("Bolt Works", "York, Germany", "bad", "1"),
        ("Aldermoor Rail", "York, Germany", "", "1"),
    ]
    assert [(tab.label, tab.count) for tab in state.tabs] == [
        ("All", "2"),
        ("Waiting", "2"),
        ("Approved", "0"),
        ("Declined", "0"),
        ("Suspended", "0"),
    ]
    assert (state.place.companies, state.place.companies_late, state.csv) == ("2", True, "/admin/companies.csv")


def test_the_rail_is_red_only_when_somebody_waits_too_long(world: World) -> None:
    change(world.south, asked_at=now() - timedelta(hours=44, minutes=50))
    home = tab(OperatorHomeState, "/admin", token=world.tokens["operator"])
    do(home, "open")
    assert (home.place.companies, home.place.companies_late) == ("2", False)
    assert [(need.head, need.title, need.due, need.due_tone) for need in home.home.needs] == [
        ("Companies to let in", "Bolt Works", "3 h left", "warn"),
        ("", "Aldermoor Rail", "2 days left", ""),
    ]
    assert home.home.says == "2 things, 1 due soon"
    change(world.south, asked_at=now() - timedelta(days=2, hours=1))
    do(home, "open")
    assert (home.place.companies_late, home.home.says) == (True, "2 things, 1 late")


def test_a_store_s_admin_sees_the_own_store_only(world: World) -> None:
    change(world.south, asked_at=now() - timedelta(days=3))
    state = world.list("admin")
    assert [row.name for row in state.rows] == ["Aldermoor Rail"]
    assert (state.place.companies, state.place.companies_late, state.stores) == ("1", False, [])
    page = world.page("admin", world.south)
    assert (page.missing, page.review.id) == (True, "")
    do(page, "decide", {"reason": ""})
    do(page, "choose", "reject")
    do(page, "decide", {"reason": "Not ours"})
    do(page, "suspend", {"reason": "Not ours"})
    do(page, "reinstate")
    assert (stored(world.south).status, trail(), letters()) == ("pending", [], [])


def test_a_vendor_is_at_the_wrong_desk(world: World) -> None:
    state = world.list("vendor")
    assert "/wrong-desk?next=/admin/companies" in world.answer
    assert (state.rows, state.list_ready) == ([], False)
    page = world.page("vendor", world.north)
    assert "/wrong-desk" in world.answer
    assert "/wrong-desk" in do(page, "decide", {"reason": ""})
    assert (page.review.id, stored(world.north).status, trail()) == ("", "pending", [])


def test_the_address_holds_state_search_and_order(world: World) -> None:
    state = world.list("operator", "?status=pending&q=buyer%40bolt&sort=-name")
    assert [row.name for row in state.rows] == ["Bolt Works"]
    assert (state.q, state.is_narrowed, state.sort_way["name"]) == ("buyer@bolt", True, "down")
    assert [(chip.name, chip.value, chip.href) for chip in state.chips] == [
        ("Search", "buyer@bolt", "/admin/companies?sort=-name&status=pending")
    ]
    none = world.list("operator", "?status=suspended")
    assert (none.rows, none.is_narrowed, none.range_text) == ([], True, "No companies")


def test_what_a_company_said_and_its_people(world: World) -> None:
    with unit_of_work(SYSTEM) as db:
        ids = {"tenant_id": world.north.tenant_id, "company_id": world.north.id}
        invited = {"status": "invited", "invited_until": now() - timedelta(days=1), "spending_limit_amount": 250_000}
        db.add(CompanyMember(id="cmb_asked", email="new@example.com", role="buyer", **invited, **ids))
    review = world.page("admin", world.north).review
    assert (review.name, review.status, review.store_name, review.due) == (
        "Aldermoor Rail",
        "pending",
        "Northforge",
        "2 days left",
    )
    assert [(fact.label, fact.value) for fact in review.own_facts] == [
        ("VAT number", "GB 980 7806 84"),
        ("Register number", "HRB 4711"),
        ("Industry", "not given"),
        ("Expects to buy", "not said"),
        ("Currency", "EUR"),
    ]
    assert [(place.name, place.goods, place.bills, place.terms, place.credit) for place in review.places] == [
        ("York", "York, Germany", "as the goods", "Paid with the order", "no limit"),
        ("Derby", "Derby, Germany", "as the goods", "Paid with the order", "no limit"),
    ]
    assert [(one.email or one.name, one.role, one.places, one.limit, one.state) for one in review.people] == [
        ("buyer@aldermoor-rail.example", "Administrator", "all places", "", "Active"),
        ("new@example.com", "Buyer", "all places", "€2,500.00 a month", "Invitation too old"),
    ]
    assert (review.can_approve, review.can_suspend, review.can_reinstate) == (True, False, False)


def test_let_in_from_the_panel(world: World) -> None:
    page = world.page("admin", world.north)
    do(page, "decide", {"reason": "Welcome"})
    assert stored(world.north).status == "approved"
    assert (page.review.status, page.review.can_suspend, page.place.companies) == ("approved", True, "")
    assert letters() == [("mail.company_approved", "buyer@aldermoor-rail.example", "Welcome")]
    assert [(line.who, line.text, line.reason) for line in page.review.audit] == [
        ("Admin Test", "let the company Aldermoor Rail in", "Welcome")
    ]


def test_declined_with_a_reason_that_stays_to_be_read(world: World) -> None:
    page = world.page("admin", world.north)
    do(page, "choose", "reject")
    do(page, "decide", {"reason": " "})
    assert page.field_errors == {"reason": "Say why; the company reads it."}
    assert (stored(world.north).status, trail(), letters()) == ("pending", [], [])
    do(page, "decide", {"reason": "The VAT number is another firm’s"})
    assert (page.review.status, page.review.reason) == ("rejected", "The VAT number is another firm’s")
    assert (page.review.can_approve, page.review.can_suspend, page.field_errors) == (False, False, {})
    assert trail() == [("company:company:rejected", "The VAT number is another firm’s")]


def test_suspended_with_a_reason_and_let_in_again(world: World) -> None:
    change(world.north, status="approved")
    page = world.page("admin", world.north)
    do(page, "suspend", {"reason": ""})
    assert set(page.field_errors) == {"reason"}
    assert stored(world.north).status == "approved"
    do(page, "suspend", {"reason": "Two invoices are overdue"})
    assert (page.review.status, page.review.reason) == ("suspended", "Two invoices are overdue")
    do(page, "reinstate")
    assert (page.review.status, stored(world.north).status) == ("approved", "approved")
    assert [kind for kind, _, _ in letters()] == ["mail.company_suspended", "mail.company_reinstated"]


def test_what_was_decided_meanwhile_is_said(world: World) -> None:
    page = world.page("admin", world.north)
    change(world.north, status="rejected", decision_reason="By a colleague")
    assert "Toasts.show" in do(page, "decide", {"reason": ""})
    assert (page.review.status, page.review.reason) == ("rejected", "By a colleague")
    assert (stored(world.north).status, stored(world.north).decision_reason) == ("rejected", "By a colleague")
    assert letters() == []
