"""`/admin/payouts`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, columns, empty, missing
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.layout import desk
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk import payouts as parts
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.payers import paying_accounts
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.payouts import OperatorPayoutsState

State: Any = OperatorPayoutsState


def build() -> Markup:
    """What waits to be released or sent, and every payout with its drawer."""
    return when(State.payouts_ready, lambda: when(State.missing, _missing, _page))


def _missing() -> Markup:
    return desk(
        operator_layout(State), "payouts", page_header("Payouts"), missing("payout", "/admin/payouts", "Payouts")
    )


def _page() -> Markup:
    send = when(
        State.place.is_operator,
        lambda: when(
            State.queued != "",
            lambda: button("Make a bank file", kind="pri", icon_name="landmark", opens="bank-file", primary=True),
            lambda: button("Make a bank file", kind="pri", icon_name="landmark", disabled=True),
        ),
    )
    nothing = empty("hand-coins", "No payouts here", "Vendors ask for them, and the calendar makes them.")
    main = [
        filter_bar(
            search_box(State.q, State.search, placeholder="Number, vendor, bank reference", key=State.q),
            chips=State.chips,
        ),
        when(State.rows.length() > 0, lambda: parts.payout_table(State), nothing),
    ]
    with_side = lambda: columns(main, _beside(), side_width=348)  # noqa: E731
    return desk(
        operator_layout(State),
        "payouts",
        el.div(
            page_header("Payouts", send, sub=State.says),
            tab_list(State.tabs),
            when(State.payout.id == "", with_side, lambda: el.div(*main)),
            class_name="pushmain p-money",
        ),
        when(State.payout.id != "", lambda: parts.payout_drawer(State)),
        parts.dialogs(State),
        el.div(
            confirm(
                "bank-file",
                "Make a bank file?",
                el.span(State.queued, ". Each is on its way with it; mark it paid when the bank has paid."),
                "Make it",
                State.make_file,
                keep="Not now",
                danger=False,
            ),
            key=State.form_round,
        ),
        class_name=pick(State.payout.id != "", "pushed", ""),
    )


def _beside() -> list[Markup]:
    return [parts.bank_files(State), paying_accounts(State), parts.debts(State)]


PAGE = Page("/admin/payouts", build, "Payouts · Concourse", State.open)
