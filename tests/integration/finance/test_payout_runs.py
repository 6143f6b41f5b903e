"""The calendar pays each vendor once per turn, exactly what was free then; and what the bank is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from marketplace.domain.permissions import SYSTEM
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tables import Job, Outbox
from marketplace.models.ledger import CommissionRule, Payout
from marketplace.models.store_settings import StoreSettings
from marketplace.models.vendor import Vendor
from marketplace.services.finance import earnings, payout_runs
from marketplace.services.finance.payable_amounts import sums_of
from marketplace.services.finance.payout_opening import hold_accounts, open_payouts
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_and_note
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # after six in Berlin


@dataclass
class Calendar:
    db: Session
    shop: Catalogue

    def vendor(self, handle: str, **fields: object) -> Vendor:
        if handle not in self.shop.vendors:
            self.shop.product(f"Tool {handle}", vendor=handle)
        vendor = self.shop.vendor(handle)
        vendor.payout_account = {"holder": vendor.legal_name, "iban": "DE02120300000000202051", "bic": "BYLADEM1001"}
        for name, value in fields.items():
            setattr(vendor, name, value)
        self.db.flush()
        return vendor

    def sell(self, vendor: Vendor, amount: int, paid_at: datetime) -> None:
        lines = [Bought(offers_of(self.db, vendor)[0], 1, amount)]
        (order,) = placed_order(self.db, self.shop, lines, paid_at=paid_at, take_stock=False)
        settle(self.db, order.id)

    def run(self, moment: datetime) -> list[tuple[str, str | None, int]]:
        """As the worker: who is due, the hold's end, the run. Every payout so far, by vendor, period and amount."""
        due = [vendor for _, vendor in payout_runs.due_vendors(self.db, moment)]
        if due:
            earnings.release(self.db, self.shop.store.id, due, moment)
            payout_runs.run(self.db, self.shop.store.id, due, moment)
        self.db.flush()
        names = {vendor.id: handle for handle, vendor in self.shop.vendors.items()}
        of_store = Payout.tenant_id == self.shop.store.id
        rows = self.db.exec(select(Payout).where(of_store).order_by(Payout.number)).all()
        return [(names[row.vendor_id], row.period, row.amount) for row in rows]


@pytest.fixture
def calendar(db: Session) -> Calendar:
    shop = make_catalogue(db, settings=StoreSettings(payout_minimum={"EUR": 1_000}, hold_days=7))
    db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
    db.flush()
    return Calendar(db, shop)


def test_each_turn_pays_once_what_was_free_then(calendar: Calendar) -> None:
    bolt = calendar.vendor("bolt", payout_schedule="weekly", payout_anchor=0)
    calendar.sell(bolt, 10_000, MONDAY - timedelta(days=10))
    calendar.sell(bolt, 5_000, MONDAY - timedelta(days=6))  # free on Tuesday
    first = [("bolt", "weekly:2026-11-23", 9_000)]
    assert calendar.run(MONDAY) == first
    assert calendar.run(MONDAY + timedelta(hours=3)) == first
    assert calendar.run(MONDAY + timedelta(days=3)) == first  # the rest waits for its own Monday
    assert calendar.run(MONDAY + timedelta(days=7)) == [*first, ("bolt", "weekly:2026-11-30", 4_500)]
    assert [r.name for r in verify_and_note(calendar.db) if r.broken] == []


def test_a_payouts_number_is_its_own_on_the_whole_platform(calendar: Calendar) -> None:
    """One bank is told of every store's payouts; and the number is not taken for a buyer's purchase order."""
    settings = StoreSettings(payout_minimum={"EUR": 1_000})
    other = Calendar(calendar.db, make_catalogue(calendar.db, "mezzaluna", settings=settings))
    for place in (calendar, other):
        for handle in ("bolt", "rival"):
            vendor = place.vendor(handle, payout_schedule="weekly", payout_anchor=0)
            place.sell(vendor, 10_000, MONDAY - timedelta(days=30))
        place.run(MONDAY)
    numbers = calendar.db.exec(select(Payout.number).order_by(col(Payout.number))).all()
    counted = [int(re.fullmatch(rf"PAY-{now().year}-(\d{{5}})", number)[1]) for number in numbers]  # type: ignore[index]
    assert counted == list(range(counted[0], counted[0] + 4))


