"""The room of a quote, for either side: figures above, lines in the middle, turns and talk beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, columns, note
from marketplace.components.desk.form import check, error_of, field, text_area
from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import Person
from marketplace.components.desk.quote_history import quote_history
from marketplace.components.desk.sidebar import FILE, WHOLE, avatar
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, each, el, pick, when


def turn_mark(room: Any) -> Markup:
    """Whose turn it is, beside the title."""
    words = el.span(icon("corner-down-left", small=True), room.turn_words, class_name="turn")
    return when(
        room.turn == "mine",
        words,
        when(
            room.turn_words != "",
            lambda: el.span(room.turn_words, class_name="st pill warn half"),
            lambda: status(QUOTE, room.status, pill=True),
        ),
    )


def who_is_here(screen: Any) -> Markup:
    """The others in the room, as they come and go."""
    return when(
        screen.here.length() > 0,
        lambda: el.span(each(screen.here, lambda one: el.span(one, class_name="tag")), " here now", class_name="ink2"),
    )


def figures_strip(room: Any) -> Markup:
    """The last offer, the counter to it, and how long it holds."""
    counter = el.div(
        el.div(pick(room.counter_label != "", room.counter_label, "No counter to it"), class_name="lab"),
        el.div(room.counter_total, class_name="fig m"),
        el.span(room.counter_change, class_name=f"xs {room.counter_tone}"),
    )
    return el.div(
        el.div(
            el.div(room.offer_label, class_name="lab"),
            el.div(room.offer_total, class_name="fig m"),
            el.span(room.offer_change, class_name="xs ink3"),
        ),
        counter,
        el.div(
            el.div("Freight", class_name="lab"),
            el.div(room.freight, class_name="fig m"),
            el.span(room.payment_terms, class_name="xs ink3"),
        ),
        el.div(
            el.div("Holds", class_name="lab"),
            el.div(room.valid, class_name=f"fig m {room.valid_tone}", title=room.valid_exact),
        ),
        when(room.limit.left != "", lambda: _limit(room.limit)),
        class_name=pick(room.limit.left != "", "strip four five", "strip four"),
    )


def _limit(limit: Any) -> Markup:
    return el.div(
        el.div("Left of your limit", class_name="lab"),
        el.div(limit.left, class_name="fig m"),
        el.span(limit.words, class_name=f"xs {limit.tone}"),
    )


def room_body(screen: Any, lines: Callable[[], Markup]) -> Markup:
    """Figures, `lines` (the desk's own form or table) and the talk."""
    room = screen.room
    main = [
        when(room.end_reason != "", lambda: note(room.end_reason, tone="warn")),
        when(room.note != "", lambda: note("They say: ", room.note)),
        attached_files(room.files),
        lines(),
        quote_history(screen),
    ]
    return el.div(figures_strip(room), columns(main, [_talk(screen)], side_width=364), class_name="room")


def attached_files(files: Any) -> Markup:
    """What came with the request, to be saved; nothing where nothing came."""

    def line(one: Any) -> Markup:
        return el.li(
            icon("file-text", small=True),
            el.a(one.name, href=one.href, class_name="link grow", custom_attrs=FILE),
            el.span(one.size, class_name="ink3 xs num"),
            key=one.id,
        )

    named = {"aria_label": "Attached to this request"}
    return when(files.length() > 0, lambda: el.ul(each(files, line), class_name="list docs files", **named))


def line_cells(room: Any, line: Any) -> list[Markup]:
    """What both sides read of a line: its article, today's price, what is offered, and was before."""
    name = el.span(
        el.b(line.title, class_name="b5"),
        el.span(line.detail, when(line.lead != "", el.span(", ", line.lead)), class_name="sub"),
        when(line.note != "", lambda: el.span(line.note, class_name="sub")),
        when(line.target != "", lambda: el.span(room.target_label, " ", line.target, class_name="sub")),
    )
    offered = el.span(
        pick(line.is_offered, line.offered, pick(room.revision == 0, "not answered yet", "no offer")),
        when(line.was != "", lambda: el.span("was ", line.was, class_name="sub")),
    )
    return [
        el.td(el.span(t.thumb(line.picture, "s"), name, class_name="row g12")),
        t.cell(line.today, kind="r ink3 num hide"),
        t.cell(offered, kind="r num"),
    ]


def lines_table(room: Any) -> Markup:
    """The lines as they stand, for who is not on turn."""
    cols = (
        t.Col("Line"),
        t.Col("Price today", right=True, hide=True),
        t.Col("Offered", right=True),
        t.Col("Countered", right=True),
        t.Col("Change", right=True, hide=True),
    )

    def row(line: Any) -> Markup:
        return t.row(
            *line_cells(room, line),
            t.cell(line.counter, kind="r num"),
            t.cell(el.span(line.change, class_name=line.change_tone), kind="r hide"),
            key=line.id,
        )

    return t.table(cols, room.lines, row, label="Lines of this quote", kind="tall room-lines", keys=False)


def _talk(screen: Any) -> Markup:
    room, errors = screen.room, screen.field_errors
    form = el.form(
        field(
            "Write",
            text_area("comment", id="comment", error=error_of(errors, "comment"), max_length=2_000),
            id="comment",
            error=error_of(errors, "comment"),
        ),
        el.div(
            check("internal", "Only our side reads it"),
            button("Send", small=True, submit=True),
            class_name="row between",
        ),
        on_submit=screen.say,
        on_focus=screen.writes,
        class_name="fields cmpz",
        key=f"talk-{screen.talk_round}",
    )
    typing = el.p(screen.typing, " is writing …", class_name="typing", aria_live="polite")
    return el.section(
        el.div(el.h2("Turns and talk"), class_name="rh"),
        el.ol(each(room.notes, _note), class_name="msgs"),
        when(screen.typing != "", typing),
        when(room.can_talk, form, lambda: el.p("This quote is over.", class_name="ink3")),
        class_name="reg th",
    )


def _paper(one: Any) -> Markup:
    return el.a(
        "PDF", href=one.paper, class_name="link", target="_blank", aria_label=f"PDF: {one.body}", custom_attrs=WHOLE
    )


def _note(one: Any) -> Markup:
    return when(
        one.kind == "event",
        lambda: el.li(
            el.span(),
            el.span(el.b(one.who, class_name="b6"), " ", one.body, class_name="grow"),
            el.b(one.total, class_name="num b6"),
            el.time(one.at, title=one.at_exact, class_name="ink3 xs"),
            when(one.paper != "", lambda: _paper(one)),
            when(one.detail != "", lambda: el.span(one.detail, class_name="tn-d")),
            class_name="tn",
        ),
        lambda: el.li(
            avatar(Person(one.initials, one.hue, one.who, "")),
            el.div(
                el.div(
                    el.b(one.who, class_name="b6"),
                    el.time(one.at, title=one.at_exact, class_name="ink3 xs"),
                    class_name="row g6",
                ),
                when(one.is_internal, el.span("only our side reads this", class_name="ref")),
                when(one.line != "", lambda: el.span(one.line, class_name="ref")),
                el.p(one.body),
                class_name="grow",
            ),
            class_name=pick(one.is_internal, "ms internal", "ms"),
        ),
    )
