"""`/s/{store}/quotes/{request}/{quote}`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import buyer_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, missing, note
from marketplace.components.desk.form import error_of, field, text_area, text_input
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.quote_room import line_cells, lines_table, room_body, turn_mark, who_is_here
from marketplace.components.desk.reason import reason_dialog
from marketplace.components.markup import Markup, el, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.quote_room import BuyerRoomState

State: Any = BuyerRoomState
_ROOM: Any = State.room
_PLACE: Any = State.company_place
_FORM = {"form": "counter-form"}


def build() -> Markup:
    """One vendor's quote, live."""
    gone = missing("quote", "/account", "Your account")
    content = when(State.missing, lambda: gone, lambda: el.div(*_page(), class_name="p-quote"))
    return when(State.room_ready, lambda: buyer_desk(State, "quotes", lambda: [content]))


def _page() -> list[Markup]:
    home = f"/s/{_PLACE.handle}/quotes"
    crumbs = (Crumb("Quotes", home), Crumb(_ROOM.number, f"{home}/{_ROOM.request_id}"))
    return [
        page_header(
            f"{_ROOM.title}, {_ROOM.vendor}",
            who_is_here(State),
            when(_ROOM.can_accept, button("Decline…", kind="quiet", opens="decline")),
            when(_ROOM.can_accept, button("Accept all…", opens="accept")),
            when(_ROOM.can_change, button("Send counter", kind="pri", submit=True, primary=True, extra=_FORM)),
            crumbs=crumbs,
            pill=turn_mark(_ROOM),
        ),
        room_body(State, lambda: when(_ROOM.can_change, _counter_form, lambda: lines_table(_ROOM))),
        confirm(
            "accept",
            "Accept everything this vendor offers?",
            "It becomes a cart at these prices, which nothing moves. Offers of other vendors to this request end.",
            "Accept and order",
            State.accept,
            el.p(el.b(_ROOM.offer_total, class_name="fig num"), " with freight and tax"),
            keep="Not yet",
            danger=False,
        ),
        _decline_question(),
    ]


def _counter_form() -> Markup:
    errors = State.field_errors
    cols = (
        t.Col("Line"),
        t.Col("You pay today", right=True, hide=True),
        t.Col("They offer", right=True),
        t.Col("Pieces", right=True),
        t.Col("You counter", right=True),
    )

    def row(line: Any) -> Markup:
        return t.row(
            *line_cells(_ROOM, line),
            t.cell(when(line.is_offered, lambda: _number(line, "quantity", line.quantity, f"Pieces of {line.title}"))),
            t.cell(
                when(
                    line.is_offered, lambda: _number(line, "price", line.counter_value, f"Your price for {line.title}")
                )
            ),
            key=line.id,
        )

    return el.form(
        when(error_of(errors, "lines") != "", lambda: note(error_of(errors, "lines"), tone="bad")),
        t.table(cols, _ROOM.lines, row, label="Your counter", kind="tall room-lines", keys=False),
        el.div(
            field(
                "With this counter",
                text_area("note", id="counter-note", error=error_of(errors, "note"), max_length=2_000),
                id="counter-note",
                error=error_of(errors, "note"),
                hint="What they offer stands until they answer; then it is your turn again.",
                optional=True,
            ),
            class_name="reg",
        ),
        on_submit=State.counter,
        on_focus=State.writes,
        id="counter-form",
        key=f"counter-{_ROOM.revision}",
    )


def _number(line: Any, name: str, value: Any, label: Any) -> Markup:
    errors, key = State.field_errors, f"{name}-{line.id}"
    return el.span(
        el.span("Pieces" if name == "quantity" else "You counter", class_name="cmp-v"),
        text_input(key, value, id=key, error=error_of(errors, key), kind="num s", width="96px", label=label),
        when(error_of(errors, key) != "", lambda: el.span(error_of(errors, key), class_name="err", id=f"{key}-error")),
    )


def _decline_question() -> Markup:
    return reason_dialog(
        State,
        "decline",
        "Decline this vendor’s quote?",
        "It ends, for good. Other vendors’ answers stay.",
        action="Decline",
        on_submit=State.decline,
        optional=True,
    )


PAGE = Page("/s/[store_handle]/quotes/[request_id]/[quote_id]", build, "Quote · Concourse", State.open)
