"""Two revisions of a quote side by side, and the price of one line drawn from turn to turn."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import region
from marketplace.components.desk.form import select
from marketplace.components.markup import Markup, each, el, pick, when


def quote_history(screen: Any) -> Markup:
    """Nothing before the second revision: there is nothing to compare yet."""
    history = screen.room.history
    return when(history.can_compare, lambda: el.div(_differences(screen), _turns(screen), class_name="qh"))


def _differences(screen: Any) -> Markup:
    history = screen.room.history
    choose = el.div(
        _choice(screen, "old", "Compare this revision", history.old),
        el.span("to", class_name="ink3"),
        _choice(screen, "new", "with this one", history.new),
        class_name="row g6",
    )
    cols = (t.Col("Line"), t.Col("Was", right=True), t.Col("Is", right=True), t.Col("Change", right=True))

    def row(one: Any) -> Markup:
        name = el.span(
            el.b(one.title, class_name="b5"),
            when(one.others != "", lambda: el.span("also: ", one.others, class_name="sub")),
        )
        return t.row(
            el.td(name),
            t.cell(one.was, kind="r num ink3"),
            t.cell(one.now, kind="r num"),
            t.cell(el.span(one.change, class_name=one.tone), kind="r"),
            key=one.id,
        )

    rows = history.lines + history.whole
    table = t.table(cols, rows, row, label="What changed between these revisions", kind="tall", keys=False)
    return region("What changed", table, end=choose, tight=True, id="changes")


def _choice(screen: Any, what: str, label: str, value: Any) -> Markup:
    return select(
        what,
        screen.room.history.options,
        value,
        id=f"compare-{what}",
        on_change=lambda chosen: screen.look_at(what, chosen),
        kind="s",
        label=label,
    )


def _turns(screen: Any) -> Markup:
    history = screen.room.history
    which = select(
        "line_id",
        history.choices,
        history.line_id,
        id="drawn-line",
        on_change=lambda chosen: screen.look_at("line_id", chosen),
        kind="s",
        label="Line whose price is drawn",
    )
    drawn = when(
        history.prices.turns.length() > 0,
        lambda: _drawing(history, screen.room.currency),
        lambda: el.p("This line has one price so far.", class_name="ink3"),
    )
    return region("Price by turn", drawn, end=which, id="turns")


def _drawing(history: Any, currency: Any) -> Markup:
    line = el.svg(
        el.path(d=history.prices.path),
        view_box="0 0 100 100",
        custom_attrs={"preserveAspectRatio": "none"},
        aria_hidden="true",
    )
    today = el.span("today ", history.prices.today, class_name="qh-today", custom_attrs=_at(history.prices.today_top))
    return el.figure(
        line,
        when(history.prices.today != "", today),
        el.ol(each(history.prices.turns, _turn), aria_label="Price each, from turn to turn"),
        el.figcaption(history.line_title, ", ", currency, " each", class_name="vh"),
        class_name="qh-d",
    )


def _at(top: Any) -> dict[str, Any]:
    # As one variable: Reflex looks no deeper for what a component needs of its state.
    return {"style": rx.Var.create({"top": top})}


def _turn(turn: Any) -> Markup:
    return el.li(
        el.i(class_name=pick(turn.is_mine, "mine", ""), custom_attrs=_at(turn.top)),
        el.b(turn.price, class_name="num", custom_attrs=_at(turn.top)),
        el.span(turn.label, pick(turn.is_mine, ", you", ""), class_name="ink3 xs"),
        key=turn.label,
    )
