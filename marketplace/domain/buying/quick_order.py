"""A list of articles as people paste it: from a spreadsheet, a mail, a drawing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.domain.catalogue.search_text import code_of
from marketplace.domain.catalogue.tiers import MOST_PIECES

MOST_LINES, LONGEST = 60, 60
_COLUMNS = re.compile(r"\s*[\t,;]\s*")
_WHOLE = re.compile(r"(?:x\s*)?(\d{1,6})(?:\s*(?:x|pcs?|pieces?|st(?:k|ück)?|pz))?\.?", re.IGNORECASE)


@dataclass(frozen=True)
class ListLine:
    """A SKU (or EAN) as it was written, and how many; 0 where no quantity stands behind it."""

    code: str
    quantity: int = 0


def read_list(text: str) -> list[ListLine]:
    """The lines of a list, each SKU once with its quantities added up:
    `read_list("AB-1\\t40\\nCD-2; 3\\nab-1 5")` is `AB-1` 45 and `CD-2` 3. `AB1` may be another article.

    Behind a SKU tabs, commas, semicolons and spaces all work; what is no quantity there is left out.
    """
    lines: dict[str, ListLine] = {}
    for written in [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]:
        line = _read(written)
        key = line.code.lower()
        if not code_of(key):
            continue
        known = lines.get(key)
        lines[key] = ListLine(known.code, min(known.quantity + line.quantity, MOST_PIECES)) if known else line
    return list(lines.values())


def _read(written: str) -> ListLine:
    parts = [part for part in _COLUMNS.split(written) if part]
    if len(parts) < 2:
        parts = written.split()
    quantity = next((count for part in parts[1:] if (count := _quantity(part))), 0)
    return ListLine(parts[0][:LONGEST] if parts else "", quantity)


def _quantity(part: str) -> int:
    match = _WHOLE.fullmatch(part)
    return min(int(match[1]), MOST_PIECES) if match else 0
