"""`/vendor/quotes/{quote}`: the vendor's chair in the room of one quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.answer_fields import is_field, kept_value
from marketplace.domain.quotes.standing import Side
from marketplace.queries.shared.quote_room import Room
from marketplace.queries.vendor_desk.quote_room import VendorSeat, get_vendor_room
from marketplace.queries.vendor_desk.quote_template import get_template_values
from marketplace.services.identity.access import Desk
from marketplace.services.quotes.answering import Answered, reject_quote, take_back_answer
from marketplace.services.quotes.commenting import Remark, comment_as_seller
from marketplace.services.quotes.drafts import keep_vendor_draft
from marketplace.services.quotes.templates import TemplateForm, remove_template, save_template
from marketplace.state.quote_live import LiveRoom
from marketplace.state.vendor_desk.answer import send_answer
from marketplace.state.vendor_desk.layout import VendorScreen

T = TypeVar("T")
_WAITS = "Below your margin: {count} of its lines. An owner has a letter and can send it."


class VendorRoomState(VendorScreen, LiveRoom):
    """`seat` is what the room is to this vendor beside `room`; what is typed is kept field by field."""

    seat: VendorSeat = VendorSeat()

    @rx.event
    async def open(self) -> Any:
        """Show the room, and keep looking."""
        return await self._enter()

    @rx.event
    async def keep(self, name: str, value: str | bool) -> Any:
        """Keep one field of the answer, so that a lost tab loses nothing."""
        quote_id, lines = self._quote_id(), [one.id for one in self.seat.sheet.lines]
        if not is_field(name, lines):
            return None
        typed = {name: kept_value(value)}
        try:
            await self._at_vendor(lambda db, actor: keep_vendor_draft(db, actor, quote_id, typed))
        except MarketplaceError as error:
            return self._refused(error)
        return await self._look()

    @rx.event
    async def send(self, form: dict[str, Any]) -> Any:
        """Send the answer; below the margin it waits for an owner."""
        quote_id = self._quote_id()
        try:
            answered = await self._at_vendor(lambda db, actor: send_answer(db, actor, quote_id, form))
        except MarketplaceError as error:
            return await self._after(error)
        return await self._done(_words(answered))

    @rx.event
    async def take_back(self) -> Any:
        """Take the last answer back, as long as nobody on the buyer's side has seen it."""
        quote_id = self._quote_id()
        return await self._act(
            lambda db, actor: take_back_answer(db, actor, quote_id), "Taken back. It is your turn again."
        )

    @rx.event
    async def decline(self, form: dict[str, Any]) -> Any:
        """End this request for one's own vendor, with a reason that the buyer reads."""
        quote_id, reason = self._quote_id(), FormReader(form).text("reason", 500)
        return await self._act(
            lambda db, actor: reject_quote(db, actor, quote_id, reason), "Declined. The buyer is told."
        )

    @rx.event
    async def say(self, form: dict[str, Any]) -> Any:
        """Write to the buyer, or among the vendor's and the store's people."""
        typed, quote_id = FormReader(form), self._quote_id()
        remark = Remark(typed.text("comment"), typed.text("line", 60), is_internal=typed.is_ticked("internal"))
        return await self._say(lambda db, actor: comment_as_seller(db, actor, quote_id, remark))

    @rx.event
    async def choose_template(self, template_id: str) -> Any:
        """Write what a template says into the form."""
        quote_id = self._quote_id()

        def fill(db: Session, actor: Actor) -> None:
            keep_vendor_draft(db, actor, quote_id, get_template_values(db, actor, template_id, quote_id))

        return await self._act(fill, "")

    @rx.event
    async def save_template(self, form: dict[str, Any]) -> Any:
        """Keep validity, lead time, terms and note under a name."""
        typed = FormReader(form)
        wish = TemplateForm(
            typed.line("template_name", 80),
            typed.count("valid_days") or 14,
            typed.count("lead_days"),
            typed.line("template_terms", 300),
            typed.text("template_note", 3_000),
        )

        def keep(db: Session, actor: Actor) -> None:
            typed.check()
            save_template(db, actor, wish)

        return await self._act(keep, "The template is kept.")

    @rx.event
    async def remove_template(self, template_id: str) -> Any:
        """Take a template away."""
        return await self._act(lambda db, actor: remove_template(db, actor, template_id), "The template is gone.")

    async def _done(self, words: str) -> Any:
        await self._read_place()  # the rail counts what waits
        return await super()._done(words)

    async def _from_seat(self, use: Callable[[Session, Actor], Any]) -> Any:
        return await self._at_vendor(use)

    async def _at_vendor(self, use: Callable[[Session, Actor], T]) -> T:
        return await self.at_desk(Desk.VENDOR, use)

    def _quote_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    async def _read_room(self) -> Room:
        self.missing = False
        quote_id, view = self._quote_id(), self.view
        room, self.seat = await self._at_vendor(lambda db, actor: get_vendor_room(db, actor, quote_id, view=view))
        return room

    async def _who(self) -> tuple[str, Side]:
        actor = await self.current_actor()
        return self.place.name or actor.name, Side.VENDOR


def _words(answered: Answered) -> str:
    return _WAITS.format(count=len(answered.below)) if answered.below else "Sent. It is the buyer’s turn."
