"""The accounts that vendors are paid from: the platform's, and a store's own where it has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.banking import Payer, PayerMissing, read_payer
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.integrations.payouts.bank_signs import in_bank_signs
from marketplace.kit import audit, check_digits
from marketplace.kit.clock import now
from marketplace.kit.countries import is_country
from marketplace.kit.ids import new_id
from marketplace.models.banking import PayerAccount
from marketplace.models.tenant import Tenant
from marketplace.services.identity.confirmation import require_confirmed

PLATFORM = "the platform"


def set_payer(db: Session, actor: Actor, tenant_id: str | None, form: Mapping[str, str]) -> None:
    """Say from which account a store's vendors are paid; without a store, those of every store that has none.

    Bank files that were made keep the account they were made with. Raises `Forbidden`, `NotConfirmed`,
    `NotFound`, `Invalid`.
    """
    name = _owner(db, actor, tenant_id)
    require_confirmed(actor, now())
    payer = read_payer(form, check_digits.check, in_bank_signs=in_bank_signs, is_country=is_country)
    row = _row(db, tenant_id)
    before = _shown(row) if row else None
    row = row or PayerAccount(id=new_id("pyr"), tenant_id=tenant_id, **asdict(payer))
    for field, value in asdict(payer).items():
        setattr(row, field, value)
    db.add(row)
    db.flush()
    _note(db, actor, AuditAction.PAYOUT_PAYER_SET, row=row, name=name, before=before, after=_shown(row))


def remove_payer(db: Session, actor: Actor, tenant_id: str) -> None:
    """A store's vendors are paid from the platform's account again. Raises `Forbidden`, `NotConfirmed`, `NotFound`."""
    name = _owner(db, actor, tenant_id)
    require_confirmed(actor, now())
    row = _row(db, tenant_id)
    if row is None:
        raise NotFound("account")
    db.delete(row)
    db.flush()
    _note(db, actor, AuditAction.PAYOUT_PAYER_REMOVED, row=row, name=name, before=_shown(row), after=None)


def payers_of(db: Session, tenant_ids: Iterable[str]) -> dict[str, Payer]:
    """The account that pays each of these stores' vendors. Raises `PayerMissing` for the first that has none."""
    rows = {row.tenant_id: row for row in db.exec(select(PayerAccount))}
    payers = {}
    for tenant_id in sorted(set(tenant_ids)):
        row = rows.get(tenant_id) or rows.get(None)
        if row is None:
            raise PayerMissing(db.exec(select(Tenant.name).where(Tenant.id == tenant_id)).one())
        payers[tenant_id] = Payer(
            name=row.name,
            iban=row.iban,
            bic=row.bic,
            town=row.town,
            country=row.country,
            street=row.street,
            postal_code=row.postal_code,
        )
    return payers


def _owner(db: Session, actor: Actor, tenant_id: str | None) -> str:
    require(actor, Permission.PAYOUT_RELEASE, tenant_id=tenant_id or "")
    if tenant_id is None:
        return PLATFORM
    name = db.exec(select(Tenant.name).where(Tenant.id == tenant_id)).first()
    if name is None:
        raise NotFound("store", tenant_id)
    return name


def _row(db: Session, tenant_id: str | None) -> PayerAccount | None:
    return db.exec(select(PayerAccount).where(col(PayerAccount.tenant_id) == tenant_id).with_for_update()).first()


def _shown(row: PayerAccount) -> dict[str, str]:
    return {"name": row.name, "account": mask_iban(row.iban), "bic": row.bic}


def _note(
    db: Session,
    actor: Actor,
    action: AuditAction,
    row: PayerAccount,
    name: str,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> None:
    audit.record(
        db,
        actor,
        action,
        tenant_id=row.tenant_id,
        object_type="payer_account",
        object_id=row.id,
        object_name=name,
        before=before,
        after=after,
    )
