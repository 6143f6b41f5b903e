"""What every page of the storefront shares once Reflex has taken it over: the frame and the person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer, buyer_of
from marketplace.domain.errors import MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.cookies import cookie_value
from marketplace.kit.db import run
from marketplace.kit.session_cookie import shopper_cookie
from marketplace.queries.shared.market import Market, clean_choice, find_market
from marketplace.queries.storefront.cards import ProductCard
from marketplace.queries.storefront.cart import show_cart
from marketplace.queries.storefront.cart_views import CartPage
from marketplace.queries.storefront.layout import CurrentPage, StoreLayout, current_page_of, get_layout
from marketplace.queries.storefront.listing import Listing
from marketplace.queries.storefront.own_prices import Reader, with_own_prices
from marketplace.queries.storefront.visitor import Visitor, get_visitor
from marketplace.services.buying.cart_access import Shopper, find_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.companies.acting import buying_actor_at
from marketplace.services.identity.access import sees_prices, store_scope, visible_store
from marketplace.state.base import Screen, SessionMixin

T = TypeVar("T")
BY_LIST_PRICES = "Filter and order by price go by list prices. Yours are on the products."


@dataclass(frozen=True)
class View:
    """One reading of a page of a store, inside its transaction: what `read(view)` may lean on."""

    db: Session
    tenant: Any
    market: Market
    actor: Actor
    show_prices: bool

    @property
    def buyer(self) -> Buyer:
        """For whom this person buys here, which decides their prices."""
        return buyer_of(self.actor, self.tenant.id)

    def priced(self, cards: Sequence[ProductCard], *, vendor_id: str = "") -> list[ProductCard]:
        """The cards with this person's own prices; on a vendor's page, of its offers."""
        return with_own_prices(self.db, Reader(self.tenant, self.market, self.buyer, now(), vendor_id), cards)

    def listed(self, listing: Listing, *, vendor_id: str = "") -> Listing:
        """The list with this person's own prices on its cards, and a sentence that filter and order go by others."""
        mine = partial(self.priced, vendor_id=vendor_id)
        cards, popular = mine(listing.cards), mine(listing.popular)
        note = BY_LIST_PRICES if cards != list(listing.cards) else ""
        return replace(listing, cards=cards, popular=popular, price=replace(listing.price, note=note))


class Shopfront(SessionMixin):
    """What pages of a store use and browsers must not call: methods of a plain class are no events."""

    layout: StoreLayout
    visitor: Visitor
    here: CurrentPage
    ready: bool

    async def enter(self, read: Callable[[View], T]) -> T | None:
        """Read the page in one transaction and fill frame and person; None when there is no such page or store.

        Then the snapshot, which is the 404 page by now (or the sign-in page, where guests see nothing), stays as it is.
        """
        url = self.router.url
        actor = await asyncio.to_thread(buying_actor_at, await self.current_actor(), _store_of(url.path))
        try:
            page = await asyncio.to_thread(self._read, url.path, actor, read)
        except MarketplaceError as error:
            if not isinstance(error, NotFound | Unauthenticated):
                raise
            self.missing, self.ready = True, False
            return None
        self.layout, self.visitor, answer = page
        self.here = current_page_of(url.path, url.query)
        self.ready = True
        return answer

    def _read(self, path: str, actor: Actor, read: Callable[[View], T]) -> tuple[StoreLayout, Visitor, T]:
        handle = _store_of(path)
        choice = clean_choice(cookie_value(self.router.headers.cookie, "region"))
        shopper = Shopper(actor, cookie_value(self.router.headers.cookie, shopper_cookie()))

        def use(db: Session) -> tuple[StoreLayout, Visitor, T]:
            tenant = visible_store(db, handle, actor)
            market = find_market(db, tenant, choice)
            view = View(db, tenant, market, actor, sees_prices(tenant, actor))
            visitor = get_visitor(db, actor, tenant.id, _cart_of(db, shopper, view))
            return get_layout(db, tenant, market), visitor, read(view)

        return run(store_scope(handle), use)


def _store_of(path: str) -> str:
    return path.split("/")[2] if path.startswith("/s/") else ""


def _cart_of(db: Session, shopper: Shopper, view: View) -> CartPage:
    cart = find_cart(db, view.tenant.id, shopper) if view.show_prices else None
    basket = basket_of(db, cart, shopper.actor) if cart is not None else None
    return show_cart(db, basket, view.market, f"/s/{view.tenant.handle}", now())


class StoreScreen(Shopfront, Screen):
    """The root of the storefront's states. A page's `on_load` calls `enter(read)`."""

    layout: StoreLayout = StoreLayout()
    visitor: Visitor = Visitor()
    here: CurrentPage = CurrentPage()

    @rx.event
    async def cart_changed(self) -> None:
        """A form of this page has changed the cart: the header shows it."""
        await self.enter(lambda view: None)


def path_part(screen: rx.State, place: int) -> str:
    """A part of the page's address by its place: in `/s/assay/c/glassware`, 3 is `glassware`."""
    parts = screen.router.url.path.split("/")
    return parts[place + 1] if len(parts) > place + 1 else ""
