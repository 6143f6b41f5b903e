"""Icons of the desks: Lucide's lines, 16 px, from one sprite."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, use


def icon(name: Any, *, small: bool = False, large: bool = False, tone: str = "") -> Markup:
    """An icon by its Lucide name, decoration only; 14 px when small, 20 px when large."""
    size = " s14" if small else " s20" if large else ""
    return use(name, f"i{size}{' ' + tone if tone else ''}", sheet="desk-icons")
