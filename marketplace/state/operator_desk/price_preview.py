"""`/admin/price-preview`: a store as a company sees it; everything that is viewpoint is in the address."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import whole_or
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.price_preview import PreviewRow, TraceRow, Viewpoint, get_price_preview
from marketplace.state.listing import Address, DeskList
from marketplace.state.operator_desk.layout import OperatorScreen

_FIELDS = ("store", "location", "on", "quantity", "currency", "q")


class OperatorPricePreviewState(OperatorScreen, DeskList):
    """One page of offers at the prices of the viewpoint buyer, and the trace of the open one."""

    PATH: ClassVar[str] = "/admin/price-preview"
    rows: list[PreviewRow] = []
    hrefs: list[str] = []
    trace: list[TraceRow] = []
    traced: str = ""
    buyer: str = ""
    asked_form: dict[str, str] = {}
    store_choices: list[Option] = []
    locations: list[Option] = []
    currencies: list[Option] = []
    open_offer_id: str = ""

    async def _read(self, at: Address) -> None:
        viewpoint = Viewpoint(
            store_id=at.value("store"),
            location_id=at.value("location"),
            on=at.value("on"),
            quantity=whole_or(at.value("quantity"), 1, least=1, most=100_000),
            currency=at.value("currency"),
            q=at.value("q"),
            offer_id=at.value("offer"),
        )
        page = await self._at_admin(lambda db, actor: get_price_preview(db, actor, viewpoint, page=at.page()))
        self.rows, self.trace, self.traced = list(page.rows), list(page.trace), page.traced
        self.buyer, self.open_offer_id = page.buyer, viewpoint.offer_id
        self.store_choices, self.locations = list(page.stores), list(page.locations)
        self.currencies = list(page.currencies)
        self.asked_form = {
            "store": page.store_id,
            "location": viewpoint.location_id,
            "on": page.on,
            "quantity": str(page.quantity),
            "currency": page.currency,
            "q": viewpoint.q,
        }
        self._turn_to(at, page)
        self.form_round += 1

    @rx.event
    async def look(self, form: dict[str, Any]) -> Any:
        """Put what is viewpoint into the address."""
        typed = FormReader(form)
        return rx.redirect(Address(self.PATH, {}).to(**{name: typed.text(name, 100) for name in _FIELDS}))

    @rx.event
    async def show_trace(self, offer_id: str) -> Any:
        """Open the whole story of one price."""
        at = self._address()
        return rx.redirect(at.to(offer=offer_id, page=at.value("page")))
