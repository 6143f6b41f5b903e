"""SQL out of parts that are ours; values of people are always parameters (`:name`), never parts."""

from __future__ import annotations

from functools import lru_cache
from string import Template


def compose(statement: str, **parts: str) -> str:
    """`statement` with each `$part` in its place: `compose("select count(*) $rows", rows=_ROWS)`.

    A part may be a condition, an order or a list of columns, and is itself SQL that stands in our code. `$$` is a
    dollar sign. Raises `ValueError` when a part is missing, or given and not named.
    """
    template, named = _read(statement)
    if named != parts.keys():
        raise ValueError(f"parts of SQL that do not fit: {', '.join(sorted(named ^ parts.keys()))}")
    return template.substitute(parts)


@lru_cache(maxsize=512)  # statements stand in the code
def _read(statement: str) -> tuple[Template, frozenset[str]]:
    template = Template(statement)
    return template, frozenset(template.get_identifiers())
