"""`/s/{store}/company`: how the company stands, for which place is bought, and what was ordered last."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.overview import CompanyOverview, get_overview
from marketplace.services.companies.members import leave_company
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here


class CompanyOverviewState(CompanyScreen):
    """The first page of the desk."""

    overview_ready: bool = False
    view: CompanyOverview = CompanyOverview()

    @rx.event
    async def open(self) -> Any:
        """Show the company that is bought for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        try:
            self.view = await self._at_company(lambda db, actor: get_overview(db, actor, here(db)))
        except MarketplaceError as error:
            return self._refused(error)
        self.overview_ready = True
        return None

    @rx.event
    async def leave(self) -> Any:
        """Leave the company oneself."""

        def go(db: Session, actor: Actor) -> None:
            leave_company(db, actor, here(db))

        try:
            await self._at_company(go)
        except MarketplaceError as error:
            return self._refused(error)
        return [rx.redirect("/account"), toast.success("You have left the company.")]
