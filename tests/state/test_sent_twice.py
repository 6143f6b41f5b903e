"""A form that makes something, sent from two tabs and once more: there is one of it, and the second reads why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.state.account.addresses import AccountAddressesState
from marketplace.state.company_desk.cost_centres import CompanyCostCentresState
from marketplace.state.company_desk.locations import CompanyLocationsState
from marketplace.state.company_desk.members import CompanyMembersState
from marketplace.state.company_desk.rules import CompanyRulesState
from marketplace.state.operator_desk.api_keys import OperatorKeysState
from marketplace.state.operator_desk.commission_rules import OperatorCommissionRulesState
from marketplace.state.operator_desk.company_groups import OperatorGroupsState
from marketplace.state.operator_desk.new_tenant import OperatorNewTenantState
from marketplace.state.operator_desk.price_lists import OperatorPriceListState
from marketplace.state.operator_desk.promotions import OperatorPromotionsState
from marketplace.state.operator_desk.regions import OperatorRegionsState
from marketplace.state.operator_desk.search_words import OperatorSearchState
from marketplace.state.vendor_desk.new_product import VendorNewProductState
from marketplace.state.vendor_desk.price_lists import VendorPriceListState
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_user, make_vendor_owner
from tests.factories.shop import make_counter
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
DESK = "/s/northforge/company"
PLACE = {"place": "Hull", "country": "DE", "line1": "Kai 1", "postal_code": "28195", "city": "Bremen"}
RULE = {"name": "Large orders", "kind": "total", "operator": "over", "amount": "30", "step_1": "role:approver"}
LIST = {"title": "Rail 2027", "currency": "EUR", "kind": "contract_location", "priority": "0"}
HOME = {"last_name": "Holt", "line1": "Lange Gasse 3", "city": "Kassel", "postal_code": "34117", "country": "DE"}


@dataclass(frozen=True)
class Form:
    """Who sends what to which handler of which page, which row it makes, and what the second one reads, where."""

    who: str
    state: type
    path: str
    values: dict[str, str]
    row: str
    problem: dict[str, str] = field(default_factory=dict)
    handler: str = "save"
    opens: str = "open"


FORMS = {
    "rule": Form(
        "marta",
        CompanyRulesState,
        f"{DESK}/rules?rule=new",
        RULE,
        "approval_rule where lower(name) = 'large orders'",
        {"name": "There is a rule “large orders” already. Change that one, or choose another name."},
    ),
    "location": Form(
        "marta",
        CompanyLocationsState,
        f"{DESK}/locations?location=new",
        PLACE,
        "company_location where lower(name) = 'hull'",
        {"place": "There is a location “hull” already. Change that one, or choose another name."},
    ),
    "cost centre": Form(
        "marta",
        CompanyCostCentresState,
        f"{DESK}/cost-centres?centre=new",
        {"code": "4410", "name": "Workshop", "period": "year"},
        "cost_centre where code = '4410'",
        {"code": "4410 Workshop has this code already."},
    ),
    "invitation": Form(
        "marta",
        CompanyMembersState,
        f"{DESK}/members?member=new",
        {"email": "lena@aldermoor.example", "role": "buyer", "period": "month"},
        "company_member where email = 'lena@aldermoor.example'",
        {"email": "lena@aldermoor.example is invited already."},
    ),
    "price list": Form(
        "admin",
        OperatorPriceListState,
        "/admin/price-lists/new",
        LIST,
        "price_list where lower(title) = 'rail 2027'",
        {"title": "There is a list “rail 2027” for the same buyers already. Change that one, or choose another name."},
    ),
    "vendor's price list": Form(
        "bolt",
        VendorPriceListState,
        "/vendor/price-lists/new",
        LIST,
        "price_list where lower(title) = 'rail 2027' and vendor_id is not null",
        {"title": "There is a list “rail 2027” for the same buyers already. Change that one, or choose another name."},
    ),
    "group": Form(
        "admin",
        OperatorGroupsState,
        "/admin/company-groups?group=new",
        {"title": "Railways"},
        "company_group where lower(title) = 'railways'",
        {"title": "Another group has this title."},
    ),
    "promotion": Form(
        "admin",
        OperatorPromotionsState,
        "/admin/promotions?promotion=new",
        {"title": "Spring", "kind": "percentage", "percent": "10", "borne_by": "store"},
        "promotion where lower(title) = 'spring'",
        {"title": "“spring” is in force already. Change or end that one, or choose another name."},
    ),
    "region": Form(
        "admin",
        OperatorRegionsState,
        "/admin/regions?region=new",
        {"name": "Poland", "currency": "EUR", "countries": "PL"},
        "region where lower(name) = 'poland'",
        {"countries": "PL: already in another region."},
        "save_region",
    ),
    "store": Form(
        "operator",
        OperatorNewTenantState,
        "/admin/tenants/new",
        {"name": "Southforge", "handle": "southforge", "default_currency": "EUR"},
        "tenant where handle = 'southforge'",
        {"handle": "“southforge” is taken."},
        "create",
    ),
    "address": Form(
        "marta",
        AccountAddressesState,
        "/account/addresses?address=new",
        {**HOME, "store": "northforge", "default_shipping": "yes"},
        "address where lower(line1) = 'lange gasse 3'",
    ),
}


@pytest.fixture
def tokens(database: str) -> dict[str, str]:
    """Everybody's session, and the ids that forms need."""
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        store = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        company = make_company(db, store.id)
        admin = make_user(db, "admin@northforge.example")
        give_role(db, admin, Role.TENANT_ADMIN, tenant=store)
        people = {
            "marta": make_member(db, company, "marta@aldermoor.example"),
            "operator": make_operator(db),
            "admin": actor_for(db, admin),
            "bolt": make_vendor_owner(db, db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()),
        }
        york = place_id(db, company, "York")
    return {who: sign_in(actor) for who, actor in people.items()} | {"york": york}


