"""What is billed and paid: invoices and credit notes of vendors' orders, money that came or went, what was matched.

Amounts are in minor units of `currency` and with tax.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant


class Invoice(StoreRow, table=True):
    """An invoice of one vendor's order, or a credit note to it. What it says is never changed, only what is open."""

    __table_args__ = (
        per_tenant("vendor_id", "number"),
        belongs("vendor_id", "vendor"),
        belongs("order_id", "vendor_order"),
        belongs("company_location_id", "company_location"),
        belongs("refund_id", "refund"),
        CheckConstraint("kind in ('invoice','credit_note')", name="kind"),
        CheckConstraint("(kind = 'credit_note') = (refund_id is not null)", name="refund"),
        CheckConstraint("open_amount between 0 and amount", name="open"),
        Index("uq_invoice_order", "tenant_id", "order_id", unique=True, postgresql_where=text("kind = 'invoice'")),
        Index("uq_invoice_refund", "tenant_id", "refund_id", unique=True, postgresql_where=text("kind <> 'invoice'")),
        Index("ix_invoice_account", "tenant_id", "company_location_id", "due_on"),
    )

    kind: str = "invoice"
    number: str
    vendor_id: str
    order_id: str
    refund_id: str | None = None
    company_location_id: str | None = None  # whose account it is on; empty where the order was paid at once
    currency: str
    amount: int
    tax_amount: int = 0
    open_amount: int = 0  # still owed, or of a credit note still to be set off
    issued_on: date  # in the vendor's time zone
    due_on: date | None = None
    terms: str = ""  # in words, as they were agreed when it was bought
    lines: list[dict[str, Any]] = json_field(list)  # order_line_id, quantity, amount and tax; empty: the whole order
    shipping_amount: int = 0  # without tax
    shipping_tax_amount: int = 0
    dunning_stage: int = 0  # letters sent: 1 reminder, 2 second, 3 last
    dunned_on: date | None = None
    dunning_paused: str = ""  # why no letters go out


class Receipt(StoreRow, table=True):
    """Money of a place that buys on account, as a person saw it arrive."""

    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("company_location_id", "company_location"),
        CheckConstraint("amount > 0 and open_amount between 0 and amount", name="open"),
        Index("ix_receipt_account", "tenant_id", "company_location_id"),
    )

    company_location_id: str
    currency: str
    amount: int
    open_amount: int  # not matched: the place's credit
    received_on: date
    reference: str = ""
    idempotency_key: str
    actor_id: str | None = Field(default=None, foreign_key="account.id")
    taken_back_at: datetime | None = moment()
    taken_back_reason: str = ""


class CreditPayout(StoreRow, table=True):
    """Credit of a place that a person has paid out to it."""

    __tablename__ = "credit_payout"
    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("company_location_id", "company_location"),
        CheckConstraint("amount > 0 and open_amount between 0 and amount", name="open"),
        Index("ix_credit_payout_account", "tenant_id", "company_location_id"),
    )

    company_location_id: str
    currency: str
    amount: int
    open_amount: int  # no credit stands behind it any more: a payment was taken back, and the place owes this again
    paid_on: date
    reference: str
    reason: str
    idempotency_key: str
    actor_id: str | None = Field(default=None, foreign_key="account.id")
    taken_back_at: datetime | None = moment()
    taken_back_reason: str = ""


class Settlement(StoreRow, table=True):
    """A part of an invoice that is paid, credited or given up, or of a credit that was paid out."""

    __table_args__ = (
        belongs("invoice_id", "invoice"),
        belongs("payout_id", "credit_payout"),
        belongs("receipt_id", "receipt"),
        belongs("credit_note_id", "invoice"),
        CheckConstraint("kind in ('receipt','credit_note','write_off')", name="kind"),
        CheckConstraint(
            "(kind = 'receipt') = (receipt_id is not null) and (kind = 'credit_note') = (credit_note_id is not null)",
            name="source",
        ),
        CheckConstraint(
            "(invoice_id is null) = (payout_id is not null) and (kind <> 'write_off' or invoice_id is not null)",
            name="taker",
        ),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_settlement_invoice", "tenant_id", "invoice_id"),
        Index("ix_settlement_payout", "tenant_id", "payout_id"),
        Index("ix_settlement_receipt", "tenant_id", "receipt_id"),
    )

    invoice_id: str | None = None
    payout_id: str | None = None
    kind: str
    receipt_id: str | None = None
    credit_note_id: str | None = None
    amount: int
    reason: str = ""  # of what was given up
    actor_id: str | None = Field(default=None, foreign_key="account.id")
    undone_at: datetime | None = moment()
