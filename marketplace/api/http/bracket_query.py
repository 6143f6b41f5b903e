"""Query strings as the clients of the store API write them: brackets to any depth, read into plain values.

The clients encode with the npm package `qs`: `id[0]=a&id[1]=b`, `created_at[$gte]=2026-01-01`. The shorter forms
`id=a&id=b` and `id[]=a` mean the same list.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from marketplace.api.http.errors import InvalidData

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_STEP = re.compile(r"\[([^\[\]]*)\]")
_INDEX = re.compile(r"[0-9]{1,9}")
_DEEPEST, _MOST = 5, 500


def parse_query(query: str) -> dict[str, Any]:
    """The query as nested dicts and lists of text: `a[b][0]=1&a[b][1]=2` is `{"a": {"b": ["1", "2"]}}`.

    Raises `InvalidData` for keys that contradict each other or are deeper than five steps.
    """
    parsed: dict[str, Any] = {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        raise InvalidData(f"A query has at most {_MOST} parameters.") from None
    for key, value in pairs:
        match = _KEY.match(key)
        if match is None:
            raise InvalidData(f"Cannot read the query parameter {key!r}.")
        steps = [match[1], *_STEP.findall(match[2])]
        if len(steps) > _DEEPEST:
            raise InvalidData(f"The query parameter {match[1]!r} is nested too deeply.")
        _put(parsed, steps, value, key)
    return {name: _plain(value) for name, value in parsed.items()}


def _put(into: dict[str, Any], steps: list[str], value: str, key: str) -> None:
    """Lists are kept as dicts of their indices until everything is read: indices may come in any order."""
    for step in steps[:-1]:
        into = into.setdefault(_index(step, into), {})
        if not isinstance(into, dict):
            raise InvalidData(f"The query parameter {key!r} contradicts another one.")
    last = _index(steps[-1], into)
    held = into.get(last)
    if isinstance(held, dict):
        raise InvalidData(f"The query parameter {key!r} contradicts another one.")
    into[last] = value if held is None else [*(held if isinstance(held, list) else [held]), value]


def _index(step: str, into: dict[str, Any]) -> str:
    return step or str(len(into))


def _plain(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(_INDEX.fullmatch(key) for key in value):
        members = [_plain(value[key]) for key in sorted(value, key=int)]
        return [one for member in members for one in (member if isinstance(member, list) else [member])]
    return {key: _plain(member) for key, member in value.items()}
