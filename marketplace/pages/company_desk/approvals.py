"""`/s/{store}/company/approvals`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.approvals import absence_form, request_drawer
from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, button_link, empty, missing, tag
from marketplace.components.desk.navigation import Person
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.sidebar import avatar
from marketplace.components.desk.status import REQUEST, status
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.approvals import CompanyApprovalsState

State: Any = CompanyApprovalsState
_PLACE: Any = State.company_place


def build() -> Markup:
    """The queue, with one request open beside it."""
    pushed = pick(State.request_id != "", "pushed", "")
    return when(State.approvals_ready, lambda: company_desk(State, "approvals", _page, class_name=pushed))


def _page() -> list[Markup]:
    gone = el.aside(missing("request", "/account", "Your account"), class_name="drawer")
    return [
        el.div(
            page_header("Approvals", sub=State.summary),
            tab_list(State.tabs),
            when(State.rows.length() > 0, _table, _none),
            when(State.away.may_approve, lambda: absence_form(State)),
            class_name="pushmain p-book p-members",
        ),
        when(State.request_id != "", lambda: when(State.missing, gone, lambda: request_drawer(State))),
    ]


def _table() -> Markup:
    cols = (
        t.Col("Request"),
        t.Col("Why it stopped", hide=True),
        t.Col("Budget", hide=True),
        t.Col("State", hide=True),
        t.Col("Total", right=True),
        t.Col("Asked", hide=True),
        t.Col("", right=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Purchase requests", kind="tall click"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
    )


def _row(request: Any) -> Markup:
    person = Person(request.initials, request.hue, request.who, "")
    name = el.span(
        el.a(request.number, ", ", request.title, href=request.href, class_name="id"),
        el.span(request.lines, class_name="sub"),
    )
    return t.row(
        el.td(el.span(avatar(person), name, class_name="row g12")),
        t.cell(tag(request.why), kind="hide"),
        t.cell(el.span(request.budget, class_name=f"num {request.budget_tone}"), kind="hide"),
        t.cell(status(REQUEST, request.status), kind="hide"),
        t.cell(el.b(request.total, class_name="num"), kind="r"),
        t.cell(ago(request.since, request.since_exact), kind="hide ink2"),
        t.cell(_actions(request), kind="r"),
        chosen=State.card.id == request.id,
        key=request.id,
    )


def _actions(request: Any) -> Markup:
    """What its reader can do from the list: decide, or remind who decides."""
    yes = button("Approve", small=True, on_click=State.approve_row(request.id, request.digest))
    no = button_link("Decline…", href=request.decline_href, kind="quiet", small=True)
    remind = button("Remind", kind="quiet", small=True, on_click=State.remind(request.id))
    return when(request.may_decide, el.span(no, yes, class_name="row end"), when(request.may_remind, remind))


def _none() -> Markup:
    more = button_link("What would a rule have stopped?", href=f"{_PLACE.home}/rules")
    words = "New requests appear here and reach their approvers by letter."
    return empty("list-checks", "That is all for now", words, when(_PLACE.is_admin, more))


PAGE = Page("/s/[store_handle]/company/approvals", build, "Approvals · Concourse", State.open)
