"""`/s/{store}/company/locations`: the places of a company, and the one that the address names in a form."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.companies.registration import FIELDS, Registration, has_bill_address
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.locations import (
    LocationCard,
    LocationRow,
    get_location_card,
    list_company_locations,
)
from marketplace.services.companies.locations import save_location
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here

_NEW = "new"


class CompanyLocationsState(CompanyScreen):
    """`location_id` is empty while no form is open, and `new` for one that is being opened."""

    locations_ready: bool = False
    rows: list[LocationRow] = []
    location_id: str = ""
    card: LocationCard = LocationCard()
    bills_elsewhere: bool = False
    form_round: int = 0

    @rx.event
    async def open(self) -> Any:
        """Show the places, and the one that `?location=` names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.location_id = self.router.url.query_parameters.get("location", "")
        wanted = "" if self.location_id == _NEW else self.location_id
        try:
            self.rows = await self._at_company(lambda db, actor: list_company_locations(db, actor, here(db)))
            self.card = LocationCard()
            if self.location_id:
                self.card = await self._at_company(lambda db, actor: get_location_card(db, actor, here(db), wanted))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.locations_ready = True
        self.bills_elsewhere = has_bill_address(Registration(**self.card.given))
        self.form_round += 1
        return None

    @rx.event
    async def bill_elsewhere(self, on: bool) -> None:
        """Show the address of the bills, or let them go where the goods go."""
        self.bills_elsewhere = on

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the open place, or open the one of the form."""
        reader = FormReader(form)
        typed = Registration(**{name: reader.raw(name, 200) for name in FIELDS})
        if not self.bills_elsewhere:
            typed = replace(typed, **{name: "" for name in asdict(typed) if name.startswith("bill_")})
        location_id = "" if self.location_id == _NEW else self.location_id

        def keep(db: Session, actor: Actor) -> str:
            return save_location(db, actor, here(db), location_id, typed).name

        try:
            name = await self._at_company(keep)
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors, self.location_id = {}, ""
        return [rx.redirect(f"/s/{self._store()}/company/locations"), toast.success(f"{name} is saved.")]
