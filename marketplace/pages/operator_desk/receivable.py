"""`/admin/receivables/[location_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import columns, missing, region
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.components.operator_desk.receivable import (
    invoice_table,
    payout_table,
    questions,
    receipt_form,
    receipt_table,
    standing,
    terms_form,
)
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.receivable import OperatorReceivableState

State: Any = OperatorReceivableState
_ACCOUNT = State.account


def build() -> Markup:
    """The account of a place: what is open and what came, with a payment and the terms beside it."""
    return when(State.account_ready, lambda: when(_ACCOUNT.id != "", _page, _missing))


def _missing() -> Markup:
    return desk(
        operator_layout(State),
        "receivables",
        page_header("Receivables"),
        missing("account", "/admin/receivables", "All accounts"),
    )


def _page() -> Markup:
    main = [
        region("Open invoices", invoice_table(State), count=_ACCOUNT.invoices.length().to_string(), tight=True),
        region("Payments", receipt_table(State), count=_ACCOUNT.receipts.length().to_string(), tight=True),
        when(
            _ACCOUNT.payouts.length() > 0,
            lambda: region(
                "Credit paid out", payout_table(State), count=_ACCOUNT.payouts.length().to_string(), tight=True
            ),
        ),
    ]
    side = [
        region("Standing", standing(State)),
        region("Write a payment down", receipt_form(State)),
        region("Terms", terms_form(State)),
    ]
    return desk(
        operator_layout(State),
        "receivables",
        page_header(
            el.span(_ACCOUNT.company, ", ", _ACCOUNT.place),
            crumbs=(Crumb("Receivables", "/admin/receivables"), Crumb(_ACCOUNT.store)),
            sub=el.span(
                store_mark(_ACCOUNT.mark),
                el.a("The company’s page", href=_ACCOUNT.company_href, class_name="link"),
                class_name="row g6",
            ),
        ),
        columns(main, side, side_width=372),
        questions(State),
    )


PAGE = Page("/admin/receivables/[location_id]", build, "Account · Concourse", State.open)
