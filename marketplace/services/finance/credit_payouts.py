"""Credit of a company's place that goes back to it: what was paid too much, or came back after it was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance import ledger as books
from marketplace.domain.finance.receivables import Credit
from marketplace.domain.money import spoken
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.receivable import CreditPayout
from marketplace.models.tenant import Tenant
from marketplace.services.finance.credit import find_account, owed
from marketplace.services.finance.ledger import Entry, post, reverse
from marketplace.services.finance.matching import cover_payouts, credits_of, open_invoices, set_off, undo_matches
from marketplace.services.finance.place_access import (
    MIN_REASON,
    lock_place,
    needed_reason,
    note_place,
    write_to_administrators,
)


@dataclass(frozen=True)
class PayoutForm:
    """Money that a person has sent back: `amount` in minor units of the place's currency."""

    amount: int
    paid_on: date
    reference: str
    reason: str


def find_credit(db: Session, place: CompanyLocation) -> Credit:
    """What a place has in credit, and what of it may go back."""
    today = now().date()
    invoices = open_invoices(db, place.id)
    account = find_account(db, place.id, place.currency)
    limit = account.limit if account else 0  # without terms it may owe nothing
    return Credit(
        sum(one.open_amount for one in credits_of(db, place.id)),
        place.currency,
        overdue=sum(one.open_amount for one in invoices if one.due_on is not None and one.due_on < today),
        room=None if limit is None else limit - owed(db, place.tenant_id, place.id),
    )


def pay_credit_out(db: Session, actor: Actor, location_id: str, form: PayoutForm, *, key: str) -> str:
    """Write down that credit of a place was paid out to it, and tell its company's administrators; returns the payout's
    id, the old one where the key was used before.

    Raises `NotFound`, `Forbidden`, `Invalid` for `amount`, `paid_on`, `reference` or `reason`.
    """
    place = lock_place(db, actor, location_id)
    same = select(CreditPayout).where(CreditPayout.idempotency_key == key, CreditPayout.tenant_id == place.tenant_id)
    known = db.exec(same).first()
    if known is not None:
        return known.id
    _check(form, find_credit(db, place))
    payout = CreditPayout(
        id=new_id("cpo"),
        tenant_id=place.tenant_id,
        company_location_id=place.id,
        currency=place.currency,
        amount=form.amount,
        open_amount=form.amount,
        paid_on=form.paid_on,
        reference=_line(form.reference, 140),
        reason=_line(form.reason, 500),
        idempotency_key=key,
        actor_id=actor.user_id,
    )
    db.add(payout)
    db.flush()
    set_off(db, payout, actor)
    postings = books.credit_paid_out(place.id, payout.amount)
    post(db, Entry(place.tenant_id, "credit_paid_out", _key(payout), payout.currency, postings, subject=payout.id))
    details = {"amount": payout.amount, "currency": payout.currency, "reference": payout.reference}
    note_place(db, actor, AuditAction.CREDIT_PAID_OUT, place, reason=payout.reason, **details)
    _write_to(db, place, payout)
    return payout.id


def take_back_credit_payout(db: Session, actor: Actor, payout_id: str, *, reason: str) -> None:
    """A payout of credit that was a mistake, or came back from the bank: it is in credit again. A second time changes
    nothing. Raises `NotFound`, `Forbidden`, `Invalid` for `reason`."""
    payout = db.exec(select(CreditPayout).where(CreditPayout.id == payout_id)).first()
    place = lock_place(db, actor, payout.company_location_id if payout else "")
    if payout is None:
        raise NotFound("payout", payout_id)
    why = needed_reason(reason)
    db.refresh(payout)
    if payout.taken_back_at is not None:
        return
    undo_matches(db, payout)
    payout.taken_back_at, payout.taken_back_reason, payout.open_amount = now(), why, 0
    db.flush()
    reverse(db, place.tenant_id, _key(payout), new_key=f"{_key(payout)}:taken_back", kind="credit_payout_taken_back")
    cover_payouts(db, place.id, actor)
    details = {"amount": payout.amount, "currency": payout.currency}
    note_place(db, actor, AuditAction.CREDIT_PAYOUT_TAKEN_BACK, place, reason=why, **details)


def _check(form: PayoutForm, credit: Credit) -> None:
    problems = {"amount": credit.why_not(form.amount)}
    if form.paid_on > now().date() + timedelta(days=1):
        problems["paid_on"] = "Enter the day it was paid; this one is still to come."
    if not _line(form.reference, 140):
        problems["reference"] = "Enter what the transfer says: the company finds it by that."
    if len(_line(form.reason, 500)) < MIN_REASON:
        problems["reason"] = "Say why: the company reads it, and it stays in the audit trail."
    if problems := {field: sentence for field, sentence in problems.items() if sentence}:
        raise Invalid(problems)


def _write_to(db: Session, place: CompanyLocation, payout: CreditPayout) -> None:
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    store = db.exec(select(Tenant).where(Tenant.id == place.tenant_id)).one()
    letter = {
        "store": store.name,
        "company": company.name,
        "place": place.name,
        "amount": spoken(payout.amount, payout.currency),
        "day": f"{payout.paid_on:%-d %B %Y}",
        "reference": payout.reference,
        "reason": payout.reason,
        "path": f"/s/{store.handle}/company/statement",
    }
    write_to_administrators(db, place, "mail.credit_paid_out", letter, dedupe_key=payout.id)


def _line(typed: str, most: int) -> str:
    return " ".join(typed.split())[:most]


def _key(payout: CreditPayout) -> str:
    return f"credit_payout:{payout.id}"
