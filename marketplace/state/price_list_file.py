"""A file of prices for a price list: taken, followed while it is checked, and stored or put away."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from marketplace.queries.shared.price_files import PriceFileView
from marketplace.services.catalogue.price_files import apply_price_file, discard_price_file
from marketplace.state.price_lists import OpenPriceList
from marketplace.state.upload_reply import problem_of

EVERY_SECONDS, _AT_MOST = 1.0, 1200


class PriceFile(OpenPriceList, mixin=True):
    """The file that is being checked, or waits for a word."""

    file: PriceFileView = PriceFileView()
    file_error: str = ""

    @rx.event
    async def file_taken(self, reply: str) -> Any:
        """The upload's answer: look at how far the file is, or say what is wrong with it."""
        self.file_error = problem_of(reply)
        return await self._show() or (type(self).follow_file if self.file.is_busy else None)

    @rx.event(background=True)
    async def follow_file(self) -> None:
        """Look how far the file is until it is checked or stored, or the page is left."""
        for _ in range(_AT_MOST):
            await asyncio.sleep(EVERY_SECONDS)
            async with self:
                if not self.file.is_busy or self._grid_address().path.rpartition("/")[2] != self.price_list_id:
                    return
                await self._show()

    @rx.event
    async def apply_file(self) -> Any:
        """Store the prices of the file that was checked."""
        list_id, file_id = self.price_list_id, self.file.id
        answer = await self._do(
            lambda db, actor: apply_price_file(db, actor, list_id, file_id), "The prices are being set."
        )
        return [answer, type(self).follow_file] if self.file.is_busy else answer

    @rx.event
    async def discard_file(self) -> Any:
        """Put the file away unused."""
        list_id, file_id = self.price_list_id, self.file.id
        return await self._do(
            lambda db, actor: discard_price_file(db, actor, list_id, file_id), "The file is put away."
        )
