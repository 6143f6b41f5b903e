"""`/vendor`: what needs the vendor, orders by deadline as they come, and how the shop does."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.queries.formatting.dates import weekday_long
from marketplace.queries.vendor_desk.desk import Event, LowStock, list_low_stock, list_recent_changes
from marketplace.queries.vendor_desk.failed_payout import FailedPayout, find_failed_payout
from marketplace.queries.vendor_desk.orders import OrderRow, list_orders, pulse
from marketplace.queries.vendor_desk.sales_figures import Balance, Meter, Sales, get_balance, get_sales, list_meters
from marketplace.queries.vendor_desk.today import Need, headline, needs_of
from marketplace.services.identity.access import Desk
from marketplace.state.vendor_desk.layout import VendorScreen
from marketplace.state.vendor_desk.orders import AT_MOST, EVERY_SECONDS

_SHOWN = 6
_ANEW_SECONDS = 30


class VendorTodayState(VendorScreen):
    """Read whole on arrival; then again whenever an order comes or moves, within two seconds."""

    today_ready: bool = False
    headline: str = ""
    needs: list[Need] = []
    failed: FailedPayout = FailedPayout()
    orders: list[OrderRow] = []
    next_href: str = ""
    sales: Sales = Sales()
    meters: list[Meter] = []
    balance: Balance = Balance()
    low: list[LowStock] = []
    changes: list[Event] = []
    _pulse: str = ""

    @rx.event
    async def open(self) -> Any:
        """Read everything anew, and keep looking."""
        answer = await self._read_place()
        if answer is None:
            answer = await self._read()
        self.today_ready = self.place.vendor_id != ""
        return answer or (VendorTodayState.follow if self.place.sees_orders else None)

    @rx.event(background=True)
    async def follow(self) -> None:
        """Look every moment whether an order came or moved; ends when the page is left."""
        started = now()
        for _ in range(AT_MOST):
            await asyncio.sleep(EVERY_SECONDS)
            async with self:
                if self.router.url.path.rstrip("/") != "/vendor":
                    return
                stale = (now() - started).total_seconds() > _ANEW_SECONDS
                if stale or await self._moved():
                    started = now()
                    await self._read_place()
                    await self._read()

    @rx.event
    async def span(self, days: int) -> Any:
        """Another span of days."""
        try:
            self.sales = await self.at_desk(Desk.VENDOR, lambda db, actor: get_sales(db, actor, int(days)))
        except MarketplaceError as error:
            return self._refused(error)
        return None

    async def _moved(self) -> bool:
        try:
            return await self.at_desk(Desk.VENDOR, pulse) != self._pulse
        except MarketplaceError:
            return False

    async def _read(self) -> Any:
        try:
            self.failed, self.low, self.changes = await self.at_desk(
                Desk.VENDOR,
                lambda db, actor: (
                    find_failed_payout(db, actor),
                    list_low_stock(db, actor),
                    list_recent_changes(db, actor),
                ),
            )
            if self.place.sees_orders:
                await self._read_orders()
        except MarketplaceError as error:
            return self._refused(error)
        moment = now()
        self.needs = needs_of(self.place)
        day, failed = weekday_long(moment.date()), self.failed.number != ""
        self.headline = headline(self.place, self.needs, day, payout_failed=failed)
        return None

    async def _read_orders(self) -> None:
        days = self.sales.days
        page, self._pulse, self.sales, self.meters, self.balance = await self.at_desk(
            Desk.VENDOR,
            lambda db, actor: (
                list_orders(db, actor, per_page=_SHOWN),
                pulse(db, actor),
                get_sales(db, actor, days),
                list_meters(db, actor),
                get_balance(db, actor),
            ),
        )
        self.orders = list(page.rows)
        self.next_href = f"/vendor/orders?order={self.orders[0].id}" if self.orders else ""
