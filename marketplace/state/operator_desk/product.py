"""`/admin/products/[product_key]`: one product with everything around it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.operator_desk.product import AdminProduct, get_product_for_admin
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorProductState(OperatorScreen):
    """The product that the address names."""

    product_ready: bool = False
    product: AdminProduct = AdminProduct()

    @rx.event
    async def open(self) -> Any:
        """Show the product of the address."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        product_id = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.product = AdminProduct()
        try:
            self.product = await self._at_admin(lambda db, actor: get_product_for_admin(db, actor, product_id))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.product_ready = True
        return None
