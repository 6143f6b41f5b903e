"""`/admin/quotes/{quote}`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, missing, note
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.quote_room import lines_table, room_body, turn_mark, who_is_here
from marketplace.components.desk.reason import reason_dialog
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.quote import OperatorQuoteState

State: Any = OperatorQuoteState
_ROOM: Any = State.room
_SEAT: Any = State.seat


def build() -> Markup:
    """One quote, live, and what the store may do about it."""
    return when(State.room_ready, lambda: when(State.missing, _missing, _page))


def _missing() -> Markup:
    gone = missing("quote", "/admin/quotes", "All quotes")
    return desk(operator_layout(State), "quotes", page_header("Quotes"), gone)


def _page() -> Markup:
    others = when(_SEAT.others != "", lambda: el.span(", also asked: ", _SEAT.others))
    words = el.span(_ROOM.buyer, " asks ", _ROOM.vendor, others)
    return desk(
        operator_layout(State),
        "quotes",
        el.div(
            page_header(
                _ROOM.title,
                who_is_here(State),
                when(_SEAT.can_end, button("End…", kind="quiet", opens="end-quote")),
                when(_SEAT.can_extend, button("Extend…", opens="extend-quote")),
                crumbs=(Crumb("Quotes", "/admin/quotes"), Crumb(_ROOM.number)),
                pill=turn_mark(_ROOM),
                sub=el.span(store_mark(_SEAT.mark), words, class_name="row g6"),
            ),
            when(_SEAT.wish != "", lambda: note("They ask: ", _SEAT.wish)),
            room_body(State, lambda: lines_table(_ROOM)),
            class_name="p-quote",
        ),
        _extend_question(),
        _end_question(),
    )


def _extend_question() -> Markup:
    error = error_of(State.field_errors, "until")
    until = text_input("until", _SEAT.valid_until, id="extend-until", type="date", error=error, key=_SEAT.valid_until)
    return reason_dialog(
        State,
        "extend-quote",
        "Let this answer hold longer?",
        "The vendor has to stand by its prices. Both sides are told.",
        field("Until the end of", until, id="extend-until", error=error),
        action="Extend",
        on_submit=State.extend,
        kind="pri",
    )


def _end_question() -> Markup:
    return reason_dialog(
        State,
        "end-quote",
        "End this quote?",
        "For both sides, for good. Both are told why.",
        action="End it",
        on_submit=State.end,
    )


PAGE = Page("/admin/quotes/[quote_id]", build, "Quote · Concourse", State.open)
