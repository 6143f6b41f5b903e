"""Drawings and lists that go with a request for prices: how many, and what is said of one that is not taken."""

from __future__ import annotations

from dataclasses import dataclass

FIELD = "files"
MOST_FILES = 5
ACCEPTS = "application/pdf,image/jpeg,image/png"
HINT = f"PDF, JPEG or PNG, at most 10 MB each and {MOST_FILES} in all. Whom you ask can read them."
TOO_MANY = f"{MOST_FILES} files at most. Take one out first."


@dataclass(frozen=True)
class QuoteFileRow:
    """A file in a list; `href` is empty for one that was not sent yet."""

    id: str = ""
    name: str = ""
    size: str = ""
    href: str = ""
