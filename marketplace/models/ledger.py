"""The books: signed entries in minor units that sum to zero. Triggers in the migrations hold the rules."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from marketplace.domain.lifecycle import EarningStatus, PayoutStatus
from marketplace.kit.columns import Row, StoreRow, belongs, json_field, moment, per_tenant


class LedgerAccount(StoreRow, table=True):
    __tablename__ = "ledger_account"
    __table_args__ = (
        per_tenant("owner", "kind", "currency"),
        CheckConstraint("allow_negative or posted_balance >= 0", name="balance"),
    )

    owner: str  # vendor:<id>, platform, buyer:<id>
    kind: str  # pending, available, in_transit, commission, psp_clearing, tax_payable, ...
    currency: str
    posted_balance: int = 0
    allow_negative: bool = False


class LedgerTx(StoreRow, table=True):
    __tablename__ = "ledger_tx"
    __table_args__ = (
        per_tenant("idempotency_key"),
        belongs("reverses_tx_id", "ledger_tx"),
        CheckConstraint("status in ('draft','posted')", name="status"),
        Index("ix_ledger_tx_subject", "tenant_id", "subject"),
        Index("ix_ledger_tx_reverses", "tenant_id", "reverses_tx_id"),
    )

    kind: str
    idempotency_key: str
    reverses_tx_id: str | None = None
    status: str = "draft"
    subject: str = ""  # order, refund or payout it came from
    meta: dict[str, Any] = json_field()
    posted_at: datetime | None = moment()


class LedgerEntry(StoreRow, table=True):
    __tablename__ = "ledger_entry"
    __table_args__ = (
        belongs("tx_id", "ledger_tx"),
        belongs("account_id", "ledger_account"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_ledger_entry_tenant_account", "tenant_id", "account_id", "created_at"),
        Index("ix_ledger_entry_tenant_tx", "tenant_id", "tx_id"),
    )

    tx_id: str
    account_id: str
    amount: int


class CommissionRule(StoreRow, table=True):
    """Ordered; the first that matches wins. Rates in basis points, amounts in minor units of `currency`."""

    __tablename__ = "commission_rule"
    __table_args__ = (
        UniqueConstraint("tenant_id", "position", deferrable=True, initially="DEFERRED"),  # rules swap places
        CheckConstraint("base in ('goods','goods_and_shipping','with_tax')", name="base"),
    )

    position: int
    title: str
    vendor_id: str | None = None
    category_id: str | None = None
    product_id: str | None = None
    from_amount: int | None = None
    to_amount: int | None = None
    currency: str | None = None
    rate_bps: int = 0
    fixed_amount: int = 0
    floor_amount: int | None = None
    cap_amount: int | None = None
    base: str = "goods"  # goods | goods_and_shipping | with_tax
    is_active: bool = True


class CommissionLine(StoreRow, table=True):
    """Frozen when the order is paid: the rule, the base and the reason as they were."""

    __tablename__ = "commission_line"
    __table_args__ = (
        per_tenant("order_line_id"),
        belongs("order_id", "vendor_order"),
        belongs("order_line_id", "order_line"),
        CheckConstraint(
            "reversed_amount between 0 and amount and reversed_tax_amount between 0 and tax_amount", name="reversed"
        ),
        Index("ix_commission_line_order", "tenant_id", "order_id"),
    )

    order_id: str
    order_line_id: str
    rule_id: str | None = None
    reason: str
    rate_bps: int
    base: str = "goods"
    base_amount: int
    goods_amount: int = 0  # what the vendor would get for the line without it, net
    shipping_amount: int = 0  # the line's share of the delivery, net, whoever pays it
    amount: int
    tax_amount: int = 0
    reversed_amount: int = 0
    reversed_tax_amount: int = 0
    currency: str = Field(max_length=3)


class Earning(StoreRow, table=True):
    """What a vendor gets (`sale`) or gives back (`refund`, negative) for one order, and which payout settles it.

    `reserve` (negative) is what is kept back of a released sale, `reserve_back` the same when its time has come.
    """

    __table_args__ = (
        UniqueConstraint(
            "tenant_id", "order_id", "kind", "refund_id", postgresql_nulls_not_distinct=True, name="uq_earning_source"
        ),
        belongs("refund_id", "refund"),
        CheckConstraint("kind in ('sale','refund','adjustment','reserve','reserve_back')", name="kind"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in EarningStatus)})", name="status"),
        Index("ix_earning_due", "available_at", postgresql_where=text("status = 'pending'")),
        Index("ix_earning_payout", "tenant_id", "payout_id"),
        belongs("order_id", "vendor_order"),
        belongs("vendor_id", "vendor"),
        belongs("payout_id", "payout"),
        Index("ix_earning_vendor", "tenant_id", "vendor_id", "status"),
    )

    vendor_id: str
    order_id: str
    refund_id: str | None = None
    payout_id: str | None = None
    kind: str = "sale"
    currency: str
    amount: int  # signed, minor units
    commission_amount: int = 0  # taken of it already; negative where it is given back
    commission_tax_amount: int = 0
    status: str = EarningStatus.PENDING
    note: str = ""
    available_at: datetime | None = moment()


class Payout(StoreRow, table=True):
    __table_args__ = (
        per_tenant("number"),
        per_tenant("vendor_id", "currency", "period"),
        belongs("vendor_id", "vendor"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in PayoutStatus)})", name="status"),
        Index("ix_payout_vendor", "tenant_id", "vendor_id", "created_at"),
        Index("ix_payout_status", "status"),
        Index("uq_payout_number_platform", "number", unique=True, postgresql_where=text("number like 'PAY-%'")),
    )

    number: str
    vendor_id: str
    period: str | None = None  # of a scheduled run, so that none runs twice
    currency: str
    amount: int
    status: str = PayoutStatus.REQUESTED
    idempotency_key: str = ""
    account: dict[str, Any] = json_field()  # the bank details as they were when it was asked for
    figures: dict[str, Any] = json_field()  # what it was made of: earnings, goods, commission, fee_tax, refunds, other
    method: str = "bank_transfer"
    provider: str = "manual"
    bank_file: str = ""  # the file that told the bank
    hold_reason: str = ""
    bank_reference: str = ""
    approvals: list[dict[str, Any]] = json_field(list)
    requested_by: str | None = None
    failure: str = ""
    sent_at: datetime | None = moment()
    expected_on: date | None = None
    paid_at: datetime | None = moment()


class PayoutAttempt(StoreRow, table=True):
    __tablename__ = "payout_attempt"
    __table_args__ = (per_tenant("payout_id", "number"), belongs("payout_id", "payout"))

    payout_id: str
    number: int
    idempotency_key: str
    outcome: str = "unknown"
    provider_reference: str = ""
    error: str = ""


class LedgerCheck(Row, table=True):
    """The last recomputations of every invariant: when, over how many rows, and what was broken."""

    __tablename__ = "ledger_check"

    checked: int
    broken: list[dict[str, Any]] = json_field(list)  # rule, rows
    rules: list[dict[str, Any]] = json_field(list)  # rule, checked, broken
    milliseconds: int = 0
