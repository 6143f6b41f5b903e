"""`/admin/audit`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.audit import OperatorAuditState

State: Any = OperatorAuditState


def build() -> Markup:
    """The trail: sentences, filters, and what each change was before."""
    return when(State.list_ready, _page)


def _page() -> Markup:
    sub = "Each line carries the hash of the one before it, so none can be changed or taken away unseen."
    return desk(
        operator_layout(State),
        "audit",
        page_header("Audit", sub=sub),
        tab_list(State.tabs),
        filter_bar(
            search_box(State.q, State.search, placeholder="Name, reason, action", key=State.q),
            chips=State.chips,
            facets=(Facet("Who", State.people), Facet("Store", State.stores)),
        ),
        when(State.lines.length() > 0, _table, _nothing),
        class_name="p-audit",
    )


def _table() -> Markup:
    cols = (
        t.Col("When"),
        t.Col("What"),
        t.Col("Changed", hide=True),
        t.Col("Store", hide=True),
        t.Col("From", hide=True),
    )
    return el.div(
        t.table(cols, State.lines, _row, label="Audit trail", kind="tall"),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
        class_name="pushmain",
    )


def _row(line: Any) -> Markup:
    sentence = el.span(el.b(line.who, class_name="b6"), " ", line.text)
    return t.row(
        t.cell(ago(line.when, line.exact), kind="ink2 when"),
        t.cell(
            when(line.href != "", lambda: el.a(sentence, href=line.href, class_name="id plain"), lambda: sentence),
            when(line.reason != "", lambda: el.span("“", line.reason, "”", class_name="sub")),
            kind="w full",
        ),
        t.cell(each(line.changes, _change), kind="hide w"),
        t.cell(line.store, kind="hide ink2"),
        t.cell(line.ip, el.span(line.hash, class_name="sub mono"), kind="hide ink2"),
        key=line.id,
    )


def _change(change: Any) -> Markup:
    return el.span(
        el.span(change.field, " ", class_name="ink3"),
        when(change.before != "", lambda: el.del_(change.before)),
        " ",
        when(change.after != "", lambda: el.ins(change.after)),
        class_name="change",
    )


def _nothing() -> Markup:
    return empty(
        "history",
        "No line fits",
        "Take a filter away, or search for something else.",
        button_link("Show the whole trail", href="/admin/audit"),
    )


PAGE = Page("/admin/audit", build, "Audit · Concourse", State.open)
