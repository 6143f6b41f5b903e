"""Suggestions while typing; the latest keystroke wins."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.kit.clock import now
from marketplace.kit.cookies import cookie_value
from marketplace.queries.shared.market import clean_choice, find_market
from marketplace.queries.storefront.suggest import Suggestions, suggest
from marketplace.services.companies.acting import buying_actor
from marketplace.services.identity.access import sees_prices, visible_store
from marketplace.state.base import Screen

LONGEST = 80


class SearchBox(Screen):
    suggestions: Suggestions = Suggestions()

    @rx.event(supersedes=True, debounce=120)
    async def typed(self, text: str) -> None:
        """Offer words, places and goods for what stands in the field."""
        parts = self.router.url.path.split("/")
        if len(parts) < 3 or len(text.strip()) < 2:
            self.suggestions = Suggestions()
            return
        choice = clean_choice(cookie_value(self.router.headers.cookie, "region"))

        def use(db: Any, actor: Any) -> Suggestions:
            tenant = visible_store(db, parts[2], actor)
            market = find_market(db, tenant, choice)
            buyer = buyer_of(buying_actor(db, actor, tenant.id), tenant.id)
            shown = sees_prices(tenant, actor)
            return suggest(db, tenant, market, text[:LONGEST], now(), buyer=buyer, show_prices=shown)

        try:
            self.suggestions = await self.in_store(parts[2], use)
        except (NotFound, Unauthenticated):
            self.suggestions = Suggestions()