def test_a_worker_that_was_down_catches_up_with_the_last_turn(calendar: Calendar) -> None:
    bolt = calendar.vendor("bolt", payout_schedule="weekly", payout_anchor=0)
    calendar.sell(bolt, 10_000, MONDAY - timedelta(days=30))
    assert calendar.run(MONDAY + timedelta(days=2)) == [("bolt", "weekly:2026-11-23", 9_000)]


def test_who_is_not_paid_now(calendar: Calendar) -> None:
    long_ago = MONDAY - timedelta(days=30)
    for handle, fields, amount in (
        ("small", {"payout_schedule": "daily"}, 1_000),
        ("asks", {"payout_schedule": "manual"}, 10_000),
        ("paused", {"payout_schedule": "daily", "payouts_paused_reason": "A check"}, 10_000),
        ("closed", {"payout_schedule": "daily", "status": "suspended"}, 10_000),
        ("nowhere", {"payout_schedule": "daily", "payout_account": {}}, 10_000),
        ("good", {"payout_schedule": "daily"}, 10_000),
    ):
        calendar.sell(calendar.vendor(handle), amount, long_ago)
        calendar.vendor(handle, **fields)
    assert calendar.run(MONDAY) == [("good", "daily:2026-11-23", 9_000)]
    calendar.sell(calendar.vendor("small", payout_schedule="daily"), 1_000, long_ago)
    assert ("small", "daily:2026-11-24", 1_800) in calendar.run(MONDAY + timedelta(days=1))


def test_the_database_itself_refuses_a_second_payout_of_a_period(calendar: Calendar) -> None:
    bolt = calendar.vendor("bolt", payout_schedule="daily")
    calendar.sell(bolt, 10_000, MONDAY - timedelta(days=30))
    assert len(calendar.run(MONDAY)) == 1
    calendar.sell(bolt, 10_000, MONDAY - timedelta(days=30))
    earnings.release(calendar.db, calendar.shop.store.id, [bolt.id], MONDAY)
    hold_accounts(calendar.db, calendar.shop.store.id, [bolt.id])
    sums = sums_of(calendar.db, calendar.shop.store.id, {bolt.id: None})
    with pytest.raises(IntegrityError, match="period"):
        open_payouts(calendar.db, SYSTEM, calendar.shop.store.id, sums, periods={bolt.id: "daily:2026-11-23"})


def test_a_run_of_many_numbers_them_and_tells_of_each(calendar: Calendar) -> None:
    for at in range(5):
        vendor = calendar.vendor(f"v{at}", payout_schedule="daily")
        calendar.sell(vendor, 10_000 + at * 100, MONDAY - timedelta(days=30))
    assert sorted(amount for _, _, amount in calendar.run(MONDAY)) == [9_000, 9_090, 9_180, 9_270, 9_360]
    numbers = [row.number[-4:] for row in calendar.db.exec(select(Payout).order_by(Payout.number))]
    assert numbers == ["0001", "0002", "0003", "0004", "0005"]
    payouts = calendar.db.exec(select(Outbox.aggregate_id).where(Outbox.topic == "payout.requested")).all()
    assert sorted(payouts) == sorted(calendar.db.exec(select(Payout.id)).all())
    handed_on = calendar.db.exec(select(Job.payload).where(Job.kind == "event.dispatch")).all()
    events = {event for payload in handed_on for event in payload["events"]}
    assert set(calendar.db.exec(select(Outbox.id).where(Outbox.topic == "payout.requested")).all()) <= events
