"""One price list in its editor: its form, and its prices one by one."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.catalogue.price_list_form import PriceListForm, StepRow, read_price_list
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.queries.shared.price_files import PriceFileView, find_price_file
from marketplace.queries.shared.price_list_editor import (
    ListedOffer,
    PriceListView,
    get_list_choices,
    get_price_list,
    get_step_rows,
    list_grid,
)
from marketplace.services.catalogue.list_prices import set_list_price
from marketplace.services.catalogue.price_lists import (
    archive_price_list,
    change_price_list,
    create_price_list,
    restore_price_list,
)
from marketplace.state.listing import Address, PagedList, TabLink
from marketplace.state.listing import Choice as FacetChoice
from marketplace.state.price_list_file import PriceFile
from marketplace.state.price_list_percentage import PercentageView, PricePercentage

NEW = "new"


@dataclass(frozen=True)
class StepLine:
    """A row of the open offer's steps, by its place, with what is wrong with it."""

    at: int
    start: str = ""
    amount: str = ""
    percent: str = ""
    error: str = ""


_NOBODY = ListedOffer(*[""] * 10)


class PriceListEditor(PricePercentage, PriceFile, PagedList, mixin=True):
    """The list, the page of its grid and the offer that is open are in the address."""

    editor_ready: bool = False
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
