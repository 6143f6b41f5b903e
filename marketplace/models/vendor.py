"""A vendor sells inside one tenant."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.domain.lifecycle import AccountChangeStatus, VendorStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant


class Vendor(StoreRow, table=True):
    __table_args__ = (
        per_tenant("handle"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in VendorStatus)})", name="status"),
    )

    handle: str
    name: str
    legal_name: str
    kind: str = "distributor"
    tagline: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    address: dict[str, Any] = json_field()
    ships_from: str = ""
    country: str = ""
    founded: int | None = None
    lead_time_days: int = 1
    cutoff_hour: int = 17  # local hour until which an order leaves today
    on_time_bps: int | None = None
    status: str = VendorStatus.PENDING
    verification: str = "unverified"
    status_reason: str = ""
    status_changed_at: datetime | None = moment()
    applied_at: datetime | None = moment()
    commission_bps: int | None = None  # overrides the store's rules
    payout_method: str = "bank_transfer"
    payout_schedule: str = "weekly"  # daily | weekly | monthly | manual
    payout_anchor: int = 0  # weekday from Monday 0, or day of the month (31: its last day)
    payout_account: dict[str, Any] = json_field()  # holder, iban, bic
    payouts_paused_reason: str = ""
    quote_margin_bps: int | None = None  # below it an answer to a quote waits for an owner
    reserve_bps: int = 0  # kept back of each released earning
    time_zone: str = "Europe/Berlin"  # its country's (`kit.calendars.zone_of`)
    holiday_until: datetime | None = moment()
    about: dict[str, Any] = json_field()


class VendorRequirement(StoreRow, table=True):
    """One line of the onboarding checklist; `gate` says what it holds back: `submit` or `approve`."""

    __tablename__ = "vendor_requirement"
    __table_args__ = (per_tenant("vendor_id", "key"), belongs("vendor_id", "vendor", on_delete="CASCADE"))

    vendor_id: str
    key: str
    label: str
    kind: str = "attested"  # computed | attested | verified
    gate: str = "submit"
    done_at: datetime | None = moment()
    note: str = ""
    position: int = 0


class VendorAccountChange(StoreRow, table=True):
    """A bank account that a shop wants to be paid to; held until an owner confirms it by the link of a letter."""

    __tablename__ = "vendor_account_change"
    __table_args__ = (
        belongs("vendor_id", "vendor", on_delete="CASCADE"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in AccountChangeStatus)})", name="status"),
        Index(
            "uq_vendor_account_change_open",
            "tenant_id",
            "vendor_id",
            unique=True,
            postgresql_where=text("status = 'requested'"),
        ),
    )

    vendor_id: str
    account: dict[str, Any] = json_field()  # holder, iban, bic: compact, in capitals
    asked_by: str = Field(foreign_key="account.id")
    status: str = AccountChangeStatus.REQUESTED
    expires_at: datetime = moment(nullable=False)
    decided_by: str | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = moment()
