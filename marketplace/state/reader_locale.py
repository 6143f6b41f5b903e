"""Figures and days at a desk are written as its reader's browser asks for."""

from __future__ import annotations

from typing import Any

from reflex.middleware.middleware import Middleware
from reflex.state import BaseState

from marketplace.queries.formatting.reader_locale import LOCALE, reads_in

_DESKS = ("/admin", "/vendor", "/account")


class ReadsInOwnLocale(Middleware):
    """The shops have a language of their own, and their pages are drawn before anybody's browser has said anything."""

    async def preprocess(self, app: Any, state: BaseState, event: Any) -> None:
        """Set the locale of this event; what it starts in the background keeps it."""
        router = state.router
        at_desk = router.url.path.startswith(_DESKS)
        LOCALE.set(reads_in(router.headers.accept_language) if at_desk else "en")
