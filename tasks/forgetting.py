"""What is kept only for a while: answers to calls with a key, what finished jobs carried, letters, old proofs, uploads
that nobody sent."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from marketplace.domain.companies.documents import KEPT_UNSENT
from marketplace.kit.clock import now
from marketplace.kit.idempotency import forget_old_calls
from marketplace.kit.jobs import ClaimedJob, forget_payloads
from marketplace.services.catalogue.stock_notices import forget_notices
from marketplace.services.companies.documents import forget_unsent
from marketplace.services.identity.registration import forget_wishes
from marketplace.services.identity.retention import forget_letters, forget_tokens
from marketplace.services.identity.sign_in_guard import forget_misses
from marketplace.services.quotes.request_files import forget_unsent_files
from marketplace.settings import settings
from tasks.app import job


@job("idempotency.forget", every_seconds=3600)
def forget_calls(db: Session, claimed: ClaimedJob) -> None:
    """Forget the answers of three days ago and before."""
    forget_old_calls(db, now())


@job("contents.forget", every_seconds=3600)
def forget_contents(db: Session, claimed: ClaimedJob) -> None:
    """Forget what finished jobs carried, kept letters, proofs that are long over, and uploads that were never sent."""
    before = now() - timedelta(days=settings().forget_after_days)
    forget_payloads(db, before)
    forget_letters(db, before)
    forget_tokens(db, before)
    forget_wishes(db, now())
    forget_misses(db, now())
    forget_notices(db, now() - timedelta(days=365))
    forget_unsent(db, now() - KEPT_UNSENT)
    forget_unsent_files(db, now() - KEPT_UNSENT)
