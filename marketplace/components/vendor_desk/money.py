"""The parts of the vendor's money: the four stages, the conditions of a payout, the way of a line."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import note
from marketplace.components.desk.icons import icon
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when


def stages(money: Any) -> Markup:
    """Pending, available, in transit, paid: the money moves from left to right."""
    return el.div(
        _stage("clock", "Pending", money.pending, money.pending_line, money.pending_next),
        el.div(
            el.div(icon("wallet", small=True), "Available", class_name="lab"),
            el.div(money.available, class_name=pick(money.owes, "fig bad", "fig")),
            el.p(money.available_line, el.br(), money.available_next, class_name="ink3 xs"),
            class_name="on",
        ),
        _stage("send", "In transit", money.in_transit, money.in_transit_line, money.in_transit_next),
        _stage("landmark", money.paid_label, money.paid, money.paid_line, ""),
        class_name="flow",
    )


def conditions(lines: Any) -> Markup:
    """The conditions of a payout."""
    return el.ul(each(lines, _condition), class_name="conditions grow")


def bars(money: Any) -> Markup:
    """The last payouts, small."""
    bar = lambda b: el.rect(  # noqa: E731
        el.title(b.title), x=b.x, y=b.y, height=b.height, width="18.3", rx="2", class_name="pb " + b.tone
    )
    return el.svg(
        el.path(d="M0 76.5H292", class_name="gl"),
        each(money.bars, bar),
        el.text(money.bars_first, x="2", y="90"),
        el.text(money.bars_last, x="290", y="90", class_name="tail"),
        class_name="chart",
        view_box="0 0 292 92",
        width="100%",
        role="img",
        aria_label="The last payouts, the highest is " + money.bars_top,
    )


def chain(state: Any) -> Markup:
    """Where the money of one line went, step by step with the posting behind each."""
    shown = state.chain
    return el.aside(
        el.section(
            el.div(el.h2("Where the money went"), class_name="rh"),
            el.div(
                t.thumb(shown.picture),
                el.div(
                    el.b(shown.title, class_name="b6"), el.div(shown.where, class_name="ink3 xs"), class_name="grow"
                ),
                class_name="row g12",
            ),
            el.div(each(state.parts, _slice), class_name="stack", role="img", aria_label=shown.says),
            el.div(each(state.parts, _legend), class_name="lg"),
            class_name="reg",
        ),
        el.section(
            el.ol(each(state.steps, _step), class_name="chn"),
            when(
                shown.is_whole,
                lambda: note(shown.proof, tone="good"),
                lambda: note("These figures do not add up. Please tell us.", tone="bad"),
            ),
            class_name="reg",
        ),
        class_name="side chain",
        aria_label="Where the money of one line went",
    )


def _stage(name: str, label: Any, amount: Any, first: Any, second: Any) -> Markup:
    return el.div(
        el.div(icon(name, small=True), label, class_name="lab"),
        el.div(amount, class_name="fig"),
        el.p(first, el.br(), second, class_name="ink3 xs"),
    )


def _condition(line: Any) -> Markup:
    good = lambda: icon("circle-check", tone="good")  # noqa: E731
    other = lambda: when(  # noqa: E731
        line.tone == "warn", lambda: icon("triangle-alert", tone="warn"), lambda: icon("circle-x", tone="bad")
    )
    return el.li(when(line.tone == "good", good, other), el.span(line.label), el.span(line.detail, class_name="ink3"))


def _slice(part: Any) -> Markup:
    return el.i(class_name=part.kind, custom_attrs={"style": {"width": part.width}})


def _legend(part: Any) -> Markup:
    return el.span(el.i(class_name=part.kind), part.label)


def _step(step: Any) -> Markup:
    return el.li(
        el.div(
            el.span(el.b(step.title, class_name="b6"), el.span(step.sub, class_name="sub2")),
            el.span(step.amount, class_name="num b6"),
            class_name="row between top",
        ),
        when(
            step.source != "",
            lambda: el.div(
                el.span(step.source, class_name="mono"),
                icon("arrow-right", small=True),
                el.span(step.target, class_name="mono"),
                el.span(step.tx, title=step.tx_at, class_name="end ink3"),
                class_name="post",
            ),
        ),
        class_name=step.tone,
    )


def planned(is_planned: Any) -> Markup:
    """The pill beside the next payout: a plan only where nothing stands in its way."""
    return when(
        is_planned, lambda: dot("info", "Planned", pill=True), lambda: dot("warn", "Not as it stands", pill=True)
    )
