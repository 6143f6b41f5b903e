"""What went wrong lately in the demo: a few dead letters of two causes, which end well when retried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from marketplace.demo.catalogue.types import DemoProduct
from marketplace.demo.planting import stable_id
from marketplace.demo.shelves import product_id
from marketplace.demo.stores import tenant_id
from marketplace.kit.jobs import fingerprint
from marketplace.kit.tables import Job

_LOST = ("search.index", "OperationalError", "server closed the connection unexpectedly after {n} ms")
_REFUSED = ("mail.verify_email", "SMTPRecipientsRefused", "451 4.7.1 greylisted, try again in {n} seconds")


def job_rows(products: Sequence[DemoProduct], at: datetime) -> Iterator[Job]:
    """Three products whose turn in the search index was cut short, and a letter that was not taken."""
    shown = [product for product in products if product.status == "published"][:3]
    for number, product in enumerate(shown, start=1):
        payload = {"aggregate": "product"}
        yield _dead(_LOST, number, product.store, what=("product", product_id(product)), payload=payload, at=at)
    letter = {"to": "maren@holt.example", "token": "used-long-ago", "name": "Maren"}
    yield _dead(_REFUSED, 4, "assay", what=("", ""), payload=letter, at=at)


def _dead(
    cause: tuple[str, str, str], number: int, store: str, what: tuple[str, str], payload: dict[str, Any], at: datetime
) -> Job:
    kind, error_class, message = cause
    error_text, died = message.format(n=1040 + number), at - timedelta(minutes=37 * number)
    queued_at = died - timedelta(minutes=20)
    return Job(
        id=stable_id("job", kind, str(number)),
        tenant_id=tenant_id(store),
        kind=kind,
        entity=what[0],
        entity_id=what[1],
        payload=payload,
        status="dead",
        attempts=8,
        max_attempts=8,
        last_error=error_text,
        error_class=error_class,
        fingerprint=fingerprint(kind, error_class, error_text),
        run_at=queued_at,
        created_at=queued_at,
        first_started_at=queued_at,
        finished_at=died,
    )
