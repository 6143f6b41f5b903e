"""`/s/{store}/company/rules`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.company_desk.rules import rule_drawer
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, missing, tag
from marketplace.components.desk.form import check
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.rules import CompanyRulesState

State: Any = CompanyRulesState
_PLACE: Any = State.company_place


def build() -> Markup:
    """The rules of the company, with one of them open beside the list."""
    pushed = pick(State.rule_id != "", "pushed", "")
    return when(State.rules_ready, lambda: company_desk(State, "rules", _page, class_name=pushed))


def _page() -> list[Markup]:
    add = button_link("Add rule", href=f"{_PLACE.home}/rules?rule=new", kind="pri", icon_name="plus", key="c")
    gone = el.aside(missing("rule", "/account", "Your account"), class_name="drawer")
    placing = check(
        "places",
        "Approved orders are placed by themselves where their payment needs nobody",
        checked=State.places_approved,
        on_change=State.place_approved,
        kind="switch",
    )
    return [
        el.div(
            page_header("Approval rules", when(_PLACE.is_admin, add), sub=State.summary),
            when(_PLACE.is_admin, el.div(placing, class_name="filters")),
            when(State.rows.length() > 0, _table, _none),
            class_name="pushmain p-book p-members",
        ),
        when(State.rule_id != "", lambda: when(State.missing, gone, lambda: rule_drawer(State))),
    ]


def _table() -> Markup:
    cols = (t.Col("Rule"), t.Col("Where", hide=True), t.Col("Who decides", hide=True), t.Col("State", quiet=True))
    return t.table(cols, State.rows, _row, label="Approval rules", kind="tall click")


def _row(rule: Any) -> Markup:
    return t.row(
        t.identity(rule.name, rule.when, href=rule.href),
        t.cell(rule.where, kind="hide ink2"),
        t.cell(rule.who, kind="hide"),
        t.cell(when(~rule.is_active, tag("off"))),
        chosen=State.card.id == rule.id,
        key=rule.id,
    )


def _none() -> Markup:
    words = "A rule says which orders need the yes of an approver first. A dry run shows what it would have stopped."
    return empty("list-checks", "No rules yet", words)


PAGE = Page("/s/[store_handle]/company/rules", build, "Approval rules · Concourse", State.open)
