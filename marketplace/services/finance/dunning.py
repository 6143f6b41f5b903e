"""Letters about overdue invoices: a reminder, a second one, and a last one that closes the account until it is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.finance.receivables import next_stage
from marketplace.domain.money import spoken
from marketplace.domain.permissions import SYSTEM, Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.receivable import Invoice
from marketplace.models.tenant import Tenant
from marketplace.services.finance.credit import lock_account
from marketplace.services.finance.place_access import note_place, write_to_administrators


def dun(db: Session) -> int:
    """Write to every place about what is overdue: one letter for all invoices of one stage, each invoice at most one
    stage a day. Called as often as one likes, it writes no letter twice. How many letters there are to send."""
    today = now().date()
    late = select(Invoice.tenant_id, Invoice.company_location_id).where(
        Invoice.kind == "invoice", Invoice.open_amount > 0, Invoice.dunning_paused == "", col(Invoice.due_on) < today
    )
    # Store by store: whoever writes in the trails of several holds them in this order, or two wait for each other.
    places = sorted((store, place) for store, place in set(db.exec(late).all()) if place)
    return sum(_dun_place(db, place, today) for _, place in places)


def pause_dunning(db: Session, actor: Actor, invoice_id: str, *, reason: str) -> None:
    """Let no letters go out about an invoice, for this reason; without one they go on.

    Raises `NotFound`, `Forbidden`.
    """
    invoice = db.exec(select(Invoice).where(Invoice.id == invoice_id, Invoice.kind == "invoice")).first()
    require(actor, Permission.RECEIVABLE_EDIT, tenant_id=invoice.tenant_id if invoice else "")
    if invoice is None or invoice.company_location_id is None:
        raise NotFound("invoice", invoice_id)
    lock_account(db, invoice.company_location_id)
    db.refresh(invoice)
    why = " ".join(reason.split())[:300]
    if why == invoice.dunning_paused:
        return
    invoice.dunning_paused = why
    db.flush()
    action = AuditAction.DUNNING_PAUSED if why else AuditAction.DUNNING_RESUMED
    place = db.exec(select(CompanyLocation).where(CompanyLocation.id == invoice.company_location_id)).one()
    note_place(db, actor, action, place, reason=why, invoice=invoice.number)


def _dun_place(db: Session, place_id: str, today: date) -> int:
    lock_account(db, place_id)
    place, store = db.exec(
        select(CompanyLocation, Tenant)
        .join(Tenant, col(Tenant.id) == CompanyLocation.tenant_id)
        .where(CompanyLocation.id == place_id)
    ).one()
    rows = select(Invoice).where(
        Invoice.company_location_id == place_id,
        Invoice.kind == "invoice",
        Invoice.open_amount > 0,
        Invoice.dunning_paused == "",
    )
    by_stage: dict[int, list[Invoice]] = defaultdict(list)
    fresh = rows.order_by(col(Invoice.due_on), col(Invoice.number)).execution_options(populate_existing=True)
    for invoice in db.exec(fresh).all():
        days = (today - (invoice.due_on or invoice.issued_on)).days
        stage = next_stage(invoice.dunning_stage, days, store.settings.dunning_days)
        if stage > invoice.dunning_stage and invoice.dunned_on != today:
            invoice.dunning_stage, invoice.dunned_on = stage, today
            by_stage[stage].append(invoice)
    db.flush()
    for stage, invoices in sorted(by_stage.items()):
        _write(db, place, store, stage=stage, invoices=invoices, today=today)
    return len(by_stage)


def _write(
    db: Session, place: CompanyLocation, store: Tenant, stage: int, invoices: Sequence[Invoice], today: date
) -> None:
    company = db.exec(select(Company).where(Company.id == place.company_id)).one()
    total = sum(invoice.open_amount for invoice in invoices)
    letter = {
        "stage": stage,
        "store": store.name,
        "company": company.name,
        "place": place.name,
        "total": spoken(total, place.currency),
        "invoices": [
            {"number": one.number, "due": f"{one.due_on:%-d %B %Y}", "open": spoken(one.open_amount, one.currency)}
            for one in invoices
        ],
        "path": f"/s/{store.handle}/company/invoices",
    }
    write_to_administrators(db, place, "mail.dunning", letter, dedupe_key=f"{place.id}:{stage}:{today}")
    note_place(db, SYSTEM, AuditAction.DUNNED, place, stage=stage, invoices=[one.number for one in invoices])
