"""What can be chosen from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """An option of a select."""

    value: str
    label: str
