"""What buyers on account owe, by the clock: letters about what is overdue."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.jobs import ClaimedJob
from marketplace.services.finance.dunning import dun
from tasks.app import job


@job("receivable.dunning", every_seconds=3600)
def write_about_overdue(db: Session, claimed: ClaimedJob) -> None:
    """Each invoice gets its next letter when it is time; none goes out twice."""
    dun(db)
