"""`/admin/price-lists`: every list of the stores that this person sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.price_list_editor import PriceListEditor
from marketplace.state.price_lists import PriceListList

T = TypeVar("T")


class OperatorPriceListsState(OperatorScreen, PriceListList):
    PATH: ClassVar[str] = "/admin/price-lists"

    async def _at_this_desk(self, use: Callable[[Session, Actor], T]) -> T:
        return await self._at_admin(use)


class OperatorPriceListState(OperatorScreen, PriceListEditor):
    PATH: ClassVar[str] = "/admin/price-lists"

    async def _at_this_desk(self, use: Callable[[Session, Actor], T]) -> T:
        return await self._at_admin(use)
