"""`/vendor/products/new`: a name is enough to begin; the rest is said on the product's own page."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.kit.ids import new_id
from marketplace.queries.formatting.options import Option
from marketplace.queries.vendor_desk.editing import list_category_choices
from marketplace.services.catalogue.products import create_product
from marketplace.services.identity.access import Desk
from marketplace.state.press import once_pressed, press_of
from marketplace.state.vendor_desk.layout import VendorScreen


class VendorNewProductState(VendorScreen):
    """The form holds what is typed; the state holds the choices."""

    new_ready: bool = False
    new_categories: list[Option] = []
    press: str = ""  # goes with the form

    @rx.event
    async def open(self) -> Any:
        """Show an empty form."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            categories = await self.at_desk(
                Desk.VENDOR, lambda db, actor: list_category_choices(db, str(vendor_grant(actor).tenant_id))
            )
        except MarketplaceError as error:
            return self._refused(error)
        self.new_categories, self.new_ready, self.press = list(categories), True, new_id("press")
        return None

    @rx.event
    async def create(self, form: dict[str, Any]) -> Any:
        """Make the draft and go on to its page; sent twice, it is one draft."""
        typed = FormReader(form)
        facts = ProductFacts(
            title=typed.raw("title"), subtitle=typed.raw("subtitle"), category_id=typed.raw("category_id")
        )
        sku, press = typed.text("sku"), press_of(form, self.press)

        def make(db: Session, actor: Actor) -> str:
            return once_pressed(db, actor, press, lambda: create_product(db, actor, facts, sku=sku).id)

        try:
            made = await self.at_desk(Desk.VENDOR, make)
        except MarketplaceError as error:
            return self._refused(error)
        return rx.redirect(f"/vendor/products/{made}")
