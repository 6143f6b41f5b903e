"""What a place on account owes: billed when the goods leave, paid in parts, credited, given up, taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.domain.errors import Conflict, Forbidden, Invalid
from marketplace.domain.finance.credit import CreditClosed
from marketplace.domain.finance.receivables import next_stage
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.clock import at, now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.models.ledger import Earning
from marketplace.models.order import Order, OrderGroup
from marketplace.models.payment import Payment
from marketplace.models.receivable import Invoice, Receipt
from marketplace.models.vendor import Vendor
from marketplace.queries.storefront.orders import get_purchase
from marketplace.services.companies.terms import TermsForm, set_terms
from marketplace.services.finance import earnings
from marketplace.services.finance.credit import find_account
from marketplace.services.finance.dunning import dun, pause_dunning
from marketplace.services.finance.receivables import (
    ReceiptForm,
    record_receipt,
    take_back_receipt,
    use_credit,
    write_off_invoice,
)
from marketplace.services.finance.refunds import RefundLine, refund_order
from marketplace.services.orders.cancelling import cancel_order
from marketplace.services.orders.fulfilling import ship_parcel
from marketplace.services.orders.order_access import lines_of
from tests.factories.days import today
from tests.factories.ledgered import drain
from tests.factories.people import make_operator, make_user, make_vendor_owner
from tests.integration.finance.test_on_account import HAMMER, SYSTEM, Yard, broken_rules, yard

__all__ = ["yard"]
REASON = "The buyer is insolvent"


@dataclass
class Account:
    """York's account, and the people on both sides of it."""

    yard: Yard
    operator: Actor
    owner: Actor
    keys: int = field(default=0)

    def order(self, pieces: int = 1) -> str:
        """An order of hammers, not shipped; its id."""
        self.keys += 1
        who = self.yard.shopper()
        placed = self.yard.buy(f"o{self.keys}", shopper=who, cart=self.yard.counter.cart(who, hammer=pieces))
        drain()
        with unit_of_work(SYSTEM) as db:
            return db.exec(select(Order.id).where(Order.group_id == placed.group_id)).one()

    def ship(self, order_id: str, pieces: int | None = None) -> None:
        with unit_of_work(SYSTEM) as db:
            self.keys += 1
            line = lines_of(db, db.exec(select(Order).where(Order.id == order_id)).one())[0]
            lines = {line.id: pieces} if pieces else None
            ship_parcel(db, self.owner, order_id, lines=lines, carrier="UPS", key=f"p{self.keys}")
        drain()

    def invoiced(self, pieces: int = 1) -> Invoice:
        order_id = self.order(pieces)
        self.ship(order_id)
        return self.invoice(order_id)

    def invoice(self, order_id: str, kind: str = "invoice") -> Invoice:
        with unit_of_work(SYSTEM) as db:
            return db.exec(select(Invoice).where(Invoice.order_id == order_id, Invoice.kind == kind)).one()

    def pay(self, amount: int, key: str = "", **fields: object) -> str:
        self.keys += 1
        form = ReceiptForm(amount, today(), "SEPA 1", **fields)  # type: ignore[arg-type]
        with unit_of_work(SYSTEM) as db:
            return record_receipt(db, self.operator, self.yard.york, form, key=key or f"r{self.keys}")

    def balances(self) -> dict[str, int]:
        with unit_of_work(SYSTEM) as db:
            rows = db.connection().execute(
                text("select kind, posted_balance from ledger_account where owner = :o or owner = 'platform'"),
                {"o": f"buyer:{self.yard.york}"},
            )
            kinds = ("unbilled", "receivable", "psp_clearing", "write_off")
            return {row.kind: row.posted_balance for row in rows if row.kind in kinds and row.posted_balance}

    def open(self) -> list[int]:
        """What is open of each invoice, in the order of their numbers."""
        with unit_of_work(SYSTEM) as db:
            rows = select(Invoice.open_amount).where(Invoice.kind == "invoice").order_by(col(Invoice.number))
            return list(db.exec(rows).all())

    def give_back(self, order_id: str, pieces: int = 1) -> None:
        self.keys += 1
        with unit_of_work(SYSTEM) as db:
            line = lines_of(db, db.exec(select(Order).where(Order.id == order_id)).one())[0]
            refund_order(
                db, self.operator, order_id, lines=[RefundLine(line.id, pieces)], reason="Bent", key=f"f{self.keys}"
            )
        drain()


