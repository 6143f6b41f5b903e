"""What every page of the vendor's desk shares: whose desk it is, who sits at it, and the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import reflex as rx

from marketplace.domain.errors import Forbidden, MarketplaceError
from marketplace.queries.formatting.wording import hue, initials
from marketplace.queries.operator_desk.palette import find_own_work
from marketplace.queries.vendor_desk.desk import VendorPlace, get_vendor_place
from marketplace.queries.vendor_desk.products import list_products
from marketplace.services.identity.access import Desk
from marketplace.state import toast
from marketplace.state.base import Screen


@dataclass(frozen=True)
class CurrentUser:
    """The person at the desk, as the rail draws them."""

    name: str = ""
    initials: str = ""
    hue: int = 1
    line: str = ""


@dataclass(frozen=True)
class Hit:
    """A line of the palette; `head` is set where a new kind begins."""

    title: str
    detail: str
    href: str
    icon: str
    head: str = ""
    picture: str = ""


class VendorScreen(Screen):
    """The vendor is read anew with every page, so the rail's counts are right."""

    place: VendorPlace = VendorPlace()
    current_user: CurrentUser = CurrentUser()
    query: str = ""
    hits: list[Hit] = []

    async def _read_place(self) -> Any:
        """Fill `place` and `current_user`; what a failure leads to, or None."""
        self.field_errors, self.problem, self.missing = {}, "", False
        try:
            self.place = await self.at_desk(Desk.VENDOR, get_vendor_place)
        except MarketplaceError as error:
            return self._refused(error)
        actor = await self.current_actor()
        self.current_user = CurrentUser(
            actor.name, initials(actor.name), hue(actor.name), self.place.title.capitalize()
        )
        return None

    def _refused(self, error: MarketplaceError) -> Any:
        """As everywhere; but who is signed in and sells nothing yet is shown how to begin."""
        if isinstance(error, Forbidden) and not self.place.vendor_id:
            return rx.redirect("/vendor/apply")
        if isinstance(error, Forbidden):
            return toast.error(error.sentence)
        return self.handle_error(error)

    @rx.event
    async def ask(self, text: str) -> Any:
        """Look for what is typed into the palette."""
        self.query = text.strip()
        if not self.query:
            self.hits = []
            return None
        try:
            page, own_work = await self.at_desk(
                Desk.VENDOR,
                lambda db, actor: (
                    list_products(db, actor, q=text, sort="title", per_page=7),
                    find_own_work(db, actor, text),
                ),
            )
        except MarketplaceError as error:
            return self._refused(error)
        products = [
            Hit(
                title=row.title,
                detail=f"{row.sku}, {row.price}, {row.stock} in stock",
                href=row.href,
                icon="boxes",
                head="",
                picture=row.thumbnail,
            )
            for row in page.rows
        ]
        work = [Hit(hit.title, hit.detail, hit.href, hit.icon, hit.head) for hit in own_work]
        self.hits = (
            work
            + _headed("Products", products)
            + _headed("Do", _actions(self.query, page.total, can_edit=self.place.can_edit))
        )
        return None


def _actions(text: str, product_count: int, *, can_edit: bool) -> list[Hit]:
    new = Hit("Add a product", "", "/vendor/products/new", "plus")
    every = Hit(f"See all {product_count:,} in the list", "", f"/vendor/products?q={quote(text)}", "search")
    return ([every] if product_count > 7 else []) + ([new] if can_edit else [])


def _headed(head: str, hits: list[Hit]) -> list[Hit]:
    return [
        Hit(title=h.title, detail=h.detail, href=h.href, icon=h.icon, head=head if at == 0 else "", picture=h.picture)
        for at, h in enumerate(hits)
    ]
