"""Files of prices: checked and stored apart from the person who waits for them, who sees how far it is."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.db import unit_of_work
from marketplace.kit.jobs import ClaimedJob
from marketplace.kit.tenancy import Scope
from marketplace.services.catalogue.price_files import Progress, check_price_file, store_price_file
from tasks.app import job

_DONE = text("update price_file set done_count = :done where tenant_id = :tenant and id = :id")


@job("price_file.check")
def check(db: Session, claimed: ClaimedJob) -> None:
    """Look at every line of a file."""
    check_price_file(db, claimed.entity_id, _progress(claimed))


@job("price_file.store")
def store(db: Session, claimed: ClaimedJob) -> None:
    """Write every price of a file."""
    store_price_file(db, claimed.entity_id, _progress(claimed))


def _progress(claimed: ClaimedJob) -> Progress:
    """In transactions of its own: what the job itself writes is seen when it is done."""

    def tell(done: int) -> None:
        with unit_of_work(Scope.tenant(str(claimed.tenant_id))) as db:
            db.connection().execute(_DONE, {"done": done, "tenant": claimed.tenant_id, "id": claimed.entity_id})

    return tell
