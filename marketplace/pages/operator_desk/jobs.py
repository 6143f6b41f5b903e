"""`/admin/jobs`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, columns, empty, missing, region
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.overlays import drawer
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk import jobs as parts
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.jobs import OperatorJobsState

State: Any = OperatorJobsState


def build() -> Markup:
    """Running, waiting and done jobs in one list; dead ones by what killed them."""
    shown = lambda: when(State.view == "dead", _dead, _list)  # noqa: E731
    return when(State.jobs_ready, lambda: when(State.missing, _missing, shown))


def _missing() -> Markup:
    return desk(operator_layout(State), "jobs", page_header("Jobs"), missing("page", "/admin", "Needs you"))


def _list() -> Markup:
    bar = filter_bar(chips=State.chips, facets=(Facet("Kind", State.kinds),), end=parts.live_switch(State))
    table = [bar, parts.job_table(State)]
    overview = lambda: columns([parts.figures(State), *table], parts.overview_side(State), side_width=330)  # noqa: E731
    return desk(
        operator_layout(State),
        "jobs",
        el.div(
            page_header("Jobs", sub=State.figures.says),
            tab_list(State.tabs),
            when((State.view == "") & (State.job.id == ""), overview, lambda: el.div(*table, class_name="pushmain")),
            class_name="pushmain p-jobs",
        ),
        when(State.job.id != "", _drawer),
        parts.discard_dialog(State, "discard", "Discard this job?", State.discard),
        class_name=pick(State.job.id != "", "pushed", ""),
    )


def _drawer() -> Markup:
    return drawer(
        State.job.kind,
        *parts.job_sections(State),
        close_href=State.close_href,
        actions=parts.job_actions(State),
        pill=dot(State.job.shape, State.job.word, pill=True),
    )


def _dead() -> Markup:
    gone = empty("circle-check", "No job is dead", "What dies shows up here, grouped by what killed it.")
    return desk(
        operator_layout(State),
        "jobs",
        when(State.causes.length() > 0, _dead_head, lambda: page_header("Dead letters", sub=State.figures.says)),
        tab_list(State.tabs),
        when(State.causes.length() > 0, lambda: parts.dead_letters(State), lambda: region("", gone)),
        parts.discard_dialog(State, "discard", "Discard this job?", State.discard),
        parts.discard_dialog(State, "discard-all", "Discard all of this cause?", State.discard_alike),
        class_name="p-dead",
    )


def _dead_head() -> Markup:
    return page_header(
        State.cause.title,
        button("Discard all…", kind="danger", opens="discard-all"),
        button(
            "Retry all ",
            State.cause.number,
            " alike",
            kind="pri",
            icon_name="rotate-ccw",
            on_click=State.retry_alike,
            primary=True,
        ),
        crumbs=(Crumb("Jobs", "/admin/jobs"), Crumb("Dead letters", "/admin/jobs?view=dead")),
        pill=dot("bad full", el.span(State.cause.number, " dead"), pill=True),
        sub=el.span(el.span(State.cause.kind, class_name="mono"), ", ", State.cause.span),
    )


PAGE = Page("/admin/jobs", build, "Jobs · Concourse", State.open)
