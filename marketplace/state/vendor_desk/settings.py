"""`/vendor/settings`: the shop's bank account, address, dispatch and freight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.region_form import read_delivery
from marketplace.domain.vendors.shop_form import read_account, read_address, read_dispatch
from marketplace.kit import check_digits
from marketplace.kit.slow import PASSWORDS, Place
from marketplace.queries.vendor_desk.failed_payout import FailedPayout, find_failed_payout
from marketplace.queries.vendor_desk.shop_settings import FreightRow, ShopSettings, get_shop_settings
from marketplace.services.finance import payout_accounts
from marketplace.services.identity.access import Desk
from marketplace.services.identity.confirmation import confirm_password
from marketplace.services.quotes.margin_rule import set_margin_rule
from marketplace.services.vendors import shop_settings
from marketplace.state import toast
from marketplace.state.vendor_desk.layout import VendorScreen


class VendorSettingsState(VendorScreen):
    """Each form is saved by itself, and leaves what is typed into the others."""

    settings_ready: bool = False
    shop: ShopSettings = ShopSettings()
    freight: list[FreightRow] = []
    freight_id: str = ""  # the delivery whose form is open
    failed: FailedPayout = FailedPayout()
    account_round: int = 0  # a new number closes and empties the form for another account

    @rx.event
    async def open(self) -> Any:
        """Show the shop as it is."""
        self.freight_id = ""
        answer = await self._read_place() or await self._show()
        self.settings_ready = self.place.vendor_id != ""
        return answer

    async def _show(self) -> Any:
        try:
            self.shop, self.failed = await self.at_desk(
                Desk.VENDOR, lambda db, actor: (get_shop_settings(db, actor), find_failed_payout(db, actor))
            )
        except MarketplaceError as error:
            return self._refused(error)
        self.freight = list(self.shop.freight)
        return None

    async def _save(self, use: Callable[[Session, Actor], Any], message: str, slow: Place | None = None) -> Any:
        self.field_errors = {}
        try:
            await self.at_desk(Desk.VENDOR, use, slow)
        except MarketplaceError as error:
            return self._refused(error)
        return await self._show() or toast.success(message)

    @rx.event
    async def save_account(self, form: dict[str, Any]) -> Any:
        """Ask for another bank account, with the password; the owners get a letter."""
        given = _texts(form)

        def ask(db: Session, actor: Actor) -> str:
            account = read_account(given, get_shop_settings(db, actor).legal_name, check_digits.check)
            return payout_accounts.ask_for_account(db, confirm_password(db, actor, given.get("password", "")), account)

        message = "The account is held. Every owner of the shop has a letter to confirm it."
        answer = await self._save(ask, message, PASSWORDS)
        self.account_round += not self.field_errors
        return answer

    @rx.event
    async def withdraw_account(self) -> Any:
        """Take back the account that is held."""
        return await self._save(payout_accounts.withdraw_account, "Payouts go where they went before.")

    @rx.event
    async def save_address(self, form: dict[str, Any]) -> Any:
        """Where the business is and how it is reached."""
        given = _texts(form)
        return await self._save(
            lambda db, actor: shop_settings.change_address(db, actor, read_address(given)), "The address is saved."
        )

    @rx.event
    async def save_margin(self, form: dict[str, Any]) -> Any:
        """What a quoted price has to leave over its cost; an empty field lets everything go."""
        typed = FormReader(form)
        least = typed.rate("margin", most_bps=9_900)

        def keep(db: Session, actor: Actor) -> None:
            typed.check()
            set_margin_rule(db, actor, least)

        return await self._save(keep, "The rule is saved. It holds from the next answer on.")

    @rx.event
    async def save_dispatch(self, form: dict[str, Any]) -> Any:
        """Where parcels leave from, and until when the same day."""
        given = _texts(form)
        return await self._save(
            lambda db, actor: shop_settings.change_dispatch(db, actor, read_dispatch(given)),
            "It holds for orders from now on.",
        )

    @rx.event
    async def show_freight(self, freight_id: str) -> None:
        """Open the form of one delivery; the same again closes it."""
        self.field_errors = {}
        self.freight_id = "" if self.freight_id == freight_id else freight_id

    @rx.event
    async def save_freight(self, form: dict[str, Any]) -> Any:
        """What the open delivery costs and how long it takes."""
        given, freight_id = _texts(form), self.freight_id
        currency = next((row.currency for row in self.freight if row.id == freight_id), self.place.store_currency)
        self.freight_id = ""
        answer = await self._save(
            lambda db, actor: shop_settings.change_freight(db, actor, freight_id, read_delivery(given, currency)),
            "The delivery is saved.",
        )
        if self.field_errors:
            self.freight_id = freight_id
        return answer


def _texts(form: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value)[:300] for name, value in form.items() if value is not None}