@pytest.fixture
def account(yard: Yard) -> Account:
    yard.terms(yard.york, credit_limit_amount=None)
    with unit_of_work(SYSTEM) as db:
        bolt = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        return Account(yard, make_operator(db), make_vendor_owner(db, bolt))


def test_what_has_left_is_billed_and_due_from_that_day(account: Account) -> None:
    order_id = account.order(3)
    assert account.balances() == {"unbilled": -4284}
    account.ship(order_id, pieces=1)
    assert account.open() == []  # the rest is still to come
    account.ship(order_id)
    invoice = account.invoice(order_id)
    year = invoice.issued_on.year
    assert (invoice.number, invoice.amount, invoice.tax_amount, invoice.open_amount, invoice.terms) == (
        f"BOLT-{year}-0001",
        4284,
        684,
        4284,
        "Net 30 days",
    )
    assert invoice.due_on == invoice.issued_on + timedelta(days=30)
    assert account.balances() == {"receivable": -4284}
    assert account.invoiced().number == f"BOLT-{year}-0002"
    assert broken_rules() == []


def test_the_terms_are_those_of_the_day_it_was_bought(account: Account) -> None:
    order_id = account.order()
    account.yard.terms(account.yard.york, net_days=7)
    account.ship(order_id)
    assert account.invoice(order_id).terms == "Net 30 days"


def test_what_was_given_up_before_it_left_is_never_billed(account: Account) -> None:
    order_id = account.order(3)
    with unit_of_work(SYSTEM) as db:
        line = lines_of(db, db.exec(select(Order).where(Order.id == order_id)).one())[0]
        cancel_order(db, account.operator, order_id, lines={line.id: 1}, reason="One is broken", key="c")
    drain()
    account.ship(order_id)
    invoice = account.invoice(order_id)
    assert (invoice.amount, invoice.tax_amount, invoice.shipping_amount) == (3094, 494, 600)
    assert [(line["quantity"], line["amount"], line["tax"]) for line in invoice.lines] == [(2, 2380, 380)]
    given_up = account.order()
    with unit_of_work(SYSTEM) as db:
        cancel_order(db, account.operator, given_up, reason="Not to be had", key="c2")
    drain()
    assert account.balances() == {"receivable": -3094}
    assert broken_rules() == []


def test_one_payment_pays_parts_of_several_invoices_and_what_is_over_is_a_credit(account: Account) -> None:
    first, second = account.invoiced(), account.invoiced(2)
    account.pay(2_000, shares={first.id: 1_000, second.id: 500})
    assert account.open() == [HAMMER - 1_000, 3_094 - 500]
    assert account.balances() == {"receivable": -(HAMMER + 3_094 - 2_000), "psp_clearing": -2_000}
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Receipt.open_amount)).one() == 500
        assert use_credit(db, account.operator, account.yard.york) == 500
    assert account.open() == [HAMMER - 1_500, 3_094 - 500]
    account.pay(5_000, spread=True)
    assert account.open() == [0, 0]
    assert account.balances()["receivable"] == 2_000 + 5_000 - HAMMER - 3_094  # a credit
    assert account.yard.owed() == -(2_000 + 5_000 - HAMMER - 3_094)
    third = account.invoiced()  # paid out of it by itself, as far as it goes
    assert third.open_amount == 0
    assert broken_rules() == []


