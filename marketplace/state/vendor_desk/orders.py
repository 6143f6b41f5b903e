"""`/vendor/orders`: the work list, as its address says, kept up to date while it is open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, ClassVar

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.queries.vendor_desk.orders import OrderRow, list_orders, pulse
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, Choice, SearchedList
from marketplace.state.vendor_desk.layout import VendorScreen

PATH = "/vendor/orders"
_TABS = (
    ("", "To fulfil", "to_fulfil"),
    ("new", "New", "new"),
    ("late", "Late", "late"),
    ("shipped", "Shipped", "shipped"),
    ("delivered", "Delivered", "delivered"),
    ("returns", "Returns", "returns"),
    ("all", "All", "all"),
)
_DUE = (("today", "today"), ("week", "next 7 days"))
EVERY_SECONDS, AT_MOST = 1.5, 4800
_ANEW_SECONDS = 30  # deadlines count down even when nothing happens


class VendorOrdersState(VendorScreen, SearchedList):
    """One page of rows; the order beside it is `VendorOrderState`'s, held by `?order=`."""

    PATH: ClassVar[str] = PATH
    orders_ready: bool = False
    rows: list[OrderRow] = []
    due_choices: list[Choice] = []
    worth: str = ""
    first_href: str = ""  # of the most urgent order
    chosen: str = ""
    row_before: str = ""
    row_after: str = ""
    close_href: str = PATH
    is_filtered: bool = False
    _pulse: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for, and keep looking."""
        answer = await self._read_place()
        if answer is None:
            answer = await self._show()
        self.orders_ready = self.place.vendor_id != ""
        return answer or VendorOrdersState.follow

    @rx.event(background=True)
    async def follow(self) -> None:
        """A new or changed order appears by itself; ends when the page is left."""
        started = now()
        for _ in range(AT_MOST):
            await asyncio.sleep(EVERY_SECONDS)
            async with self:
                if self.router.url.path.rstrip("/") != PATH:
                    return
                stale = (now() - started).total_seconds() > _ANEW_SECONDS
                if stale or await self._moved():
                    started = now()
                    await self._read_place()
                    await self._show()

    @rx.event
    async def refresh(self) -> Any:
        """Look again, after something was done to an order beside the list."""
        await self._read_place()
        return await self._show()

    def _searched_from(self) -> Address:
        return _at_rest(self._address())

    async def _moved(self) -> bool:
        try:
            mark = await self.at_desk(Desk.VENDOR, pulse)
        except MarketplaceError:
            return False
        changed, self._pulse = mark != self._pulse, mark
        return changed

    async def _show(self) -> Any:
        at = self._address()
        try:
            await self._read(at)
        except MarketplaceError as error:
            return self._refused(error)
        return None

    async def _read(self, at: Address) -> None:
        page, self._pulse = await self.at_desk(
            Desk.VENDOR,
            lambda db, actor: (
                list_orders(
                    db,
                    actor,
                    view=at.value("view"),
                    q=at.value("q"),
                    due=at.value("due"),
                    sort=at.value("sort"),
                    page=at.page(),
                ),
                pulse(db, actor),
            ),
        )
        at_rest = _at_rest(at)
        self.rows = [replace(row, href=self._beside(at, row.id)) for row in page.rows]
        self.first_href = self.rows[0].href if self.rows else ""
        self.worth = page.worth
        self._turn_to(at_rest, page)
        self._offer(at_rest)
        self.tabs = Address(PATH, {"view": at.value("view")}).tabs("view", _TABS, page.counts)
        self.chips = at_rest.chips({"q": ("Search", {}), "due": ("Ship by", dict(_DUE))})
        self.due_choices = at_rest.choices("due", _DUE)
        self.is_filtered = bool(self.chips)
        self._place_drawer(at)

    def _place_drawer(self, at: Address) -> None:
        self.chosen = at.value("order")
        self.close_href = self._beside(at, "")
        ids = [row.id for row in self.rows]
        here = ids.index(self.chosen) if self.chosen in ids else -1
        self.row_before = self.rows[here - 1].href if here > 0 else ""
        self.row_after = self.rows[here + 1].href if 0 <= here < len(ids) - 1 else ""

    def _beside(self, at: Address, order_id: str) -> str:
        """The same page of the list with this order beside it."""
        page = at.value("page")
        return at.to(order=order_id, page=page) if page else at.to(order=order_id)


def _at_rest(at: Address) -> Address:
    """The list without the order beside it."""
    return replace(at, query={**at.query, "order": ""})
