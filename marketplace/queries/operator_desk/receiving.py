"""Where buyers of a store pay by bank transfer, for its administrator."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.finance.banking import print_iban
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.models.banking import ReceivingAccount
from marketplace.models.tenant import Tenant


@dataclass(frozen=True)
class ReceivingRow:
    """One currency (`key`) and its account if there is one. Every buyer is told it, so it is shown whole."""

    key: str
    is_set: bool
    says: str
    name: str = ""
    iban: str = ""
    bic: str = ""


def list_receiving(db: Session, actor: Actor, tenant_id: str) -> tuple[ReceivingRow, ...]:
    """Every currency that the store sells in, its main one first. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    require(actor, Permission.RECEIVING_EDIT, tenant_id=tenant_id)
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if store is None:
        raise NotFound("store", tenant_id)
    rows = db.exec(select(ReceivingAccount).where(ReceivingAccount.tenant_id == tenant_id))
    accounts = {row.currency: row for row in rows}
    return tuple(_row(currency, accounts.get(currency)) for currency in store.sells_in())


def _row(currency: str, account: ReceivingAccount | None) -> ReceivingRow:
    if account is None:
        return ReceivingRow(currency, False, "No account: bank transfer is not offered.")
    iban = print_iban(account.iban)
    return ReceivingRow(
        key=currency, is_set=True, says=f"{account.name}, {iban}", name=account.name, iban=iban, bic=account.bic
    )
