"""The API's description as a page."""

from __future__ import annotations

from typing import Any


def handbook(document: dict[str, Any]) -> str:
    """The whole page."""
    return f"<title>{document['info']['title']}</title>"
