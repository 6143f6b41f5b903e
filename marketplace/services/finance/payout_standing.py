"""Whether a vendor can be paid, and where to: the conditions, the account, what is not proven yet, the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance.payouts import Condition, Limits, Standing, payout_conditions
from marketplace.domain.lifecycle import PayoutStatus, VendorStatus
from marketplace.kit.clock import now
from marketplace.models.ledger import Payout
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor, VendorRequirement

_DEAD = (PayoutStatus.CANCELLED, PayoutStatus.FAILED)


def conditions_of(db: Session, vendor: Vendor, amount: int, currency: str) -> tuple[Condition, ...]:
    """Every condition of a payout of this amount to this vendor, open or closed."""
    limits, open_items = limits_of(db, vendor.tenant_id), open_requirements(db, vendor.tenant_id, [vendor.id])
    last = db.exec(
        select(func.max(Payout.created_at)).where(
            Payout.vendor_id == vendor.id, col(Payout.status).not_in(_DEAD), col(Payout.period).is_(None)
        )
    ).one()
    standing = Standing(
        vendor.status == VendorStatus.APPROVED,
        vendor.payouts_paused_reason,
        bool(account_of(vendor, open_items)),
        is_proven(vendor, open_items),
        last,
    )
    return payout_conditions(standing, amount, currency, limits, now())


def account_of(vendor: Vendor, notes: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, str]:
    """The bank account that a vendor is paid to (holder, iban, bic): given in the settings, or with the application."""
    if vendor.payout_account.get("iban"):
        return {key: str(value) for key, value in vendor.payout_account.items()}
    iban, _, holder = (notes or {}).get(vendor.id, {}).get("payout_account", "").partition(", ")
    return {"holder": holder or vendor.legal_name, "iban": iban, "bic": ""} if iban else {}


def open_requirements(db: Session, tenant_id: str, vendor_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Vendor -> key -> evidence; what is not done is under `open:<key>`."""
    requirements: dict[str, dict[str, str]] = {}
    rows = select(VendorRequirement).where(
        VendorRequirement.tenant_id == tenant_id, col(VendorRequirement.vendor_id).in_(vendor_ids)
    )
    for row in db.exec(rows):
        mine = requirements.setdefault(row.vendor_id, {})
        mine[row.key] = row.note
        if row.done_at is None:
            mine[f"open:{row.key}"] = row.label
    return requirements


def is_proven(vendor: Vendor, notes: Mapping[str, Mapping[str, str]]) -> bool:
    """Everything is proven, or an operator accepted the vendor all the same."""
    return vendor.verification == "accepted" or not any(key.startswith("open:") for key in notes.get(vendor.id, {}))


def limits_of(db: Session, tenant_id: str) -> Limits:
    """The store's limits of payouts."""
    return store_of(db, tenant_id).settings.limits()


def store_of(db: Session, tenant_id: str) -> Tenant:
    """The store. Raises `NotFound`."""
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    return tenant
