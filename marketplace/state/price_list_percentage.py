"""A percentage off a selection of a price list: looked at, then set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.services.catalogue.list_prices import Selection, set_percentage
from marketplace.services.catalogue.percentage_preview import PercentageChange, preview_percentage
from marketplace.state import toast
from marketplace.state.price_lists import OpenPriceList


@dataclass(frozen=True)
class ChangeLine:
    """An offer of a percentage that is looked at: its price now and then."""

    sku: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PercentageView:
    """A percentage that is not set yet: its form as it was sent, `number` like "12 prices", and the first of them."""

    number: str = ""
    rest: str = ""
    percent: str = ""
    category_id: str = ""
    vendor_id: str = ""
    words: str = ""
    changes: tuple[ChangeLine, ...] = ()


class PricePercentage(OpenPriceList, mixin=True):
    """What was asked for stays beside its preview until it is set, or the list is shown anew."""

    percentage: PercentageView = PercentageView()

    @rx.event
    async def preview_percentage(self, form: dict[str, Any]) -> Any:
        """Show what so much off everything that the form selects would change."""
        wish, list_id = self._read_percentage(form), self.price_list_id
        self.percentage = PercentageView()
        if wish is None:
            return None
        chosen, off = wish
        try:
            change = await self._at_this_desk(lambda db, actor: preview_percentage(db, actor, list_id, chosen, off))
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors = {}
        self.percentage = _as_view(change, FormReader(form))
        return None

    def _read_percentage(self, form: dict[str, Any]) -> tuple[Selection, int] | None:
        """The selection and the basis points of the form; None where its percentage is none, which is said."""
        typed = FormReader(form)
        off = typed.rate("percent", is_required=True, sentence="Enter a percentage such as 10 or 12.5.")
        if typed.problems:
            self.field_errors = typed.problems
            return None
        chosen = Selection(typed.text("category_id", 60), typed.text("vendor_id", 60), typed.text("words", 100))
        return chosen, off or 0

    @rx.event
    async def set_percentage(self, form: dict[str, Any]) -> Any:
        """So much off everything that the form selects."""
        wish, list_id = self._read_percentage(form), self.price_list_id
        if wish is None:
            return None
        chosen, off = wish
        try:
            number = await self._at_this_desk(lambda db, actor: set_percentage(db, actor, list_id, chosen, off))
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors = {}
        return await self._show() or toast.success(f"{count(number, 'price')} set.")


def _as_view(change: PercentageChange, typed: FormReader) -> PercentageView:
    def shown(amount: int | None) -> str:
        return "" if amount is None else money(amount, change.currency)

    return PercentageView(
        number=count(change.number, "price"),
        rest=f"and {change.number - len(change.changes):,} more" if change.number > len(change.changes) else "",
        percent=typed.text("percent", 16),
        category_id=typed.text("category_id", 60),
        vendor_id=typed.text("vendor_id", 60),
        words=typed.text("words", 100),
        changes=tuple(
            ChangeLine(one.sku, one.title, shown(one.before_amount), shown(one.after_amount)) for one in change.changes
        ),
    )
