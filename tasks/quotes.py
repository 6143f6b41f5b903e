"""Quotes in the background: their letters, a job for each reader, and what time does to them."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.integrations.mail.letters import QUOTE_KINDS, write
from marketplace.integrations.mail.mailer import mailer
from marketplace.kit.jobs import ClaimedJob, enqueue
from marketplace.queries.shared.quote_letters import find_letter, list_readers
from marketplace.services.quotes.ending import end_of_closed, expire_quotes, release_old_holds, remind_of_quotes
from marketplace.services.quotes.request_files import delete_quote_file
from tasks.app import Handler, job

EVERY_SECONDS = 300


def _tells(letter: str) -> Handler:
    def tell(db: Session, claimed: ClaimedJob) -> None:
        """First the readers, each as a job of its own: a mail that fails holds no other back."""
        if "reader" not in claimed.payload:
            _share_out(db, claimed, list_readers(db, letter, claimed.payload))
            return
        data = find_letter(db, letter, claimed.payload)
        if data is not None:
            mailer(db).send(write(letter, data, key=claimed.id, tenant_id=claimed.tenant_id))

    return tell


def _share_out(db: Session, claimed: ClaimedJob, readers: list[str]) -> None:
    for reader in readers:
        enqueue(
            db,
            claimed.kind,
            tenant_id=claimed.tenant_id,
            entity="quote",
            entity_id=claimed.entity_id,
            payload={**claimed.payload, "reader": reader},
            dedupe_key=f"{claimed.id}:{reader}",
            priority=20,
        )


for _kind in QUOTE_KINDS:
    job(f"mail.{_kind}")(_tells(_kind))


@job("quotes.expire", every_seconds=EVERY_SECONDS)
def expire(db: Session, claimed: ClaimedJob) -> None:
    """End what nobody accepted or answered in time."""
    expire_quotes(db)


@job("quotes.end_closed", every_seconds=EVERY_SECONDS)
def end_closed(db: Session, claimed: ClaimedJob) -> None:
    """End the quotes of vendors that were suspended or left, and of closed stores."""
    end_of_closed(db)


@job("quotes.remind", every_seconds=EVERY_SECONDS)
def remind(db: Session, claimed: ClaimedJob) -> None:
    """Write to who lets an offer run out, or a buyer wait; once a turn."""
    remind_of_quotes(db)


@job("quotes.release_holds", every_seconds=EVERY_SECONDS)
def release_holds(db: Session, claimed: ClaimedJob) -> None:
    """Give back the stock of awards that nobody ordered in time."""
    release_old_holds(db)


@job("quotes.remove_file")
def remove_file(db: Session, claimed: ClaimedJob) -> None:
    """Delete what a file that was taken out holds; a second run finds nothing and is fine."""
    delete_quote_file(db, claimed.entity_id, claimed.payload["path"])
