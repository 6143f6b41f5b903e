"""What is said about a quote or one of its lines, to the other side or among one's own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.quotes.answer_form import LONGEST_TEXT
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import OPEN, QuoteClosed, Side, check_holds
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.outbox import publish
from marketplace.models.quote import QuoteComment, QuoteRequestLine
from marketplace.services.quotes.quote_access import (
    Seat,
    find_vendor_quote,
    lock_seat,
    lock_store_seat,
    lock_vendor_seat,
)
from marketplace.services.quotes.quote_changes import tell_rooms


@dataclass(frozen=True)
class Remark:
    """What is said: about one line of the request or all of it; internal: to one's own side alone."""

    body: str
    line_id: str = ""
    is_internal: bool = False


def comment_as_buyer(db: Session, requester: Requester, tenant_id: str, quote_id: str, remark: Remark) -> QuoteComment:
    """Say something to the vendor, or (internal) to the company's own people.

    Raises `NotFound`, `Forbidden`, `QuoteClosed`, `QuoteExpired`, `Invalid`.
    """
    return _comment(db, requester.actor, lock_seat(db, requester, tenant_id, quote_id), remark)


def comment_as_seller(db: Session, actor: Actor, quote_id: str, remark: Remark) -> QuoteComment:
    """Say something to the buyer, or (internal) to the vendor's and the store's people alone.

    Raises as `comment_as_buyer`.
    """
    quote = find_vendor_quote(db, actor, quote_id)
    works_there = any(one.vendor_id == quote.vendor_id for one in actor.grants)
    seat = (
        lock_vendor_seat(db, actor, quote_id, Permission.QUOTE_SEE)
        if works_there
        else lock_store_seat(db, actor, quote_id)
    )
    require(actor, Permission.QUOTE_SEE, tenant_id=quote.tenant_id, vendor_id=quote.vendor_id)
    return _comment(db, actor, seat, remark)


def _comment(db: Session, actor: Actor, seat: Seat, remark: Remark) -> QuoteComment:
    quote, body = seat.quote, remark.body.strip()
    if not 1 <= len(body) <= LONGEST_TEXT:
        raise Invalid({"comment": f"Write something, {LONGEST_TEXT:,} characters at most."})
    if not remark.is_internal:  # among themselves people may go on talking about what is over
        if quote.status not in OPEN:
            raise QuoteClosed(quote.status)
        check_holds(quote.valid_until, now())
    if remark.line_id:
        _check_line(db, seat, remark.line_id)
    comment = QuoteComment(
        id=new_id("qco"),
        tenant_id=quote.tenant_id,
        quote_id=quote.id,
        line_id=remark.line_id or None,
        side=seat.side,
        is_internal=remark.is_internal,
        author_id=actor.user_id if actor.scopes is None else None,  # a key is no account
        author=seat.request.name if seat.side is Side.BUYER and actor.user_id is None else actor.name,
        body=body,
    )
    db.add(comment)
    quote.change += 1
    db.flush()
    publish(
        db,
        Topic.QUOTE_COMMENTED,
        tenant_id=quote.tenant_id,
        aggregate="quote",
        aggregate_id=quote.id,
        version=quote.change,
        data={"comment_id": comment.id, "is_internal": remark.is_internal, "side": seat.side},
    )
    if not remark.is_internal:
        _write(db, seat, comment)
    tell_rooms(db, quote)
    return comment


def _write(db: Session, seat: Seat, comment: QuoteComment) -> None:
    """One letter for what is said within a few minutes, from this sentence on: who is in the room reads it there."""
    enqueue(
        db,
        "mail.quote_commented",
        tenant_id=seat.quote.tenant_id,
        entity="quote",
        entity_id=seat.quote.id,
        payload={
            "quote_id": seat.quote.id,
            "comment_id": comment.id,
            "to": "vendor" if seat.side is Side.BUYER else "buyer",
        },
        dedupe_key=f"{seat.quote.id}:{seat.side}",
        delay_seconds=300,
        priority=60,
    )


def _check_line(db: Session, seat: Seat, line_id: str) -> None:
    of = select(QuoteRequestLine.id).where(
        QuoteRequestLine.id == line_id, QuoteRequestLine.request_id == seat.request.id
    )
    if db.exec(of).first() is None:
        raise NotFound("line", line_id)
