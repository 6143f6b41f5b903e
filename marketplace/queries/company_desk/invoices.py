"""What a company's places were billed: invoices and credit notes of all vendors, and the statement of account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TypeVar

from sqlmodel import Session, col, func, select

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import CompanyLocation
from marketplace.models.order import Order, OrderGroup
from marketplace.models.receivable import CreditPayout, Invoice, Receipt
from marketplace.models.vendor import Vendor
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.place_account import Movement, read_place_account

MOST_ROWS = 500
T = TypeVar("T", Invoice, Receipt, CreditPayout)


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice or a credit note. `state` is its word, `look` the classes of its dot."""

    id: str
    number: str
    vendor: str
    order: str
    order_href: str
    place: str
    issued: str
    due: str
    amount: str
    open: str
    state: str
    look: str
    href: str  # its paper


@dataclass(frozen=True)
class StatementLine:
    """One movement; `balance` is what is owed after it. Amounts are texts, `plain` ones for files."""

    day: str
    what: str
    amount: str
    balance: str
    plain_amount: str
    plain_balance: str


@dataclass(frozen=True)
class Statement:
    """The account of one place over all vendors from `since` to `until`, both included, as the ledger has it."""

    place: str = ""
    place_id: str = ""
    company: str = ""
    store: str = ""
    currency: str = ""
    since: str = ""
    until: str = ""
    period: str = ""
    opening: str = ""
    closing: str = ""
    plain_opening: str = ""
    plain_closing: str = ""
    lines: tuple[StatementLine, ...] = ()
    places: tuple[Option, ...] = ()


def list_company_invoices(db: Session, actor: Actor, tenant_id: str) -> tuple[InvoiceRow, ...]:
    """What was billed to the actor's places, what is open first, then the newest; at most 500.

    Raises `Unauthenticated`, `NotFound`.
    """
    home = get_company_place(db, actor, tenant_id).home
    rows = db.exec(
        select(Invoice, Vendor.name, CompanyLocation.name, func.concat(OrderGroup.number, "-", Order.position))
        .join(Vendor, col(Vendor.id) == Invoice.vendor_id)
        .join(CompanyLocation, col(CompanyLocation.id) == Invoice.company_location_id)
        .join(Order, col(Order.id) == Invoice.order_id)
        .join(OrderGroup, col(OrderGroup.id) == Order.group_id)
        .where(col(Invoice.company_location_id).in_(_own_places(actor, tenant_id)))
        .order_by(
            ((col(Invoice.open_amount) > 0) & (col(Invoice.kind) == "invoice")).desc(),
            col(Invoice.due_on),
            col(Invoice.issued_on).desc(),
            col(Invoice.number).desc(),
        )
        .limit(MOST_ROWS)
    ).all()
    return tuple(_row(invoice, vendor, place, order, home) for invoice, vendor, place, order in rows)


def find_company_invoice(db: Session, actor: Actor, tenant_id: str, invoice_id: str) -> Invoice:
    """An invoice or credit note of one of the actor's places. Raises `Unauthenticated`, `NotFound`."""
    get_company_place(db, actor, tenant_id)
    mine = col(Invoice.company_location_id).in_(_own_places(actor, tenant_id))
    invoice = db.exec(select(Invoice).where(Invoice.id == invoice_id, mine)).first()
    if invoice is None:
        raise NotFound("invoice", invoice_id)
    return invoice


def open_invoices_of(db: Session, actor: Actor, tenant_id: str) -> str:
    """What the actor's places have still to pay, what of it is overdue, and what they have in credit:
    `€1,284.60 open, €90.00 overdue, €10.00 in credit`. Empty when nothing is open or in credit. Raises nothing."""
    places, today = _own_places(actor, tenant_id), now().date()
    sums: dict[str, dict[str, int]] = {}

    def add(currency: str, what: str, amount: int) -> None:
        words = sums.setdefault(currency, {"open": 0, "overdue": 0, "in credit": 0})
        words[what] += amount

    for invoice in _open_rows(db, Invoice, places):
        add(invoice.currency, "in credit" if invoice.kind == "credit_note" else "open", invoice.open_amount)
        if invoice.kind == "invoice" and invoice.due_on is not None and invoice.due_on < today:
            add(invoice.currency, "overdue", invoice.open_amount)
    for receipt in _open_rows(db, Receipt, places):
        add(receipt.currency, "in credit", receipt.open_amount)
    for payout in _open_rows(db, CreditPayout, places):
        add(payout.currency, "open", payout.open_amount)
    shown = (
        ", ".join(f"{money(amount, currency)} {what}" for what, amount in words.items() if amount)
        for currency, words in sorted(sums.items())
    )
    return "; ".join(shown)