def test_the_same_key_is_the_same_payment(account: Account) -> None:
    account.invoiced()
    assert account.pay(900, key="once", spread=True) == account.pay(900, key="once", spread=True)
    assert account.open() == [HAMMER - 900]
    assert account.balances()["psp_clearing"] == -900


@pytest.mark.parametrize("wrong", ["amount", "share", "sum", "day", "strange"])
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_posted(account: Account, wrong: str) -> None:
    invoice = account.invoiced()
    share = f"share.{invoice.id}"
    form, problem = {
        "amount": (ReceiptForm(0, today()), {"amount": "Enter an amount above zero."}),
        "share": (
            ReceiptForm(9_000, today(), shares={invoice.id: HAMMER + 1}),
            {share: f"Of {invoice.number} less is open."},
        ),
        "sum": (
            ReceiptForm(100, today(), shares={invoice.id: 101}),
            {"amount": "The invoices get more than came. Take some of it off them."},
        ),
        "day": (ReceiptForm(100, today(3)), {"received_on": "Enter the day it came; this one is still to come."}),
        "strange": (
            ReceiptForm(100, today(), shares={"inv_other": 1}),
            {"share.inv_other": "This invoice is not open any more. Reload to see what is."},
        ),
    }[wrong]
    with pytest.raises(Invalid) as refused, unit_of_work(SYSTEM) as db:
        record_receipt(db, account.operator, account.yard.york, form, key="k")
    assert refused.value.fields == problem
    assert (account.open(), account.balances()) == ([HAMMER], {"receivable": -HAMMER})


def test_a_payment_that_is_taken_back_opens_what_it_paid(account: Account) -> None:
    account.invoiced()
    receipt = account.pay(HAMMER + 100, spread=True)
    assert (account.open(), account.yard.owed()) == ([0], -100)
    for _ in range(2):
        with unit_of_work(SYSTEM) as db:
            take_back_receipt(db, account.operator, receipt, reason="The bank took it back")
    assert (account.open(), account.yard.owed()) == ([HAMMER], HAMMER)
    assert account.balances() == {"receivable": -HAMMER}
    assert broken_rules() == []


def test_what_is_given_up_is_borne_by_the_store(account: Account) -> None:
    invoice = account.invoiced()
    account.pay(1_000, spread=True)
    with unit_of_work(SYSTEM) as db:
        assert write_off_invoice(db, account.operator, invoice.id, reason=REASON) == HAMMER - 1_000
    with pytest.raises(Conflict), unit_of_work(SYSTEM) as db:
        write_off_invoice(db, account.operator, invoice.id, reason=REASON)
    with pytest.raises(Invalid), unit_of_work(SYSTEM) as db:
        write_off_invoice(db, account.operator, invoice.id, reason="no")
    assert account.balances() == {"psp_clearing": -1_000, "write_off": -(HAMMER - 1_000)}
    assert account.yard.owed() == 0
    assert broken_rules() == []


def test_a_credit_note_takes_off_its_invoice_and_after_payment_is_a_credit(account: Account) -> None:
    order_id = account.order(2)
    account.ship(order_id)
    account.give_back(order_id)
    note = account.invoice(order_id, "credit_note")
    assert (note.number[-4:], note.amount, note.tax_amount, note.open_amount) == ("0002", 1_190, 190, 0)
    assert account.open() == [3_094 - 1_190]
    account.pay(1_904, spread=True)
    account.give_back(order_id)  # late: the money stays with the store, for the next invoice
    assert account.balances() == {"receivable": 1_190, "psp_clearing": -1_904}
    assert account.invoiced().open_amount == HAMMER - 1_190
    assert broken_rules() == []


