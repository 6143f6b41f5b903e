"""Files that come with the form that asks for prices: read and guarded in no transaction, then laid beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from marketplace.domain.companies.documents import MAX_BYTES, TOO_LARGE, DocumentKind
from marketplace.domain.errors import Busy, Invalid
from marketplace.domain.quotes.files import FIELD, MOST_FILES, TOO_MANY
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.slow import PICTURES
from marketplace.services.companies.documents import guard_document
from marketplace.services.quotes.request_files import attach_file, count_upload

MOST_AT_ONCE = 20  # fields with a file that are looked at; more than may be kept, so that one is told how many may
_BUSY = "The store is taking in many files just now. Choose this one again in a moment."


@dataclass(frozen=True)
class SentFiles:
    """What came: the files that passed the guard, by name, and what is wrong with the others."""

    good: tuple[tuple[str, tuple[DocumentKind, bytes]], ...] = ()
    problem: str = ""


async def guarded_files(form: FormData, requester: Requester) -> SentFiles:
    """The files of a form that may be kept. The first that may not is named with what to do about it."""
    sent = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.filename]
    good: list[tuple[str, tuple[DocumentKind, bytes]]] = []
    problem = TOO_MANY if len(sent) > MOST_FILES else ""
    for file in sent[:MOST_FILES]:
        name = str(file.filename)
        try:
            good.append((name, await _guarded(file, requester)))
        except Invalid as error:
            problem = problem or f"{name}: {error.sentence}"
        except Busy:
            problem = problem or f"{name}: {_BUSY}"
    return SentFiles(tuple(good), problem)


async def _guarded(file: UploadFile, requester: Requester) -> tuple[DocumentKind, bytes]:
    if (file.size or 0) > MAX_BYTES:
        raise Invalid({FIELD: TOO_LARGE})
    count_upload(requester)
    data = await file.read()
    return await PICTURES.do(lambda: guard_document(data))


def attach_files(db: Session, requester: Requester, tenant_id: str, sent: SentFiles) -> Mapping[str, str]:
    """Lay them beside the form; what is wrong, by its field."""
    problem = sent.problem
    for name, document in sent.good:
        try:
            attach_file(db, requester, tenant_id, name, document)
        except Invalid as error:
            problem = problem or error.sentence
    return {FIELD: problem} if problem else {}
