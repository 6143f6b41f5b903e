"""What every change of a quote leaves behind: its trail, its event, its letter, and a nudge for open rooms."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.jobs import enqueue
from marketplace.kit.notices import tell
from marketplace.kit.outbox import publish
from marketplace.models.quote import Quote, QuoteRequest

ROOMS = "quote_room"  # the channel of open rooms, by quote


@dataclass(frozen=True)
class Happened:
    """How a change is called: in the trail, in the outbox, and by the job that writes to the other side."""

    action: AuditAction
    topic: Topic
    letter: str = ""


def record_change(
    db: Session,
    actor: Actor,
    quote: Quote,
    request: QuoteRequest,
    happened: Happened,
    *,
    reason: str = "",
    **facts: object,
) -> None:
    """Write down a change of one quote; `facts` are what the trail's sentence names."""
    quote.change += 1
    db.flush()
    audit.record(
        db,
        actor,
        happened.action,
        tenant_id=quote.tenant_id,
        object_type="quote",
        object_id=quote.id,
        object_name=number_of(request),
        after={"request": number_of(request)} | facts,
        reason=reason,
    )
    publish(
        db,
        happened.topic,
        tenant_id=quote.tenant_id,
        aggregate="quote",
        aggregate_id=quote.id,
        version=quote.change,
        data={"request_id": request.id, "status": quote.status, "revision": quote.revision},
    )
    if happened.letter:
        enqueue(
            db,
            happened.letter,
            tenant_id=quote.tenant_id,
            entity="quote",
            entity_id=quote.id,
            payload={"quote_id": quote.id, "revision": quote.revision, "reason": reason},
            priority=20,
            dedupe_key=f"{quote.id}:{quote.change}",
        )
    tell_rooms(db, quote)


def tell_rooms(db: Session, quote: Quote) -> None:
    """Open rooms of this quote look at it again once this transaction is committed."""
    tell(db, ROOMS, quote.id)


def hand_turn_over(quote: Quote) -> None:
    """The other side is on turn from now on."""
    quote.turn_since, quote.reminded_at = now(), None


def number_of(request: QuoteRequest) -> str:
    """`Q-1003`."""
    return f"Q-{request.number}"