def test_an_order_that_was_paid_at_once_has_an_invoice_and_credit_notes_too(account: Account) -> None:
    from marketplace.services.buying.checkout import check_out
    from tests.factories.shop import form, guest

    counter = account.yard.counter
    placed = check_out(counter.transact, guest(), counter.cart(guest(), hammer=2), form(), key="g")
    drain()
    with unit_of_work(SYSTEM) as db:
        order_id = db.exec(select(Order.id).where(Order.group_id == placed.group_id)).one()
    account.give_back(order_id)
    invoice, note = account.invoice(order_id), account.invoice(order_id, "credit_note")
    assert (invoice.number[-4:], invoice.open_amount, invoice.due_on) == ("0001", 0, None)
    assert (note.number[-4:], note.amount, note.open_amount) == ("0002", 1_190, 0)
    assert account.balances() == {"psp_clearing": -(3_094 - 1_190)}
    assert broken_rules() == []
    _downloads(note, invoice)


def _downloads(note: Invoice, invoice: Invoice) -> None:
    """The buyer's page leads to the credit note's paper; another's, and an invoice under its address, are not there."""
    with unit_of_work(SYSTEM) as db:
        group = db.exec(select(OrderGroup).join(Order, col(Order.group_id) == OrderGroup.id)).one()
        (link,) = get_purchase(db, GUEST, group.number, group.key()).parts[0].credit_notes
    assert link.number == note.number
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as browser:
        paper = browser.get(link.href)
        assert (paper.status_code, paper.headers["content-type"], paper.content[:5]) == (
            200,
            "application/pdf",
            b"%PDF-",
        )
        assert paper.headers["content-disposition"] == f'inline; filename="credit-note-{note.number}.pdf"'
        assert browser.get(link.href.replace(note.id, invoice.id)).status_code == 404
        assert "/sign-in" in browser.get(link.href.partition("?")[0]).headers["location"]
        assert browser.get(link.href.partition("?")[0] + "?key=wrong").status_code == 404


def test_the_vendors_earning_waits_until_the_buyer_has_paid(account: Account) -> None:
    order_id = account.order()
    account.ship(order_id)
    later = now() + timedelta(days=365)

    def freed() -> int:
        with unit_of_work(SYSTEM) as db:
            due = [vendor for _, vendor in earnings.due_vendors(db, later)]
            return earnings.release(db, account.yard.counter.tenant_id, due, later)

    def day() -> object:
        with unit_of_work(SYSTEM) as db:
            return db.exec(select(Earning.available_at).where(Earning.order_id == order_id)).one()

    def paid() -> tuple[str, bool]:
        with unit_of_work(SYSTEM) as db:
            payment = db.exec(select(Payment)).one()
            return payment.status, payment.captured_at is not None

    assert (day(), freed(), paid()) == (None, 0, ("owed", False))
    account.pay(HAMMER - 1, spread=True)
    assert (day(), freed(), paid()) == (None, 0, ("owed", False))
    last = account.pay(1, spread=True)
    assert day() is not None
    assert paid() == ("captured", True)
    with unit_of_work(SYSTEM) as db:
        take_back_receipt(db, account.operator, last, reason="The bank took it back")
    assert (day(), freed(), paid()) == (None, 0, ("owed", False))
    account.pay(1, spread=True)
    assert freed() == 1
    assert broken_rules() == []


def test_what_is_overdue_beyond_the_grace_closes_the_account_until_it_is_paid(account: Account) -> None:
    invoice = account.invoiced()
    assert invoice.due_on is not None

    def why(day: date) -> str:
        with at(now() + (day - today())), unit_of_work(SYSTEM) as db:
            account_now = find_account(db, account.yard.york, "EUR")
            assert account_now is not None
            return account_now.why_closed(1)

    assert why(invoice.due_on + timedelta(days=7)) == ""
    assert why(invoice.due_on + timedelta(days=9)).startswith(f"Invoice {invoice.number} is overdue. Pay, or ask")
    with at(now() + timedelta(days=60)), pytest.raises(CreditClosed):
        account.yard.buy("late")
    account.pay(HAMMER, spread=True)
    assert why(invoice.due_on + timedelta(days=9)) == ""


