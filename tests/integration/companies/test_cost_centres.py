"""Cost centres: opened by administrators, chosen at a checkout, on every paper, and with a budget nobody exceeds."""

from __future__ import annotations

import pytest
from sqlmodel import select

from marketplace.domain.companies.spending import OverBudget
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import Order
from marketplace.queries.company_desk.cost_centres import list_cost_centre_choices, list_cost_centres
from marketplace.queries.shared.order_documents import bought_paper
from marketplace.queries.storefront.orders import get_purchase
from marketplace.services.companies.cost_centres import CostCentreForm, require_cost_centre, save_cost_centre
from marketplace.services.orders.cancelling import cancel_order
from tests.factories.bought import send_refunds
from tests.factories.companies import make_company, make_member
from tests.factories.people import make_operator
from tests.factories.spending import MARTA, Office, make_office


@pytest.fixture
def office(database: str) -> Office:
    """Nobody's own limit; a cart of two hammers is 30.94, of three 42.84."""
    return make_office()


def opened(office: Office, code: str = "4410", name: str = "Track works", **fields: object) -> str:
    """A cost centre that Marta opens."""
    form = CostCentreForm(code, name, **fields)  # type: ignore[arg-type]
    tenant = office.counter.tenant_id
    return str(office.counter.transact(lambda db: save_cost_centre(db, office.actor(MARTA), tenant, "", form).id))


def change(office: Office, centre: str, form: CostCentreForm, email: str = MARTA) -> None:
    tenant = office.counter.tenant_id
    office.counter.transact(lambda db: save_cost_centre(db, office.actor(email), tenant, centre, form).id)


def test_only_an_administrator_opens_and_changes_them(office: Office) -> None:
    centre = opened(office, budget_amount=100_000, period="quarter")
    with pytest.raises(Forbidden):
        change(office, centre, CostCentreForm("4410", "Mine", 1), "priya@aldermoor.example")
    rows = office.rows("select code, name, budget_amount, period, is_active from cost_centre")
    assert rows == [("4410", "Track works", 100_000, "quarter", True)]


def test_a_mistake_is_said_at_its_field(office: Office) -> None:
    opened(office)
    with pytest.raises(Invalid) as refused:
        opened(office, " 4410 ", "", budget_amount=-1, period="week")
    assert refused.value.fields == {
        "code": "4410 Track works has this code already.",
        "name": "Enter a name of at most 80 characters.",
        "budget": "Enter an amount from 0 on, or nothing for no budget.",
        "period": "Choose month, quarter or year.",
    }
    assert office.rows("select count(*) from cost_centre") == [(1,)]


def test_another_companys_cost_centre_is_not_there(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        other = make_company(db, office.counter.tenant_id, "Brenner Bahn")
        make_member(db, other, "eva@brenner.example")
    centre = opened(office)
    with pytest.raises(NotFound):
        change(office, centre, CostCentreForm("1", "Theirs"), "eva@brenner.example")
    with pytest.raises(Invalid):
        office.buy(office.cart(hammer=1), cost_centre="ccc_missing")
    assert office.rows("select name from cost_centre") == [("Track works",)]


def test_one_is_chosen_by_code_or_id_and_stands_on_every_paper(office: Office) -> None:
    centre = opened(office)
    bought = office.buy(office.cart(hammer=1), cost_centre="4410")
    again = office.buy(office.cart(hammer=1), cost_centre=centre)
    assert office.rows("select cost_centre_id, cost_centre from order_group order by number") == [
        (centre, "4410 Track works"),
        (centre, "4410 Track works"),
    ]
    change(office, centre, CostCentreForm("4411", "Signals"))  # what was bought keeps its words
    with unit_of_work(Scope.tenant(office.counter.tenant_id)) as db:
        assert bought_paper(db, office.actor(), bought.number, 1)[1].cost_centre == "4410 Track works"
        assert get_purchase(db, office.actor(), again.number).cost_centre == "4410 Track works"


def test_where_the_company_asks_for_one_nothing_is_ordered_without(office: Office) -> None:
    tenant = office.counter.tenant_id
    with pytest.raises(Conflict, match="Open a cost centre first"):
        office.counter.transact(lambda db: require_cost_centre(db, office.actor(MARTA), tenant, is_required=True))
    centre = opened(office)
    office.counter.transact(lambda db: require_cost_centre(db, office.actor(MARTA), tenant, is_required=True))
    cart = office.cart(hammer=1)
    with pytest.raises(Invalid) as refused:
        office.buy(cart)
    assert refused.value.fields == {"cost_centre": "Choose a cost centre: your company orders nothing without one."}
    assert office.rows("select count(*) from checkout") == [(0,)]
    assert office.buy(cart, cost_centre=centre).status == "placed"
    change(office, centre, CostCentreForm("4410", "Track works", is_active=False))
    with pytest.raises(Invalid, match="Choose one of your company"):
        office.buy(office.cart(hammer=1), cost_centre=centre)


def test_a_budget_is_shared_by_everybody_and_given_back(office: Office) -> None:
    centre = opened(office, budget_amount=6000)
    marta = office.cart(email=MARTA, hammer=2)
    bought = office.buy(marta, email=MARTA, cost_centre=centre)
    priya = office.cart(hammer=3)
    with pytest.raises(OverBudget, match=r"4410 Track works has left: EUR 29\.06 of EUR 60\.00"):
        office.buy(priya, cost_centre=centre)
    assert office.rows("select count(*) from order_group") == [(1,)]
    with unit_of_work(Scope.system()) as db:
        order = db.exec(select(Order).where(Order.group_id == bought.group_id)).one()
        cancel_order(db, make_operator(db), order.id, reason="Sold out meanwhile", key="k-1")
        send_refunds(db)
    assert office.buy(priya, cost_centre=centre).status == "placed"
    shown = office.counter.transact(lambda db: list_cost_centres(db, office.actor(), office.counter.tenant_id))
    (row,) = shown.rows
    assert (row.used, row.budget, row.used_percent, row.starts_again) == ("€42.84", "of €60.00", 71, "each year")
    choices = office.counter.transact(lambda db: list_cost_centre_choices(db, office.company.id))
    assert choices == (((centre, "4410 Track works"),), False)
