"""`/admin/promotions`: the list of a store, and the form of one promotion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.buying.promotion_form import PromotionForm, read_promotion
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.promotions import PromotionBook, PromotionRow, get_promotion_form, get_promotions
from marketplace.services.buying import promotions
from marketplace.state.listing import Address, Choice
from marketplace.state.operator_desk.layout import OperatorScreen

NEW = "new"


class OperatorPromotionsState(OperatorScreen):
    """The store and the promotion in the form are in the address."""

    promotions_ready: bool = False
    book: PromotionBook = PromotionBook()
    rows: list[PromotionRow] = []
    stores: list[Choice] = []
    vendors: list[Option] = []
    categories: list[Option] = []
    currencies: list[Option] = []
    promotion_id: str = ""
    form: PromotionForm = PromotionForm()
    new_href: str = ""
    list_href: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the store's promotions, and the one that the address names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.undo_text = ""
        answer = await self._show()
        self.promotions_ready = True
        return answer

    async def _show(self) -> Any:
        at = Address("/admin/promotions", dict(self.router.url.query_parameters))
        wanted = at.value("promotion")

        def read(db: Session, actor: Actor) -> tuple[PromotionBook, PromotionForm]:
            book = get_promotions(db, actor, at.value("store"), now())
            stored = wanted and wanted != NEW
            return book, get_promotion_form(db, actor, wanted) if stored else PromotionForm()

        try:
            self.book, self.form = await self._at_admin(read)
        except MarketplaceError as error:
            return self._refused(error)
        self.rows, self.promotion_id = list(self.book.rows), wanted
        self.vendors, self.categories = list(self.book.vendors), list(self.book.categories)
        self.currencies = list(self.book.currencies)
        self.stores = Address(at.path, {}).choices("store", ((s.value, s.label) for s in self.book.stores))
        self.new_href, self.list_href = at.to(promotion=NEW), at.to(promotion="")
        self.form_round += 1
        return None

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        try:
            await self._at_admin(use)
        except MarketplaceError as error:
            return self._refused(error)
        note = self._did(message)
        return await self._show() or note

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Put a new promotion into force, or change the one in the form."""
        self.form = PromotionForm(**{f.name: FormReader(form).raw(f.name, 120) for f in fields(PromotionForm)})
        store_id, promotion_id = self.book.store_id, self.promotion_id
        try:
            facts = read_promotion(self.form, self.book.currency)
        except MarketplaceError as error:
            return self._refused(error)
        if promotion_id == NEW:
            answer = await self._do(
                lambda db, actor: promotions.add_promotion(db, actor, store_id, facts), f"{facts.title} is in force."
            )
            return answer if self.field_errors else rx.redirect(self.list_href)
        return await self._do(
            lambda db, actor: promotions.change_promotion(db, actor, promotion_id, facts), f"{facts.title} is changed."
        )

    @rx.event
    async def end(self, promotion_id: str) -> Any:
        """Take a promotion out of use."""
        return await self._do(lambda db, actor: promotions.end_promotion(db, actor, promotion_id), "It is ended.")

    @rx.event
    async def restart(self, promotion_id: str) -> Any:
        """Take it into use again."""
        return await self._do(
            lambda db, actor: promotions.restart_promotion(db, actor, promotion_id), "It is in force again."
        )
