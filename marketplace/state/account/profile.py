"""`/account`: name, address, and what one may do where."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.services.identity import profile
from marketplace.services.identity.access import Desk
from marketplace.state import toast
from marketplace.state.account.layout import AccountScreen


class AccountProfileState(AccountScreen):
    """The form holds its own text; the state holds what is saved."""

    profile_ready: bool = False
    notice: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the account."""
        verified = self.router.url.query_parameters.get("notice", "") == "verified"
        self.notice = "Your e-mail address is confirmed." if verified else ""
        answer = await self._read_profile()
        self.profile_ready = answer is None
        return answer

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the name."""
        typed = FormReader(form)
        first, last = typed.raw("first_name"), typed.raw("last_name")
        try:
            await self.at_desk(
                Desk.ACCOUNT, lambda db, actor: profile.rename(db, actor, first_name=first, last_name=last)
            )
        except MarketplaceError as error:
            return self.handle_error(error)
        return await self._read_profile() or toast.success("Your name is saved.")

    @rx.event
    async def resend(self) -> Any:
        """Send the confirmation link again."""
        try:
            address = await self.at_desk(Desk.ACCOUNT, profile.resend_verification)
        except MarketplaceError as error:
            return self.handle_error(error)
        self.notice = f"A new link is on its way to {address}."
        return None
