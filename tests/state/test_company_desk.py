"""A company's desk through its handlers: registered, its people invited and changed, the place that is bought for."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyMember
from marketplace.models.user import User
from marketplace.services.companies.decisions import decide_company
from marketplace.services.companies.invitations import invitation_letter
from marketplace.services.identity.grants import grants_of
from marketplace.state.company_desk.locations import CompanyLocationsState
from marketplace.state.company_desk.members import CompanyMembersState
from marketplace.state.company_desk.overview import CompanyOverviewState
from marketplace.state.company_desk.register import CompanyRegisterState
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import actor_for, make_operator, make_user
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab

GIVEN = {
    "name": "Stahlbau Wille GmbH",
    "country": "DE",
    "tax_id": "de 811 907 980",
    "register_number": "HRB 1234",
    "industry": "Steel",
    "expected_volume": "50k",
    "place": "",
    "line1": "Hafenweg 4",
    "line2": "",
    "postal_code": "28195",
    "city": "Bremen",
}
REGISTER, DESK = "/s/northforge/b2b/register", "/s/northforge/company"


@pytest.fixture
def counter(database: str) -> Counter:
    return make_counter()


@pytest.fixture
def ada(counter: Counter) -> Actor:
    with unit_of_work(Scope.system()) as db:
        return actor_for(db, make_user(db))


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def house(counter: Counter) -> tuple[str, Actor]:
    """A company with Marta as its administrator; its id and her session."""
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id)
        marta = make_member(db, company, "marta@aldermoor.example")
    return company.id, marta


def test_a_guest_reads_and_keeps_nothing(counter: Counter) -> None:
    state = tab(CompanyRegisterState, REGISTER)
    do(state, "open")
    assert (state.is_guest, state.view.store, state.register_ready) == (True, "Northforge", True)
    do(state, "leave_field", "name", "Wille")
    assert "/sign-in" in do(state, "send", GIVEN)
    assert rows("select count(*) from company_draft") == rows("select count(*) from company") == [(0,)]


def test_what_was_typed_waits_and_a_wrong_number_is_said_when_it_is_left(counter: Counter, ada: Actor) -> None:
    token = sign_in(ada)
    state = tab(CompanyRegisterState, REGISTER, token=token)
    do(state, "open")
    do(state, "leave_field", "name", "Stahlbau Wille GmbH")
    do(state, "leave_field", "country", "DE")
    assert state.given["country"] == "DE"
    do(state, "leave_field", "tax_id", "DE 811 907 981")
    wrong = "A digit of this VAT number is wrong: its check digits do not fit for DE. Compare it with your papers."
    assert state.field_errors == {"tax_id": wrong}
    do(state, "leave_field", "tax_id", "NL 8612.34.509 B01")  # may be right, and may be another company's
    remark = "This number is of NL, your company of DE. Keep it if you are registered there."
    assert (state.field_errors, state.tax_remark) == ({}, remark)
    do(state, "leave_field", "tax_id", "DE 811 907 980")
    assert (state.field_errors, state.tax_remark, state.kept) == ({}, "", "Saved")
    again = tab(CompanyRegisterState, REGISTER, token=token)  # another day
    do(again, "open")
    assert {name: again.given[name] for name in ("name", "country", "tax_id", "city")} == {
        "name": "Stahlbau Wille GmbH",
        "country": "DE",
        "tax_id": "DE 811 907 980",
        "city": "",
    }


def test_registered_declined_mended_and_let_in(counter: Counter, ada: Actor) -> None:
    token = sign_in(ada)
    state = tab(CompanyRegisterState, REGISTER, token=token)
    do(state, "open")
    do(state, "leave_field", "name", "Wille")
    do(state, "send", {**GIVEN, "line1": " ", "postal_code": "2819"})
    assert set(state.field_errors) == {"line1", "postal_code"}
    assert rows("select count(*) from company") == [(0,)]
    assert DESK in do(state, "send", GIVEN)
    assert DESK in do(state, "send", GIVEN)  # a double click leads to the same desk, and registers nothing
    assert rows("select count(*) from company") == [(1,)]
    assert rows("select name, tax_id, register_number, status from company") == [
        ("Stahlbau Wille GmbH", "DE811907980", "HRB 1234", "pending")
    ]
    assert rows("select count(*) from company_draft") == [(0,)]
    ((company, place),) = rows("select company_id, shipping_address->>'line1' from company_location")
    assert place == "Hafenweg 4"
    with unit_of_work(Scope.system()) as db:
        operator = make_operator(db)
        decide_company(db, operator, str(company), "reject", reason="The register does not know you.")
    again = tab(CompanyRegisterState, REGISTER, token=token)
    do(again, "open")
    assert (again.view.declined, again.given["line1"], again.given["tax_id"]) == (
        "The register does not know you.",
        "Hafenweg 4",
        "DE 811 907 980",
    )
    do(again, "send", {**GIVEN, "name": "Wille Stahlbau GmbH"})
    assert rows("select id, name, status from company") == [(company, "Wille Stahlbau GmbH", "pending")]
    with unit_of_work(Scope.system()) as db:
        decide_company(db, operator, str(company), "approve")
    desk = tab(CompanyOverviewState, DESK, token=token)
    do(desk, "open")
    assert (desk.company_place.status, desk.company_place.location, desk.company_place.role_name) == (
        "approved",
        "Bremen",
        "Administrator",
    )
    assert [line.address for line in desk.view.locations] == ["Hafenweg 4, 28195 Bremen, Germany"]


def test_who_has_a_company_is_led_to_its_desk_and_who_has_none_to_the_form(counter: Counter, ada: Actor) -> None:
    _, marta = house(counter)
    assert DESK in do(tab(CompanyRegisterState, REGISTER, token=sign_in(marta)), "open")
    assert REGISTER in do(tab(CompanyOverviewState, DESK, token=sign_in(ada)), "open")
    assert "/sign-in" in do(tab(CompanyOverviewState, DESK), "open")


def test_members_are_invited_changed_and_let_go_at_the_desk(counter: Counter) -> None:
    _, marta = house(counter)
    token = sign_in(marta)
    state = tab(CompanyMembersState, f"{DESK}/members?member=new", token=token, member="new")
    do(state, "open")
    assert [(row.name, row.role, row.state, row.no_limit) for row in state.rows] == [
        ("Marta Test", "Administrator", "active", "no limit")
    ]
    form = {"email": "priya@aldermoor.example", "role": "buyer", "limit": "5,000", "period": "quarter"}
    do(state, "show_everywhere", False)
    do(state, "save", form)
    assert state.field_errors == {"locations": "Choose a place, or all of them."}
    york = state.card.places[0].value
    do(state, "save", {**form, f"place-{york}": "yes"})
    assert rows(
        "select email, status, spending_limit_amount, limit_period, all_locations from company_member"
        " where role = 'buyer'"
    ) == [("priya@aldermoor.example", "invited", 500_000, "quarter", False)]
    ((priya,),) = rows("select id from company_member where role = 'buyer'")
    open_one = tab(CompanyMembersState, f"{DESK}/members?member={priya}", token=token, member=str(priya))
    do(open_one, "open")
    assert (open_one.card.given["limit"], open_one.everywhere, [p.is_on for p in open_one.card.places]) == (
        "5000",
        False,
        [True, False],
    )
    assert [(row.name, row.state, row.places) for row in open_one.rows][1] == (
        "priya@aldermoor.example",
        "invited",
        "York",
    )
    do(open_one, "resend")
    assert rows("select count(*) from job where kind = 'mail.company_invitation'") == [(2,)]
    do(open_one, "open")
    do(open_one, "deactivate")
    assert rows("select status from company_member where role = 'buyer'") == [("left",)]


def test_another_company_s_member_is_nobody_here(counter: Counter) -> None:
    _, marta = house(counter)
    with unit_of_work(Scope.system()) as db:
        make_member(db, make_company(db, counter.tenant_id, "Osteria Group"), "eve@osteria.example")
    ((eve,),) = rows("select id from company_member where email like 'eve%'")
    state = tab(CompanyMembersState, f"{DESK}/members?member={eve}", token=sign_in(marta), member=str(eve))
    do(state, "open")
    assert (state.missing, state.card.id) == (True, "")
    do(state, "deactivate")
    do(state, "save", {"role": "viewer", "period": "month"})
    assert rows("select status, role from company_member where email like 'eve%'") == [("active", "admin")]


def test_the_invitation_s_page_makes_an_account_and_joins(counter: Counter, front_end: None) -> None:
    _, marta = house(counter)
    state = tab(CompanyMembersState, f"{DESK}/members?member=new", token=sign_in(marta), member="new")
    do(state, "open")
    do(state, "save", {"email": "priya@aldermoor.example", "role": "buyer", "limit": "", "period": "month"})
    with unit_of_work(Scope.system()) as db:
        member = db.exec(select(CompanyMember).where(CompanyMember.role == "buyer")).one()
        letter = invitation_letter(db, member.id)
    assert letter is not None
    path = f"{DESK}/join"
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        page = client.get(path, params={"token": letter["token"]})
        assert "Buy for Aldermoor Rail?" in page.text
        assert "over" in client.get(path, params={"token": "x"}).text
        short = client.post(path, data={"token": letter["token"], "first_name": "Priya", "password": "short"})
        assert "wrong=password" in short.headers["location"]
        assert rows("select count(*) from account where email like 'priya%'") == [(0,)]
        given = {"token": letter["token"], "first_name": "Priya", "password": "a good long password"}
        joined = client.post(path, data=given)
    assert (joined.status_code, joined.headers["location"]) == (303, DESK)
    assert "session" in joined.cookies
    assert rows("select status from company_member where role = 'buyer'") == [("active",)]


def test_the_switch_changes_the_place_and_never_to_somebody_else_s(counter: Counter, front_end: None) -> None:
    company_id, marta = house(counter)
    with unit_of_work(Scope.system()) as db:
        other = make_company(db, counter.tenant_id, "Osteria Group", places=("Bologna",))
        bologna = place_id(db, other, "Bologna")
    ((derby,),) = rows(f"select id from company_location where name = 'Derby' and company_id = '{company_id}'")
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        client.cookies.set("session", sign_in(marta))
        answer = client.post(f"{DESK}/place", data={"location": derby, "next": "/s/northforge/cart"})
        assert answer.headers["location"] == "/s/northforge/cart"
        client.post(f"{DESK}/place", data={"location": bologna})
        away = client.post(f"{DESK}/place", data={"location": derby, "next": "https://elsewhere.example"})
        assert away.headers["location"] == DESK
    assert rows("select location_id from buying_place") == [(derby,)]
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.id == marta.user_id)).one()
        assert [grant.place for grant in grants_of(db, user.id)] == [derby]


def test_a_place_is_opened_and_changed_with_whole_addresses(counter: Counter) -> None:
    company_id, marta = house(counter)
    token = sign_in(marta)
    state = tab(CompanyLocationsState, f"{DESK}/locations?location=new", token=token, location="new")
    do(state, "open")
    assert [(row.name, row.address, row.is_current) for row in state.rows] == [
        ("York", "York, Germany", True),
        ("Derby", "Derby, Germany", False),
    ]
    do(state, "save", {**GIVEN, "place": "Works Bremen", "line1": "", "postal_code": "2819"})
    assert set(state.field_errors) == {"line1", "postal_code"}
    do(state, "bill_elsewhere", True)
    bills = {"bill_line1": "Postfach 9", "bill_postal_code": "1010", "bill_city": "Wien", "bill_country": "AT"}
    do(state, "save", {**GIVEN, **bills, "place": "Works Bremen"})
    assert rows(
        "select name, city, shipping_address->>'line1', billing_address->>'city' from company_location"
        f" where company_id = '{company_id}' order by created_at, id"
    )[2:] == [("Works Bremen", "Bremen", "Hafenweg 4", "Wien")]
    ((york,),) = rows("select id from company_location where name = 'York'")
    open_one = tab(CompanyLocationsState, f"{DESK}/locations?location={york}", token=token, location=str(york))
    do(open_one, "open")
    assert (open_one.card.given["place"], open_one.bills_elsewhere) == ("York", False)
    do(open_one, "save", {**GIVEN, "place": "York yard"})
    assert rows(f"select name, shipping_address->>'postal_code' from company_location where id = '{york}'") == [
        ("York yard", "28195")
    ]


def test_a_place_of_another_company_is_nobody_s_here_and_a_buyer_changes_none(counter: Counter) -> None:
    company_id, marta = house(counter)
    with unit_of_work(Scope.system()) as db:
        other = make_company(db, counter.tenant_id, "Osteria Group", places=("Bologna",))
        bologna = place_id(db, other, "Bologna")
        company = db.exec(select(Company).where(Company.id == company_id)).one()
        ben = make_member(db, company, "ben@aldermoor.example", "buyer")
        york = place_id(db, company, "York")
    before = rows("select id, name, shipping_address from company_location order by id")
    for actor, location in ((marta, bologna), (ben, york)):
        path = f"{DESK}/locations?location={location}"
        state = tab(CompanyLocationsState, path, token=sign_in(actor), location=location)
        do(state, "open")
        do(state, "save", {**GIVEN, "place": "Mine"})
    assert rows("select id, name, shipping_address from company_location order by id") == before
