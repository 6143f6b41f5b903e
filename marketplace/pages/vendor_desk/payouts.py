"""`/vendor/payouts`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, columns, empty, note, region
from marketplace.components.desk.filters import Facet, add_filter
from marketplace.components.desk.form import password_again
from marketplace.components.desk.overlays import dialog
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import PAYOUT, status
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.vendor_desk import money as parts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.components.vendor_desk.shop_settings import failed_payout
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.payouts import VendorPayoutsState

State: Any = VendorPayoutsState
_MONEY = State.money


def build() -> Markup:
    """Pending, available, in transit and paid; the next payout; every payout so far."""
    return vendor_desk(State, "payouts", _page, ready=State.payouts_ready, waiting=outline())


def _page() -> Markup:
    ask = when(
        State.can_ask,
        lambda: button("Ask for a payout", kind="pri", icon_name="hand-coins", opens="ask", primary=True),
        lambda: button("Ask for a payout", kind="pri", icon_name="hand-coins", disabled=True),
    )
    return el.div(
        page_header("Payouts", _currencies(), ask, sub=el.span(_MONEY.schedule, " to ", State.account)),
        when(State.failed.number != "", lambda: failed_payout(State.failed)),
        when(_MONEY.owes, _debt),
        parts.stages(_MONEY),
        columns([_next()], [_last()], side_width=332),
        _history(),
        el.div(_asking(), key=State.form_round),
        class_name="pushmain p-money",
    )


def _currencies() -> Markup:
    return when(State.currencies.length() > 0, lambda: el.span(each(State.currencies, _currency), class_name="seg"))


def _currency(choice: Any) -> Markup:
    return when(
        choice.on,
        lambda: el.a(choice.label, href=choice.href, aria_current="true"),
        lambda: el.a(choice.label, href=choice.href),
    )


def _debt() -> Markup:
    return note(
        "Refunds came after you were paid. New earnings make up for it before anything is paid out.", tone="warn"
    )


def _next() -> Markup:
    return region(
        "Next payout",
        el.div(
            el.div(
                el.div(_MONEY.next_amount, class_name="fig"),
                el.p(_MONEY.next_free, class_name="ink3 xs"),
                when(State.why_not != "", lambda: el.p("Asking now: ", State.why_not, class_name="ink3 xs")),
                class_name="next-sum",
            ),
            parts.conditions(State.conditions),
            class_name="row top g24 wrap",
        ),
        note=when(_MONEY.is_scheduled, lambda: parts.planned(State.is_planned)),
        end=el.span(_MONEY.next_at, class_name="ink3"),
    )


def _last() -> Markup:
    nothing = el.p("Your payouts show up here.", class_name="ink3 xs")
    return region(
        "Last 12 payouts",
        when(_MONEY.bars_last != "", lambda: parts.bars(_MONEY), nothing),
        end=el.span(_MONEY.currency, class_name="ink3 xs"),
    )


def _history() -> Markup:
    nothing = empty("wallet", "No payouts yet", "What you earn is paid out when its hold is over.")
    ends = el.span(
        each(State.chips, lambda chip: el.a(el.em(chip.name), chip.value, href=chip.href, class_name="chip")),
        add_filter((Facet("Status", State.statuses),)),
        button_link("CSV", href=State.csv, small=True, icon_name="download", download=True),
        class_name="row g6",
    )
    return region(
        "History", when(State.rows.length() > 0, _table, nothing), count=State.total, end=ends, tight=True, id="history"
    )


def _table() -> Markup:
    cols = (
        t.Col("Payout"),
        t.Col("Covers", hide=True),
        t.Col("Goods", right=True, hide=True),
        t.Col("Commission", right=True, hide=True),
        t.Col("VAT on it", right=True, hide=True),
        t.Col("Refunds, reserve", right=True, hide=True),
        t.Col("Paid out", right=True),
        t.Col("Status"),
        t.Col("Bank"),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Payouts", kind="tall click payouts"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
    )


def _row(payout: Any) -> Markup:
    return t.row(
        t.cell(el.a(payout.number, href=payout.href, class_name="id")),
        el.td(payout.covers, el.span(payout.earnings, class_name="sub"), class_name="hide"),
        t.cell(payout.goods, kind="r hide"),
        t.cell(payout.commission, kind="r ink2 hide"),
        t.cell(payout.fee_tax, kind="r ink2 hide"),
        t.cell(payout.refunds, kind="r ink2 hide"),
        t.cell(payout.amount, kind="r b6"),
        t.cell(status(PAYOUT, payout.status)),
        el.td(payout.bank, el.span(payout.bank_line, class_name="sub"), class_name="bank"),
        key=payout.id,
    )


def _asking() -> Markup:
    return dialog(
        "ask",
        "Ask for everything that is available?",
        el.p(_MONEY.available, " goes to ", State.account, ". It leaves your balance now.", class_name="ink2"),
        el.form(
            password_again(State.field_errors, id="ask-password"),
            el.div(
                button("Not now", kind="quiet", closes=True),
                button("Ask for it", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=State.ask_for_payout,
            class_name="fields",
        ),
    )


PAGE = Page("/vendor/payouts", build, "Payouts · Concourse", State.open)
