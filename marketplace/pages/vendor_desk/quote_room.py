"""`/vendor/quotes/{quote}`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, missing, note
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.quote_room import lines_table, room_body, turn_mark, who_is_here
from marketplace.components.desk.reason import reason_dialog
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.components.vendor_desk.quote_answer import FORM_ID, answer_form, templates
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.quote_room import VendorRoomState

State: Any = VendorRoomState
_ROOM: Any = State.room
_SEAT: Any = State.seat


def build() -> Markup:
    """One buyer's request, live."""
    return vendor_desk(State, "quotes", _content, ready=State.room_ready, waiting=outline())


def _content() -> Markup:
    gone = missing("quote", "/vendor/quotes", "Back to your quotes")
    return when(State.missing, lambda: gone, lambda: el.div(*_page(), class_name="p-quote"))


def _page() -> list[Markup]:
    send = button(
        pick(_SEAT.sheet.sends_anyway, "Send anyway", "Send answer"),
        kind="pri",
        submit=True,
        primary=True,
        extra={"form": FORM_ID},
    )
    due = when(
        _SEAT.answer_by != "",
        lambda: el.span(", ", _SEAT.answer_by, class_name=_SEAT.answer_by_tone, title=_SEAT.answer_by_exact),
    )
    return [
        page_header(
            _ROOM.title,
            who_is_here(State),
            when(_SEAT.can_answer, button("Decline…", kind="quiet", opens="decline")),
            when(_SEAT.can_answer, button("Templates…", opens="templates")),
            when(_SEAT.can_take_back, button("Take back…", opens="take-back")),
            when(_SEAT.can_answer, send),
            crumbs=(Crumb("Quotes", "/vendor/quotes"), Crumb(_ROOM.number)),
            pill=turn_mark(_ROOM),
            sub=el.span(_ROOM.buyer, when(_SEAT.ships_to != "", lambda: el.span(", ", _SEAT.ships_to)), due),
        ),
        when(_SEAT.wish != "", lambda: note("They ask: ", _SEAT.wish)),
        room_body(State, lambda: when(_SEAT.can_answer, lambda: answer_form(State), lambda: lines_table(_ROOM))),
        when(_SEAT.can_answer, lambda: templates(State)),
        confirm(
            "take-back",
            "Take your answer back?",
            "The buyer has not seen it. It is your turn again, and its number is not given again.",
            "Take it back",
            State.take_back,
            keep="Leave it",
            danger=False,
        ),
        _decline_question(),
    ]


def _decline_question() -> Markup:
    return reason_dialog(
        State,
        "decline",
        "Decline this request?",
        "It ends for you, for good. The buyer reads why.",
        action="Decline",
        on_submit=State.decline,
    )


PAGE = Page("/vendor/quotes/[quote_id]", build, "Quote · Concourse", State.open)
