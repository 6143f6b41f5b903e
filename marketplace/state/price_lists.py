"""Price lists at a desk: the list, as its address says. The same for a store's people and for a vendor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.catalogue.price_list_form import SCOPES
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.queries.shared.price_lists import PriceListRow, list_price_lists
from marketplace.state import toast
from marketplace.state.listing import Address, Choice, DeskList

T = TypeVar("T")
_TABS = (
    ("", "All", "all"),
    ("running", "Running", "running"),
    ("coming", "Coming", "coming"),
    ("over", "Over", "over"),
    ("archived", "Archived", "archived"),
)


class PriceListDesk(rx.State, mixin=True):
    """Which desk it is: `AS_VENDOR` narrows everything to the vendor's own."""

    AS_VENDOR: ClassVar[bool] = False
    PATH: ClassVar[str]

    field_errors: dict[str, str]

    async def _at_this_desk(self, use: Callable[[Session, Actor], T]) -> T:
        raise NotImplementedError

    async def _read_place(self) -> Any:
        raise NotImplementedError

    def _refused(self, error: MarketplaceError) -> Any:
        raise NotImplementedError


class OpenPriceList(PriceListDesk, mixin=True):
    """One list, named by the address."""

    price_list_id: str = ""

    async def _show(self) -> Any:
        raise NotImplementedError

    def _grid_address(self) -> Address:
        url = self.router.url
        return Address(str(url.path).rstrip("/"), dict(url.query_parameters))

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        self.field_errors = {}
        try:
            await self._at_this_desk(use)
        except MarketplaceError as error:
            return self._refused(error)
        return await self._show() or toast.success(message)


class PriceListList(PriceListDesk, DeskList, mixin=True):
    """One page of lists, and the addresses of everything that can be pressed."""

    rows: list[PriceListRow] = []
    stores: list[Choice] = []
    scopes: list[Choice] = []
    is_narrowed: bool = False

    async def _read(self, at: Address) -> None:
        page = await self._at_this_desk(
            lambda db, actor: list_price_lists(
                db,
                actor,
                as_vendor=self.AS_VENDOR,
                view=at.value("view"),
                store=at.value("store"),
                kind=at.value("kind"),
                q=at.value("q"),
                sort=at.value("sort"),
                page=at.page(),
            )
        )
        self.rows = list(page.rows)
        self.is_narrowed = any(at.value(name) for name in ("view", "store", "kind", "q"))
        self._turn_to(at, page)
        self._offer(at, sortable=("title",))
        self.tabs = at.tabs("view", _TABS, page.counts)
        stores = [(store.value, store.label) for store in page.stores]
        self.chips = at.chips({"q": ("Search", {}), "kind": ("For", SCOPES), "store": ("Store", dict(stores))})
        self.stores, self.scopes = at.choices("store", stores), at.choices("kind", SCOPES.items())
