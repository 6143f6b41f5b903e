"""`/s/{store}/company/cost-centres`: where a company books what it buys, and the one that the address names."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.cost_centres import (
    CostCentreCard,
    CostCentreRow,
    get_cost_centre_card,
    list_cost_centres,
)
from marketplace.services.companies.cost_centres import CostCentreForm, require_cost_centre, save_cost_centre
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here

_NEW = "new"


class CompanyCostCentresState(CompanyScreen):
    """`centre_id` is empty while no form is open, and `new` for one that is being opened."""

    cost_centres_ready: bool = False
    rows: list[CostCentreRow] = []
    summary: str = ""
    is_required: bool = False
    centre_id: str = ""
    card: CostCentreCard = CostCentreCard()
    form_round: int = 0

    @rx.event
    async def open(self) -> Any:
        """Show the cost centres, and the one that `?centre=` names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.centre_id = self.router.url.query_parameters.get("centre", "")
        wanted = "" if self.centre_id == _NEW else self.centre_id
        try:
            shown = await self._at_company(lambda db, actor: list_cost_centres(db, actor, here(db)))
            self.rows, self.summary, self.is_required = list(shown.rows), shown.summary, shown.is_required
            self.card = CostCentreCard()
            if self.centre_id:
                self.card = await self._at_company(lambda db, actor: get_cost_centre_card(db, actor, here(db), wanted))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.cost_centres_ready = True
        self.form_round += 1
        return None

    @rx.event
    async def require(self, on: bool) -> Any:
        """Whether nothing is ordered without a cost centre."""

        def change(db: Session, actor: Actor) -> None:
            require_cost_centre(db, actor, here(db), is_required=on)

        try:
            await self._at_company(change)
        except MarketplaceError as error:
            return self._refused(error)
        self.is_required = on
        return toast.success("Every order needs a cost centre now." if on else "Orders need no cost centre any more.")

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the open cost centre, or open the one of the form."""
        typed = FormReader(form)
        budget = typed.amount("budget", self.card.currency or "EUR")
        wish = CostCentreForm(
            typed.line("code", 80),
            typed.line("name", 120),
            budget,
            typed.text("period", 20),
            self.centre_id == _NEW or typed.is_ticked("active"),
        )
        centre_id = "" if self.centre_id == _NEW else self.centre_id

        def keep(db: Session, actor: Actor) -> str:
            typed.check()
            return save_cost_centre(db, actor, here(db), centre_id, wish).label

        try:
            label = await self._at_company(keep)
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors, self.centre_id = {}, ""
        return [rx.redirect(f"/s/{self._store()}/company/cost-centres"), toast.success(f"{label} is saved.")]