def test_only_the_stores_side_keeps_the_account(account: Account) -> None:
    invoice = account.invoiced()
    receipt = account.pay(100, spread=True)
    with unit_of_work(SYSTEM) as db:
        stranger = make_user(db, "stranger@example.com")
        assert stranger.id
    acts = [
        lambda db, who: record_receipt(db, who, account.yard.york, ReceiptForm(1, today()), key="x"),
        lambda db, who: take_back_receipt(db, who, receipt, reason=REASON),
        lambda db, who: write_off_invoice(db, who, invoice.id, reason=REASON),
        lambda db, who: use_credit(db, who, account.yard.york),
    ]
    for act in acts:
        for who in (account.owner, account.yard.shopper().actor):
            with pytest.raises(Forbidden), unit_of_work(SYSTEM) as db:
                act(db, who)
    assert account.open() == [HAMMER - 100]


def test_letters_go_out_by_stage_once_and_stop_when_it_is_paid(account: Account) -> None:
    first, second = account.invoiced(), account.invoiced()
    assert first.due_on is not None

    def letters(days: int) -> list[tuple[int, int]]:
        """Stage and number of invoices of the letters that are written so many days after the due day."""
        with at(now() + timedelta(days=30 + days)), unit_of_work(SYSTEM) as db:
            for _ in range(2):  # the job runs every hour
                dun(db)
        return letters_so_far()

    def letters_so_far() -> list[tuple[int, int]]:
        with unit_of_work(SYSTEM) as db:
            rows = db.connection().execute(
                text("select payload from job where kind = 'mail.dunning' order by created_at, id")
            )
            return [(row.payload["stage"], len(row.payload["invoices"])) for row in rows]

    assert letters(2) == []
    assert letters(3) == [(1, 2)]
    assert letters(13) == [(1, 2)]
    with unit_of_work(SYSTEM) as db:
        pause_dunning(db, account.operator, second.id, reason="They dispute it")
    assert letters(14) == [(1, 2), (2, 1)]
    with unit_of_work(SYSTEM) as db:
        pause_dunning(db, account.operator, second.id, reason="")
    assert letters(28) == [(1, 2), (2, 1), (2, 1), (3, 1)]
    with unit_of_work(SYSTEM) as db:
        standing = find_account(db, account.yard.york, "EUR")
        assert standing is not None
        assert standing.late == [first.number]  # the last letter closes the account, whatever the grace
    account.pay(3 * HAMMER, spread=True)
    assert letters(60) == [(1, 2), (2, 1), (2, 1), (3, 1)]


@pytest.mark.parametrize(
    ("stage", "days", "expected"), [(0, 2, 0), (0, 3, 1), (0, 20, 1), (1, 20, 2), (1, 13, 1), (2, 90, 3), (3, 90, 3)]
)
def test_which_letter_is_next(stage: int, days: int, expected: int) -> None:
    assert next_stage(stage, days, (3, 14, 28)) == expected


def test_terms_are_set_by_the_store_and_kept_in_the_trail(account: Account) -> None:
    form = TermsForm(0, end_of_month=True, credit_limit_amount=100_00, requires_po=True)
    with pytest.raises(Forbidden), unit_of_work(SYSTEM) as db:
        set_terms(db, account.owner, account.yard.york, form)
    for wrong in (TermsForm(12), TermsForm(0), TermsForm(30, credit_limit_amount=-1)):
        with pytest.raises(Invalid), unit_of_work(SYSTEM) as db:
            set_terms(db, account.operator, account.yard.york, wrong)
    for _ in range(2):
        with unit_of_work(SYSTEM) as db:
            set_terms(db, account.operator, account.yard.york, form)
    with unit_of_work(SYSTEM) as db:
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "company:terms:set")).all()
        assert [(event.after or {})["was"]["net_days"] for event in events] == [30]
        assert [(event.after or {})["credit_limit_amount"] for event in events] == [100_00]
        standing = find_account(db, account.yard.york, "EUR")
        assert standing is not None
        assert (standing.terms.words, standing.limit) == ("End of the month", 100_00)
