"""How the addresses of pictures are made."""

from __future__ import annotations

_SMALL = "-480"


def small_path(path: str) -> str:
    """Where the 480 pixel twin of an uploaded picture lies: `a/b.webp` has `a/b-480.webp`."""
    return path.removesuffix(".webp") + _SMALL + ".webp"


def thumbnail_of(url: str) -> str:
    """The address of the small twin; a drawing of the demo scales by itself and is its own."""
    return small_path(url) if url.endswith(".webp") else url
