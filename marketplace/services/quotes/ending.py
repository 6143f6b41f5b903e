"""How quotes end by themselves or by the store: time, a closed vendor, an operator; and what is brought to mind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.lifecycle import QUOTE, QuoteStatus, VendorStatus, after, can
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.domain.quotes.answer_form import LONGEST_VALID
from marketplace.domain.quotes.standing import OPEN, QuoteClosed, Side
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.kit.jobs import enqueue
from marketplace.models.cart import Cart
from marketplace.models.quote import Quote, QuoteRequest
from marketplace.models.stock import Reservation
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.buying.reservations import release_cart_stock
from marketplace.services.quotes.quote_access import Seat, lock_store_seat
from marketplace.services.quotes.quote_changes import Happened, record_change

UNANSWERED_FOR = timedelta(days=14)  # after the day by which the buyer wanted answers, or since the last counter
REMIND_BEFORE = timedelta(hours=24)
_AT_ONCE = 200
# Two jobs that end quotes side by side lock trails and requests in one order, or they would wait for each other.
_ORDER_OF_LOCKS = (col(Quote.tenant_id), col(Quote.request_id), col(Quote.id))
_TOO_LATE = {True: "Nobody accepted it in time.", False: "Nobody answered in time."}
_LETTER = "mail.quote_ended"
_ENDED = Happened(AuditAction.QUOTE_ENDED, Topic.QUOTE_WITHDRAWN, _LETTER)
_HAPPENED = {"withdraw": _ENDED, "expire": Happened(AuditAction.QUOTE_EXPIRED, Topic.QUOTE_EXPIRED, _LETTER)}


def end_quote(db: Session, actor: Actor, quote_id: str, reason: str) -> None:
    """The store ends a quote, with a reason that both sides read. Raises `NotFound`, `Forbidden`, `QuoteClosed`."""
    seat = lock_store_seat(db, actor, quote_id)
    sentence = reason.strip()
    if not sentence:
        raise Invalid({"reason": "Say why: both sides read it."})
    if not can(QUOTE, "withdraw", seat.quote.status):
        raise QuoteClosed(seat.quote.status)
    _end(db, actor, seat, "withdraw", reason=sentence[:500])


def extend_quote(db: Session, actor: Actor, quote_id: str, until: datetime, reason: str) -> None:
    """The store lets an answer hold longer; also one that has expired, if nobody decided it.

    Raises `NotFound`, `Forbidden`, `Conflict` for one that was decided, `Invalid`.
    """
    seat = lock_store_seat(db, actor, quote_id)
    quote = seat.quote
    if not reason.strip():
        raise Invalid({"reason": "Say why: the vendor has to stand by it."})
    if quote.status != QuoteStatus.QUOTED or quote.valid_until is None:
        raise Conflict("Only an answer that waits for its buyer can be extended.")
    if not quote.valid_until < until <= now() + LONGEST_VALID:
        raise Invalid({"until": "Choose a later day than it holds until now, a year ahead at most."})
    quote.valid_until, quote.reminded_at = until, None
    record_change(
        db,
        actor,
        quote,
        seat.request,
        Happened(AuditAction.QUOTE_EXTENDED, Topic.QUOTE_EXTENDED, "mail.quote_extended"),
        reason=reason.strip()[:500],
        vendor=seat.vendor.name,
        until=f"{until:%Y-%m-%d %H:%M} UTC",
    )


def expire_quotes(db: Session) -> int:
    """End what nobody accepted or answered in time; how many. A job runs it in every store at once."""
    moment = now()
    over = select(Quote).join(
        QuoteRequest, (col(QuoteRequest.id) == Quote.request_id) & (col(QuoteRequest.tenant_id) == Quote.tenant_id)
    )
    stale = moment - UNANSWERED_FOR
    late = or_(
        and_(Quote.status == QuoteStatus.QUOTED, col(Quote.valid_until) <= moment),
        and_(Quote.status == QuoteStatus.PENDING, QuoteRequest.answer_by <= stale),
        and_(Quote.status == QuoteStatus.COUNTERED, Quote.turn_since <= stale),
    )
    ended = 0
    for stale_quote in db.exec(over.where(late).order_by(*_ORDER_OF_LOCKS).limit(_AT_ONCE)).all():
        seat = _lock(db, stale_quote)
        if not _is_over(seat.quote, seat.request, moment):
            continue  # it was answered, countered or extended since
        waited_for_buyer = seat.quote.status == QuoteStatus.QUOTED
        _end(db, SYSTEM, seat, "expire", reason=_TOO_LATE[waited_for_buyer])
        ended += 1
    return ended


def end_of_closed(db: Session) -> int:
    """End the open quotes of vendors that were suspended or left, and of stores that were closed; how many."""
    of = select(Quote).join(Vendor, (col(Vendor.id) == Quote.vendor_id) & (col(Vendor.tenant_id) == Quote.tenant_id))
    of = of.join(Tenant, col(Tenant.id) == Quote.tenant_id)
    closed = or_(Vendor.status != VendorStatus.APPROVED, col(Tenant.is_active).is_(False))
    affected = of.where(col(Quote.status).in_(OPEN), closed).order_by(*_ORDER_OF_LOCKS).limit(_AT_ONCE)
    rows: Sequence[Quote] = db.exec(affected).all()
    for row in rows:
        seat = _lock(db, row)
        if seat.quote.status in OPEN:
            is_gone = seat.vendor.status != VendorStatus.APPROVED
            reason = f"{seat.vendor.name} does not sell here any more." if is_gone else "This store is closed."
            _end(db, SYSTEM, seat, "withdraw", reason=reason)
    return len(rows)


def remind_of_quotes(db: Session) -> int:
    """Write to buyers whose answers end within a day, and to vendors whose buyers wait past the day they named; once
    a turn. How many."""
    moment = now()
    due = or_(
        and_(Quote.status == QuoteStatus.QUOTED, col(Quote.valid_until) <= moment + REMIND_BEFORE),
        and_(
            Quote.status == QuoteStatus.PENDING,
            col(Quote.request_id).in_(select(QuoteRequest.id).where(QuoteRequest.answer_by <= moment + REMIND_BEFORE)),
        ),
    )
    waiting = select(Quote).where(col(Quote.reminded_at).is_(None), due).order_by(Quote.tenant_id, Quote.id)
    rows = db.exec(waiting.limit(_AT_ONCE).with_for_update(skip_locked=True)).all()
    for quote in rows:
        quote.reminded_at = moment
        letter = "mail.quote_ends_soon" if quote.status == QuoteStatus.QUOTED else "mail.quote_unanswered"
        enqueue(db, letter, tenant_id=quote.tenant_id, payload={"quote_id": quote.id}, priority=60)
    db.flush()
    return len(rows)


def release_old_holds(db: Session) -> int:
    """Give back what was held for the cart of an award that nobody ordered in time; how many carts."""
    held = select(Reservation.tenant_id, Reservation.cart_id).where(
        col(Reservation.checkout_id).is_(None),
        col(Reservation.cart_id).is_not(None),
        Reservation.status == "held",
        col(Reservation.expires_at) <= now(),
    )
    carts = db.exec(held.distinct().order_by(Reservation.tenant_id, col(Reservation.cart_id)).limit(_AT_ONCE)).all()
    for tenant_id, cart_id in carts:
        db.exec(select(Cart.id).where(Cart.id == cart_id, Cart.tenant_id == tenant_id).with_for_update()).one()
        release_cart_stock(db, tenant_id, str(cart_id), expired=True)
    return len(carts)


def _lock(db: Session, known: Quote) -> Seat:
    """The request before its quote, as everywhere."""
    request = db.exec(
        select(QuoteRequest)
        .where(QuoteRequest.id == known.request_id, QuoteRequest.tenant_id == known.tenant_id)
        .with_for_update()
    ).one()
    same = select(Quote).where(Quote.id == known.id, Quote.tenant_id == known.tenant_id)
    quote = db.exec(same.with_for_update().execution_options(populate_existing=True)).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == quote.vendor_id, Vendor.tenant_id == quote.tenant_id)).one()
    return Seat(request, quote, vendor, Side.STORE)


def _is_over(quote: Quote, request: QuoteRequest, moment: datetime) -> bool:
    if quote.status == QuoteStatus.QUOTED:
        return quote.valid_until is not None and quote.valid_until <= moment
    since = request.answer_by if quote.status == QuoteStatus.PENDING else quote.turn_since
    return quote.status in OPEN and since <= moment - UNANSWERED_FOR


def _end(db: Session, actor: Actor, seat: Seat, step: str, *, reason: str) -> None:
    quote, happened = seat.quote, _HAPPENED[step]
    quote.status = after(QUOTE, step, quote.status)
    quote.ended_at, quote.end_reason = now(), reason
    record_change(db, actor, quote, seat.request, happened, reason=reason, vendor=seat.vendor.name)
