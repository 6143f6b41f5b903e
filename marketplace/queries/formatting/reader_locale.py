"""In which locale the person at a desk reads figures and days. The words of the desks are English."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

# Set for each event of a desk (state/reader_locale.py); who asks from elsewhere (letters, files, the API) reads "en".
LOCALE: ContextVar[str] = ContextVar("reading_locale", default="en")


@lru_cache(maxsize=512)
def reads_in(header: str) -> str:
    """The first language of an `Accept-Language` header in which figures can be written: `de_CH` of
    `de-CH,de;q=0.9,en`. English of any country is `en`, which is also for whoever names none.
    """
    for part in header[:200].split(","):
        tag = part.partition(";")[0].strip().replace("-", "_")
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
        return "en" if locale.language == "en" else str(locale)
    return "en"


@lru_cache
def babel_locale(name: str) -> Locale:
    """The language with this code, `de` or `de-CH`; English for one that nobody knows."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@contextmanager
def reading(locale: str) -> Iterator[None]:
    """Inside this block figures and days are written for this locale."""
    token = LOCALE.set(locale)
    try:
        yield
    finally:
        LOCALE.reset(token)
