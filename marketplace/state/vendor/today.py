"""`/vendor`: what needs the vendor, and how the shop stands."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.queries.vendor.desk import Event, LowStock, list_low_stock, list_recent_changes
from marketplace.queries.vendor.today import Need, headline, needs_of
from marketplace.services.access import Desk
from marketplace.state.vendor.frame import VendorScreen


class VendorTodayState(VendorScreen):
    """Figures of what exists; those of orders come with orders."""

    today_ready: bool = False
    headline: str = ""
    needs: list[Need] = []
    low: list[LowStock] = []
    changes: list[Event] = []

    @rx.event
    async def open(self) -> Any:
        """Read everything anew."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            self.low, self.changes = await self.at_desk(
                Desk.VENDOR, lambda db, actor: (list_low_stock(db, actor), list_recent_changes(db, actor))
            )
        except MarketplaceError as error:
            return self._refused(error)
        moment = now()
        self.headline = headline(self.place, f"{moment:%A} {moment.day} {moment:%B}")
        self.needs, self.today_ready = needs_of(self.place), True
        return None
