"""What a letter about a shop's bank account asks, for whoever holds its link."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import AccountChangeStatus
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.kit.clock import now
from marketplace.kit.tokens import hash_token
from marketplace.models.tenant import Tenant
from marketplace.models.user import OneTimeToken, User
from marketplace.models.vendor import Vendor, VendorAccountChange
from marketplace.queries.formatting.dates import exact


@dataclass(frozen=True)
class RequestedAccount:
    """A bank account that waits for an owner's yes or no."""

    vendor: str
    store: str
    store_handle: str
    holder: str
    account: str
    who: str
    requested_at: str


def find_requested_account(db: Session, change_id: str, token: str, purpose: str) -> RequestedAccount | None:
    """None when the link is unknown, too old, or the wish is decided. Uses nothing up."""
    secret = select(OneTimeToken.id).where(
        OneTimeToken.token_hash == hash_token(token),
        OneTimeToken.purpose == purpose,
        col(OneTimeToken.used_at).is_(None),
        OneTimeToken.expires_at > now(),
    )
    if db.exec(secret).first() is None:
        return None
    row = db.exec(
        select(VendorAccountChange, Vendor.name, Tenant, User)
        .join(Vendor, col(Vendor.id) == VendorAccountChange.vendor_id)
        .join(Tenant, col(Tenant.id) == VendorAccountChange.tenant_id)
        .join(User, col(User.id) == VendorAccountChange.asked_by)
        .where(VendorAccountChange.id == change_id, VendorAccountChange.status == AccountChangeStatus.REQUESTED)
    ).first()
    if row is None:
        return None
    change, vendor, store, asker = row
    return RequestedAccount(
        vendor=vendor,
        store=store.name,
        store_handle=store.handle,
        holder=change.account["holder"],
        account=mask_iban(change.account["iban"]),
        who=f"{asker.first_name} {asker.last_name}".strip(),
        requested_at=exact(change.created_at),
    )