def count(row: str) -> int:
    with unit_of_work(SYSTEM) as db:
        return int(db.connection().execute(text(f"select count(*) from {row}")).scalar_one())


def opened(form: Form, token: str) -> Any:
    query = form.path.partition("?")[2]
    route = dict([query.split("=")]) if query else {}
    screen = tab(form.state, form.path, token=token, **route)
    do(screen, form.opens)
    return screen


@pytest.mark.parametrize("kind", FORMS)
def test_two_tabs_make_one(kind: str, tokens: dict[str, str]) -> None:
    form = FORMS[kind]
    values = form.values | ({"location_id": tokens["york"]} if form.values is LIST else {})
    one, two = opened(form, tokens[form.who]), opened(form, tokens[form.who])
    do(one, form.handler, values)
    assert (one.field_errors, count(form.row)) == ({}, 1)
    in_capitals = {name: values[name].lower() for name in ("name", "title", "place", "line1") if name in values}
    do(two, form.handler, values if "code" in form.problem else values | in_capitals)
    do(one, form.handler, values)
    assert count(form.row) == 1
    assert {name: two.field_errors.get(name, "") for name in form.problem} == form.problem


def test_a_commission_rule_and_a_search_word_are_one(tokens: dict[str, str]) -> None:
    path = "/admin/commission-rules?rule=new"
    for screen in [opened(Form("", OperatorCommissionRulesState, path, {}, ""), tokens["admin"]) for _ in range(2)]:
        do(screen, "try_rule", {"title": "Large", "percent": "5", "base": "goods"})
        do(screen, "save")
        do(screen, "save")
    assert screen.field_errors == {"title": "There is a rule “Large” already. Change that one, or choose another name."}
    assert count("commission_rule where title = 'Large'") == 1
    with unit_of_work(SYSTEM) as db:
        store_id = db.exec(select(Tenant.id).where(Tenant.handle == "northforge")).one()
    words = Form("", OperatorSearchState, f"/admin/tenants/{store_id}", {}, "", opens="open_store")
    for screen in (opened(words, tokens["admin"]), opened(words, tokens["admin"])):
        do(screen, "add", {"word": "Cordless", "means": "18 V"})
    assert count("search_synonym") == 1


def test_a_press_that_arrives_again_makes_no_second_product(tokens: dict[str, str]) -> None:
    new = Form("", VendorNewProductState, "/vendor/products/new", {}, "")
    screen, late = opened(new, tokens["bolt"]), opened(new, tokens["bolt"])
    form = {"title": "Hand tap M6", "sku": "HW-TAP", "press": screen.press}
    answers = [do(screen, "create", form), do(screen, "create", form), do(late, "create", form)]
    assert len({re.findall(r"prod_[0-9A-Z]{26}", answer)[0] for answer in answers}) == 1
    assert count("product where title = 'Hand tap M6'") == 1
    do(late, "create", {**form, "press": late.press})  # somebody who wants another one of this name gets it
    assert count("product where title = 'Hand tap M6'") == 2


def test_a_press_that_arrives_again_makes_no_second_key(tokens: dict[str, str]) -> None:
    keys = Form("", OperatorKeysState, "/admin/keys", {}, "")
    screen, late = opened(keys, tokens["admin"]), opened(keys, tokens["admin"])
    form = {"kind": "secret", "title": "Warehouse", "scope-orders:read": "yes", "press": screen.press}
    do(screen, "create", form)
    assert screen.field_errors == {"password": "This is not your password."}  # nothing was made, so it may go again
    do(screen, "create", {**form, "password": PASSWORD})
    assert "made already" in do(late, "create", {**form, "password": PASSWORD})
    assert (screen.fresh.title, late.fresh.token, count("api_key where title = 'Warehouse'")) == ("Warehouse", "", 1)
