"""The last two administrators of a company leave at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from sqlmodel import select

from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyMember
from tests.factories.companies import make_company, make_member
from tests.factories.people import make_tenant
from tests.races.ask_for_payout import GATE

SYSTEM = Scope.system()
PEOPLE = ("marta@aldermoor.example", "tom@aldermoor.example")


@pytest.fixture
def company(database: str) -> str:
    """Marta and Tom both run it; returns the database's address."""
    with unit_of_work(SYSTEM) as db:
        company = make_company(db, make_tenant(db).id)
        for email in PEOPLE:
            make_member(db, company, email)
    return database


def both_leave(database: str, variant: str) -> list[str]:
    """Both stand at the gate, then it opens; returns what each was told."""
    with psycopg.connect(database) as gate:
        gate.execute("select pg_advisory_lock(%s)", (GATE,))
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.races.leave_company", variant, email],
                env={**os.environ, "DATABASE_URL": database},
                stdout=subprocess.PIPE,
                text=True,
            )
            for email in PEOPLE
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        gate.execute("select pg_advisory_unlock(%s)", (GATE,))
        gate.commit()
        outputs = [process.communicate(timeout=60)[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return outputs


def statuses() -> list[str]:
    with unit_of_work(SYSTEM) as db:
        return sorted(db.exec(select(CompanyMember.status)))


def test_one_of_the_last_two_administrators_stays(company: str) -> None:
    outputs = both_leave(company, "locked")
    assert sorted(outputs) == ["", "A company needs an administrator. Make somebody else one first."]
    assert statuses() == ["active", "left"]


def test_the_naive_way_leaves_a_company_to_nobody(company: str) -> None:
    """What the lock is there for."""
    assert both_leave(company, "naive") == ["", ""]
    assert statuses() == ["left", "left"]
