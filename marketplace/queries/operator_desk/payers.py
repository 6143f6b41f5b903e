"""Which account pays which vendors, masked as everybody's is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.models.banking import PayerAccount
from marketplace.models.tenant import Tenant
from marketplace.queries.operator_desk.access_scope import PLATFORM


@dataclass(frozen=True)
class PayerRow:
    """One account, or the place where there is none. `store` is empty for the platform's; the number is never whole."""

    key: str
    store: str
    label: str
    says: str
    is_set: bool
    name: str = ""
    bic: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""


@dataclass(frozen=True)
class Payers:
    """The platform's account, then each store's; `says` is what is missing, or empty."""

    rows: tuple[PayerRow, ...] = ()
    says: str = ""


def list_payers(db: Session, actor: Actor) -> Payers:
    """Every account that pays. Nothing for anybody but operators."""
    if not actor.is_operator:
        return Payers()
    accounts = {row.tenant_id: row for row in db.exec(select(PayerAccount))}
    stores = db.exec(select(Tenant.id, Tenant.name).order_by(col(Tenant.name))).all()
    missing = [name for key, name in stores if key not in accounts and None not in accounts]
    rows = [_row("", f"{PLATFORM}, for every store without its own", accounts.get(None), "Not set.")]
    otherwise = "The platform’s." if None in accounts else "Not set."
    rows += [_row(key, name, accounts.get(key), otherwise) for key, name in stores]
    return Payers(tuple(rows), f"No account pays the vendors of {', '.join(missing)} yet." if missing else "")


def _row(store: str, label: str, account: PayerAccount | None, otherwise: str) -> PayerRow:
    if account is None:
        return PayerRow(store or "platform", store, label, otherwise, is_set=False)
    return PayerRow(
        store or "platform",
        store,
        label,
        f"{account.name}, {mask_iban(account.iban)}",
        is_set=True,
        name=account.name,
        bic=account.bic,
        street=account.street,
        postal_code=account.postal_code,
        town=account.town,
        country=account.country,
    )
