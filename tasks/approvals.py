"""Purchase requests in the background: placed once they are approved, brought to mind while nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlmodel import Session

from marketplace.kit.db import run
from marketplace.kit.jobs import ClaimedJob
from marketplace.kit.tenancy import Scope
from marketplace.services.buying.request_placing import place_approved, remind_approvers
from tasks.app import job

T = TypeVar("T")


@job("request.place")
def place(db: Session, claimed: ClaimedJob) -> None:
    """Place an approved request. Its phases are transactions of their own."""
    scope = Scope.tenant(claimed.tenant_id or "")
    transact: Callable[[Callable[[Session], T]], T] = partial(run, scope)
    place_approved(transact, claimed.entity_id)


@job("requests.remind", every_seconds=900)
def remind(db: Session, claimed: ClaimedJob) -> None:
    """Approvers who have not answered for a day are written to again; after three days administrators are."""
    remind_approvers(db)
