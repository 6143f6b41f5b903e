"""What a place owes and may owe; checked under its lock whenever it buys on account."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.finance.credit import LAST_STAGE, Account, CreditClosed, Terms, terms_of
from marketplace.kit.clock import now
from marketplace.models.company import CompanyLocation
from marketplace.models.receivable import Invoice
from marketplace.models.tenant import Tenant


def find_account(db: Session, location_id: str | None, currency: str) -> Account | None:
    """The account of a place in this currency and how it stands; None for who pays with the order.

    Terms and limit are agreed in one currency, and what is bought in another one is paid with the order.
    """
    if not location_id:
        return None
    wanted = select(CompanyLocation, Tenant).join(Tenant, col(Tenant.id) == CompanyLocation.tenant_id)
    row = db.exec(wanted.where(CompanyLocation.id == location_id)).first()
    if row is None:
        return None
    place, store = row
    terms = terms_of(place.net_days, place.end_of_month)
    if terms is None or place.currency != currency:
        return None
    grace = timedelta(days=store.settings.credit_grace_days)
    late = select(Invoice.number).where(
        Invoice.company_location_id == place.id,
        Invoice.kind == "invoice",
        Invoice.open_amount > 0,
        (col(Invoice.due_on) < now().date() - grace) | (col(Invoice.dunning_stage) >= LAST_STAGE),
    )
    return Account(
        place.id,
        place.name,
        store.name,
        currency,
        terms,
        limit=place.credit_limit_amount,
        used=owed(db, place.tenant_id, place.id),
        late=db.exec(late.order_by(col(Invoice.due_on), col(Invoice.number))).all(),
    )


def owed(db: Session, tenant_id: str, location_id: str) -> int:
    """What a place owes with what it is ordering right now, in minor units of its currency: orders on account less
    what was given back of them, and checkouts on account that are not decided; less what it paid, but for credit that
    was paid out, and less what was given up."""
    return int(db.connection().execute(_OWED, {"tenant": tenant_id, "location": location_id}).scalar_one())


def asks_for_po(db: Session, location_id: str) -> str:
    """The name of the place where it has the number of a purchase order on every order; empty otherwise."""
    asking = select(CompanyLocation.name).where(CompanyLocation.id == location_id, CompanyLocation.requires_po)
    return (db.exec(asking).first() or "") if location_id else ""


def lock_account(db: Session, location_id: str) -> None:
    """Hold the account of a place until the transaction ends."""
    db.connection().execute(_LOCK, {"location": location_id})


def promise_credit(db: Session, location_id: str, currency: str, amount: int) -> Terms:
    """Let a checkout of `amount` count against the place's limit: the caller writes its payment down in this
    transaction, and until it ends nobody else of the place is let in. Returns what is agreed. Raises `CreditClosed`.
    """
    lock_account(db, location_id)
    account = find_account(db, location_id, currency)
    if account is None:
        raise CreditClosed("This is not sold to you on account any more. Choose another way to pay.")
    if why := account.why_closed(amount):
        raise CreditClosed(why)
    return account.terms


_LOCK = text("select 1 from company_location where id = :location for update")
_OWED = text("""
    select coalesce((select sum(p.amount - p.refunded_amount) from payment p
        join order_group g on g.id = p.group_id and g.tenant_id = p.tenant_id
        where g.tenant_id = :tenant and g.company_location_id = :location
          and p.provider = 'on_account' and p.status in ('owed', 'captured')), 0)
      + coalesce((select sum(p.amount) from payment p
        join cart c on c.id = p.cart_id and c.tenant_id = p.tenant_id
        join checkout k on k.id = p.checkout_id and k.tenant_id = p.tenant_id
        where c.tenant_id = :tenant and c.company_location_id = :location
          and p.provider = 'on_account' and k.status in ('reserved', 'paying')), 0)
      - coalesce((select sum(r.amount) from receipt r
        where r.tenant_id = :tenant and r.company_location_id = :location and r.taken_back_at is null), 0)
      + coalesce((select sum(b.amount) from credit_payout b
        where b.tenant_id = :tenant and b.company_location_id = :location and b.taken_back_at is null), 0)
      - coalesce((select sum(s.amount) from settlement s
        join invoice i on i.id = s.invoice_id and i.tenant_id = s.tenant_id
        where i.tenant_id = :tenant and i.company_location_id = :location and s.kind = 'write_off'), 0)
""")
