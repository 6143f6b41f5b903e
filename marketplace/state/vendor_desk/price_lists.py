"""`/vendor/price-lists`: what a vendor has agreed with companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.services.identity.access import Desk
from marketplace.state.price_list_editor import PriceListEditor
from marketplace.state.price_lists import PriceListList
from marketplace.state.vendor_desk.layout import VendorScreen

T = TypeVar("T")


class VendorPriceListsState(VendorScreen, PriceListList):
    PATH: ClassVar[str] = "/vendor/price-lists"
    AS_VENDOR: ClassVar[bool] = True

    async def _at_this_desk(self, use: Callable[[Session, Actor], T]) -> T:
        return await self.at_desk(Desk.VENDOR, use)


class VendorPriceListState(VendorScreen, PriceListEditor):
    PATH: ClassVar[str] = "/vendor/price-lists"
    AS_VENDOR: ClassVar[bool] = True

    async def _at_this_desk(self, use: Callable[[Session, Actor], T]) -> T:
        return await self.at_desk(Desk.VENDOR, use)
