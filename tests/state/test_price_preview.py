"""A store as a company sees it: whose price wins, why every other list lost, and that the cart charges the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.services.buying.cart_access import Shopper, own_cart
from marketplace.services.buying.carts import basket_of
from marketplace.state.operator_desk.company_groups import OperatorGroupsState
from marketplace.state.operator_desk.price_preview import OperatorPricePreviewState
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import actor_for, give_role, make_user
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
DAY = timedelta(days=1)


@dataclass
class Yard:
    """Aldermoor Rail, which buys for York, is in the group of railways; lists are for the hammer, base price 10.00."""

    counter: Counter
    owners: dict[str, str | None]
    priya: Actor
    token: str
    other: str
    lists: list[str] = field(default_factory=list)

    def list(self, kind: str, steps: int | tuple[tuple[int, int], ...], title: str = "", **fields: Any) -> None:
        with unit_of_work(SYSTEM) as db:
            prices = {self.counter.offers["hammer"]: steps}
            tenant, owner = self.counter.tenant_id, self.owners[kind]
            self.lists.append(make_list(db, tenant, kind, owner, title=title or kind, prices=prices, **fields))

    def preview(self, quantity: int = 1, location: str = "york", **query: str) -> Any:
        place = self.owners["contract_location"] if location == "york" else location
        asked_for = {"location": place, "quantity": str(quantity), "offer": self.counter.offers["hammer"], **query}
        address = "&".join(f"{name}={value}" for name, value in asked_for.items())
        screen = tab(OperatorPricePreviewState, f"/admin/price-preview?{address}", token=self.token)
        do(screen, "open")
        return screen

    def charged(self, quantity: int) -> int:
        """What one hammer costs in a cart of so many."""
        with unit_of_work(SYSTEM) as db:
            db.connection().execute(text("delete from cart_line"))
        shopper = Shopper(self.priya)
        cart = self.counter.cart(shopper, hammer=quantity)
        basket = self.counter.transact(lambda db: basket_of(db, own_cart(db, shopper, cart), self.priya))
        return int(basket.parts[0].lines[0].goods.unit_amount)


@pytest.fixture
def yard(database: str) -> Yard:
    counter = make_counter(stock=100)
    with unit_of_work(SYSTEM) as db:
        rail = make_company(db, counter.tenant_id, "Aldermoor Rail", places=("York",))
        other = make_company(db, counter.tenant_id, "Osteria", places=("Bologna",))
        admin = make_user(db, "admin@n.example")
        give_role(db, admin, Role.TENANT_ADMIN, tenant=db.get(Tenant, counter.tenant_id))
        owners: dict[str, str | None] = {
            "contract_location": place_id(db, rail, "York"),
            "contract_company": rail.id,
            "group": make_group(db, counter.tenant_id, rail.id),
            "store": None,
        }
        priya = make_member(db, rail, "priya@rail.example", "buyer")
        by, bologna = actor_for(db, admin), place_id(db, other, "Bologna")
    return Yard(counter, owners, priya, sign_in(by), bologna)


def precedence(yard: Yard) -> None:
    for kind, amount in (("store", 700), ("group", 800), ("contract_company", 900), ("contract_location", 950)):
        yard.list(kind, amount)


def priorities(yard: Yard) -> None:
    yard.list("contract_company", 700, "low")
    yard.list("contract_company", 900, "high", priority=2)


def lower_of_equals(yard: Yard) -> None:
    yard.list("group", 800, "dear")
    yard.list("group", 750, "cheap")


def schedules(yard: Yard) -> None:
    yard.list("contract_location", 500, "coming", starts_at=now() + 5 * DAY)
    yard.list("contract_company", 600, "over", ends_at=now() - 5 * DAY)
    yard.list("store", 900, "running", starts_at=now() - DAY, ends_at=now() + DAY)


def tiers(yard: Yard) -> None:
    yard.list("contract_location", ((10, 600), (50, 500)), "bulk")
    yard.list("group", 900)


PRECEDES = "a stronger kind of list has a price"
LESS = "priority 0, and another list has a higher one"
WEAKER = [(kind, PRECEDES) for kind in ("contract_company", "group", "store", "List price")]
EQUALS = "same kind and priority, and not the lower price"


@pytest.mark.parametrize(
    ("arrange", "quantity", "price", "story"),
    [
        (precedence, 1, 950, [("contract_location", "holds"), *WEAKER]),
        (priorities, 1, 900, [("high", "holds"), ("low", LESS), ("List price", PRECEDES)]),
        (lower_of_equals, 1, 750, [("cheap", "holds"), ("dear", EQUALS), ("List price", PRECEDES)]),
        (tiers, 9, 900, [("group", "holds"), ("List price", PRECEDES), ("bulk", "begins at 10 pieces")]),
        (tiers, 10, 600, [("bulk", "holds"), ("group", PRECEDES), ("List price", PRECEDES)]),
        (tiers, 49, 600, [("bulk", "holds"), ("group", PRECEDES), ("List price", PRECEDES)]),
        (tiers, 50, 500, [("bulk", "holds"), ("group", PRECEDES), ("List price", PRECEDES)]),
    ],
)
def test_the_winner_of_the_trace_is_what_the_cart_charges(
    yard: Yard, arrange: Callable[[Yard], None], quantity: int, price: int, story: list[tuple[str, str]]
) -> None:
    arrange(yard)
    screen = yard.preview(quantity)
    assert screen.buyer == "Aldermoor Rail, York"
    assert [(one.title, one.verdict) for one in screen.trace] == story
    shown = next(row for row in screen.rows if row.title == "Hammer")
    assert (shown.price, shown.source, shown.base) == (f"€{price / 100:.2f}", story[0][0], "€10.00")
    assert yard.charged(quantity) == price


def test_another_day_and_other_eyes_see_other_prices(yard: Yard) -> None:
    schedules(yard)
    in_a_week, a_week_ago = ((now() + n * 7 * DAY).date().isoformat() for n in (1, -1))

    def price(**query: str) -> tuple[str, str]:
        screen = yard.preview(**query)
        row = next(row for row in screen.rows if row.title == "Hammer")
        return row.source, row.price

    assert price() == ("running", "€9.00")
    assert {one.title: one.verdict.split()[0] for one in yard.preview().trace} == {
        "running": "holds",
        "List price": "a",
        "coming": "begins",
        "over": "ended",
    }
    assert price(on=in_a_week) == ("coming", "€5.00")
    assert price(on=a_week_ago) == ("over", "€6.00")
    assert price(location=yard.other, on=in_a_week) == ("List price", "€10.00")
    assert price(location="", on=in_a_week) == ("List price", "€10.00")


def test_a_group_is_made_filled_and_kept_while_a_list_is_for_it(yard: Yard) -> None:
    def groups(query: str = "") -> Any:
        screen = tab(OperatorGroupsState, f"/admin/company-groups{query}", token=yard.token)
        do(screen, "open")
        return screen

    screen = groups("?group=new")
    assert [one.name for one in screen.book.members] == ["Aldermoor Rail", "Osteria"]
    osteria = screen.book.members[1].id
    for title, problem in (("", "Enter a title."), ("railways", "Another group has this title.")):
        do(screen, "save", {"title": title})
        assert screen.field_errors == {"title": problem}
    do(screen, "save", {"title": "Kitchens", f"in-{osteria}": "yes"})
    assert [(row.title, row.companies) for row in groups().book.rows] == [
        ("Kitchens", "Osteria"),
        ("Railways", "Aldermoor Rail"),
    ]
    kitchens = groups().book.rows[0].id
    screen = groups(f"?group={kitchens}")
    do(screen, "save", {"title": "Kitchens and bars"})
    assert [(row.title, row.number) for row in groups().book.rows] == [("Kitchens and bars", "0"), ("Railways", "1")]
    do(screen, "remove", kitchens)
    assert [row.title for row in groups().book.rows] == ["Railways"]
    yard.list("group", 800)
    screen = groups()
    do(screen, "remove", str(yard.owners["group"]))
    assert screen.problem == "1 price list is for this group. Give it to somebody else first."
    assert [row.title for row in groups().book.rows] == ["Railways"]
