"""Who listens to what: events go from the outbox to jobs, by the beginning of their topic."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from marketplace.domain.topics import Topic
from marketplace.kit.jobs import ClaimedJob, enqueue
from marketplace.kit.tables import Outbox
from marketplace.kit.tenancy import prepared
from marketplace.services.catalogue.stock_notices import is_awaited, send_notices
from tasks.app import job
from tasks.orders import count_figures, number_invoice, tell_by_letter

Listener = Callable[[Session, Outbox], None]


def to_job(kind: str, *, priority: int = 20) -> Listener:
    """A listener that asks for one job about the event's aggregate; waiting twins become one."""

    def listen(db: Session, event: Outbox) -> None:
        enqueue(
            db,
            kind,
            tenant_id=event.tenant_id,
            entity=event.aggregate_type,
            entity_id=event.aggregate_id,
            payload={"aggregate": event.aggregate_type},
            dedupe_key=f"{event.tenant_id}:{event.aggregate_type}:{event.aggregate_id}",
            priority=priority,
        )

    return listen


def tell_who_waits(db: Session, event: Outbox) -> None:
    """Goods may have come in, or may be bought again: whoever waits for them gets a letter."""
    if event.tenant_id and is_awaited(db, event.tenant_id, event.aggregate_type, event.aggregate_id):
        to_job("stock.notices", priority=40)(db, event)


@job("stock.notices")
def send_stock_notices(db: Session, claimed: ClaimedJob) -> None:
    """The letters about one product, or the goods of one vendor."""
    send_notices(db, str(claimed.payload["aggregate"]), claimed.entity_id)


# By the beginning of the topic. What a card or a list shows depends on these; the handler finds the products concerned.
LISTENERS: list[tuple[str, Listener]] = [
    ("product.", to_job("search.index")),
    ("stock.", to_job("search.index")),
    ("price.", to_job("search.index")),
    ("vendor.", to_job("search.index")),
    ("order.", tell_by_letter),
    ("order_group.", tell_by_letter),
    ("return.", tell_by_letter),
    ("order.", count_figures),
    *((topic, number_invoice) for topic in (Topic.ORDER_PAID, Topic.ORDER_SHIPPED, Topic.ORDER_PART_CANCELLED)),
    *((topic, tell_who_waits) for topic in ("product.", "stock.", "vendor.")),
]


_EVENTS = prepared(select(Outbox).where(col(Outbox.id).in_(bindparam("ids", expanding=True))).order_by(col(Outbox.seq)))


@job("event.dispatch")
def dispatch(db: Session, claimed: ClaimedJob) -> None:
    """Hand events, in their order, to everybody who listens to their topics, in one transaction."""
    for event in db.exec(_EVENTS, params={"ids": claimed.payload.get("events") or [claimed.entity_id]}).all():
        for prefix, listen in LISTENERS:
            if event.topic.startswith(prefix):
                listen(db, event)
