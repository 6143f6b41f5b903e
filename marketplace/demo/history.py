"""What went wrong lately in the demo: a few dead letters, as every platform has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.kit.jobs import fingerprint
from marketplace.kit.records import Job

_CAUSES = (
    ("mail.vendor_approved", "SMTPRecipientsRefused", "550 5.1.1 mailbox of buero@{n} does not exist", 1),
    ("webhook.deliver", "PermanentJobError", "410 Gone: the endpoint {n} of this store was switched off", 3),
)


def job_rows(at: datetime) -> Iterator[Job]:
    """Dead jobs of two causes, from this morning."""
    number = 0
    for kind, error_class, message, times in _CAUSES:
        for _ in range(times):
            number += 1
            said = message.format(n=1040 + number)
            died = at - timedelta(minutes=37 * number)
            yield Job(
                id=stable_id("job", kind, str(number)), tenant_id=tenant_id("northforge"), kind=kind,
                entity="vendor", entity_id=stable_id("ven", "northforge", "hallberg"), status="dead", attempts=8,
                max_attempts=8, last_error=said, error_class=error_class,
                fingerprint=fingerprint(kind, error_class, said), run_at=died - timedelta(minutes=20),
                created_at=died - timedelta(minutes=20), first_started_at=died - timedelta(minutes=20), finished_at=died,
            )  # fmt: skip
