"""One price list in its editor: its form, its prices one by one, and a percentage off a selection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.catalogue.price_list_form import PriceListForm, StepRow, read_price_list
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.price_files import PriceFileView, find_price_file
from marketplace.queries.shared.price_list_editor import (
    ListedOffer,
    PriceListView,
    get_list_choices,
    get_price_list,
    get_step_rows,
    list_grid,
)
from marketplace.services.catalogue.list_prices import Selection, set_list_price, set_percentage
from marketplace.services.catalogue.percentage_preview import PercentageChange, preview_percentage
from marketplace.services.catalogue.price_files import apply_price_file, discard_price_file
from marketplace.services.catalogue.price_lists import (
    archive_price_list,
    change_price_list,
    create_price_list,
    restore_price_list,
)
from marketplace.state import toast
from marketplace.state.listing import Address, PagedList, TabLink
from marketplace.state.listing import Choice as FacetChoice
from marketplace.state.price_lists import PriceListDesk
from marketplace.state.upload_reply import problem_of

NEW = "new"
EVERY_SECONDS, _AT_MOST = 1.0, 1200


@dataclass(frozen=True)
class StepLine:
    """A row of the open offer's steps, by its place, with what is wrong with it."""

    at: int
    start: str = ""
    amount: str = ""
    percent: str = ""
    error: str = ""


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


_NOBODY = ListedOffer(*[""] * 10)


