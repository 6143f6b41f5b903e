"""Files that are no longer needed."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.kit.jobs import ClaimedJob
from marketplace.services.catalogue.media import remove_files
from tasks.app import job


@job("media.remove")
def remove(db: Session, claimed: ClaimedJob) -> None:
    """Delete the files of a removed picture; a second run finds nothing and is fine."""
    remove_files(db, claimed.entity_id, claimed.payload["paths"])
