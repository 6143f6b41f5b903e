"""Lists whose search, filters, order and page live in the address: read them, and write that of the next choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import whole_or
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.paging import Page


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

    def tabs(
        self,
        name: str,
        views: Iterable[tuple[str, str, str]],
        counts: Mapping[str, int],
        always: Collection[str] | None = None,
    ) -> list[TabLink]:
        """The saved views (value, label, its count) of one parameter; an empty one only where it is among `always`."""
        return [
            TabLink(label, self.to(**{name: value}), f"{counts[count]:,}", self.value(name) == value)
            for value, label, count in views
            if always is None or counts[count] or count in always
        ]


class PagedList(rx.State, mixin=True):
    """What every list of a desk is: one page of rows, and the filters that are on. `PATH` is where it stands."""

    PATH: ClassVar[str]
    chips: list[Chip] = []
    range_text: str = ""
    previous: str = ""
    following: str = ""

    def _address(self) -> Address:
        return Address(self.PATH, dict(self.router.url.query_parameters))

    def _turn_to(self, at: Address, page: Page[Any]) -> None:
        """Say which rows are shown, and where those before and after stand."""
        self.range_text = page.range_text
        self.previous, self.following = at.pager(page.page, page.pages)


class SearchedList(PagedList, mixin=True):
    """A list that is searched, sorted, and taken along as CSV."""

    LONGEST_SEARCH: ClassVar[int] = 100
    tabs: list[TabLink] = []
    q: str = ""
    csv: str = ""
    sort_href: dict[str, str] = {}
    sort_way: dict[str, str] = {}

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._searched_from().to(q=FormReader(form).text("q", self.LONGEST_SEARCH)))

    def _searched_from(self) -> Address:
        """What of the address a new search keeps."""
        return self._address()

    def _offer(self, at: Address, sortable: Iterable[str] = ()) -> None:
        """Show what is searched for, and where the list is as CSV and in another order."""
        self.q, self.csv = at.value("q"), replace(at, path=f"{at.path}.csv").to()
        ways = {name: at.sort(name) for name in sortable}
        self.sort_href = {name: href for name, (href, _) in ways.items()}
        self.sort_way = {name: way for name, (_, way) in ways.items()}


class DeskList(SearchedList, mixin=True):
    """A list that is all of its page: it opens with what the address asks for. `_read` fills it."""

    list_ready: bool = False

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            await self._read(self._address())
        except MarketplaceError as error:
            return self._refused(error)
        self.list_ready = True
        return None

    async def _read_place(self) -> Any:
        raise NotImplementedError

    async def _read(self, at: Address) -> None:
        raise NotImplementedError

    def _refused(self, error: MarketplaceError) -> Any:
        raise NotImplementedError


class StoreList(DeskList, mixin=True):
    """A list of the rows of several stores, which can be narrowed to one."""

    stores: list[Choice] = []

    def _offer_stores(self, at: Address, stores: Iterable[Option], **named: tuple[str, Mapping[str, str]]) -> None:
        """Show which store it is narrowed to and which others there are; `named` as `Address.chips` takes them."""
        options = [(store.value, store.label) for store in stores]
        self.chips = at.chips({"q": ("Search", {}), "store": ("Store", dict(options)), **named})
        self.stores = at.choices("store", options)
