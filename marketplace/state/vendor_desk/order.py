"""One order of the vendor, beside the list or on its own page: packed, shipped, cancelled, paid back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Conflict, Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.queries.vendor_desk.order import get_vendor_order
from marketplace.queries.vendor_desk.order_page import VendorOrder
from marketplace.services.finance import refunds
from marketplace.services.identity.access import Desk
from marketplace.services.orders import cancelling, fulfilling, returning
from marketplace.state import toast
from marketplace.state.press import press_of
from marketplace.state.refund_form import ending, give_back
from marketplace.state.vendor_desk.layout import VendorScreen
from marketplace.state.vendor_desk.orders import PATH, VendorOrdersState

Act = Callable[[Session, Actor], Any]


@dataclass(frozen=True)
class PackLine:
    """A line in the parcel that is being packed."""

    id: str = ""
    title: str = ""
    detail: str = ""
    picture: str = ""
    chosen: int = 0
    open_pieces: int = 0
    error: str = ""


class VendorOrderState(VendorScreen):
    """`panel` is the form that is open; `press` makes a double press one deed."""

    order_ready: bool = False
    order: VendorOrder = VendorOrder()
    pack: list[PackLine] = []
    packed: str = ""  # "30 of 34 pieces"
    rest: str = ""  # what stays open after this parcel
    panel: str = ""
    form_round: int = 0  # a new number empties the forms
    press: str = ""
    _pressed: str = ""  # the last one that did something

    @rx.event
    async def open(self) -> Any:
        """Read the order of the address: `?order=` beside the list, or the end of the path."""
        order_id = self._wanted()
        if order_id != self.order.id:
            self.order, self.panel, self.order_ready = VendorOrder(), "", False
        answer = await self._read_place()
        if answer is not None or not order_id:
            return answer
        self.press = new_id("press")
        try:
            await self._read(order_id)
        except MarketplaceError as error:
            return self._refused(error)
        self.order_ready = True
        return None

    @rx.event
    def show(self, panel: str) -> None:
        """Open one of the forms; the open one again closes it."""
        self.panel = "" if self.panel == panel else panel[:80]
        self.field_errors, self.problem = {}, ""
        self.press, self.form_round = new_id("press"), self.form_round + 1

    @rx.event
    def take(self, line_id: str, pieces: str) -> None:
        """How many of a line go into the parcel, as typed."""
        typed = FormReader({line_id: pieces})
        self._take(line_id, typed.count(line_id) or 0)
        self.pack = [replace(line, error=typed.problems.get(line.id, line.error)) for line in self.pack]

    @rx.event
    def step(self, line_id: str, by: int) -> None:
        """One more or one less."""
        line = next((line for line in self.pack if line.id == line_id), None)
        if line is not None:
            self._take(line_id, line.chosen + (1 if by > 0 else -1))

    @rx.event
    async def accept(self) -> Any:
        """Say yes."""
        order_id = self.order.id
        return await self._do(lambda db, actor: fulfilling.accept_order(db, actor, order_id), "Accepted.")

    @rx.event
    async def ship(self, form: dict[str, Any]) -> Any:
        """Send the parcel as it is packed."""
        order_id, press = self.order.id, press_of(form, self.press)
        wanted = {line.id: line.chosen for line in self.pack if line.chosen}
        carrier, number = FormReader(form).text("carrier"), FormReader(form).text("tracking_number")
        return await self._do(
            lambda db, actor: fulfilling.ship_parcel(
                db, actor, order_id, lines=wanted, carrier=carrier, tracking_number=number, key=f"ship:{press}"
            ),
            "Marked as shipped. The buyer is told.",
            press=press,
            pack_rest=False,
        )

    @rx.event
    async def correct(self, form: dict[str, Any]) -> Any:
        """Another carrier or number for a parcel that has left."""
        parcel = self._subject("track")
        carrier, number = FormReader(form).text("new_carrier"), FormReader(form).text("new_tracking_number")

        def act(db: Session, actor: Actor) -> None:
            try:
                fulfilling.correct_tracking(db, actor, parcel, carrier=carrier, tracking_number=number)
            except Invalid as error:
                raise Invalid({f"new_{name}": sentence for name, sentence in error.fields.items()}) from error

        return await self._do(act, "Tracking corrected.")

    @rx.event
    async def delivered(self, parcel_id: str) -> Any:
        """It has arrived."""
        return await self._do(lambda db, actor: fulfilling.mark_delivered(db, actor, parcel_id), "Marked as delivered.")

    @rx.event
    async def cancel(self, form: dict[str, Any]) -> Any:
        """Refuse, or cancel what is not shipped; the buyer is paid back."""
        order_id, press, restock = self.order.id, press_of(form, self.press), FormReader(form).is_ticked("restock")
        key = f"cancel:{press}"
        reason, refuse = FormReader(form).text("reason"), self.panel == "refuse"

        def act(db: Session, actor: Actor) -> str:
            if refuse:
                return ending("Refused", cancelling.refuse_order(db, actor, order_id, reason=reason, key=key))
            back = cancelling.cancel_order(db, actor, order_id, reason=reason, key=key, restock=restock)
            return ending("Cancelled", back)

        return await self._do(act, press=press)

    @rx.event
    async def decline(self, form: dict[str, Any]) -> Any:
        """Too late to cancel."""
        order_id, reason = self.order.id, FormReader(form).text("reason")
        return await self._do(
            lambda db, actor: cancelling.decline_cancel(db, actor, order_id, reason=reason), "The buyer is told."
        )

    @rx.event
    async def refund(self, form: dict[str, Any]) -> Any:
        """Pay back pieces, freight, or a free amount."""
        order, press = self.order, press_of(form, self.press)
        return await self._do(lambda db, actor: give_back(db, actor, order, form, press), press=press)

    @rx.event
    async def answer_return(self, form: dict[str, Any]) -> Any:
        """Approve or refuse a return, as the pressed button says."""
        return_id, words = self._subject("return"), FormReader(form).text("reason")
        refuses = self.panel.startswith("return-no:")

        def act(db: Session, actor: Actor) -> None:
            if refuses:
                returning.refuse_return(db, actor, return_id, reason=words)
            else:
                returning.approve_return(db, actor, return_id, note=words)

        return await self._do(act, "The buyer is told.")

    @rx.event
    async def receive(self, return_id: str) -> Any:
        """The goods are back."""
        return await self._do(lambda db, actor: returning.receive_return(db, actor, return_id), "Received.")

    @rx.event
    async def refund_return(self, form: dict[str, Any]) -> Any:
        """Pay a return back, all of it or a part."""
        return_id, press, currency = self._subject("return"), press_of(form, self.press), self.order.currency
        typed = FormReader(form)

        def act(db: Session, actor: Actor) -> str:
            amount = typed.amount("amount", currency)
            typed.check()
            refund_id = returning.refund_return(
                db, actor, return_id, key=f"return:{press}", restock=typed.is_ticked("restock"), amount=amount
            )
            return ending("Closed", refunds.paid_back(db, refund_id))

        return await self._do(act, press=press)

    async def _do(self, act: Act, message: str = "", *, press: str = "", pack_rest: bool = True) -> Any:
        """Run it; show the order as it is then, or what was wrong, with what was typed still there.

        Without a `message` the deed itself answers what there is to say.
        """
        order_id = self.order.id
        if press and press == self._pressed:
            return None
        try:
            done = await self.at_desk(Desk.VENDOR, act)
        except MarketplaceError as error:
            answer = self._refused(error)
            if isinstance(error, Invalid):
                self._mark_lines(error.fields)
            elif isinstance(error, Conflict):
                await self._read(order_id)
            return answer
        self.panel, self.field_errors, self.problem, self._pressed = "", {}, "", press
        self.press, self.form_round = new_id("press"), self.form_round + 1
        await self._read(order_id)
        if not pack_rest:  # what stays open waits for a choice of its own
            self.pack = [replace(line, chosen=0) for line in self.pack]
            self._sum_up()
        beside = self.router.url.path.rstrip("/") == PATH
        return [toast.success(message or done), *([VendorOrdersState.refresh] if beside else [])]

    async def _read(self, order_id: str) -> None:
        self.order = await self.at_desk(Desk.VENDOR, lambda db, actor: get_vendor_order(db, actor, order_id))
        self.pack = [
            PackLine(
                id=line.id,
                title=line.title,
                detail=f"{line.detail} · {line.on_hand}",
                picture=line.picture,
                chosen=line.open_pieces,
                open_pieces=line.open_pieces,
            )
            for line in self.order.lines
            if line.open_pieces
        ]
        self._sum_up()

    def _take(self, line_id: str, pieces: int) -> None:
        self.pack = [
            replace(line, chosen=min(max(0, pieces), line.open_pieces), error="") if line.id == line_id else line
            for line in self.pack
        ]
        self._sum_up()

    def _sum_up(self) -> None:
        chosen, whole = sum(line.chosen for line in self.pack), sum(line.open_pieces for line in self.pack)
        self.packed = f"{chosen:,} of {whole:,} pieces"
        left = [
            f"{line.open_pieces - line.chosen} × {line.title}" for line in self.pack if line.chosen < line.open_pieces
        ]
        self.rest = ", ".join(left) if chosen else ""

    def _mark_lines(self, fields: dict[str, str]) -> None:
        self.pack = [replace(line, error=fields.get(f"line.{line.id}", "")) for line in self.pack]

    def _wanted(self) -> str:
        path = self.router.url.path.rstrip("/")
        if path == PATH:
            return str(dict(self.router.url.query_parameters).get("order", ""))
        return str(path.rpartition("/")[2])

    def _subject(self, kind: str) -> str:
        """What the open form is about: `return-yes:ret_1` is `ret_1`."""
        head, _, subject = self.panel.partition(":")
        return subject if head.startswith(kind) else ""