def _open_rows(db: Session, of: type[T], places: Sequence[str]) -> Sequence[T]:
    mine = col(of.company_location_id).in_(places)
    return db.exec(select(of).where(mine, of.open_amount > 0)).all()


def get_statement(
    db: Session, actor: Actor, tenant_id: str, *, location_id: str = "", since: str = "", until: str = ""
) -> Statement:
    """The statement of a place of the actor's, the chosen one without `location_id`; days as ISO 8601, by themselves
    the last ninety. It is the place's account in the ledger, line by line. Raises `Unauthenticated`, `NotFound`."""
    desk = get_company_place(db, actor, tenant_id)
    place_ids = _own_places(actor, tenant_id)
    grant = company_grant(actor, tenant_id)
    chosen = location_id or (grant.place if grant and grant.place else next(iter(place_ids), ""))
    places = db.exec(
        select(CompanyLocation).where(col(CompanyLocation.id).in_(place_ids)).order_by(col(CompanyLocation.created_at))
    ).all()
    place = next((one for one in places if one.id == chosen), None)
    if place is None:
        raise NotFound("location", chosen)
    last = _day(until) or now().date()
    first = _day(since) or last - timedelta(days=90)
    account = read_place_account(db, place, first, last)
    opening, owed = account.opening_amount, account.closing_amount
    return Statement(
        place=place.name,
        place_id=place.id,
        company=desk.company,
        store=desk.store,
        currency=place.currency,
        since=first.isoformat(),
        until=last.isoformat(),
        period=f"{full_day(first)} to {full_day(last)}",
        opening=money(opening, place.currency),
        closing=money(owed, place.currency),
        plain_opening=plain_amount(opening, place.currency),
        plain_closing=plain_amount(owed, place.currency),
        lines=tuple(_line(one, place.currency) for one in account.movements),
        places=tuple(Option(one.id, one.name) for one in places),
    )


def _own_places(actor: Actor, tenant_id: str) -> Sequence[str]:
    grant = company_grant(actor, tenant_id)
    return grant.location_ids if grant else ()


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _row(invoice: Invoice, vendor: str, place: str, order: str, home: str) -> InvoiceRow:
    is_credit = invoice.kind == "credit_note"
    state, look = _state(invoice)
    return InvoiceRow(
        id=invoice.id,
        number=invoice.number,
        vendor=vendor,
        order=order,
        order_href=f"{home.removesuffix('/company')}/orders/{order.partition('-')[0]}",
        place=place,
        issued=full_day(invoice.issued_on),
        due=full_day(invoice.due_on) if invoice.due_on else "",
        amount=money(-invoice.amount if is_credit else invoice.amount, invoice.currency),
        open=money(-invoice.open_amount if is_credit else invoice.open_amount, invoice.currency)
        if invoice.open_amount
        else "",
        state=state,
        look=look,
        href=f"{home}/invoices/{invoice.id}.pdf",
    )


def _state(invoice: Invoice) -> tuple[str, str]:
    if invoice.kind == "credit_note":
        return ("Credit", "info half") if invoice.open_amount else ("Credited", "good full")
    if not invoice.open_amount:
        return "Settled", "good full"
    if invoice.due_on is not None and invoice.due_on < now().date():
        return "Overdue", "bad full"
    return ("Part paid", "info half") if invoice.open_amount < invoice.amount else ("Open", "warn")


def _line(row: Movement, currency: str) -> StatementLine:
    what = {
        "invoiced": f"Invoice {row.number}",
        "refund": f"Credit note {row.number}",
        "receivable_paid": f"Payment {row.number}".strip(),
        "receipt_taken_back": f"Payment taken back {row.number}".strip(),
        "credit_paid_out": f"Credit paid out {row.number}",
        "credit_payout_taken_back": f"Payout of credit taken back {row.number}",
        "receivable_written_off": f"Given up, invoice {row.number}",
    }[row.kind]
    return StatementLine(
        day=full_day(row.posted_at.astimezone(UTC).date()),
        what=what,
        amount=money(row.amount, currency),
        balance=money(row.balance_amount, currency),
        plain_amount=plain_amount(row.amount, currency),
        plain_balance=plain_amount(row.balance_amount, currency),
    )
