"""Refunds, payouts and settlements broken off at every phase: afterwards the books are those of an unbroken run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Charge, OutcomeUnknown
from marketplace.kit import jobs
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import CommissionRule
from marketplace.models.store_settings import StoreSettings
from marketplace.services.finance import earnings, refund_sending
from marketplace.services.finance.bank_files import make_bank_file
from marketplace.services.finance.payout_actions import mark_failed
from marketplace.services.finance.payouts import request_payout
from marketplace.services.finance.refunds import open_refund
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_everything
from marketplace.settings import settings
from tests.conftest import use_database
from tests.factories.catalogue import make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_operator, make_payer, make_vendor_owner
from tests.races.money_worker import POINTS, Broken, drain, faulty, once, own_bank

SYSTEM = Scope.system()


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The card company and the bank keep their books in a folder of this test."""
    monkeypatch.setenv("MARKETPLACE_DATA_DIR", str(tmp_path))
    settings.cache_clear()


def scene() -> None:
    """An order to be settled, one whose refund waits to be sent, and a payout that waits to be sent."""
    card = provider("card").charge(Charge(new_id("key"), 11_900, "EUR", "An order"))
    with unit_of_work(SYSTEM) as db:
        shop = make_catalogue(db, settings=StoreSettings(fee_tax_bps=1900, payout_minimum={"EUR": 1}))
        shop.product("Drill", vendor="bolt")
        bolt = shop.vendor("bolt")
        bolt.payout_account = {"holder": "Bolt GmbH", "iban": "DE02120300000000202051"}
        db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
        lines = [Bought(offers_of(db, bolt)[0], 1, 10_000)]
        (old,) = placed_order(db, shop, lines)
        settle(db, old.id)
        earnings.release(db, shop.store.id, [bolt.id], now() + timedelta(days=15))
        request_payout(db, make_vendor_owner(db, bolt), "EUR", key="payout")
        make_payer(db)
        make_bank_file(db, make_operator(db))
        (other,) = placed_order(db, shop, lines, provider="card", reference=card.reference)
        open_refund(db, make_operator(db, "b@example.com"), other, amount=5_950, key="refund")
        (new,) = placed_order(db, shop, lines)
        jobs.enqueue(db, "order.settle", tenant_id=new.tenant_id, entity_id=new.id, dedupe_key=new.id)


def books() -> dict[str, Any]:
    """What counts, without identifiers and moments."""
    questions = {
        "balances": "select owner ~ 'vendor' as v, kind, posted_balance from ledger_account where posted_balance <> 0",
        "transactions": "select kind, count(*) from ledger_tx where status = 'posted' group by 1",
        "earnings": "select kind, status, amount from earning",
        "refunds": "select status, amount, commission_amount, tax_amount from refund",
        "orders": "select refunded_amount, count(*) from vendor_order group by 1",
        "payments": "select refunded_amount, count(*) from payment group by 1",
        "payouts": "select status, amount from payout",
        "attempts": "select number, outcome from payout_attempt",
        "commission": "select amount, reversed_amount, reversed_tax_amount from commission_line",
        "open jobs": "select kind, status from job where status <> 'done' and kind not in ('event.dispatch')",
    }
    with unit_of_work(SYSTEM) as db:
        return {name: sorted(map(tuple, db.connection().execute(text(q)))) for name, q in questions.items()}


def finish() -> dict[str, Any]:
    """What a worker does that comes after: leases run out, waiting ends, everything is run."""
    for _ in range(3):
        with unit_of_work(SYSTEM) as db:
            late = "update job set lease_until = now() - interval '1 second' where status = 'running'"
            db.connection().execute(text(late))
            jobs.recover_expired(db)
            db.connection().execute(text("update job set run_at = now() where status = 'pending'"))
        drain()
    assert [(r.name, r.broken) for r in verify_everything() if r.broken and "search" not in r.name] == []
    return books()


_UNBROKEN: dict[str, Any] = {}


@pytest.fixture
def unbroken(clone: Callable[[], str], outside: None) -> dict[str, Any]:
    """The books of a run without a fault; made once, because they are the same for every fault."""
    if _UNBROKEN:
        return _UNBROKEN
    use_database(clone())
    scene()
    with own_bank() as bank:
        books = finish()
        assert bank.transfers() == [8_810]
    (settings().data_dir / "bank.db").unlink()
    _UNBROKEN.update(books)
    return _UNBROKEN


SENDING = [point for point in POINTS if "giving back" not in point]


@pytest.mark.parametrize("point", SENDING)
def test_raised_at(point: str, unbroken: dict[str, Any], database: str) -> None:
    scene()

    def fault() -> None:
        raise Broken(point)

    with own_bank() as bank:
        with faulty(point, once(fault)):
            drain()
        assert finish() == unbroken
        assert bank.transfers() == [8_810]
    assert refunds_of_the_card_company() == [5_950]


@pytest.mark.parametrize("point", SENDING)
def test_killed_at(point: str, unbroken: dict[str, Any], database: str) -> None:
    scene()
    died = subprocess.run(
        [sys.executable, "-m", "tests.races.money_worker", point],
        env={**os.environ, "DATABASE_URL": database},
        check=False,
        timeout=60,
    )
    assert died.returncode == -signal.SIGKILL, "the fault was never reached"
    with own_bank() as bank:
        assert finish() == unbroken
        assert bank.transfers() == [8_810]
    assert refunds_of_the_card_company() == [5_950]


def test_a_lost_answer_is_looked_up_and_never_sent_twice(unbroken: dict[str, Any], database: str) -> None:
    scene()
    real = refund_sending.send

    def loses(request: refund_sending.Request) -> object:
        real(request)
        raise OutcomeUnknown("the answer was lost")

    with own_bank(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(refund_sending, "send", loses)
        drain()
    with unit_of_work(SYSTEM) as db:
        waiting = db.connection().execute(text("select status, attempts from job where kind = 'refund.send'")).one()
    assert tuple(waiting) == ("pending", 0)  # it costs no attempt
    with own_bank():
        assert finish() == unbroken
    assert refunds_of_the_card_company() == [5_950]


def test_a_failed_payout_is_given_back_whole_or_not_at_all(outside: None, database: str) -> None:
    scene()
    with own_bank():
        drain()
    with unit_of_work(SYSTEM) as db:
        payout_id = str(db.connection().execute(text("select id from payout")).scalar_one())
        operator = make_operator(db, "c@example.com")
    before = books()

    def fault() -> None:
        raise Broken("in the middle")

    with (
        pytest.raises(Broken),
        faulty("payout: failed in the middle of giving back", fault),
        unit_of_work(SYSTEM) as db,
    ):
        mark_failed(db, operator, payout_id, reason="Account closed")
    assert books() == before
    with unit_of_work(SYSTEM) as db:
        mark_failed(db, operator, payout_id, reason="Account closed")
    assert [status for status, _ in books()["payouts"]] == ["failed"]
    assert [r.name for r in verify_everything() if r.broken and "search" not in r.name] == []


def refunds_of_the_card_company() -> list[int]:
    card = provider("card")
    with card._books() as ledger:  # type: ignore[attr-defined]
        # One order was charged per scene; the unbroken run's is the first.
        rows = ledger.execute("select charge, sum(amount) from refund group by 1").fetchall()
    return sorted({int(amount) for _, amount in rows})
