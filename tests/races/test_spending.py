"""Two at once at the last of a limit: real processes, and the naive way that lets both through."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from marketplace.services.companies.cost_centres import CostCentreForm, save_cost_centre
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.races.ask_for_payout import GATE


def race(database: str, module: str, *processes: tuple[str, ...]) -> list[str]:
    """All stand at the gate, then it opens; returns what each said, sorted."""
    with psycopg.connect(database) as gate:
        gate.execute("select pg_advisory_lock(%s)", (GATE,))
        running = [
            subprocess.Popen(
                [sys.executable, "-m", module, *given],
                env={**os.environ, "DATABASE_URL": database},
                stdout=subprocess.PIPE,
                text=True,
            )
            for given in processes
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        gate.execute("select pg_advisory_unlock(%s)", (GATE,))
        gate.commit()
        outputs = [process.communicate(timeout=60)[0].strip() for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return sorted(outputs)


@pytest.fixture
def office(database: str) -> Office:
    """Priya may spend 50.00; each of her two carts is 30.94."""
    return make_office(spending_limit_amount=5000)


def at_the_last(database: str, office: Office, variant: str) -> list[str]:
    """Priya buys for both places in two tabs."""
    tenant = office.counter.tenant_id
    carts = [office.cart(place, hammer=2) for place in ("York", "Derby")]
    return race(database, "tests.races.company_buyer", *[(variant, PRIYA, tenant, cart) for cart in carts])


def test_two_places_at_the_last_of_a_limit(database: str, office: Office) -> None:
    assert at_the_last(database, office, "locked") == ["OverLimit", "placed"]
    assert office.rows("select sum(amount)::int from spending where status <> 'released'") == [(3094,)]
    assert office.rows("select count(*) from order_group") == [(1,)]


def test_the_naive_way_spends_more_than_there_is(database: str, office: Office) -> None:
    """What the member's lock is there for."""
    assert at_the_last(database, office, "naive") == ["placed", "placed"]
    assert office.rows("select sum(amount)::int from spending where status <> 'released'") == [(6188,)]


@pytest.mark.parametrize("variant", ["locked", "naive"])
def test_two_members_at_the_last_of_a_budget(database: str, variant: str) -> None:
    """Neither has a limit of their own: they meet at the cost centre."""
    office = make_office()
    tenant, budget = office.counter.tenant_id, CostCentreForm("4410", "Track works", 5000)
    office.counter.transact(lambda db: save_cost_centre(db, office.actor(MARTA), tenant, "", budget))
    buyers = [
        (variant, email, tenant, office.cart(place, email, hammer=2), "4410")
        for email, place in ((PRIYA, "York"), (MARTA, "Derby"))
    ]
    outputs = race(database, "tests.races.company_buyer", *buyers)
    assert outputs == (["OverBudget", "placed"] if variant == "locked" else ["placed", "placed"])
    spent = 3094 if variant == "locked" else 6188
    assert office.rows("select sum(amount)::int from spending where status <> 'released'") == [(spent,)]
