"""`/s/{store}/company/statement`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link
from marketplace.components.desk.form import field, select, text_input
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.invoices import CompanyStatementState

State: Any = CompanyStatementState
_PLACE: Any = State.company_place
_STATEMENT: Any = State.statement


def build() -> Markup:
    """The account of one place over all vendors: what was owed, every movement, what is owed."""
    return when(State.statement_ready, lambda: company_desk(State, "invoices", _page))


def _page() -> list[Markup]:
    files = (
        button_link("PDF", href=f"{_PLACE.home}/statement.pdf{State.query}", reload=True),
        button_link("CSV", href=f"{_PLACE.home}/statement.csv{State.query}", reload=True),
    )
    return [
        page_header("Statement of account", *files, sub=f"{_STATEMENT.place}, {_STATEMENT.period}"),
        _choice(),
        el.dl(
            el.div(el.dt("Owed before"), el.dd(_STATEMENT.opening), class_name="pair"),
            el.div(el.dt("Owed now"), el.dd(_STATEMENT.closing), class_name="pair"),
            class_name="kv l period",
        ),
        t.table(
            (t.Col("Day"), t.Col("What"), t.Col("Amount", right=True), t.Col("Owed", right=True)),
            _STATEMENT.lines,
            _line,
            label="Movements",
            kind="tall ord",
            keys=False,
        ),
    ]


def _choice() -> Markup:
    return el.form(
        field("Location", select("location", _STATEMENT.places, _STATEMENT.place_id), id="location"),
        field("From", text_input("since", _STATEMENT.since, id="since", type="date"), id="since"),
        field("To", text_input("until", _STATEMENT.until, id="until", type="date"), id="until"),
        button("Show", submit=True),
        on_submit=State.show,
        class_name="row period",
    )


def _line(line: Any) -> Markup:
    return t.row(
        t.cell(line.day, kind="o-who ink2"),
        t.cell(line.what, kind="o-id"),
        t.cell(line.amount, kind="r num o-val"),
        t.cell(line.balance, kind="r num o-due"),
    )


PAGE = Page("/s/[store_handle]/company/statement", build, "Statement of account · Concourse", State.open)
