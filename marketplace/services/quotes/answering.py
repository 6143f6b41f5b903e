"""A vendor answers: with prices, by taking back what nobody has seen, or by declining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, text
from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.lifecycle import QUOTE, QuoteStatus, after
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.domain.quotes.answer_form import AnswerForm, check_answer
from marketplace.domain.quotes.margin import below_margin
from marketplace.domain.quotes.standing import Side, check_turn
from marketplace.domain.quotes.terms import QuotedLine, check_lines
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteRequestLine, QuoteRevision, QuoteTerms
from marketplace.services.quotes.drafts import hold_for_manager
from marketplace.services.quotes.quote_access import Seat, lock_vendor_seat
from marketplace.services.quotes.quote_changes import Happened, hand_turn_over, record_change
from marketplace.services.quotes.revisions import last_revision, request_lines, write_revision
from marketplace.services.quotes.tax_terms import TaxTerms, category_paths_of, tax_terms

_OWN_OFFERS = text("""
    select o.id, o.sku, o.variant_id, o.cost_amount, o.cost_currency, p.title, a.title as variant_title from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.vendor_id = :vendor and o.id = any(cast(:offers as text[]))
""")


@dataclass(frozen=True)
class Answered:
    """A revision that was sent, or lines (their ids) below the margin: then it waits for a manager."""

    revision: int = 0
    below: tuple[str, ...] = ()


def answer_quote(db: Session, actor: Actor, quote_id: str, form: AnswerForm) -> Answered:
    """Send prices as the next revision; the buyer is on turn then. Below the vendor's margin it waits for an owner.

    Raises `NotFound`, `Forbidden`, `QuoteClosed`, `NotYourTurn`, `Invalid` by field.
    """
    seat = lock_vendor_seat(db, actor, quote_id, Permission.QUOTE_ANSWER)
    check_turn(seat.quote.status, Side.VENDOR, seat.request.name or "the buyer")
    check_answer(form, now())
    terms, offers = _terms(db, seat, form)
    costs = _costs(offers, seat.request.currency)
    below = below_margin(terms.lines, costs, seat.vendor.quote_margin_bps, inclusive=terms.is_tax_inclusive)
    here = {"tenant_id": seat.quote.tenant_id, "vendor_id": seat.vendor.id}
    if below and not allows(actor, Permission.QUOTE_BELOW_MARGIN, **here):
        hold_for_manager(db, actor, seat, form, below)
        return Answered(below=tuple(below))
    return Answered(_send(db, actor, seat, form, terms).number)


def take_back_answer(db: Session, actor: Actor, quote_id: str) -> None:
    """Take the last answer back, as long as the buyer has not seen it.

    Raises `NotFound`, `Forbidden`, `Conflict` for one that was seen, or that is no answer.
    """
    seat = lock_vendor_seat(db, actor, quote_id, Permission.QUOTE_ANSWER)
    quote = seat.quote
    revision = last_revision(db, quote, Side.VENDOR)
    if quote.status != QuoteStatus.QUOTED or revision is None:
        raise Conflict("There is no answer that could be taken back.")
    if quote.seen_at is not None:
        raise Conflict("The buyer has seen it already. Send another revision once it is your turn, or write to them.")
    revision.taken_back_at = now()
    db.flush()
    before = last_revision(db, quote)
    quote.status = after(QUOTE, "take_back_second" if before else "take_back_answer", quote.status)
    quote.valid_until, quote.reserves_stock = None, False
    hand_turn_over(quote)
    _note(db, actor, seat, Happened(AuditAction.QUOTE_TAKEN_BACK, Topic.QUOTE_RECALLED), revision=revision.number)


def reject_quote(db: Session, actor: Actor, quote_id: str, reason: str) -> None:
    """Decline to quote, for good. Raises `NotFound`, `Forbidden`, `QuoteClosed`, `NotYourTurn`, `Invalid`."""
    seat = lock_vendor_seat(db, actor, quote_id, Permission.QUOTE_ANSWER)
    check_turn(seat.quote.status, Side.VENDOR, seat.request.name or "the buyer")
    sentence = reason.strip()
    if not sentence:
        raise Invalid({"reason": "Say why: the buyer reads it."})
    quote = seat.quote
    quote.status = after(QUOTE, "reject", quote.status)
    quote.ended_at, quote.end_reason = now(), sentence[:500]
    _note(
        db,
        actor,
        seat,
        Happened(AuditAction.QUOTE_REJECTED, Topic.QUOTE_REJECTED, "mail.quote_rejected"),
        reason=quote.end_reason,
    )


def _send(db: Session, actor: Actor, seat: Seat, form: AnswerForm, terms: QuoteTerms) -> QuoteRevision:
    quote = seat.quote
    revision = write_revision(db, quote, actor, Side.VENDOR, terms, valid_until=form.valid_until)
    quote.status = after(QUOTE, "answer", quote.status)
    quote.valid_until, quote.reserves_stock = form.valid_until, form.reserves_stock
    quote.seen_at, quote.answered_at = None, quote.answered_at or now()
    hand_turn_over(quote)
    _note(
        db,
        actor,
        seat,
        Happened(AuditAction.QUOTE_ANSWERED, Topic.QUOTE_QUOTED, "mail.quote_answered"),
        revision=revision.number,
        total=revision.total_amount,
    )
    return revision


def _terms(db: Session, seat: Seat, form: AnswerForm) -> tuple[QuoteTerms, Mapping[str, Row[Any]]]:
    """The terms as they are kept: each line with what it is called, its quantity and its tax."""
    request = seat.request
    wanted_lines = {one.id: one for one in request_lines(db, request.tenant_id, request.id)}
    wanted = [one.offer_id for one in form.lines if one.offer_id]
    offers = {one.id: one for one in _own_offers(db, seat, wanted)}
    if set(wanted) - set(offers):
        raise Invalid({"lines": "One of these articles is not yours to offer. Choose it again."})
    free = [key for key, line in wanted_lines.items() if not line.offer_id]
    described = [one.line_id for one in form.lines if not one.offer_id and one.line_id not in free]
    check_lines(form.lines, {key: line.quantity for key, line in wanted_lines.items()}, needs_title=described)
    taxes = tax_terms(db, request)
    paths = category_paths_of(db, request.tenant_id, wanted)
    standing = last_revision(db, seat.quote)
    counted = {one.line_id: one.quantity for one in standing.terms.lines} if standing else {}
    lines = tuple(
        _line(one, wanted_lines[one.line_id], counted, offers.get(one.offer_id), taxes.of(paths.get(one.offer_id, "/")))
        for one in _in_order(form.lines, wanted_lines)
    )
    return _whole(form, lines, taxes), offers


def _own_offers(db: Session, seat: Seat, offer_ids: list[str]) -> Sequence[Row[Any]]:
    values = {"tenant": seat.quote.tenant_id, "vendor": seat.vendor.id, "offers": offer_ids}
    return db.connection().execute(_OWN_OFFERS, values).all()


def _in_order(lines: Sequence[QuotedLine], wanted_lines: Mapping[str, QuoteRequestLine]) -> list[QuotedLine]:
    return sorted(lines, key=lambda one: wanted_lines[one.line_id].position)


def _line(
    line: QuotedLine, wanted: QuoteRequestLine, counted: Mapping[str, int], offer: Row[Any] | None, tax: Any
) -> QuotedLine:
    """A buyer's counter may have changed how many are wanted."""
    title = line.title.strip() or wanted.title
    if offer is not None:
        variant = offer.variant_title
        title = f"{offer.title}, {variant}" if variant not in ("", offer.title) else offer.title
    return replace(
        line,
        quantity=counted.get(line.line_id, wanted.quantity),
        title=title,
        sku=offer.sku if offer else "",
        is_substitute=offer is not None and bool(wanted.variant_id) and offer.variant_id != wanted.variant_id,
        tax=tax,
        note=line.note.strip(),
    )


def _whole(form: AnswerForm, lines: tuple[QuotedLine, ...], taxes: TaxTerms) -> QuoteTerms:
    return QuoteTerms(
        lines=lines,
        freight_amount=form.freight_amount,
        freight_tax=taxes.freight,
        is_tax_inclusive=taxes.is_inclusive,
        payment_terms=form.payment_terms.strip(),
        note=form.note.strip(),
    )


def _costs(offers: Mapping[str, Row[Any]], currency: str) -> dict[str, int]:
    return {
        key: int(one.cost_amount)
        for key, one in offers.items()
        if one.cost_amount is not None and one.cost_currency == currency
    }


def _note(db: Session, actor: Actor, seat: Seat, happened: Happened, **facts: Any) -> None:
    record_change(db, actor, seat.quote, seat.request, happened, vendor=seat.vendor.name, **facts)
