"""`/admin/receivables`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import when_text
from marketplace.components.markup import Markup, el
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.list_page import ListPage, Nothing, list_page
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.receivables import OperatorReceivablesState

State: Any = OperatorReceivablesState


def build() -> Markup:
    """Every place that buys on account; what is overdue first."""
    return list_page(
        ListPage(
            state=State,
            place="receivables",
            title="Receivables",
            sub="What companies’ places bought on account and have not paid. Open one to write a payment down.",
            placeholder="Company, place, invoice number",
            columns=_columns,
            row=_row,
            nothing=Nothing(
                "scroll-text", "No account here", "No place owes anything in this view.", "Show all accounts"
            ),
        )
    )


def _columns() -> tuple[t.Col, ...]:
    return (
        t.Col("Account", sort_href=State.sort_href["name"], sorted=State.sort_way["name"]),
        t.Col("Store", hide=True),
        t.Col("Terms", hide=True),
        t.Col("Limit", right=True, hide=True),
        t.Col("Open", right=True, sort_href=State.sort_href["open"], sorted=State.sort_way["open"]),
        t.Col("Overdue", right=True),
        t.Col("Oldest due", hide=True),
        t.Col("Letters", hide=True),
    )


def _row(account: Any) -> Markup:
    return t.row(
        t.identity(account.company, account.place, href=account.href),
        t.cell(el.span(store_mark(account.mark), account.mark.name, class_name="row"), kind="hide"),
        t.cell(account.terms, kind="hide ink2"),
        t.cell(account.limit, kind="r hide ink2"),
        t.cell(when_text(account.open, "nothing"), kind="r"),
        t.cell(el.span(account.overdue, class_name="b5"), kind="r"),
        t.cell(account.oldest, kind="hide ink2"),
        t.cell(account.stage, kind="hide ink2"),
        key=account.id,
    )


PAGE = Page("/admin/receivables", build, "Receivables · Concourse", State.open)
