"""`/admin/regions`: where a store sells, its taxes, and what a vendor charges for delivery until it says so itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.region_form import read_delivery, read_rate, read_region
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.regions import (
    RateRow,
    RegionBook,
    RegionCard,
    RegionRow,
    get_region,
    get_regions,
)
from marketplace.services.stores import regions
from marketplace.state.listing import Address, Choice
from marketplace.state.operator_desk.layout import OperatorScreen

NEW = "new"


class OperatorRegionsState(OperatorScreen):
    """The store and the open region are in the address."""

    regions_ready: bool = False
    book: RegionBook = RegionBook()
    rows: list[RegionRow] = []
    stores: list[Choice] = []
    categories: list[Option] = []
    currencies: list[Option] = []
    region_id: str = ""
    card: RegionCard = RegionCard()
    rates: list[RateRow] = []
    new_href: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the store's regions, and the one that the address names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        answer = await self._show()
        self.regions_ready = True
        return answer

    async def _show(self) -> Any:
        at = Address("/admin/regions", dict(self.router.url.query_parameters))
        wanted = at.value("region")

        def read(db: Session, actor: Actor) -> tuple[RegionBook, RegionCard]:
            book = get_regions(db, actor, at.value("store"))
            return book, get_region(db, actor, wanted) if wanted and wanted != NEW else RegionCard()

        try:
            self.book, self.card = await self._at_admin(read)
        except MarketplaceError as error:
            return self._refused(error)
        self.rows, self.rates, self.region_id = list(self.book.rows), list(self.card.rates), wanted
        self.categories, self.currencies = list(self.book.categories), list(self.book.currencies)
        self.stores = Address(at.path, {}).choices("store", ((s.value, s.label) for s in self.book.stores))
        self.new_href = at.to(region=NEW)
        self.form_round += 1
        return None

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        try:
            answer = await self._at_admin(use)
        except MarketplaceError as error:
            return self._refused(error)
        note = self._did(message)
        if self.region_id == NEW and isinstance(answer, str):
            return rx.redirect(f"/admin/regions?store={self.book.store_id}&region={answer}")
        return await self._show() or note

    @rx.event
    async def save_region(self, form: dict[str, Any]) -> Any:
        """Add a region, or change the open one."""
        store_id, region_id = self.book.store_id, self.region_id
        try:
            facts = read_region({"currency": self.card.currency, **_texts(form)})
        except MarketplaceError as error:
            return self._refused(error)
        if region_id == NEW:
            return await self._do(
                lambda db, actor: regions.add_region(db, actor, store_id, facts), f"{facts.name} is added."
            )
        return await self._do(
            lambda db, actor: regions.change_region(db, actor, region_id, facts), f"{facts.name} is changed."
        )

    @rx.event
    async def save_rate(self, form: dict[str, Any]) -> Any:
        """Set the tax of a category, or the general one."""
        region_id = self.region_id
        try:
            facts = read_rate(_texts(form))
        except MarketplaceError as error:
            return self._refused(error)
        return await self._do(
            lambda db, actor: regions.set_rate(db, actor, region_id, facts), "The tax holds from now on."
        )

    @rx.event
    async def remove_rate(self, rate_id: str) -> Any:
        """A category takes the rate above it again."""
        return await self._do(lambda db, actor: regions.remove_rate(db, actor, rate_id), "The rate is removed.")

    @rx.event
    async def save_delivery(self, form: dict[str, Any]) -> Any:
        """What vendors charge here until they set their own."""
        region_id = self.region_id
        try:
            facts = read_delivery(_texts(form), self.card.currency)
        except MarketplaceError as error:
            return self._refused(error)
        return await self._do(
            lambda db, actor: regions.set_default_delivery(db, actor, region_id, facts),
            "Vendors without a delivery of their own have this one now.",
        )


def _texts(form: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value)[:200] for name, value in form.items() if value is not None}
