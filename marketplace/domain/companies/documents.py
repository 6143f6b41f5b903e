"""What a company may show of itself when it asks to be let in: which files, how many, how large."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum

MAX_DOCUMENTS, MAX_BYTES = 5, 10 * 1024 * 1024
A_DAY = 30  # that one person sends, good or bad
KEPT_UNSENT = timedelta(days=7)
FIELD = "documents"
HINT = f"PDF, JPEG or PNG, at most 10 MB each and {MAX_DOCUMENTS} in all."
TOO_LARGE = "This file is larger than 10 MB. Save it smaller and try again."
TOO_MANY = f"{MAX_DOCUMENTS} documents at most. Remove one first."
UNREADABLE = "This is not a PDF, JPEG or PNG that can be read. Save it as one of these."
_LONGEST_NAME = 80


class DocumentKind(StrEnum):
    """What a file is by its content; its name says nothing."""

    PDF = "application/pdf"
    PICTURE = "image/webp"  # a JPEG or PNG, drawn anew


ENDINGS = {DocumentKind.PDF: "pdf", DocumentKind.PICTURE: "webp"}


def kind_of(data: bytes) -> DocumentKind | None:
    """What these bytes are; None for what is taken from nobody, half a PDF included.

    A PDF begins with its mark and ends with `%%EOF`, give or take a kilobyte (ISO 32000-1, annex H, notes 13 and 18).
    """
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return DocumentKind.PICTURE
    is_whole = b"%PDF-" in data[:1024] and b"%%EOF" in data[-1024:]
    return DocumentKind.PDF if is_whole else None


def document_name(typed: str, kind: DocumentKind) -> str:
    """A name for the file that is safe in a header and on a disk: `Trade register.PDF` -> `Trade register.pdf`."""
    typed = typed.replace("%22", '"')  # how browsers write a quotation mark in the name of a file
    last = typed.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    plain = " ".join(re.sub(r"[^\w .()-]", " ", stem).split()).strip(". ")[:_LONGEST_NAME]
    return f"{plain or 'document'}.{ENDINGS[kind]}"
