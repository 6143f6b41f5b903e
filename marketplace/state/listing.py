"""Lists whose filters live in the address: read them, and write the address of the next choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from marketplace.domain.numbers import whole_or


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `href` is the address without it."""

    name: str
    value: str
    href: str


@dataclass(frozen=True)
class Choice:
    """A filter that can be chosen."""

    label: str
    href: str
    on: bool = False


@dataclass(frozen=True)
class TabLink:
    """A saved view with its count."""

    label: str
    href: str
    count: str
    on: bool = False


@dataclass(frozen=True)
class Address:
    """A path and its query; every change of a filter goes back to the first page."""

    path: str
    query: Mapping[str, str]

    def value(self, name: str) -> str:
        """One parameter, empty when absent."""
        return self.query.get(name, "")

    def page(self) -> int:
        """The page asked for; 1 for anything that is no page."""
        return whole_or(self.value("page"), 1, least=1, most=999_999)

    def to(self, **changes: str | int | None) -> str:
        """The address with these parameters changed; None or "" takes one away."""
        kept = {name: value for name, value in self.query.items() if name != "page"}
        wanted = {**kept, **{name: "" if value is None else str(value) for name, value in changes.items()}}
        filled = {name: value for name, value in wanted.items() if value}
        return f"{self.path}?{urlencode(filled)}" if filled else self.path

    def chips(self, names: Mapping[str, tuple[str, Mapping[str, str]]]) -> list[Chip]:
        """The filters that are on: parameter -> (its name, value -> word)."""
        return [
            Chip(word, words.get(self.value(key), self.value(key)), self.to(**{key: None}))
            for key, (word, words) in names.items()
            if self.value(key)
        ]

    def choices(self, name: str, options: Iterable[tuple[str, str]]) -> list[Choice]:
        """What can be chosen for one parameter."""
        return [Choice(label, self.to(**{name: value}), on=self.value(name) == value) for value, label in options]

    def pager(self, page: int, pages: int) -> tuple[str, str]:
        """The addresses of the page before and after, empty where there is none."""
        before = self.to(page=None if page == 2 else page - 1) if page > 1 else ""
        return before, self.to(page=page + 1) if page < pages else ""

    def sort(self, name: str, default: str = "") -> tuple[str, str]:
        """Where pressing a column leads, and how it is sorted now ("", "up" or "down")."""
        now = self.value("sort") or default
        state = "up" if now == name else "down" if now == f"-{name}" else ""
        return self.to(sort=f"-{name}" if state == "up" else name), state
