"""`/s/{store}/company/invoices`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.invoices import CompanyInvoicesState

State: Any = CompanyInvoicesState
_PLACE: Any = State.company_place


def build() -> Markup:
    """Invoices and credit notes of all vendors, what is open first."""
    return when(State.invoices_ready, lambda: company_desk(State, "invoices", _page))


def _page() -> list[Markup]:
    statement = button_link("Statement of account", href=f"{_PLACE.home}/statement")
    return [
        page_header("Invoices", statement, sub=pick(State.open_words != "", State.open_words, "Nothing is open.")),
        when(
            State.rows.length() > 0,
            lambda: t.table(_cols(), State.rows, _row, label="Invoices", kind="tall"),
            empty("file-text", "No invoices yet", "What is bought on account is billed when its goods have left."),
        ),
    ]


def _cols() -> tuple[t.Col, ...]:
    return (
        t.Col("Invoice"),
        t.Col("Order", hide=True),
        t.Col("Location", hide=True),
        t.Col("Due"),
        t.Col("State"),
        t.Col("Amount", right=True),
        t.Col("Open", right=True, hide=True),
    )


def _row(invoice: Any) -> Markup:
    return t.row(
        t.cell(
            el.a(invoice.number, href=invoice.href, class_name="link b5"),
            el.span(invoice.vendor, ", ", invoice.issued, class_name="sub"),
        ),
        t.cell(el.a(invoice.order, href=invoice.order_href, class_name="link"), kind="hide"),
        t.cell(invoice.place, kind="hide ink2"),
        t.cell(invoice.due, kind="ink2"),
        t.cell(dot(invoice.look, invoice.state)),
        t.cell(invoice.amount, kind="r num"),
        t.cell(invoice.open, kind="r num hide"),
        key=invoice.id,
    )


PAGE = Page("/s/[store_handle]/company/invoices", build, "Invoices · Concourse", State.open)
