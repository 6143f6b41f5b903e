"""What one side has typed and not sent: kept in the database, so that no lost tab or network loses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.quotes.answer_form import AnswerForm
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import Side, check_turn
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.quote import Quote, QuoteDraft, QuoteTerms
from marketplace.services.quotes.quote_access import Seat, lock_seat, lock_vendor_seat
from marketplace.services.quotes.quote_changes import number_of, tell_rooms
from marketplace.services.quotes.revisions import find_draft

_LARGEST = 200_000  # characters of a form


def keep_vendor_draft(db: Session, actor: Actor, quote_id: str, typed: Mapping[str, str]) -> None:
    """Keep fields that a vendor has typed, over what was typed before: two people at one answer lose nothing.

    Raises `NotFound`, `Forbidden`, `NotYourTurn`, `QuoteClosed`.
    """
    seat = lock_vendor_seat(db, actor, quote_id, Permission.QUOTE_ANSWER)
    check_turn(seat.quote.status, Side.VENDOR, seat.request.name or "the buyer")
    draft = find_draft(db, seat.quote, Side.VENDOR)
    kept = draft.form if draft else {}
    _keep(db, actor, seat.quote, Side.VENDOR, {**kept, "typed": {**kept.get("typed", {}), **typed}})


def keep_buyer_draft(db: Session, requester: Requester, tenant_id: str, quote_id: str, form: dict[str, Any]) -> None:
    """Keep a counter that is not sent yet. Raises as `lock_seat`, `NotYourTurn`, `QuoteClosed`."""
    seat = lock_seat(db, requester, tenant_id, quote_id)
    check_turn(seat.quote.status, Side.BUYER, seat.vendor.name)
    _keep(db, requester.actor, seat.quote, Side.BUYER, form)


def hold_for_manager(db: Session, actor: Actor, seat: Seat, form: AnswerForm, below: Sequence[str]) -> None:
    """An answer whose lines `below` leave too little stays a draft that an owner of the vendor can send; they get a
    letter once."""
    values = {
        "lines": QuoteTerms(lines=form.lines).model_dump(mode="json")["lines"],
        "valid_until": form.valid_until.isoformat(),
        "freight_amount": form.freight_amount,
        "payment_terms": form.payment_terms,
        "note": form.note,
        "reserves_stock": form.reserves_stock,
    }
    draft = _keep(db, actor, seat.quote, Side.VENDOR, {"answer": values, "below": list(below)})
    if draft.waits_since is not None:
        return
    draft.waits_since = now()
    db.flush()
    audit.record(
        db,
        actor,
        AuditAction.QUOTE_HELD,
        tenant_id=seat.quote.tenant_id,
        object_type="quote",
        object_id=seat.quote.id,
        object_name=number_of(seat.request),
        after={"request": number_of(seat.request), "vendor": seat.vendor.name},
    )
    payload = {"quote_id": seat.quote.id}
    enqueue(db, "mail.quote_held", tenant_id=seat.quote.tenant_id, payload=payload, priority=20)
    tell_rooms(db, seat.quote)


def _keep(db: Session, actor: Actor, quote: Quote, side: Side, form: dict[str, Any]) -> QuoteDraft:
    if len(str(form)) > _LARGEST:
        raise Conflict("This is more than a quote can hold. Shorten the notes.")
    draft = find_draft(db, quote, side)
    if draft is None:
        draft = QuoteDraft(id=new_id("qdr"), tenant_id=quote.tenant_id, quote_id=quote.id, side=side)
        db.add(draft)
    draft.form, draft.updated_at = form, now()
    draft.author_id, draft.author = actor.user_id, actor.name
    db.flush()
    return draft
