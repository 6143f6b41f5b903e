"""How an order is called, and how its parts add up."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d{1,9})(?:-(\d{1,4}))?", re.ASCII)


def order_number(group: int, position: int) -> str:
    """`1042-1`: the first vendor's part of what was bought as 1042."""
    return f"{group}-{position}"


def parse_number(text: str) -> tuple[int, int] | None:
    """`(1042, 1)` out of `1042-1`, `(1042, 0)` out of `#1042`; None for anything else."""
    match = _NUMBER.fullmatch(text.strip().removeprefix("#"))
    return (int(match[1]), int(match[2] or 0)) if match else None
