"""`/admin`."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk.controls import ago, button_link, columns, empty, keys, region
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.home import OperatorHomeState

State: Any = OperatorHomeState


def build() -> Markup:
    """What waits for a person, by deadline; beside it the stores, the machine, and what was just done."""
    return when(State.home_ready, _page)


def _page() -> Markup:
    start = when(
        State.home.first_href != "",
        lambda: button_link("Start with the oldest", keys("S"), href=State.home.first_href, kind="pri", key="s"),
    )
    return desk(
        operator_layout(State),
        "home",
        page_header("Needs you", start, sub=State.home.says),
        columns([when(State.home.total > 0, _needs, _nothing)], _side(), side_width=330),
        class_name="p-home",
    )


def _nothing() -> Markup:
    return empty(
        "circle-check",
        "Nothing waits for you",
        "New applications and dead jobs show up here, the most urgent first.",
        button_link("See all vendors", href="/admin/vendors"),
    )


def _needs() -> Markup:
    heads = ("Kind", "What", "Store", "Value", "Time", "Action")
    return el.div(
        el.table(
            el.caption("What needs a person", class_name="vh"),
            el.thead(el.tr(*[el.th(head, scope="col") for head in heads]), class_name="vh"),
            el.tbody(each(State.home.needs, _need)),
            class_name="tbl tall need",
            custom_attrs={"data-keys": "1"},
        ),
        el.footer(
            el.span(State.home.says),
            el.span(keys("J"), keys("K"), " move ", keys("↵"), " open", class_name="end row g6 desk-only"),
            class_name="tfoot",
        ),
    )


def _need(need: Any) -> Markup:
    return rx.fragment(
        when(need.head != "", lambda: _group(need)), _line(need), when(need.more != "", lambda: _more(need))
    )


def _more(need: Any) -> Markup:
    return el.tr(el.td(el.a(need.more, href=need.more_href, class_name="link"), col_span=6), class_name="more")


def _group(need: Any) -> Markup:
    return el.tr(
        el.td(
            need.head,
            el.span(need.head_count, class_name="num n"),
            el.span(need.head_note, class_name="ink3 why"),
            col_span=6,
        ),
        class_name="grp",
    )


def _line(need: Any) -> Markup:
    button = pick(need.is_first, "btn s pri", "btn s")
    return el.tr(
        el.td(el.span(icon(need.icon), class_name=f"nic {need.tone}"), class_name="n-ic"),
        el.td(
            el.a(need.title, href=need.href, class_name="id b6"), el.span(need.sub, class_name="sub"), class_name="n-t"
        ),
        el.td(store_mark(need.mark), class_name="c hide"),
        el.td(need.value, class_name="r num n-v"),
        el.td(el.span(need.due, class_name=need.due_tone), class_name="n-a"),
        el.td(el.a(need.action, href=need.href, class_name=button), class_name="r n-b"),
        key=need.id,
    )


def _side() -> list[Markup]:
    return [
        region(
            "Stores",
            el.ul(each(State.home.stores, _store), class_name="list"),
            end=el.a("All", href="/admin/tenants", class_name="link"),
        ),
        when(
            State.home.health.length() > 0,
            lambda: region(
                "Health",
                el.ul(each(State.home.health, _light), class_name="list hl"),
                end=el.a("Jobs", href="/admin/jobs", class_name="link"),
            ),
        ),
        region("Just done", _done(), end=el.a("Audit", href="/admin/audit", class_name="link")),
    ]


def _store(store: Any) -> Markup:
    return el.li(
        store_mark(store.mark),
        el.span(
            el.a(store.name, href=f"/admin/tenants/{store.id}", class_name="b5"),
            el.span(store.sub, class_name="ink3 xs"),
            class_name="grow col",
        ),
        el.span(
            el.span(store.says, class_name="b5 num"),
            el.span(store.note, class_name=f"xs {store.note_tone}"),
            class_name="col right",
        ),
        key=store.id,
    )


def _light(line: Any) -> Markup:
    return el.li(el.span(dot(line.shape, line.label), class_name="grow"), el.span(line.says, class_name="b5 num"))


def _done() -> Markup:
    line = lambda done: el.li(  # noqa: E731
        el.b(done.who, class_name="b5"),
        " ",
        done.text,
        when(done.reason != "", el.span(": ", done.reason)),
        " ",
        ago(done.when, done.exact),
    )
    return when(
        State.home.done.length() > 0,
        lambda: el.ol(each(State.home.done, line), class_name="tl"),
        lambda: el.p("Nothing yet today.", class_name="ink3"),
    )


PAGE = Page("/admin", build, "Needs you · Concourse", State.open)
