"""What is remembered with a line (its metadata), in words that its buyer and its vendor understand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST, _MOST = 80, 6
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def wishes_of(meta: Mapping[str, Any]) -> str:
    """`{"engravingName": "Ada", "gift": True}` is `engraving name: Ada, gift: yes`.

    Only words, figures and yes or no. Identifiers, names that begin with `_` and what is too long for a label are for
    programs.
    """
    wishes = [f"{name}: {wish}" for name, wish in _plain(meta, ())]
    return ", ".join(wishes[:_MOST])


def _plain(meta: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, value in meta.items():
        words = _INNER_CAPITAL.sub(" ", str(key)).replace("_", " ").replace("-", " ").lower().split()
        if str(key).startswith("_") or not words or words[-1] in ("id", "ids"):
            continue
        path = (*above, *words)
        if isinstance(value, Mapping):
            yield from _plain(value, path)
        elif (wish := _said(value)) and max(len(wish), len(" ".join(path))) <= _LONGEST:
            yield " ".join(path), wish


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
