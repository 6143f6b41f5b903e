"""What follows from what happens to an order: letters, figures, invoice numbers; reminders by the clock."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.topics import Topic
from marketplace.integrations.mail.letters import write
from marketplace.integrations.mail.mailer import mailer
from marketplace.kit.jobs import ClaimedJob, enqueue
from marketplace.kit.tables import Outbox
from marketplace.queries.shared.order_letters import letter_data
from marketplace.services.finance.invoicing import give_invoice_number
from marketplace.services.orders.order_reminders import count_as_delivered, remind_overdue
from marketplace.services.vendors.vendor_stats import refresh_order_days
from tasks.app import job

# topic -> the letters that may follow; what they find when they are sent decides whether they are.
LETTERS: dict[str, tuple[str, ...]] = {
    Topic.ORDER_GROUP_PLACED: ("order_placed",),
    Topic.ORDER_PLACED: ("vendor_order_announced",),
    Topic.ORDER_PAID: ("order_paid", "vendor_order_new"),
    Topic.ORDER_SHIPPED: ("order_shipped",),
    Topic.ORDER_DELIVERED: ("order_delivered",),
    Topic.ORDER_CANCELLED: ("order_cancelled", "vendor_order_cancelled"),
    Topic.ORDER_PART_CANCELLED: ("order_cancelled", "vendor_order_cancelled"),
    Topic.ORDER_CANCEL_REQUESTED: ("vendor_cancel_requested",),
    Topic.ORDER_CANCEL_DECLINED: ("order_cancel_declined",),
    Topic.ORDER_REFUNDED: ("order_refunded",),
    Topic.ORDER_REMINDED: ("vendor_order_overdue",),
    Topic.RETURN_REQUESTED: ("vendor_return_requested",),
    Topic.RETURN_APPROVED: ("order_return_decided",),
    Topic.RETURN_REFUSED: ("order_return_decided",),
}


def tell_by_letter(db: Session, event: Outbox) -> None:
    """Ask for the letters of an event, each as a job of its own: a mail that fails holds nothing else back."""
    for letter in LETTERS.get(event.topic, ()):
        enqueue(
            db,
            "order.letter",
            tenant_id=event.tenant_id,
            entity=event.aggregate_type,
            entity_id=event.aggregate_id,
            payload={"letter": letter, "event": event.data},
            dedupe_key=f"{event.id}:{letter}",
            priority=40,
        )


def count_figures(db: Session, event: Outbox) -> None:
    """Whatever happened to a paid order may have moved its vendor's figures: they are read anew."""
    if event.topic == Topic.ORDER_PLACED:  # not paid yet
        return
    enqueue(
        db,
        "figures.refresh",
        tenant_id=event.tenant_id,
        entity="order",
        entity_id=event.aggregate_id,
        dedupe_key=f"{event.tenant_id}:{event.aggregate_id}",
        priority=60,
    )


def number_invoice(db: Session, event: Outbox) -> None:
    """A paid order gets the number of its invoice; one on account when all of it has left."""
    enqueue(
        db,
        "order.invoice",
        tenant_id=event.tenant_id,
        entity="order",
        entity_id=event.aggregate_id,
        dedupe_key=event.aggregate_id,
        priority=50,
    )


@job("order.letter")
def send_letter(db: Session, claimed: ClaimedJob) -> None:
    """One letter to one reader; nothing when what it would say is over by now."""
    letter = str(claimed.payload["letter"])
    data = letter_data(db, letter, claimed.entity_id, claimed.payload.get("event") or {})
    if data is not None and data["to"]:
        mailer(db).send(write(letter, data, key=claimed.id, tenant_id=claimed.tenant_id))


@job("figures.refresh")
def refresh_figures(db: Session, claimed: ClaimedJob) -> None:
    """The days that an order counts on, computed from the orders as they are now."""
    refresh_order_days(db, claimed.entity_id)


@job("order.invoice")
def invoice(db: Session, claimed: ClaimedJob) -> None:
    """Give the number, once."""
    give_invoice_number(db, claimed.entity_id)


@job("order.overdue", every_seconds=300)
def overdue(db: Session, claimed: ClaimedJob) -> None:
    """Remind vendors of orders they have not answered."""
    remind_overdue(db)


@job("order.arrived", every_seconds=3600)
def arrived(db: Session, claimed: ClaimedJob) -> None:
    """End orders whose parcels must have arrived long ago."""
    count_as_delivered(db)
