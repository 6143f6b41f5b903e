"""Forms as people fill them in: the one reader of their fields, whoever sends them.

Numbers are read as `numbers` reads them, in whichever country's way they are written; a day as date fields send it.
What is wrong is gathered under its field, so that a person reads everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from marketplace.domain.errors import Invalid
from marketplace.domain.numbers import read_amount, read_percent, read_whole


class FormReader:
    """Reads one form. `problems` is field -> what to do about it; the first thing said of a field stands.

    A number or a day is None where its field is empty, or wrong; `is_required` makes an empty one wrong, too.
    `sentence` stands for what the reader of the number would say.
    """

    def __init__(self, form: Mapping[str, object]) -> None:
        self._form = form
        self.problems: dict[str, str] = {}

    def raw(self, field: str, most: int | None = None) -> str:
        """What was typed, blanks and all; empty for what is not there, and for a file."""
        value = self._form.get(field)
        return str(value)[:most] if isinstance(value, str | int | float) else ""

    def text(self, field: str, most: int | None = None) -> str:
        """What was typed, without blanks around it, at most so many characters."""
        return self.raw(field).strip()[:most]

    def line(self, field: str, most: int | None = None) -> str:
        """A text in one line: `" Alt   Ware "` is `Alt Ware`."""
        return " ".join(self.raw(field).split())[:most]

    def is_ticked(self, field: str) -> bool:
        """Whether a box is ticked: one that is not does not arrive."""
        return self._form.get(field) is not None

    def amount(self, field: str, currency: str, *, is_required: bool = False, sentence: str = "") -> int | None:
        """Minor units of an amount."""
        return self._number(field, partial(read_amount, currency=currency), is_required, sentence)

    def rate(self, field: str, *, most_bps: int = 10_000, is_required: bool = False, sentence: str = "") -> int | None:
        """Basis points of a percentage."""
        return self._number(field, partial(read_percent, most_bps=most_bps), is_required, sentence)

    def count(
        self, field: str, *, least: int = 0, most: int = 999_999_999, is_required: bool = False, sentence: str = ""
    ) -> int | None:
        """A whole number within bounds."""
        return self._number(field, partial(read_whole, least=least, most=most), is_required, sentence)

    def day(self, field: str) -> date | None:
        """A day of the calendar, as ISO 8601 writes it: what a date field sends in any language."""
        typed = self.text(field)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.refuse(field, "Enter a day such as 2026-12-24.")
            return None

    def refuse(self, field: str, sentence: str) -> None:
        """Say what to do about a field."""
        self.problems.setdefault(field, sentence)

    def check(self) -> None:
        """Raises `Invalid` with everything that was refused."""
        if self.problems:
            raise Invalid(self.problems)

    def _number(self, field: str, read: Callable[[str], int], is_required: bool, sentence: str) -> int | None:
        typed = self.text(field)
        if not typed and not is_required:
            return None
        try:
            return read(typed)
        except ValueError as error:
            self.refuse(field, sentence or f"{str(error).removesuffix('.')}.")
            return None
