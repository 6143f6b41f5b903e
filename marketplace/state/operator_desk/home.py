"""`/admin`: what needs a person."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.operator_desk.desk import OperatorHome, get_home
from marketplace.state.operator_desk.layout import OperatorScreen


class OperatorHomeState(OperatorScreen):
    """Read whole on arrival, and again when asked."""

    home_ready: bool = False
    home: OperatorHome = OperatorHome()

    @rx.event
    async def open(self) -> Any:
        """Show what waits now."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            self.home = await self._at_admin(get_home)
        except MarketplaceError as error:
            return self._refused(error)
        self.home_ready = True
        return None
