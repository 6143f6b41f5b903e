"""`/account/addresses`: what a person keeps for the checkout, and the form of the one that the address names."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.buying.addresses import AddressInput, checked_address
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.postal_codes import read_postal_code
from marketplace.queries.account.addresses import FIELDS, AddressCard, AddressRow, get_card, list_book, list_countries
from marketplace.queries.account.stores import likeliest_store, list_open_stores
from marketplace.queries.formatting.options import Option
from marketplace.services.identity.access import Desk, find_store
from marketplace.services.identity.address_book import remove_address, save_whole_address
from marketplace.state import toast
from marketplace.state.account.layout import AccountScreen

_BOOK, _NEW = "/account/addresses", "new"


class AccountAddressesState(AccountScreen):
    """`address_id` is empty while no form is open, and `new` for one that is being added."""

    addresses_ready: bool = False
    rows: list[AddressRow] = []
    stores: list[Option] = []
    store: str = ""  # whose book a new one is for, unless another one is chosen
    countries: list[Option] = []
    address_id: str = ""
    card: AddressCard = AddressCard()
    country: str = ""
    _postal_code: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the book, and the address that `?address=` names."""
        answer = await self._read_profile()
        if answer is not None:
            return answer
        params = self.router.url.query_parameters
        self.address_id = params.get("address", "")
        self.stores, self.countries = await asyncio.to_thread(list_open_stores), list_countries()
        offered = [one.value for one in self.stores]
        self.store = await asyncio.to_thread(
            likeliest_store, await self.current_actor(), params.get("store", ""), offered
        )
        try:
            self.rows = await self.at_desk(Desk.ACCOUNT, list_book)
            wanted = self.address_id if self.address_id != _NEW else ""
            self.card = (
                await self.at_desk(Desk.ACCOUNT, lambda db, actor: get_card(db, actor, wanted))
                if wanted
                else self._blank()
            )
        except MarketplaceError as error:
            self.card = AddressCard()
            return self.handle_error(error)
        finally:
            self.addresses_ready = True
        self.country, self._postal_code = self.card.given["country"], self.card.given["postal_code"]
        return None

    def _blank(self) -> AddressCard:
        """A new one is for the person themselves, and the first one for everything."""
        name = {"first_name": self.profile.first_name, "last_name": self.profile.last_name}
        card, is_first = AddressCard(), not self.rows
        return replace(card, given=card.given | name, is_default_shipping=is_first, is_default_billing=is_first)

    @rx.event
    async def leave_field(self, name: str, value: str) -> None:
        """Say at once what is wrong with a field that was left, or nothing; what is empty is asked for at the end."""
        if name == "country":
            self.country = value[:2]
            self._look("postal_code", self._postal_code)
        elif name in FIELDS:
            self._postal_code = value if name == "postal_code" else self._postal_code
            self._look(name, value)

    def _look(self, name: str, value: str) -> None:
        problems: dict[str, str] = {}
        if value.strip():
            given = AddressInput(**{"country": self.country, name: value[:500]})
            checked_address(given, "", problems, read_postal_code=read_postal_code)
        kept = {field: sentence for field, sentence in self.field_errors.items() if field not in (name, "country")}
        self.field_errors = kept | {field: sentence for field, sentence in problems.items() if field == name}

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep what the form holds: a new address, or the open one."""
        typed = FormReader(form)
        address_id = "" if self.address_id == _NEW else self.address_id
        given = {name: typed.raw(name) for name in FIELDS}

        def keep(db: Session, actor: Actor) -> None:
            tenant_id = (
                get_card(db, actor, address_id).tenant_id if address_id else find_store(db, typed.raw("store")).id
            )
            save_whole_address(
                db,
                actor,
                tenant_id,
                AddressInput(**given),
                address_id=address_id,
                label=typed.raw("label"),
                default_shipping=bool(form.get("default_shipping")),
                default_billing=bool(form.get("default_billing")),
            )

        return await self._do(keep, "The address is saved.")

    @rx.event
    async def remove(self) -> Any:
        """Delete the open address; orders keep theirs."""
        address_id = self.address_id

        def forget(db: Session, actor: Actor) -> None:
            remove_address(db, actor, get_card(db, actor, address_id).tenant_id, address_id)

        return await self._do(forget, "The address is deleted.")

    async def _do(self, use: Any, message: str) -> Any:
        try:
            await self.at_desk(Desk.ACCOUNT, use)
        except MarketplaceError as error:
            return self.handle_error(error)
        self.field_errors, self.address_id = {}, ""
        return [rx.redirect(_BOOK), toast.success(message)]
