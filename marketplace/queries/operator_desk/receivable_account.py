"""The account of one place: what is agreed, what is open, what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance.receivables import AGES, Credit, age_of
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.ledger import LedgerAccount
from marketplace.models.order import Order, OrderGroup
from marketplace.models.receivable import CreditPayout, Invoice, Receipt
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.operator_desk.access_scope import NO_MARK, Mark, reach, store_mark
from marketplace.queries.operator_desk.receivables import stage_words

RECENT = 50
_Billed = tuple[Invoice, Vendor, Order, OrderGroup]


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice that waits for money; `field` is where a payment's share of it is typed."""

    id: str
    number: str
    vendor: str
    order: str
    order_href: str
    due: str
    age: str
    tone: str
    amount: str
    open: str
    stage: str
    paused: str
    field: str


@dataclass(frozen=True)
class ReceiptLine:
    id: str
    day: str
    reference: str
    amount: str
    over: str  # what of it is not matched
    taken_back: str  # why, where it was


@dataclass(frozen=True)
class PayoutLine:
    """Credit that was paid out."""

    id: str
    day: str
    reference: str
    reason: str
    amount: str
    bare: str  # what of it the place owes again
    taken_back: str  # why, where it was


@dataclass(frozen=True)
class ReceivableAccount:
    """Everything the page shows; the terms as the form holds them."""

    id: str = ""
    company: str = ""
    company_href: str = ""
    place: str = ""
    mark: Mark = NO_MARK
    store: str = ""
    currency: str = ""
    net_days: str = ""
    end_of_month: bool = False
    credit_limit: str = ""
    requires_po: bool = False
    used: str = ""
    free: str = ""
    open: str = ""
    credit: str = ""
    payable: str = ""  # what of the credit may go back, as a field holds it
    payable_words: str = ""
    bare: str = ""  # what was paid out of payments that were taken back
    invoices: tuple[OpenInvoice, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    payouts: tuple[PayoutLine, ...] = ()
    today: str = ""


def get_receivable_account(db: Session, actor: Actor, location_id: str) -> ReceivableAccount:
    """The account of a place. Raises `NotFound` for one that does not exist or is beyond this actor's reach."""
    tenant_id = reach(actor, Permission.RECEIVABLE_SEE)
    row = db.exec(
        select(CompanyLocation, Company, Tenant)
        .join(Company, col(Company.id) == CompanyLocation.company_id)
        .join(Tenant, col(Tenant.id) == CompanyLocation.tenant_id)
        .where(CompanyLocation.id == location_id)
    ).first()
    if row is None or (tenant_id is not None and row[0].tenant_id != tenant_id):
        raise NotFound("account", location_id)
    place, company, store = row
    invoices = _invoices(db, place)
    used, limit = _owed(db, place), place.credit_limit_amount
    credit, payouts = _credit(db, place, invoices, used), _payouts(db, place)
    bare = sum(one.open_amount for one in payouts)
    return ReceivableAccount(
        id=place.id,
        company=company.name,
        company_href=f"/admin/companies/{company.id}",
        place=place.name,
        mark=store_mark(store),
        store=store.name,
        currency=place.currency,
        net_days="" if place.net_days is None else str(place.net_days),
        end_of_month=place.end_of_month,
        credit_limit="" if limit is None else plain_amount(limit, place.currency),
        requires_po=place.requires_po,
        used=money(used, place.currency),
        free="no limit" if limit is None else money(max(0, limit - used), place.currency),
        open=money(sum(one.open_amount for one, *_ in invoices), place.currency),
        credit=money(credit.amount, place.currency) if credit.amount else "",
        payable=plain_amount(credit.free, place.currency) if credit.free else "",
        payable_words=money(credit.free, place.currency),
        bare=money(bare, place.currency) if bare else "",
        invoices=tuple(_open(*one) for one in invoices),
        receipts=tuple(_receipt(one) for one in _receipts(db, place)),
        payouts=tuple(map(_payout, payouts)),
        today=now().date().isoformat(),
    )


def find_billed(db: Session, actor: Actor, invoice_id: str) -> Invoice:
    """An invoice or credit note on account. Raises `NotFound` for one that is not, or is beyond this actor's reach."""
    tenant_id = reach(actor, Permission.RECEIVABLE_SEE)
    invoice = db.exec(select(Invoice).where(Invoice.id == invoice_id)).first()
    if invoice is None or (tenant_id is not None and invoice.tenant_id != tenant_id):
        raise NotFound("invoice", invoice_id)
    return invoice


def _owed(db: Session, place: CompanyLocation) -> int:
    """Billed and not billed yet, as the books say."""
    mine = select(LedgerAccount.posted_balance).where(
        LedgerAccount.owner == f"buyer:{place.id}", LedgerAccount.currency == place.currency
    )
    return -sum(db.exec(mine).all())


def _invoices(db: Session, place: CompanyLocation) -> list[_Billed]:
    rows = (
        select(Invoice, Vendor, Order, OrderGroup)
        .join(Vendor, col(Vendor.id) == Invoice.vendor_id)
        .join(Order, col(Order.id) == Invoice.order_id)
        .join(OrderGroup, col(OrderGroup.id) == Order.group_id)
        .where(Invoice.company_location_id == place.id, Invoice.kind == "invoice", Invoice.open_amount > 0)
    )
    return list(db.exec(rows.order_by(col(Invoice.due_on), col(Invoice.number))).all())


def _credit(db: Session, place: CompanyLocation, invoices: Sequence[_Billed], used: int) -> Credit:
    """As the books say; checkouts that are not decided count, too, when it is paid out."""
    notes = select(func.coalesce(func.sum(Invoice.open_amount), 0)).where(
        Invoice.company_location_id == place.id, Invoice.kind == "credit_note"
    )
    over = select(func.coalesce(func.sum(Receipt.open_amount), 0)).where(Receipt.company_location_id == place.id)
    limit = 0 if place.net_days is None else place.credit_limit_amount
    return Credit(
        int(db.exec(notes).one()) + int(db.exec(over).one()),
        place.currency,
        overdue=sum(one.open_amount for one, *_ in invoices if one.due_on and one.due_on < now().date()),
        room=None if limit is None else limit - used,
    )


def _receipts(db: Session, place: CompanyLocation) -> list[Receipt]:
    rows = select(Receipt).where(Receipt.company_location_id == place.id)
    return list(db.exec(rows.order_by(col(Receipt.received_on).desc(), col(Receipt.id).desc()).limit(RECENT)).all())


def _payouts(db: Session, place: CompanyLocation) -> list[CreditPayout]:
    rows = select(CreditPayout).where(CreditPayout.company_location_id == place.id)
    owed_first = (col(CreditPayout.open_amount) > 0).desc()
    newest = (col(CreditPayout.paid_on).desc(), col(CreditPayout.id).desc())
    return list(db.exec(rows.order_by(owed_first, *newest).limit(RECENT)).all())


def _open(invoice: Invoice, vendor: Vendor, order: Order, group: OrderGroup) -> OpenInvoice:
    due = invoice.due_on or invoice.issued_on
    age = age_of(due, now().date())
    return OpenInvoice(
        id=invoice.id,
        number=invoice.number,
        vendor=vendor.name,
        order=f"{group.number}-{order.position}",
        order_href=f"/admin/orders/{group.id}",
        due=full_day(due),
        age=AGES[age] if age else "",
        tone="good" if not age else "warn" if age == 1 else "bad",
        amount=money(invoice.amount, invoice.currency),
        open=money(invoice.open_amount, invoice.currency),
        stage=stage_words(invoice.dunning_stage),
        paused=invoice.dunning_paused,
        field=f"share.{invoice.id}",
    )


def _receipt(receipt: Receipt) -> ReceiptLine:
    is_over = receipt.open_amount > 0
    return ReceiptLine(
        id=receipt.id,
        day=full_day(receipt.received_on),
        reference=receipt.reference,
        amount=money(receipt.amount, receipt.currency),
        over=money(receipt.open_amount, receipt.currency) if is_over else "",
        taken_back=receipt.taken_back_reason if receipt.taken_back_at else "",
    )


def _payout(payout: CreditPayout) -> PayoutLine:
    return PayoutLine(
        id=payout.id,
        day=full_day(payout.paid_on),
        reference=payout.reference,
        reason=payout.reason,
        amount=money(payout.amount, payout.currency),
        bare=money(payout.open_amount, payout.currency) if payout.open_amount else "",
        taken_back=payout.taken_back_reason if payout.taken_back_at else "",
    )
