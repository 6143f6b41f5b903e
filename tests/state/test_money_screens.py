"""The desks of money by hand: the same figures for vendor and operator, each action, and who may do none of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.permissions import Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import CommissionRule, Earning, LedgerAccount, Payout
from marketplace.models.order import OrderGroup, OrderLine
from marketplace.models.store_settings import StoreSettings
from marketplace.services.finance import earnings
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_and_note
from marketplace.state.operator_desk.commission_rules import OperatorCommissionRulesState
from marketplace.state.operator_desk.ledger import OperatorLedgerState
from marketplace.state.operator_desk.payouts import OperatorPayoutsState
from marketplace.state.vendor_desk.commissions import VendorCommissionsState
from marketplace.state.vendor_desk.payout import VendorPayoutState
from marketplace.state.vendor_desk.payouts import VendorPayoutsState
from tasks import handlers  # noqa: F401
from tasks.app import run_next
from tests.factories.catalogue import make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_user, make_vendor_owner
from tests.state.browser import do, sign_in, tab

S = TypeVar("S")
PAYER = {
    "store": "",
    "name": "Concourse Group GmbH",
    "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "DEUTDEFF",
    "town": "Köln",
    "country": "DE",
}
SYSTEM = Scope.system()


@dataclass
class Stage:
    """A store with one paid order of 100.00 and 5.00 delivery, and its people with their sessions."""

    tokens: dict[str, str] = field(default_factory=dict)
    store_id: str = ""
    vendor_id: str = ""
    order_id: str = ""
    number: str = ""

    def see(self, who: str, kind: type[S], path: str) -> S:
        state = tab(kind, path, token=self.tokens[who])
        self.answer = do(state, "open")
        return state


PROVEN = {"password": PASSWORD}


@pytest.fixture
def stage(database: str) -> Stage:
    scene = Stage()
    with unit_of_work(SYSTEM) as db:
        shop = make_catalogue(
            db, settings=StoreSettings(fee_tax_bps=1900, payout_minimum={"EUR": 1}, payout_two_persons={"EUR": 5_000})
        )
        shop.product("Drill", vendor="bolt")
        bolt = shop.vendor("bolt")
        bolt.payout_account = {"holder": "Bolt GmbH", "iban": "DE02120300000000202051"}
        db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
        (order,) = placed_order(db, shop, [Bought(offers_of(db, bolt)[0], 2, 5_000)], shipping=500)
        settle(db, order.id)
        earnings.release(db, shop.store.id, [bolt.id], now() + timedelta(days=15))
        number = db.exec(select(OrderGroup.number).where(OrderGroup.id == order.group_id)).one()
        people = {
            "owner": make_vendor_owner(db, bolt),
            "operator": make_operator(db),
            "second": make_operator(db, "second@example.com"),
        }
        for name, role, title in (("support", Role.VENDOR_MEMBER, "support"), ("admin", Role.TENANT_ADMIN, "")):
            user = make_user(db, f"{name}@example.com")
            give_role(db, user, role, tenant=shop.store, vendor=bolt if title else None, title=title)
            people[name] = actor_for(db, user)
        scene.store_id, scene.vendor_id, scene.order_id = shop.store.id, bolt.id, order.id
        scene.number = f"{number}-1"
    scene.tokens = {name: sign_in(actor) for name, actor in people.items()}
    return scene


def payout_of() -> Payout:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(Payout)).one()


def balances() -> dict[str, int]:
    with unit_of_work(SYSTEM) as db:
        return dict(db.exec(select(LedgerAccount.kind, LedgerAccount.posted_balance)).all())


def change(statement: str, **values: object) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text(statement), values)


def test_the_planned_payout_its_reasons_and_asking_now_agree(stage: Stage) -> None:
    """What is free until then is planned, less the reserve; in dispute is neither planned nor asked for."""
    see = lambda: stage.see("owner", VendorPayoutsState, "/vendor/payouts")  # noqa: E731
    free = see()
    assert (free.money.next_amount, free.money.planned_amount, free.is_planned) == ("€93.10", 9_310, True)
    assert (free.can_ask, free.why_not) == (True, "")
    change("update vendor_order set disputed_at = now()")
    disputed = see()
    assert (disputed.money.next_amount, disputed.is_planned, disputed.can_ask) == ("€0.00", False, False)
    assert disputed.money.next_free == "0.00 available now; 93.10 more waits for a dispute"
    change("update vendor_order set disputed_at = null")
    change("update earning set status = 'pending', available_at = now() where kind = 'sale'")
    change("update vendor set reserve_bps = 1000")
    waits = see()
    assert (waits.money.next_amount, waits.is_planned, waits.can_ask) == ("€83.79", True, False)
    assert waits.money.next_free == "0.00 available now + 83.79 free before then"
    assert [condition.tone for condition in waits.conditions if condition.label != "Above the minimum"].count(
        "bad"
    ) == 0
    assert next(condition.tone for condition in waits.conditions if condition.label == "Above the minimum") == "good"
    assert waits.why_not == "There is nothing to pay out."
    change("update vendor set payouts_paused_reason = 'A check.'")
    paused = see()
    assert (paused.is_planned, paused.money.is_scheduled) == (False, True)
    change("update vendor set payout_schedule = 'manual', payouts_paused_reason = ''")
    asked_only = see()
    assert (asked_only.is_planned, asked_only.money.is_scheduled) == (False, False)


def test_from_asking_to_the_bank_every_screen_shows_the_same_figures(stage: Stage) -> None:
    mine = stage.see("owner", VendorPayoutsState, "/vendor/payouts")
    assert (mine.money.available, mine.money.pending, mine.can_ask) == ("€93.10", "€0.00", True)
    assert [condition.tone for condition in mine.conditions] == ["good", "good", "warn"]
    do(mine, "ask_for_payout", PROVEN)
    assert (mine.money.available, mine.money.in_transit, mine.can_ask) == ("€0.00", "€93.10", False)
    payout = payout_of()
    first = stage.see("operator", OperatorPayoutsState, f"/admin/payouts?view=held&payout={payout.id}")
    assert [(row.number, row.amount, row.status) for row in first.rows] == [(payout.number, "€93.10", "held")]
    assert (first.payout.needed, first.payout.can_release, first.place.payouts) == ("0 of 2", True, "1")
    assert "second person" in do(first, "release", PROVEN)
    assert (first.payout.needed, first.payout.can_release) == ("1 of 2", False)
    second = stage.see("second", OperatorPayoutsState, f"/admin/payouts?payout={payout.id}")
    do(second, "release", PROVEN)
    assert second.payout.status == "queued"
    assert second.says == "Nothing to release, 1 payout, €93.10 for the next bank file"
    assert "Nobody has said yet which account pays" in do(second, "make_file")
    assert payout_of().status == "queued"
    do(second, "save_payer", {**PAYER, **PROVEN, "iban": "DE89 3704"})
    assert set(second.field_errors) == {"iban"}
    do(second, "save_payer", {**PAYER, **PROVEN})
    assert next((row.label, row.says) for row in second.payers) == (
        "Concourse, for every store without its own",
        "Concourse Group GmbH, DE89 •••• 3000",
    )
    assert (second.payers_say, second.field_errors) == ("", {})
    do(second, "make_file")
    while run_next():
        pass
    again = stage.see("second", OperatorPayoutsState, f"/admin/payouts?payout={payout.id}")
    assert (again.payout.status, len(again.payout.attempts), len(again.files)) == ("in_transit", 1, 1)
    do(again, "mark_paid", {"bank_reference": " "})
    assert set(again.field_errors) == {"bank_reference"}
    do(again, "mark_paid", {"bank_reference": "SEPA 7731"})
    assert (again.payout.status, again.field_errors) == ("paid", {})
    with unit_of_work(Scope.system()) as db:  # a variant that is called like its product is not named twice
        db.connection().execute(text("update order_line set variant_title = title"))
    one = stage.see("owner", VendorPayoutState, f"/vendor/payouts/{payout.id}")
    assert (one.payout.amount, one.payout.goods, one.payout.commission, one.payout.fee_tax) == (
        "€93.10",
        "105.00",
        "−10.00",
        "−1.90",
    )
    assert [(line.title, line.amount) for line in one.lines] == [("Article BO-DRILL", "88.10"), ("Delivery", "5.00")]
    assert [(step.title, step.amount) for step in one.steps] == [
        ("Buyer paid", "€119.00"),
        ("Tax, for the tax office", "−€19.00"),
        ("Commission", "−€10.00"),
        ("VAT on the commission", "−€1.90"),
        ("Your earning", "€88.10"),
        (f"In payout {payout.number}", "€88.10"),
        ("At your bank", "€88.10"),
    ]
    assert one.chain.proof == "119.00 in, 88.10 + 19.00 + 10.00 + 1.90 out. Nothing is left over."
    assert one.chain.is_whole
    kept = stage.see("owner", VendorCommissionsState, "/vendor/commissions")
    assert [(row.head, row.amount, row.fee_tax, row.rate) for row in kept.rows] == [
        (stage.number, "10.00", "1.90", "10 %")
    ]
    books = stage.see("operator", OperatorLedgerState, f"/admin/ledger?q={stage.number}")
    assert [(row.kind, row.amount) for row in books.rows] == [("Order paid", "124.95")]
    assert balances()["psp_clearing"] == -12_495 + 9_310


@pytest.mark.parametrize(
    ("event", "form", "status"),
    [
        ("cancel", {"reason": "Wrong account"}, "cancelled"),
        ("hold", {"reason": "Asked the vendor"}, "held"),
        ("mark_failed", {"reason": "Account closed"}, "failed"),
        ("mark_returned", {"reason": "Account closed"}, "returned"),
    ],
)
def test_each_action_wants_its_reason(stage: Stage, event: str, form: dict[str, str], status: str) -> None:
    do(stage.see("owner", VendorPayoutsState, "/vendor/payouts"), "ask_for_payout", PROVEN)
    payout = payout_of()
    path = f"/admin/payouts?payout={payout.id}"
    for who in ("operator", "second"):
        do(stage.see(who, OperatorPayoutsState, path), "release", PROVEN)
    if event.startswith("mark"):
        do(stage.see("operator", OperatorPayoutsState, path), "save_payer", {**PAYER, **PROVEN})
        do(stage.see("operator", OperatorPayoutsState, path), "make_file")
        while run_next():
            pass
    if event == "mark_returned":
        do(stage.see("operator", OperatorPayoutsState, path), "mark_paid", {"bank_reference": "SEPA 1"})
    state = stage.see("operator", OperatorPayoutsState, path)
    do(state, event, {"reason": ""})
    assert set(state.field_errors) == {"reason"}
    do(state, event, form)
    assert payout_of().status == status
    assert (balances()["available"], balances()["in_transit"]) == ((0, 9_310) if status == "held" else (9_310, 0))


def test_asking_twice_from_one_tab_is_one_payout(stage: Stage) -> None:
    tabs = [stage.see("owner", VendorPayoutsState, "/vendor/payouts") for _ in range(2)]
    do(tabs[0], "ask_for_payout", PROVEN)
    assert "nothing to pay out" in do(tabs[1], "ask_for_payout", PROVEN).lower()
    assert payout_of().amount == 9_310


def test_what_a_rule_would_have_done_and_which_one_an_order_meets(stage: Stage) -> None:
    with unit_of_work(SYSTEM) as db:
        rule = db.exec(select(CommissionRule)).one()
    path = f"/admin/commission-rules?store={stage.store_id}&rule={rule.id}"
    state = stage.see("admin", OperatorCommissionRulesState, path)
    assert (state.form.percent, state.effect.was, state.effect.would_be, state.used) == (
        "10",
        "10.00",
        "10.00",
        {rule.id: 1},
    )
    do(state, "try_rule", {"title": "All", "percent": "8", "floor": "x", "base": "goods"})
    assert set(state.field_errors) == {"floor"}
    do(state, "try_rule", {"title": "All", "percent": "8", "base": "goods_and_shipping"})
    assert (state.effect.would_be, state.effect.difference, state.effect.orders) == ("8.40", "−1.60", "1")
    do(state, "save")
    assert [(row.title, row.fee, row.bounds) for row in state.rows] == [
        ("All", "8 %", "on goods and delivery without tax")
    ]
    new = stage.see("admin", OperatorCommissionRulesState, "/admin/commission-rules?rule=new")
    do(new, "try_rule", {"title": "Large", "percent": "5", "from_amount": "5000", "base": "goods"})
    do(new, "save")
    do(new, "move", new.rows[1].id, 1)
    assert [(row.position, row.title) for row in new.rows] == [(1, "Large"), (2, "All")]
    do(new, "ask_order", {"order": stage.number})
    assert new.explanation == ["Article BO-DRILL: Rule 2, All. Rule 1 does not fit: EUR 100.00 is below EUR 5,000.00."]
    do(new, "ask_order", {"order": "1-1"})
    assert "No order" in new.explanation[0]
    do(new, "switch", new.rows[0].id, False)
    assert not new.rows[0].is_active
    with unit_of_work(SYSTEM) as db:  # what was charged stays
        assert db.exec(select(Earning.amount)).one() == 9_310


def test_the_last_check_is_shown_and_a_broken_book_is_named(stage: Stage) -> None:
    with unit_of_work(SYSTEM) as db:
        verify_and_note(db)
    assert stage.see("operator", OperatorLedgerState, "/admin/ledger").check.is_good
    with unit_of_work(SYSTEM) as db:
        db.exec(select(OrderLine)).one().refunded_amount = 10**6
        db.flush()
        verify_and_note(db)
    state = stage.see("operator", OperatorLedgerState, "/admin/ledger")
    assert [rule.rule for rule in state.rules if rule.is_broken] == [
        "refunds never exceed what was paid",
        "a line is refunded what its refunds say",
    ]
    assert "broken" in state.check.says
    do(state, "check_now")
    admin = stage.see("admin", OperatorLedgerState, "/admin/ledger")
    assert {rule.broken for rule in admin.rules} == {""}  # which rows is for operators


@pytest.mark.parametrize("screen", [VendorPayoutsState, VendorPayoutState, VendorCommissionsState])
def test_support_sees_no_money(stage: Stage, screen: type[Any]) -> None:
    state = stage.see("support", screen, "/vendor/payouts/x")
    assert "not allowed" in stage.answer
    assert not state.place.sees_money
    assert not [name for name in state.vars if name.endswith("rows") and getattr(state, name)]


def test_a_stores_admin_sees_payouts_and_moves_none(stage: Stage) -> None:
    do(stage.see("owner", VendorPayoutsState, "/vendor/payouts"), "ask_for_payout", PROVEN)
    payout = payout_of()
    state = stage.see("admin", OperatorPayoutsState, f"/admin/payouts?payout={payout.id}")
    assert (state.payout.amount, state.payout.can_release) == ("€93.10", False)
    for event, arguments in (("release", (PROVEN,)), ("cancel", ({"reason": "because I say so"},))):
        assert "not allowed" in do(state, event, *arguments)
    do(state, "make_file")
    assert payout_of().status == "held"
