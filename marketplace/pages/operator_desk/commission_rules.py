"""`/admin/commission-rules`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, empty, note, region, tag
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.form import text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.rule_form import effect, rule_form
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.commission_rules import OperatorCommissionRulesState

State: Any = OperatorCommissionRulesState


def build() -> Markup:
    """The ordered list of a store, with the form of one rule and its effect beside it."""
    return when(State.rules_ready, _page)


def _page() -> Markup:
    new = button_link("Rule", href=State.new_href, kind="pri", icon_name="plus", key="c")
    side = el.div(
        when(State.rule_id != "", lambda: el.div(rule_form(State), effect(State), key=State.form_round), _hint),
        class_name="side",
    )
    return desk(
        operator_layout(State),
        "commission-rules",
        el.div(
            page_header(
                "Commission rules",
                new,
                sub="The first rule that fits is taken, once per vendor order, and frozen with it",
            ),
            el.div(
                el.div(_bar(), when(State.rows.length() > 0, _table, _nothing), _try_an_order()),
                side,
                class_name="cols wide-side",
            ),
            class_name="pushmain p-money",
        ),
    )


def _bar() -> Markup:
    store = el.span(el.em("Store"), State.book.store, class_name="chip plain")
    many = lambda: filter_bar(store, facets=(Facet("Store", State.stores),))  # noqa: E731
    return when(State.stores.length() > 0, many, lambda: filter_bar(store))


def _hint() -> Markup:
    return region(
        "How rules work",
        el.p(
            "Rules are read from the top. The first whose conditions fit a line is charged on all the lines it fits, "
            "and split over them to the cent. A rate agreed with a vendor beats every rule.",
            class_name="ink2",
        ),
        el.p("Choose a rule to see what it has done, or to change it.", class_name="ink3"),
    )


def _nothing() -> Markup:
    return empty(
        "percent",
        "No rules yet",
        "Until there is one, the store keeps nothing of its vendors’ sales.",
        button_link("Add the first", href=State.new_href, kind="pri"),
    )


def _table() -> Markup:
    cols = (
        t.Col("Order of rules", quiet=True),
        t.Col("No", right=True),
        t.Col("Rule"),
        t.Col("Fee", right=True),
        t.Col("Orders, 90 d", right=True, hide=True),
        t.Col("State"),
        t.Col("Use", quiet=True),
    )
    return t.table(cols, State.rows, _row, label="Commission rules", kind="rules")


def _row(rule: Any) -> Markup:
    href = f"/admin/commission-rules?store={State.book.store_id}&{rule.href}"
    return t.row(
        el.td(
            _move(rule, -1, "arrow-up", "up", rule.is_first),
            _move(rule, 1, "arrow-down", "down", rule.is_last),
            class_name="gr",
        ),
        t.cell(rule.position, kind="r num ink2 no"),
        el.td(
            el.a(rule.title, href=href, class_name="id b6"),
            el.span(each(rule.tags, lambda words: tag(words)), class_name="row g4 wrap tags"),
        ),
        el.td(rule.fee, el.span(rule.bounds, class_name="sub"), class_name="r b6"),
        t.cell(State.used.get(rule.id, 0), kind="r hide"),
        t.cell(dot(pick(rule.is_active, "good full", "stop"), pick(rule.is_active, "Live", "Not in use"))),
        t.cell(
            el.button(
                pick(rule.is_active, "Switch off", "Switch on"),
                type="button",
                class_name="btn quiet s",
                on_click=State.switch(rule.id, ~rule.is_active),
            ),
            kind="r",
        ),
        chosen=State.rule_id == rule.id,
        key=rule.id,
    )


def _move(rule: Any, by: int, name: str, word: str, at_end: Any) -> Markup:
    return el.button(
        icon(name, small=True),
        type="button",
        class_name="btn quiet s icon",
        disabled=at_end,
        aria_label=f"Move {rule.title} {word}",
        on_click=State.move(rule.id, rule.position + by),
    )


def _try_an_order() -> Markup:
    answer = lambda words: note(words, icon_name="corner-down-left")  # noqa: E731
    return region(
        "Try an order",
        el.form(
            text_input(
                "order",
                State.order,
                id="try-order",
                placeholder="1038-2",
                label="Order number",
                kind="soft",
                width="w150",
            ),
            button("Which rule?", submit=True),
            on_submit=State.ask_order,
            class_name="row",
            role="search",
        ),
        el.div(each(State.explanation, answer), aria_live="polite", class_name="told"),
    )


PAGE = Page("/admin/commission-rules", build, "Commission rules · Concourse", State.open)
