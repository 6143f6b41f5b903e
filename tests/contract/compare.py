"""Compares the shape of two JSON documents: which keys of the recorded one ours lacks, or has with another type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """`path` is written `order.items[].raw_total`."""

    path: str
    says: str


def differences(recorded: Any, ours: Any, path: str = "") -> Iterator[Difference]:
    """What a client that was written for the recorded answer would miss in ours; further keys of ours are no matter.

    A null fits everything, an int a float. The members of a list are taken together: what one of the recorded ones has
    one of ours must have; a list of ours that is empty cannot be judged, and that is a difference too.
    """
    if recorded is None or ours is None:
        return
    if isinstance(recorded, list) and isinstance(ours, list):
        yield from _of_lists(recorded, ours, path)
    elif isinstance(recorded, Mapping) and isinstance(ours, Mapping):
        for name, value in recorded.items():
            below = f"{path}.{name}" if path else name
            if name not in ours:
                yield Difference(below, "is not there")
            else:
                yield from differences(value, ours[name], below)
    elif _kind(recorded) != _kind(ours):
        yield Difference(path, f"is {_kind(ours)}, not {_kind(recorded)}")


def _of_lists(recorded: list[Any], ours: list[Any], path: str) -> Iterator[Difference]:
    if not recorded:
        return
    if not ours:
        yield Difference(f"{path}[]", "has no member to compare")
        return
    yield from differences(_together(recorded), _together(ours), f"{path}[]")


def _together(members: list[Any]) -> Any:
    """One document with every key of the members; the first value that is not null or empty stands for all."""
    if not isinstance(members[0], Mapping):
        return members[0]
    merged: dict[str, Any] = {}
    for member in members:
        for name, value in member.items():
            if merged.get(name) in (None, [], {}):
                merged[name] = value
            elif isinstance(value, list) and isinstance(merged[name], list):
                merged[name] = [*merged[name], *value]
    return merged


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return {str: "text", list: "a list", dict: "an object"}[type(value)]
