"""Handles: the readable part of an address, unique within its store (or, for stores, on the platform)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MIN_LENGTH, MAX_LENGTH = 2, 60
_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"}
)
RESERVED = frozenset(
    {
        "account",
        "admin",
        "api",
        "app",
        "assets",
        "auth",
        "cart",
        "checkout",
        "content",
        "favicon",
        "health",
        "mailbox",
        "media",
        "metrics",
        "robots",
        "s",
        "search",
        "sign-in",
        "sign-out",
        "sign-up",
        "sitemap",
        "static",
        "store",
        "stores",
        "vendor",
        "vendors",
        "www",
    }
)


def make_handle(text: str, *, fallback: str = "item") -> str:
    """A handle out of a name: `make_handle("Kestrel Abrasives B.V.")` is `kestrel-abrasives-b-v`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED)).encode("ascii", "ignore").decode()
    handle = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_LENGTH].strip("-")
    return handle if len(handle) >= MIN_LENGTH else fallback


def handle_problem(handle: str) -> str:
    """What is wrong with a handle that a person typed, as a sentence; empty when nothing is."""
    if not MIN_LENGTH <= len(handle) <= MAX_LENGTH:
        return f"Use {MIN_LENGTH} to {MAX_LENGTH} characters."
    if not _SHAPE.fullmatch(handle):
        return "Use small letters, digits and single hyphens, such as north-forge."
    if handle in RESERVED:
        return f"“{handle}” is used by the platform itself. Choose another."
    return ""


def free_handle(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`, ... that is not taken."""
    handle, number = wanted, 1
    while is_taken(handle):
        number += 1
        handle = f"{wanted[: MAX_LENGTH - 5]}-{number}"
    return handle
