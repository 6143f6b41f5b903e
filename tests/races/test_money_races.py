"""Several processes want the same money at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from sqlmodel import select

from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import CommissionRule, LedgerAccount, Payout
from marketplace.models.store_settings import StoreSettings
from marketplace.services.finance import earnings
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_everything
from tests.factories.catalogue import make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_vendor_owner
from tests.races.ask_for_payout import GATE

SYSTEM = Scope.system()


@pytest.fixture
def vendor(database: str) -> str:
    """A vendor with 88.10 available; returns its owner's address."""
    with unit_of_work(SYSTEM) as db:
        shop = make_catalogue(db, settings=StoreSettings(fee_tax_bps=1900, payout_minimum={"EUR": 1}))
        shop.product("Drill", vendor="bolt")
        bolt = shop.vendor("bolt")
        bolt.payout_account = {"holder": "Bolt GmbH", "iban": "DE02120300000000202051"}
        db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
        (order,) = placed_order(db, shop, [Bought(offers_of(db, bolt)[0], 1, 10_000)])
        settle(db, order.id)
        earnings.release(db, shop.store.id, [bolt.id], now() + timedelta(days=15))
        return make_vendor_owner(db, bolt).email


@pytest.fixture
def race(database: str) -> Callable[..., list[str]]:
    def run(variant: str, who: str, number: int) -> list[str]:
        """Start the processes, wait until each stands at the gate, open it; returns what each said."""
        with psycopg.connect(database) as gate:
            gate.execute("select pg_advisory_lock(%s)", (GATE,))
            running = [
                subprocess.Popen(
                    [sys.executable, "-m", "tests.races.ask_for_payout", variant, who],
                    env={**os.environ, "DATABASE_URL": database},
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for _ in range(number)
            ]
            for process in running:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            gate.execute("select pg_advisory_unlock(%s)", (GATE,))
            gate.commit()
            outputs = [process.communicate(timeout=60)[0].strip() for process in running]
        assert [process.returncode for process in running] == [0] * number
        return outputs

    return run


def payouts() -> list[int]:
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(Payout.amount)))


def test_four_requests_at_once_make_one_payout(vendor: str, race: Callable[..., list[str]]) -> None:
    outputs = race("locked", vendor, 4)
    assert sorted(outputs) == [""] + ["There is nothing to pay out."] * 3
    assert payouts() == [8_810]
    with unit_of_work(SYSTEM) as db:
        moved = dict(db.exec(select(LedgerAccount.kind, LedgerAccount.posted_balance)).all())
    assert (moved["available"], moved["in_transit"]) == (0, 8_810)
    assert [result.name for result in verify_everything() if result.broken and "search" not in result.name] == []


def test_the_naive_way_pays_more_than_once(vendor: str, race: Callable[..., list[str]]) -> None:
    """What the lock is there for: without it the same earnings are paid several times."""
    race("naive", vendor, 4)
    assert len(payouts()) > 1
    assert sum(payouts()) > 8_810
