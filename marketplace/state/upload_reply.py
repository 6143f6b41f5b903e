"""What an upload's route answered: it comes back through a field of the page, where anybody could type."""

from __future__ import annotations

import json
from typing import Any


def read_reply(reply: str) -> dict[str, Any]:
    """The answer; empty for anything else that comes this way."""
    try:
        answer = json.loads(reply[:10_000])
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def problem_of(reply: str) -> str:
    """Why the file was refused; empty when it was taken."""
    return str(read_reply(reply).get("message", ""))[:300]
