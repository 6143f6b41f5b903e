"""A press of a button that must happen once, however often it arrives."""

from __future__ import annotations

from typing import Any

from marketplace.domain.forms import FormReader


def press_of(form: dict[str, Any], otherwise: str) -> str:
    """Which press of a button it was: the form carries it, so that a double press is the same one twice.

    A key that only the state holds would be another one for the second press: the first has answered meanwhile.
    """
    return FormReader(form).text("press", 60) or otherwise
