"""What the pages of a buyer's quotes share: the store, who sits here, and the key of a guest's link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.requester import Requester, key_in
from marketplace.kit.cookies import cookie_value
from marketplace.kit.session_cookie import quote_cookie, shopper_cookie
from marketplace.queries.company_desk.desk import get_buyer_place
from marketplace.queries.formatting.wording import hue, initials
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.vendor_desk.layout import CurrentUser

T = TypeVar("T")


class QuoteDeskScreen(CompanyScreen):
    """The address is `/s/{store}/quotes/{request}/{quote}`."""

    def _in_path(self, at: int) -> str:
        """A part of the address: 4 is the request, 5 the quote."""
        parts = str(self.router.url.path).split("/")
        return parts[at] if len(parts) > at else ""

    def _requester(self, actor: Actor) -> Requester:
        """Who asks, with the key that their browser holds for this request."""
        cookies = self.router.headers.cookie
        key = key_in(cookie_value(cookies, quote_cookie()), self._in_path(4))
        return Requester(actor, key, cookie_value(cookies, shopper_cookie()))

    async def _as_buyer(self, use: Callable[[Session, Requester, str], T]) -> T:
        """Run `use(db, requester, tenant_id)` in the store of the address."""
        return await self._at_company(lambda db, actor: use(db, self._requester(actor), here(db)))

    async def _read_place(self) -> Any:
        """Fill `company_place` and `current_user`; what a failure leads to, or None."""
        self.field_errors, self.problem, self.missing = {}, "", False
        try:
            self.company_place = await self._at_company(lambda db, actor: get_buyer_place(db, actor, here(db)))
        except MarketplaceError as error:
            return self.handle_error(error)
        actor = await self.current_actor()
        name = actor.name if actor.user_id else ""
        line = self.company_place.role_name or "Your account"
        self.current_user = CurrentUser(name, initials(name), hue(name), line) if name else CurrentUser()
        return None
