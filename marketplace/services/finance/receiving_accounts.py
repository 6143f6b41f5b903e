"""Where buyers send what they owe by bank transfer: one account per store and currency."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance.banking import Receiver, read_receiver
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.integrations.payments import providers
from marketplace.integrations.payments.bank import BankTransfer
from marketplace.integrations.payouts.bank_signs import in_bank_signs
from marketplace.kit import audit, check_digits
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.banking import ReceivingAccount
from marketplace.models.tenant import Tenant
from marketplace.services.finance.credit import find_account
from marketplace.services.identity.confirmation import require_confirmed


def set_receiving_account(db: Session, actor: Actor, tenant_id: str, currency: str, form: Mapping[str, str]) -> None:
    """Say where buyers of a store pay what they owe in a currency; bank transfer is offered in it from now on.

    Raises `Forbidden`, `NotConfirmed`, `NotFound`, `Invalid`.
    """
    store = _store(db, actor, tenant_id)
    if currency not in store.sells_in():
        raise Invalid({"currency": f"{store.name} does not sell in {currency or 'this currency'}."})
    account = read_receiver(form, check_digits.check, in_bank_signs=in_bank_signs)
    row = _row(db, tenant_id, currency)
    before = _shown(row) if row else None
    row = row or ReceivingAccount(id=new_id("rac"), tenant_id=tenant_id, currency=currency, name="", iban="", bic="")
    row.name, row.iban, row.bic = account.name, account.iban, account.bic
    db.add(row)
    _note(db, actor, AuditAction.PAYMENT_ACCOUNT_SET, store=store, row=row, before=before, after=_shown(row))


def remove_receiving_account(db: Session, actor: Actor, tenant_id: str, currency: str) -> None:
    """Bank transfer is not offered in this currency any more. Raises `Forbidden`, `NotConfirmed`, `NotFound`."""
    store = _store(db, actor, tenant_id)
    row = _row(db, tenant_id, currency)
    if row is None:
        raise NotFound("account")
    db.delete(row)
    _note(db, actor, AuditAction.PAYMENT_ACCOUNT_REMOVED, store=store, row=row, before=_shown(row), after=None)


def find_receiver(db: Session, tenant_id: str, currency: str) -> Receiver | None:
    """Where buyers of a store pay in this currency; None where nobody has said so."""
    row = db.exec(
        select(ReceivingAccount).where(ReceivingAccount.tenant_id == tenant_id, ReceivingAccount.currency == currency)
    ).first()
    return None if row is None else Receiver(row.name, row.iban, row.bic)


def offered_providers(db: Session, tenant_id: str, currency: str, *, location_id: str | None = None) -> dict[str, str]:
    """The ways to pay in this store and currency, code and title: as `is_offered` says."""
    return {
        code: one.title
        for code, one in providers().items()
        if is_offered(db, tenant_id, currency, code, location_id=location_id)
    }


def is_offered(db: Session, tenant_id: str, currency: str, provider: str, *, location_id: str | None = None) -> bool:
    """Whether one may pay in this way in this store and currency: by bank transfer where there is an account, on
    account for a place that has terms in this currency, however much it owes."""
    if provider == ON_ACCOUNT:
        return find_account(db, location_id, currency) is not None
    if provider == BankTransfer.code:
        return find_receiver(db, tenant_id, currency) is not None
    return provider in providers()


def _store(db: Session, actor: Actor, tenant_id: str) -> Tenant:
    require(actor, Permission.RECEIVING_EDIT, tenant_id=tenant_id)
    require_confirmed(actor, now())
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first()
    if store is None:
        raise NotFound("store", tenant_id)
    return store


def _row(db: Session, tenant_id: str, currency: str) -> ReceivingAccount | None:
    wanted = select(ReceivingAccount).where(
        ReceivingAccount.tenant_id == tenant_id, ReceivingAccount.currency == currency
    )
    return db.exec(wanted.with_for_update()).first()


def _shown(row: ReceivingAccount) -> dict[str, str]:
    return {"currency": row.currency, "name": row.name, "account": row.iban, "bic": row.bic}


def _note(
    db: Session,
    actor: Actor,
    action: AuditAction,
    store: Tenant,
    row: ReceivingAccount,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> None:
    """The account is no secret: every buyer is told it."""
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=store.id,
        object_type="receiving_account",
        object_id=row.id,
        object_name=f"{store.name} in {row.currency}",
        before=before,
        after=after,
    )
