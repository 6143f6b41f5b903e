"""Messages of payment providers: kept once, then the books are asked. What a message says is never believed."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.tables import Inbox
from marketplace.models.payment import Payment


def receive(db: Session, provider: str, message_id: str, topic: str, key: str) -> bool:
    """Keep a message and ask for a look at its payment; False for one that came before.

    The look is level-triggered: late, doubled and disordered messages all lead to what the provider says then.
    """
    payment = db.exec(select(Payment).where(Payment.provider == provider, Payment.idempotency_key == key)).first()
    kept = db.connection().execute(
        insert(Inbox)
        .values(
            id=new_id("inb"),
            tenant_id=payment.tenant_id if payment else None,
            source=f"payments.{provider}",
            message_id=message_id,
            topic=topic,
            body={"key": key},
            status="handled",
            handled_at=now(),
        )
        .on_conflict_do_nothing(index_elements=["source", "message_id"])
    )
    if kept.rowcount == 0:
        return False
    if payment is not None and payment.checkout_id is not None:
        enqueue(
            db,
            "payment.check",
            tenant_id=payment.tenant_id,
            entity="checkout",
            entity_id=payment.checkout_id,
            dedupe_key=f"{payment.checkout_id}:message",
            priority=20,
        )
    return True
