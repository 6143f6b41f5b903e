"""`/vendor/products/new`: a name is enough to begin; the rest is said on the product's own page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import vendor_grant
from marketplace.queries.formatting.options import Option
from marketplace.queries.vendor_desk.editing import list_category_choices
from marketplace.services.catalogue.products import create_product
from marketplace.services.identity.access import Desk
from marketplace.state.vendor_desk.layout import VendorScreen


class VendorNewProductState(VendorScreen):
    """The form holds what is typed; the state holds the choices."""

    new_ready: bool = False
    new_categories: list[Option] = []

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
        self.new_categories, self.new_ready = list(categories), True
        return None

    @rx.event
    async def create(self, form: dict[str, Any]) -> Any:
        """Make the draft and go on to its page."""
        typed = FormReader(form)
        facts = ProductFacts(
            title=typed.raw("title"), subtitle=typed.raw("subtitle"), category_id=typed.raw("category_id")
        )
        sku = typed.text("sku")
        try:
            made = await self.at_desk(Desk.VENDOR, lambda db, actor: create_product(db, actor, facts, sku=sku))
        except MarketplaceError as error:
            return self._refused(error)
        return rx.redirect(f"/vendor/products/{made.id}")
