"""Files that come with the form that asks for prices: read and guarded in no transaction, then laid beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from marketplace.domain.companies.documents import A_DAY, MAX_BYTES, TOO_LARGE, DocumentKind
from marketplace.domain.errors import Busy, Invalid
from marketplace.domain.quotes.files import FIELD, MOST_FILES, TOO_MANY
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.ratelimit import limit
from marketplace.kit.slow import PICTURES, OneEach
from marketplace.services.companies.documents import guard_document
from marketplace.services.quotes.request_files import attach_file, count_upload

_MOST_AT_ONCE = 20  # fields with a file that are looked at; more than may be kept, so that one is told how many may
_WITHOUT_FILES = 1024 * 1024  # the longest form of words alone, with room to spare
_FORMS_A_DAY = f"{2 * A_DAY}/day"  # large ones, whatever is in them
_ONE_EACH = OneEach("Other files of yours are still being taken in. Send these when that is done.")
_BUSY = "The store is taking in many files just now. Choose this one again in a moment."


@dataclass(frozen=True)
class SentFiles:
    """What came: the files that passed the guard, by name, and what is wrong with the others."""

    good: tuple[tuple[str, tuple[DocumentKind, bytes]], ...] = ()
    problem: str = ""


def brings_files(request: Request) -> bool:
    """Whether it may be more than words, as far as it says beforehand."""
    size = request.headers.get("content-length", "")
    return not size.isdigit() or int(size) > _WITHOUT_FILES


@asynccontextmanager
async def one_upload_each(request: Request, requester: Requester) -> AsyncIterator[None]:
    """Large forms of a person, or of a guest's address, come one after the other, and so many a day.

    Raises `Conflict`, `TooManyRequests` before anything is read.
    """
    if not brings_files(request):
        yield
        return
    key = requester.actor.user_id or requester.actor.ip
    async with _ONE_EACH.hold(key):
        await asyncio.to_thread(limit, _FORMS_A_DAY, "quote-forms", key)
        yield


@asynccontextmanager
async def read_form(request: Request, most_fields: int) -> AsyncIterator[FormData]:
    """The form. Raises `Invalid` for one that cannot be read, or brings far too many files."""
    try:
        form = await request.form(max_files=_MOST_AT_ONCE, max_fields=most_fields)
    except (HTTPException, MultiPartException):
        raise Invalid({FIELD: f"This form could not be read. {TOO_MANY}"}) from None
    try:
        yield form
    finally:
        await form.close()


async def guarded_files(form: FormData, requester: Requester) -> SentFiles:
    """The files of a form that may be kept. Each that may not is named with what to do about it."""
    sent = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.filename]
    good: list[tuple[str, tuple[DocumentKind, bytes]]] = []
    problems = [f"{TOO_MANY} Not taken: {_names(sent[MOST_FILES:])}."] if len(sent) > MOST_FILES else []
    for file in sent[:MOST_FILES]:
        name = str(file.filename)
        try:
            good.append((name, await _guarded(file, requester)))
        except Invalid as error:
            problems.append(f"{name}: {error.sentence}")
        except Busy:
            problems.append(f"{name}: {_BUSY}")
    return SentFiles(tuple(good), " ".join(problems))


def _names(files: Sequence[UploadFile]) -> str:
    return ", ".join(str(one.filename) for one in files)


async def _guarded(file: UploadFile, requester: Requester) -> tuple[DocumentKind, bytes]:
    if (file.size or 0) > MAX_BYTES:
        raise Invalid({FIELD: TOO_LARGE})
    count_upload(requester)
    data = await file.read()
    return await PICTURES.do(lambda: guard_document(data))


def attach_files(db: Session, requester: Requester, tenant_id: str, sent: SentFiles) -> Mapping[str, str]:
    """Lay them beside the form; what is wrong, by its field."""
    problems = [sent.problem] if sent.problem else []
    for name, document in sent.good:
        try:
            attach_file(db, requester, tenant_id, name, document)
        except Invalid as error:
            problems.append(f"{name}: {error.sentence}")
    return {FIELD: " ".join(problems)} if problems else {}
