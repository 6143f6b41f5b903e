"""Two approvers at once, and a price that moves while somebody approves: real processes."""

from __future__ import annotations

import pytest

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.buying import spending as of_checkout
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.buying.request_placing import place_approved
from tests.factories.companies import make_member, make_rule
from tests.factories.spending import MARTA, Office, make_office
from tests.races.test_spending import race

TOM, MODULE = "tom@aldermoor.example", "tests.races.approver"


@pytest.fixture
def office(database: str) -> Office:
    """Marta and Tom may approve Priya's basket of 30.94."""
    office = make_office()
    with unit_of_work(Scope.system()) as db:
        make_member(db, office.company, TOM, "approver")
        make_rule(db, office.company, "total", 3000)
    return office


def stopped(office: Office) -> str:
    with pytest.raises(ApprovalAsked) as refused:
        office.buy(office.cart(hammer=2), provider="bank_transfer")
    return refused.value.request.request_id


def both_decide(database: str, office: Office, variant: str) -> list[str]:
    """Tom says yes and Marta no, at one moment."""
    given = (office.counter.tenant_id, stopped(office))
    yes, no = ("decide", variant, TOM, *given, "yes"), ("decide", variant, MARTA, *given, "no")
    return race(database, MODULE, yes, no)


def test_one_of_yes_and_no_counts(database: str, office: Office) -> None:
    outputs = both_decide(database, office, "locked")
    assert outputs in (["Conflict", "approved"], ["Conflict", "declined"])
    decided = "declined" if "declined" in outputs else "approved"
    held = "released" if decided == "declined" else "held"
    assert office.rows("select r.status, s.status from purchase_request r, spending s") == [(decided, held)]
    trail = "select action from audit_event where action in ('company:request:approved', 'company:request:declined')"
    assert office.rows(trail) == [(f"company:request:{decided}",)]


def test_the_naive_way_says_both(database: str, office: Office) -> None:
    """What the locks of cart and request are there for."""
    assert both_decide(database, office, "naive") == ["approved", "declined"]


def approve_while_it_moves(database: str, office: Office, variant: str) -> str:
    """Tom approves and the vendor raises the price at one moment; then the job places it."""
    request, tenant = stopped(office), office.counter.tenant_id
    race(
        database,
        MODULE,
        ("decide", variant, TOM, tenant, request, "yes"),
        ("raise", variant, "", tenant, office.counter.offers["hammer"], "1200"),
    )
    return request


@pytest.mark.parametrize("variant", ["locked", "unbound"])
def test_a_price_that_moves_while_somebody_approves(database: str, office: Office, variant: str) -> None:
    """Whoever is first, and even if the approver's page compared nothing: the placing finds another basket."""
    place_approved(office.counter.transact, approve_while_it_moves(database, office, variant))
    assert office.rows("select status, total_amount from purchase_request") == [("pending", 3570)]
    assert office.rows("select total_amount from order_group") == []


def test_the_naive_way_orders_what_nobody_approved(
    database: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the digest is there for."""
    request = approve_while_it_moves(database, office, "unbound")
    ((approved, digest),) = office.rows("select total_amount, digest from purchase_request")
    monkeypatch.setattr(of_checkout, "plan_digest", lambda cart, plan: digest)
    place_approved(office.counter.transact, request)
    assert (approved, office.rows("select total_amount from order_group")) == (3094, [(3570,)])


def test_a_yes_is_placed_once(database: str, office: Office) -> None:
    """The job runs twice at once, as after a worker that was thought dead."""
    request, tenant = stopped(office), office.counter.tenant_id
    office.counter.transact(lambda db: decide_request(db, office.actor(TOM), tenant, request, Verdict(is_yes=True)))
    job = ("place", "locked", "", office.counter.tenant_id, request, "")
    race(database, MODULE, job, job)
    assert office.rows("select count(*), sum(total_amount)::int from order_group") == [(1, 3094)]
    assert office.rows("select status from purchase_request") == [("placed",)]
    assert office.rows("select status, amount from spending") == [("spent", 3094)]
