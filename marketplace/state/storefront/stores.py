"""All stores, taken over: who is here, and which store was visited last."""

from __future__ import annotations

import asyncio
from datetime import date

import reflex as rx

from marketplace.kit.clock import now
from marketplace.kit.cookies import cookie_value
from marketplace.kit.db import arun
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.market import clean_choice
from marketplace.queries.storefront.layout import CurrentPage, current_page_of
from marketplace.queries.storefront.stores import StoreDirectory, find_in_stores, get_directory
from marketplace.queries.storefront.visitor import Visitor, get_visitor
from marketplace.state.base import Screen


class StoresPage(Screen):
    directory: StoreDirectory = StoreDirectory()
    visitor: Visitor = Visitor()
    last: str = ""
    last_seen: str = ""
    here: CurrentPage = CurrentPage()

    @rx.event
    async def load(self) -> None:
        """Read the stores and what this browser remembers."""
        cookies, url = self.router.headers.cookie, self.router.url
        actor = await self.current_actor()
        words = url.query_parameters.get("q", "").strip()[:80]
        choice = clean_choice(cookie_value(cookies, "region"))
        matches = await asyncio.to_thread(find_in_stores, words, choice)
        self.directory, self.visitor = await arun(
            Scope.system(), lambda db: (get_directory(db, choice, words, matches), get_visitor(db, actor, None))
        )
        self.last = cookie_value(cookies, "store")
        self.last_seen = last_visit(cookie_value(cookies, "visited"), now().date())
        self.here, self.ready = current_page_of(url.path, url.query), True


def last_visit(day: str, today: date) -> str:
    """`Last visited, yesterday`; without a day that makes sense, only that it was."""
    try:
        away = (today - date.fromisoformat(day)).days
    except ValueError:
        return "Last visited"
    if away <= 0:
        return "Last visited, today"
    return "Last visited, yesterday" if away == 1 else f"Last visited, {away} days ago"