class PriceListEditor(PriceListDesk, PagedList, mixin=True):
    """The list, the page of its grid and the offer that is open are in the address."""

    editor_ready: bool = False
    price_list_id: str = ""
    view: PriceListView = PriceListView()
    form: PriceListForm = PriceListForm()
    rows: list[ListedOffer] = []
    tabs: list[TabLink] = []
    q: str = ""
    offer: ListedOffer = _NOBODY  # whose prices are open
    steps: list[StepLine] = []
    list_round: int = 0  # a new number shows the stored values in the fields again
    back_href: str = ""
    stores: list[FacetChoice] = []  # for whom a new list may be made
    percentage: PercentageView = PercentageView()
    file: PriceFileView = PriceFileView()
    file_error: str = ""

    @rx.event
    async def open(self) -> Any:
        """Show the list of the address, or the form of a new one."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.file_error = ""
        return await self._show() or (type(self).follow_file if self.file.is_busy else None)

    async def _show(self) -> Any:
        at = self._grid_address()
        self.price_list_id = at.path.rpartition("/")[2]
        try:
            await (self._show_new(at) if self.price_list_id == NEW else self._show_list(at))
        except MarketplaceError as error:
            self.view = PriceListView()
            return self._refused(error)
        finally:
            self.editor_ready = True
        self.list_round += 1
        self.percentage = PercentageView()
        return None

    def _grid_address(self) -> Address:
        url = self.router.url
        return Address(str(url.path).rstrip("/"), dict(url.query_parameters))

    async def _show_new(self, at: Address) -> None:
        choices = await self._at_this_desk(
            lambda db, actor: get_list_choices(db, actor, at.value("store"), as_vendor=self.AS_VENDOR)
        )
        self.view = PriceListView(choices=choices)
        self.stores = at.choices("store", ((one.value, one.label) for one in choices.stores))
        self.form = PriceListForm(currency=choices.currencies[0].value if choices.currencies else "")
        self.rows, self.offer, self.steps, self.file = [], _NOBODY, [], PriceFileView()

    async def _show_list(self, at: Address) -> None:
        list_id, offer_id, q = self.price_list_id, at.value("offer"), at.value("q")
        everything = at.value("show") == "all"

        def read(db: Session, actor: Actor) -> Any:
            mine = {"as_vendor": self.AS_VENDOR}
            view = get_price_list(db, actor, list_id, **mine)
            page = list_grid(db, actor, list_id, q=q, everything=everything, page=at.page(), **mine)
            file = find_price_file(db, actor, list_id, **mine)
            steps = get_step_rows(db, actor, list_id, offer_id, **mine) if offer_id else []
            return view, page, steps, self._find_offer(db, actor, page.rows, offer_id), file

        self.view, page, steps, self.offer, self.file = await self._at_this_desk(read)
        self.steps = [StepLine(at, row.start, row.amount, row.percent) for at, row in enumerate(steps)]
        self.form, self.q = self.view.form, q
        self.rows = [replace(row, href=at.to(offer=row.offer_id, page=at.value("page"))) for row in page.rows]
        self._turn_to(at, page)
        self.back_href = at.to(offer="", page=at.value("page"))
        plain = replace(at, query={name: value for name, value in at.query.items() if name != "offer"})
        self.tabs = [
            TabLink("In this list", plain.to(show=""), f"{self.view.offers:,}", not everything),
            TabLink("All offers", plain.to(show="all"), "", everything),
        ]

    def _find_offer(self, db: Session, actor: Actor, rows: tuple[ListedOffer, ...], offer_id: str) -> ListedOffer:
        shown = next((row for row in rows if row.offer_id == offer_id), None)
        return shown or (replace(_NOBODY, offer_id=offer_id, title="This offer") if offer_id else _NOBODY)

    async def _do(self, use: Callable[[Session, Actor], Any], message: str) -> Any:
        self.field_errors = {}
        try:
            await self._at_this_desk(use)
        except MarketplaceError as error:
            return self._refused(error)
        return await self._show() or toast.success(message)

    @rx.event
    async def scope_chosen(self, kind: str) -> None:
        """For whom the list is: the form asks for the one it needs."""
        self.form = replace(self.form, kind=kind)

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Make the list, or change what its form says."""
        typed = {f.name: FormReader(form).raw(f.name, 120) for f in fields(PriceListForm) if f.name in form}
        self.form = replace(self.form, **typed)
        choices, list_id = self.view.choices, self.price_list_id
        try:
            facts = read_price_list(self.form, [one.value for one in choices.currencies], choices.store)
            if list_id == NEW:
                made = await self._at_this_desk(
                    lambda db, actor: create_price_list(
                        db,
                        actor,
                        choices.store_id,
                        facts,
                        vendor_id=vendor_grant(actor).vendor_id if self.AS_VENDOR else None,
                    )
                )
                return rx.redirect(f"{self.PATH}/{made}?show=all")
        except MarketplaceError as error:
            return self._refused(error)
        return await self._do(lambda db, actor: change_price_list(db, actor, list_id, facts), "The list is changed.")

    @rx.event
    async def archive(self) -> Any:
        """Take the list out of use."""
        list_id = self.price_list_id
        return await self._do(lambda db, actor: archive_price_list(db, actor, list_id), "The list is archived.")

    @rx.event
    async def restore(self) -> Any:
        """Take it into use again."""
        list_id = self.price_list_id
        return await self._do(lambda db, actor: restore_price_list(db, actor, list_id), "The list is in use again.")

    @rx.event
    async def search(self, form: dict[str, Any]) -> Any:
        """Put what was typed into the address."""
        return rx.redirect(self._grid_address().to(q=FormReader(form).text("q", 100), offer=""))

    @rx.event
    async def add_step(self) -> None:
        """One more row for the open offer; what is typed in the others stays."""
        self.steps = [*self.steps, StepLine(len(self.steps))]

    @rx.event
    async def save_steps(self, form: dict[str, Any]) -> Any:
        """Set the price of the open offer; with every row empty it leaves the list."""
        typed, list_id, offer_id = FormReader(form), self.price_list_id, self.offer.offer_id
        rows = [
            StepRow(typed.text(f"start-{n}", 16), typed.text(f"amount-{n}", 24), typed.text(f"percent-{n}", 16))
            for n in range(len(self.steps))
        ]
        priced = [row if row.amount or row.percent else StepRow() for row in rows]
        answer = await self._do(
            lambda db, actor: set_list_price(db, actor, list_id, offer_id, priced), "The price is set."
        )
        if self.field_errors:
            self.steps = [
                StepLine(at, row.start, row.amount, row.percent, self.field_errors.get(f"step-{at}", ""))
                for at, row in enumerate(rows)
            ]
        return answer

    @rx.event
    async def remove_price(self, offer_id: str) -> Any:
        """Take an offer out of the list."""
        list_id = self.price_list_id
        return await self._do(
            lambda db, actor: set_list_price(db, actor, list_id, offer_id, []), "It is no longer in the list."
        )

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

    @rx.event
    async def file_taken(self, reply: str) -> Any:
        """The upload's answer: look at how far the file is, or say what is wrong with it."""
        self.file_error = problem_of(reply)
        return await self._show() or (type(self).follow_file if self.file.is_busy else None)

    @rx.event(background=True)
    async def follow_file(self) -> None:
        """Look how far the file is until it is checked or stored, or the page is left."""
        for _ in range(_AT_MOST):
            await asyncio.sleep(EVERY_SECONDS)
            async with self:
                if not self.file.is_busy or self._grid_address().path.rpartition("/")[2] != self.price_list_id:
                    return
                await self._show()

    @rx.event
    async def apply_file(self) -> Any:
        """Store the prices of the file that was checked."""
        list_id, file_id = self.price_list_id, self.file.id
        answer = await self._do(
            lambda db, actor: apply_price_file(db, actor, list_id, file_id), "The prices are being set."
        )
        return [answer, type(self).follow_file] if self.file.is_busy else answer

    @rx.event
    async def discard_file(self) -> Any:
        """Put the file away unused."""
        list_id, file_id = self.price_list_id, self.file.id
        return await self._do(
            lambda db, actor: discard_price_file(db, actor, list_id, file_id), "The file is put away."
        )


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
