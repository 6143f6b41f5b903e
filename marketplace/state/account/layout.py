"""What every page of the account shares: who it belongs to."""

from __future__ import annotations

from typing import Any

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.account.profile import Profile, get_profile
from marketplace.services.identity.access import Desk
from marketplace.state.base import Screen


class AccountScreen(Screen):
    """The signed-in person, read anew with every page."""

    profile: Profile = Profile()

    async def _read_profile(self) -> Any:
        """Fill `profile`; what a failure leads to, or None."""
        self.field_errors, self.problem, self.missing = {}, "", False
        try:
            self.profile = await self.at_desk(Desk.ACCOUNT, get_profile)
        except MarketplaceError as error:
            return self.handle_error(error)
        return None
