"""`/s/{store}/company/cost-centres`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.cost_centres import cost_centre_drawer
from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, missing, progress, tag
from marketplace.components.desk.form import check
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.cost_centres import CompanyCostCentresState

State: Any = CompanyCostCentresState
_PLACE: Any = State.company_place


def build() -> Markup:
    """The cost centres of the company, with one of them open beside the list."""
    pushed = pick(State.centre_id != "", "pushed", "")
    return when(State.cost_centres_ready, lambda: company_desk(State, "cost-centres", _page, class_name=pushed))


def _page() -> list[Markup]:
    add = button_link(
        "Add cost centre", href=f"{_PLACE.home}/cost-centres?centre=new", kind="pri", icon_name="plus", key="c"
    )
    gone = el.aside(missing("cost centre", "/account", "Your account"), class_name="drawer")
    return [
        el.div(
            page_header("Cost centres", when(_PLACE.is_admin, add), sub=State.summary),
            when(_PLACE.is_admin & (State.rows.length() > 0), _required),
            when(State.rows.length() > 0, _table, _none),
            class_name="pushmain p-book p-members",
        ),
        when(State.centre_id != "", lambda: when(State.missing, gone, lambda: cost_centre_drawer(State))),
    ]


def _required() -> Markup:
    return el.div(
        check(
            "required",
            "Every order needs a cost centre",
            checked=State.is_required,
            on_change=State.require,
            kind="switch",
        ),
        class_name="filters",
    )


def _table() -> Markup:
    cols = (t.Col("Cost centre"), t.Col("Budget, used"), t.Col("Starts again", hide=True), t.Col("State", quiet=True))
    return t.table(cols, State.rows, _row, label="Cost centres", kind="tall click")


def _row(centre: Any) -> Markup:
    return t.row(
        t.identity(centre.code, centre.name, href=centre.href),
        t.cell(when(centre.has_budget, lambda: _budget(centre), el.span(centre.used, class_name="num"))),
        t.cell(centre.starts_again, kind="hide ink2"),
        t.cell(when(~centre.is_active, tag("not in use"))),
        chosen=State.card.id == centre.id,
        key=centre.id,
    )


def _budget(centre: Any) -> Markup:
    words = el.div(
        el.span(centre.used, class_name="num"),
        el.span(centre.budget, class_name="num ink3"),
        class_name="row between xs",
    )
    return el.div(words, progress(f"{centre.used_percent}%", centre.tone), class_name="lim")


def _none() -> Markup:
    words = "A cost centre says where an order is booked, and may have a budget that no order exceeds."
    return empty("wallet", "No cost centres yet", words)


PAGE = Page("/s/[store_handle]/company/cost-centres", build, "Cost centres · Concourse", State.open)
