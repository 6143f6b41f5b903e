"""What every page of a company's desk shares: whose desk it is, in which store, and who sits at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Forbidden, MarketplaceError, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.slow import Place
from marketplace.kit.tenancy import scope_of
from marketplace.queries.company_desk.desk import CompanyPlace, get_company_place
from marketplace.queries.formatting.wording import hue, initials
from marketplace.state import toast
from marketplace.state.base import Screen
from marketplace.state.vendor_desk.layout import CurrentUser

T = TypeVar("T")


def here(db: Session) -> str:
    """The store whose desk this is."""
    return str(scope_of(db).tenant_id)


class CompanyScreen(Screen):
    """The company is read anew with every page, so the rail is right."""

    company_place: CompanyPlace = CompanyPlace()
    current_user: CurrentUser = CurrentUser()

    def _store(self) -> str:
        """The handle of the store in the address `/s/{store}/company`."""
        parts = str(self.router.url.path).split("/")
        return parts[2] if len(parts) > 2 else ""

    async def _at_company(self, use: Callable[[Session, Actor], T], slow: Place | None = None) -> T:
        """Run `use(db, actor)` in the store of the address."""
        return await self.in_store(self._store(), use, slow)

    async def _read_place(self) -> Any:
        """Fill `company_place` and `current_user`; what a failure leads to, or None."""
        self.field_errors, self.problem, self.missing = {}, "", False
        try:
            self.company_place = await self._at_company(lambda db, actor: get_company_place(db, actor, here(db)))
        except NotFound:  # a store where this person has no company yet, or no store at all
            return rx.redirect(f"/s/{self._store()}/b2b/register")
        except MarketplaceError as error:
            return self.handle_error(error)
        actor = await self.current_actor()
        self.current_user = CurrentUser(actor.name, initials(actor.name), hue(actor.name), self.company_place.role_name)
        return None

    def _refused(self, error: MarketplaceError) -> Any:
        """As everywhere; who may look but not change is told so where they are."""
        return toast.error(error.sentence) if isinstance(error, Forbidden) else self.handle_error(error)
