"""Price lists at the desks: made, priced one by one and by a percentage, with a sentence for what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.state.operator_desk.price_lists import OperatorPriceListsState, OperatorPriceListState
from marketplace.state.vendor_desk.price_lists import VendorPriceListsState, VendorPriceListState
from tests.factories.companies import make_company, place_id
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
FORM = {
    "title": "Rail 2027",
    "currency": "EUR",
    "kind": "contract_company",
    "priority": "5",
    "starts_on": "2027-01-01",
    "ends_on": "2027-12-31",
}


@dataclass
class World:
    counter: Counter
    rail: str
    york: str
    waiting: str
    group: str
    tokens: dict[str, str]

    def lists(self, who: str = "admin", query: str = "") -> Any:
        screen = tab(OperatorPriceListsState, f"/admin/price-lists{query}", token=self.tokens[who])
        self.answer = do(screen, "open")
        return screen

    def editor(self, list_id: str, who: str = "admin", query: str = "") -> Any:
        screen = tab(OperatorPriceListState, f"/admin/price-lists/{list_id}{query}", token=self.tokens[who])
        self.answer = do(screen, "open")
        return screen


def rows(statement: str, **values: object) -> list[tuple[Any, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement), values).all()]


def prices(list_id: str) -> list[tuple[Any, ...]]:
    return rows(
        """select o.sku, p.min_quantity, p.amount, p.percent_off_bps, p.currency from price p
        join offer o on o.id = p.offer_id where p.price_list_id = :l order by 1, 2""",
        l=list_id,
    )


def staff(db: Session, role: Role, email: str, **where: Any) -> Actor:
    user = make_user(db, email)
    give_role(db, user, role, **where)
    return actor_for(db, user)


@pytest.fixture
def world(database: str) -> World:
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        store = db.get(Tenant, counter.tenant_id)
        rail = make_company(db, counter.tenant_id, "Aldermoor Rail")
        waiting = make_company(db, counter.tenant_id, "Osteria", status="pending")
        people = {"operator": make_operator(db), "admin": staff(db, Role.TENANT_ADMIN, "admin@n.example", tenant=store)}
        group = make_group(db, counter.tenant_id, rail.id)
        york = place_id(db, rail, "York")
    tokens = {who: sign_in(actor) for who, actor in people.items()}
    return World(counter, rail.id, york, waiting.id, group, tokens)


def made(world: World, **fields: str) -> str:
    screen = world.editor("new")
    answer = do(screen, "save", {**FORM, "company_id": world.rail, **fields})
    assert screen.field_errors == {}
    (list_id,) = rows("select id from price_list order by created_at desc limit 1")[0]
    assert f"/admin/price-lists/{list_id}" in str(answer)
    return str(list_id)


def test_a_list_is_made_changed_archived_and_taken_into_use_again(world: World) -> None:
    list_id = made(world)
    assert rows(
        "select title, kind, owner_id, currency, priority, status, starts_at::text, ends_at::text from price_list"
    ) == [
        (
            "Rail 2027",
            "contract_company",
            world.rail,
            "EUR",
            5,
            "active",
            "2027-01-01 00:00:00+00",
            "2028-01-01 00:00:00+00",
        )
    ]
    screen = world.editor(list_id)
    assert screen.form.ends_on == "2027-12-31"
    do(screen, "save", {**FORM, "kind": "contract_location", "location_id": world.york, "title": "York 2027"})
    assert rows("select title, kind, owner_id from price_list") == [("York 2027", "contract_location", world.york)]
    do(screen, "archive")
    assert (screen.view.is_active, rows("select status from price_list")) == (False, [("archived",)])
    do(screen, "restore")
    assert rows("select status from price_list") == [("active",)]
    done = [
        action for (action,) in rows("select action from audit_event where object_type = 'price_list' order by seq")
    ]
    assert done == [
        "price_list:price_list:created",
        "price_list:price_list:changed",
        "price_list:price_list:archived",
        "price_list:price_list:restored",
    ]
    assert rows("select distinct topic from outbox where aggregate_id = :l", l=list_id) == [("price_list.changed",)]


def test_a_list_whose_name_was_given_again_is_not_taken_into_use(world: World) -> None:
    first = made(world)
    screen = world.editor(first)
    do(screen, "archive")
    made(world)
    answer = str(do(screen, "restore"))
    assert "There is a list “Rail 2027” for the same buyers already." in answer
    assert rows("select status from price_list where id = :l", l=first) == [("archived",)]
    restored = "select count(*) from audit_event where action = 'price_list:price_list:restored'"
    assert rows(restored) == [(0,)]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": "  "}, {"title": "Enter a title: buyers read it as the reason of their price."}),
        ({"currency": "JPY"}, {"currency": "Northforge does not sell in JPY."}),
        ({"ends_on": "2026-12-31"}, {"ends_on": "The last day lies before the first."}),
        ({"priority": "-1"}, {"priority": "Enter a whole number from 0 to 1000."}),
        ({"company_id": ""}, {"company_id": "Choose the company."}),
        ({"company_id": "com_elsewhere"}, {"company_id": "Choose one of this store."}),
        ({"kind": "group", "group_id": "cgr_x"}, {"group_id": "Choose one of this store."}),
        ({"kind": "quote"}, {"kind": "Choose for whom it is."}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(
    world: World, fields: dict[str, str], problem: dict[str, str]
) -> None:
    screen = world.editor("new")
    do(screen, "save", {**FORM, "company_id": world.rail, **fields})
    assert screen.field_errors == problem
    assert rows("select count(*) from price_list") == [(0,)]


def test_steps_are_set_by_hand(world: World) -> None:
    list_id, hammer = made(world), world.counter.offers["hammer"]
    screen = world.editor(list_id, query=f"?show=all&offer={hammer}")
    assert [(row.title, row.base, row.price) for row in screen.rows] == [
        ("Glove", "€5.00", ""),
        ("Hammer", "€10.00", ""),
        ("Saw", "€20.00", ""),
    ]
    do(screen, "add_step")
    do(screen, "save_steps", {"start-0": "1", "amount-0": "9,50", "start-1": "10", "percent-1": "12.5"})
    assert [(s, a, p) for _, s, a, p, _ in prices(list_id)] == [(1, 950, None), (10, None, 1250)]
    assert screen.tabs[0].count == "1"
    do(screen, "remove_price", hammer)
    assert prices(list_id) == []


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (
            {"start-0": "10", "amount-0": "9", "start-1": "10", "amount-1": "8"},
            {"step-1": "Rows 1 and 2 both start at 10. Change one of them."},
        ),
        ({"start-0": "1", "amount-0": "-9"}, {"step-0": "A price cannot be below zero."}),
        ({"start-0": "1", "amount-0": "9", "percent-0": "5"}, {"step-0": "Enter either a price or a percentage."}),
        (
            {"start-0": "1", "amount-0": "8", "start-1": "5", "amount-1": "9"},
            {"step-1": "More pieces must not cost more each than fewer."},
        ),
        ({"start-0": "0", "amount-0": "8"}, {"step-0": "Enter from how many pieces on, such as 10."}),
        ({"start-0": "1", "percent-0": "101"}, {"step-0": "Enter a percentage from 0 to 100."}),
    ],
)
def test_steps_that_cannot_be_name_their_rows_and_change_nothing(
    world: World, typed: dict[str, str], problems: dict[str, str]
) -> None:
    hammer = world.counter.offers["hammer"]
    with unit_of_work(SYSTEM) as db:
        list_id = make_list(db, world.counter.tenant_id, "contract_company", world.rail, prices={hammer: 900})
    screen = world.editor(list_id, query=f"?offer={hammer}")
    do(screen, "add_step")
    do(screen, "save_steps", typed)
    assert screen.field_errors == problems
    assert [line.error for line in screen.steps if line.error] == list(problems.values())
    assert [amount for _, _, amount, _, _ in prices(list_id)] == [900]


def test_a_percentage_off_a_selection_lowers_each_volume_step(world: World) -> None:
    list_id = made(world)
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(
            text("""insert into price (id, tenant_id, offer_id, currency, min_quantity, amount)
            values ('p10', :t, :o, 'EUR', 10, 900)"""),
            {"t": world.counter.tenant_id, "o": world.counter.offers["hammer"]},
        )
        bolt = db.connection().execute(text("select id from vendor where handle = 'bolt'")).scalar_one()
    screen = world.editor(list_id)
    do(screen, "set_percentage", {"percent": "10", "vendor_id": bolt, "words": "HAM"})
    assert [(s, p) for _, s, _, p, _ in prices(list_id)] == [(1, 1000), (10, 1900)]  # 9.00 and 8.10
    do(screen, "set_percentage", {"percent": "10"})
    assert len(prices(list_id)) == 4
    for typed, problem in (
        ({"percent": ""}, {"percent": "Enter a percentage such as 10 or 12.5."}),
        ({"percent": "0"}, {"percent": "Enter a percentage above 0, up to 100."}),
        ({"percent": "5", "words": "nothing"}, {"selection": "Nothing is sold in EUR that fits. Widen the selection."}),
    ):
        do(screen, "set_percentage", typed)
        assert screen.field_errors == problem
    assert len(prices(list_id)) == 4


def test_a_percentage_is_looked_at_before_it_is_set(world: World) -> None:
    hammer = world.counter.offers["hammer"]
    with unit_of_work(SYSTEM) as db:
        list_id = make_list(
            db, world.counter.tenant_id, "contract_company", world.rail, title="R", prices={hammer: 950}
        )
    screen = world.editor(list_id)
    do(screen, "preview_percentage", {"percent": "12.5"})
    shown = screen.percentage
    assert (shown.number, shown.rest, shown.percent) == ("3 prices", "", "12.5")
    assert [(one.title, one.before, one.after) for one in shown.changes] == [
        ("Glove", "€5.00", "€4.38"),
        ("Hammer", "€9.50", "€8.75"),  # off the base price of 10.00
        ("Saw", "€20.00", "€17.50"),
    ]
    assert [amount for _, _, amount, _, _ in prices(list_id)] == [950]
    do(screen, "preview_percentage", {"percent": "0"})
    assert (screen.percentage.number, screen.field_errors) == (
        "",
        {"percent": "Enter a percentage above 0, up to 100."},
    )
    do(screen, "set_percentage", {"percent": "12.5", "words": "saw"})
    assert (screen.percentage.number, len(prices(list_id))) == ("", 2)


def test_what_may_not_be_meant_is_said(world: World) -> None:
    hammer, saw, glove = (world.counter.offers[name] for name in ("hammer", "saw", "glove"))
    with unit_of_work(SYSTEM) as db:
        tenant = world.counter.tenant_id
        mine = {hammer: ((5, 900),), saw: 2100, glove: ((1, 450), (24, 400))}
        list_id = make_list(db, tenant, "contract_company", world.rail, title="New", prices=mine)
        make_list(db, tenant, "contract_company", world.rail, title="Old", prices={hammer: 850, glove: 400})
        make_list(db, tenant, "contract_company", world.rail, title="Stronger", priority=1, prices={hammer: 850})
        make_list(db, tenant, "contract_location", world.york, title="York", prices={hammer: 850})
    sentences = [one.text.partition(", such")[0] for one in world.editor(list_id).view.warnings]
    assert sentences == [
        "“Old” has 2 offers of this list, too",
        "1 offer start above the least that is sold",
        "1 offer cost more than without this list",
    ]


def test_lists_are_filtered_by_their_address(world: World) -> None:
    with unit_of_work(SYSTEM) as db:
        make_list(db, world.counter.tenant_id, "contract_company", world.rail, title="Rail")
        make_list(db, world.counter.tenant_id, "group", world.group, title="Group")
        make_list(db, world.counter.tenant_id, "store", None, title="November")
    assert {row.title for row in world.lists().rows} == {"Rail", "Group", "November"}
    assert [row.owner for row in world.lists(query="?kind=group").rows] == ["Railways"]
    assert [row.title for row in world.lists(query="?q=aldermoor").rows] == ["Rail"]
    assert [row.title for row in world.lists("operator", "?view=archived").rows] == []
    assert world.lists().csv == "/admin/price-lists.csv"


def test_a_list_that_has_prices_keeps_its_currency(world: World) -> None:
    with unit_of_work(SYSTEM) as db:
        db.get(Tenant, world.counter.tenant_id).currencies = ["EUR", "USD"]
    with unit_of_work(SYSTEM) as db:
        prices_of = {world.counter.offers["hammer"]: 900}
        list_id = make_list(db, world.counter.tenant_id, "contract_company", world.rail, prices=prices_of)
    screen = world.editor(list_id)
    do(screen, "save", {**FORM, "company_id": world.rail, "currency": "USD"})
    assert screen.field_errors == {"currency": "Its prices are in EUR. Make another list for USD."}
    assert rows("select title, currency from price_list") == [("contract_company list", "EUR")]


# A vendor's own


@dataclass
class Sellers:
    """`bolt` and `nut` at their desks, with a list each, and what the store has agreed itself."""

    lists: dict[str, str]
    tokens: dict[str, str]

    def editor(self, list_id: str, who: str = "bolt", query: str = "") -> Any:
        screen = tab(VendorPriceListState, f"/vendor/price-lists/{list_id}{query}", token=self.tokens[who])
        self.answer = do(screen, "open")
        return screen


@pytest.fixture
def sellers(world: World) -> Sellers:
    tenant, hammer, glove = world.counter.tenant_id, world.counter.offers["hammer"], world.counter.offers["glove"]
    with unit_of_work(SYSTEM) as db:
        vendors = {one.handle: one for one in db.exec(select(Vendor).where(Vendor.tenant_id == tenant))}
        people = {
            name: staff(db, Role.VENDOR_MEMBER, f"{name}@n.example", vendor=vendors[name], title="owner")
            for name in ("bolt", "nut")
        }
        mine = {"bolt": {hammer: 900}, "nut": {glove: 400}}
        lists = {
            name: make_list(
                db,
                tenant,
                "contract_company",
                world.rail,
                title=f"{name}'s",
                vendor_id=vendors[name].id,
                prices=mine[name],
            )
            for name in ("bolt", "nut")
        }
        lists["store"] = make_list(db, tenant, "contract_company", world.rail, title="The store's", prices=mine["bolt"])
    return Sellers(lists, {name: sign_in(actor) for name, actor in people.items()})


def test_a_vendor_makes_lists_of_its_own_offers_for_companies_that_are_let_in(world: World, sellers: Sellers) -> None:
    screen = sellers.editor("new")
    assert [one.value for one in screen.view.choices.scopes] == ["contract_location", "contract_company"]
    assert [one.label for one in screen.view.choices.companies] == ["Aldermoor Rail"]
    assert (screen.view.choices.groups, screen.view.choices.vendors) == ((), ())
    for fields, problem in (
        ({"company_id": world.waiting}, {"company_id": "Choose one of this store."}),
        ({"kind": "group", "group_id": world.group}, {"kind": "Choose a company, or one of its locations."}),
        ({"kind": "store"}, {"kind": "Choose a company, or one of its locations."}),
    ):
        do(screen, "save", {**FORM, **fields})
        assert screen.field_errors == problem
        assert rows("select count(*) from price_list where title = 'Rail 2027'") == [(0,)]
    do(screen, "save", {**FORM, "kind": "contract_company", "company_id": world.rail})
    (made_id, by) = rows(
        "select l.id, v.handle from price_list l join vendor v on v.id = l.vendor_id where l.title = 'Rail 2027'"
    )[0]
    assert by == "bolt"
    screen = sellers.editor(made_id, query="?show=all")
    assert [row.title for row in screen.rows] == ["Hammer", "Saw"]
    do(screen, "set_percentage", {"percent": "10", "vendor_id": "ven_other"})  # the selection narrows, never widens
    assert sorted(amount for _, _, _, amount, _ in prices(made_id)) == [1000, 1000]


def test_what_is_another_vendor_s_or_the_store_s_does_not_exist(world: World, sellers: Sellers) -> None:
    glove = world.counter.offers["glove"]
    for name in ("nut", "store"):
        before = prices(sellers.lists[name])
        screen = sellers.editor(sellers.lists[name])
        assert (screen.missing, screen.view.id, screen.rows) == (True, "", [])
        for event, *arguments in (
            ("archive",),
            ("save", {**FORM, "company_id": world.rail}),
            ("remove_price", glove),
            ("preview_percentage", {"percent": "50"}),
            ("set_percentage", {"percent": "50"}),
        ):
            screen = sellers.editor(sellers.lists[name])
            screen.view = replace(screen.view, choices=sellers.editor("new").view.choices)
            screen.price_list_id = sellers.lists[name]
            do(screen, event, *arguments)
            assert screen.missing, event
        assert prices(sellers.lists[name]) == before
    screen = sellers.editor(sellers.lists["bolt"], query=f"?offer={glove}")
    do(screen, "save_steps", {"start-0": "1", "amount-0": "1"})
    assert screen.missing
    assert len(prices(sellers.lists["bolt"])) == 1
    assert rows("select count(*) from price_list where status <> 'active' or title = 'Rail 2027'") == [(0,)]
    own_lists = tab(VendorPriceListsState, "/vendor/price-lists", token=sellers.tokens["bolt"])
    do(own_lists, "open")
    assert [row.title for row in own_lists.rows] == ["bolt's"]


def test_warnings_tell_a_vendor_of_no_list_but_its_own(world: World, sellers: Sellers) -> None:
    assert sellers.editor(sellers.lists["bolt"]).view.warnings == ()
    warnings = world.editor(sellers.lists["bolt"]).view.warnings
    assert [one.text.partition(", such")[0] for one in warnings] == ["“The store's” has 1 offer of this list, too"]


def test_who_only_applied_learns_of_no_company(world: World, sellers: Sellers) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update vendor set status = 'pending' where handle = 'bolt'"))
    screen = sellers.editor("new")
    assert screen.view.choices.companies == ()
    assert "once the store has let you in" in str(sellers.answer)


def test_the_platform_says_for_which_store_a_list_is(world: World) -> None:
    with unit_of_work(SYSTEM) as db:
        other = make_tenant(db, "assay")
        elsewhere = make_company(db, other.id, "Klinik Morgau")
    new = world.editor("new", "operator", f"?store={other.id}")
    assert [(one.label, one.href) for one in new.stores] == [
        (name, f"/admin/price-lists/new?store={key}") for name, key in rows("select name, id from tenant order by name")
    ]
    assert (new.view.choices.store_id, [one.label for one in new.view.choices.companies]) == (
        other.id,
        [elsewhere.name],
    )
    assert world.editor("new", "admin").stores == []
