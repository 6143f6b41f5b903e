"""One page of a list: its rows, which of how many they are, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.queries.formatting.wording import count

Row = TypeVar("Row")


@dataclass(frozen=True)
class Span:
    """Which rows of a list a page shows; `page` counts from 1 and is within the list, whatever was asked for."""

    total: int
    page: int
    per_page: int
    range_text: str

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty one has one."""
        return _pages(self.total, self.per_page)

    @property
    def skip(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.per_page

    @property
    def window(self) -> dict[str, int]:
        """The parameters of a statement that ends with `limit :n offset :skip`."""
        return {"n": self.per_page, "skip": self.skip}


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page of a list. A list that says more beside its rows is a page with more fields."""

    rows: tuple[Row, ...]
    span: Span

    @property
    def total(self) -> int:
        """How many rows the list has."""
        return self.span.total

    @property
    def page(self) -> int:
        """Which page this is."""
        return self.span.page

    @property
    def pages(self) -> int:
        """How many there are."""
        return self.span.pages

    @property
    def range_text(self) -> str:
        """Which rows these are: `1 to 25 of 148 products`."""
        return self.span.range_text


def span_of(total: int, page: int, per_page: int, one: str, many: str = "") -> Span:
    """The page asked for, or the nearest there is, of a list of `one`: `1 to 25 of 148 products`; `No products`."""
    page = min(max(1, page), _pages(total, per_page))
    if total == 0:
        return Span(0, page, per_page, f"No {many or one + 's'}")
    first = (page - 1) * per_page + 1
    return Span(total, page, per_page, f"{first:,} to {min(total, page * per_page):,} of {count(total, one, many)}")


def _pages(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))
