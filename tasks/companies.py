"""What companies leave behind."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.jobs import ClaimedJob
from marketplace.services.companies.documents import delete_document_file
from tasks.app import job


@job("company.remove_document")
def remove_document(db: Session, claimed: ClaimedJob) -> None:
    """Delete the file of a document that was taken back; a second run finds nothing and is fine."""
    delete_document_file(db, claimed.entity_id, claimed.payload["path"])
