"""A frozen copy of a row: what leaves the queries is a value, and holds only what its reader may know."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def fact_of(shape: type[T], row: object) -> T:
    """The columns that `shape`, a frozen dataclass, has fields for."""
    names: Any = shape
    return shape(**{one.name: getattr(row, one.name) for one in fields(names)})
