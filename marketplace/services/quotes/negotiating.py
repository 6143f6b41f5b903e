"""The buyer's side of the talk: seen, countered, declined, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.lifecycle import QUOTE, QuoteStatus, after, can
from marketplace.domain.quotes.answer_form import LONGEST_TEXT, CounterForm, CounterLine
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import QuoteClosed, Side, check_holds, check_turn
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.models.quote import Quote, QuoteRequest, QuoteRevision
from marketplace.models.vendor import Vendor
from marketplace.services.quotes.quote_access import Seat, lock_quotes, lock_request, lock_seat
from marketplace.services.quotes.quote_changes import Happened, hand_turn_over, record_change, tell_rooms
from marketplace.services.quotes.revisions import check_revision, last_revision, write_revision


def mark_seen(db: Session, requester: Requester, tenant_id: str, request_id: str) -> None:
    """The buyer reads the answers: from now on none of them is taken back. Raises as `lock_request`."""
    for quote in lock_quotes(db, lock_request(db, requester, tenant_id, request_id)):
        if quote.status == QuoteStatus.QUOTED and quote.seen_at is None:
            quote.seen_at = now()
            quote.change += 1
            tell_rooms(db, quote)
    db.flush()


def counter_quote(db: Session, requester: Requester, tenant_id: str, quote_id: str, form: CounterForm) -> QuoteRevision:
    """Ask the vendor for other prices or quantities; it is on turn then.

    Raises `NotFound`, `Forbidden`, `QuoteClosed`, `NotYourTurn`, `QuoteExpired`, `RevisionMoved`, `Invalid` by field
    (`price-<line>`, `quantity-<line>`, `note`, `lines`).
    """
    seat = lock_seat(db, requester, tenant_id, quote_id)
    quote = seat.quote
    check_turn(quote.status, Side.BUYER, seat.vendor.name)
    check_holds(quote.valid_until, now())
    check_revision(quote, form.revision)
    offered = last_revision(db, quote, Side.VENDOR)
    assert offered is not None, quote.id
    _check_counter(form, offered)
    changed = {one.line_id: one for one in form.lines}
    lines = tuple(_countered(one, changed.get(one.line_id)) for one in offered.terms.lines)
    if lines == offered.terms.lines and not form.note.strip():
        raise Invalid({"lines": "Change a price or a quantity, or say what you would like otherwise."})
    terms = offered.terms.model_copy(update={"lines": lines, "note": form.note.strip()})
    revision = write_revision(db, quote, requester.actor, Side.BUYER, terms, valid_until=None)
    quote.status = after(QUOTE, "counter", quote.status)
    hand_turn_over(quote)
    _note(
        db,
        requester,
        seat,
        Happened(AuditAction.QUOTE_COUNTERED, Topic.QUOTE_COUNTERED, "mail.quote_countered"),
        revision=revision.number,
        total=revision.total_amount,
    )
    return revision


def decline_quote(db: Session, requester: Requester, tenant_id: str, quote_id: str, reason: str = "") -> None:
    """No, thank you: this vendor's quote ends. Raises `NotFound`, `Forbidden`, `QuoteClosed`."""
    seat = lock_seat(db, requester, tenant_id, quote_id)
    if not can(QUOTE, "decline", seat.quote.status):
        raise QuoteClosed(seat.quote.status)
    seat.quote.status = after(QUOTE, "decline", seat.quote.status)
    seat.quote.ended_at, seat.quote.end_reason = now(), reason.strip()[:500]
    _note(
        db,
        requester,
        seat,
        Happened(AuditAction.QUOTE_DECLINED, Topic.QUOTE_DECLINED, "mail.quote_declined"),
        reason=seat.quote.end_reason,
    )


def withdraw_request(db: Session, requester: Requester, tenant_id: str, request_id: str, reason: str = "") -> None:
    """Take the whole request back: every open quote of it ends. Raises as `lock_request`, `Conflict` where none is."""
    request = lock_request(db, requester, tenant_id, request_id)
    quotes = [one for one in lock_quotes(db, request) if can(QUOTE, "withdraw", one.status)]
    if not quotes:
        raise Conflict("Nothing of this request is open any more.")
    for quote in quotes:
        quote.status = after(QUOTE, "withdraw", quote.status)
        quote.ended_at, quote.end_reason = now(), reason.strip()[:500]
        record_change(
            db,
            requester.actor,
            quote,
            request,
            Happened(AuditAction.QUOTE_WITHDRAWN, Topic.QUOTE_WITHDRAWN, "mail.quote_withdrawn"),
            reason=quote.end_reason,
        )


def decline_the_rest(db: Session, requester: Requester, request: QuoteRequest, vendor: Vendor, quote: Quote) -> None:
    """An award to others ends what is still open of this vendor. The caller holds the locks."""
    quote.status = after(QUOTE, "decline", quote.status)
    quote.ended_at, quote.end_reason = now(), "The buyer chose other offers."
    seat = Seat(request, quote, vendor, Side.BUYER)
    _note(
        db,
        requester,
        seat,
        Happened(AuditAction.QUOTE_DECLINED, Topic.QUOTE_DECLINED, "mail.quote_declined"),
        reason=quote.end_reason,
    )


def _check_counter(form: CounterForm, offered: QuoteRevision) -> None:
    lines = {one.line_id: one for one in offered.terms.lines}
    problems = {}
    for one in form.lines:
        line = lines.get(one.line_id)
        if line is None or line.cannot:
            raise Invalid({"lines": "The vendor does not offer one of these lines. Reload the page."})
        if one.unit_amount < 0:
            problems[f"price-{one.line_id}"] = "Enter a price of 0 or more."
        if not 1 <= one.quantity <= MOST_PIECES:
            problems[f"quantity-{one.line_id}"] = f"Enter a whole number from 1 to {MOST_PIECES:,}."
    if len(form.note) > LONGEST_TEXT:
        problems["note"] = f"At most {LONGEST_TEXT:,} characters."
    if problems:
        raise Invalid(problems)


def _countered(line: QuotedLine, wish: CounterLine | None) -> QuotedLine:
    """A line as the buyer would take it: one price, without steps."""
    if wish is None or (wish.unit_amount, wish.quantity) == (line.bought_unit_amount, line.bought_quantity):
        return line
    return replace(line, unit_amount=wish.unit_amount, quantity=wish.quantity, breaks=())


def _note(db: Session, requester: Requester, seat: Seat, happened: Happened, **facts: Any) -> None:
    record_change(db, requester.actor, seat.quote, seat.request, happened, vendor=seat.vendor.name, **facts)
