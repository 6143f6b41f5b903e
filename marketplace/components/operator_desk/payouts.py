"""The parts of the desk of payouts: rows, the drawer of one, its dialogs, bank files, debts."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, button_link, note, region
from marketplace.components.desk.form import error_of, field, password_again, text_area, text_input
from marketplace.components.desk.overlays import dialog, drawer, drawer_section
from marketplace.components.desk.status import PAYOUT, status
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.trail import trail


def payout_table(state: Any) -> Markup:
    """The payouts of a view."""
    cols = (
        t.Col("Payout"),
        t.Col("Vendor"),
        t.Col("Covers", hide=True),
        t.Col("Amount", right=True),
        t.Col("Status"),
        t.Col("Since", right=True, hide=True),
        t.Col("How it stands", hide=True),
    )
    return el.div(
        t.table(cols, state.rows, lambda row: _row(row, state), label="Payouts", kind="tall click payouts"),
        t.footer(state.range_text, previous=state.previous, following=state.following, csv=state.csv),
    )


def _row(row: Any, state: Any) -> Markup:
    href = state.close_href + pick(state.close_href.contains("?"), "&", "?") + row.href
    return t.row(
        t.cell(el.a(row.number, href=href, class_name="id")),
        el.td(el.span(store_mark(row.mark), el.span(row.vendor, class_name="b5 trunc"), class_name="row g6")),
        el.td(row.covers, el.span(row.earnings, class_name="sub"), class_name="hide"),
        t.cell(row.amount, kind="r b6"),
        t.cell(status(PAYOUT, row.status)),
        t.cell(ago(row.since, row.since_exact), kind="r ink2 hide"),
        el.td(row.says, class_name="ink2 hide w xs says"),
        chosen=state.payout.id == row.id,
        key=row.id,
    )


def payout_drawer(state: Any) -> Markup:
    """One payout with everything about it."""
    one = state.payout
    fact = lambda f: el.div(el.dt(f.label), el.dd(f.value, class_name="num"), class_name="pair")  # noqa: E731
    attempt = lambda a: el.li(  # noqa: E731
        el.b("Attempt ", a.number, class_name="b5"), " ", a.outcome, " ", el.span(a.key, class_name="mono ink3 xs")
    )
    return drawer(
        one.number,
        el.section(
            el.div(one.amount, class_name="fig"),
            el.p(el.a(one.vendor, href=one.vendor_href, class_name="link"), class_name="ink2"),
            when(one.hold_reason != "", lambda: note(one.hold_reason, tone="warn")),
            when(one.failure != "", lambda: note(one.failure, tone="warn")),
        ),
        when(
            one.needed != "",
            lambda: drawer_section(
                "Released by",
                el.p(one.needed, " needed", class_name="ink2"),
                el.dl(each(one.approvals, fact), class_name="kv l who"),
            ),
        ),
        drawer_section("Made of", el.dl(each(one.sums, fact), class_name="kv l who sums")),
        drawer_section("Details", el.dl(each(one.facts, fact), class_name="kv l who")),
        when(
            one.attempts.length() > 0,
            lambda: drawer_section("Sent", el.ul(each(one.attempts, attempt), class_name="list")),
        ),
        drawer_section("By hand", trail(one.audit)),
        close_href=state.close_href,
        pill=status(PAYOUT, one.status, pill=True),
        actions=_actions(state),
    )


def _actions(state: Any) -> list[Markup]:
    one = state.payout
    return [
        when(one.can_cancel, lambda: button("Cancel…", kind="danger", opens="payout-cancel")),
        when(one.can_fail, lambda: button("Failed…", kind="danger", opens="payout-failed")),
        when(one.can_return, lambda: button("Came back…", kind="danger", opens="payout-returned")),
        el.span(class_name="grow"),
        when(one.can_hold, lambda: button("Hold…", opens="payout-hold")),
        when(one.can_pay, lambda: button("Mark paid…", kind="pri", opens="payout-paid", primary=True)),
        when(one.can_release, lambda: button("Release…", kind="pri", opens="payout-release", primary=True)),
    ]


def dialogs(state: Any) -> Markup:
    """The questions before each action. A new round draws new, closed ones."""
    return el.div(
        _release(state),
        _reason(
            state,
            "payout-hold",
            "Hold this payout?",
            says="It stays in transit until somebody releases it.",
            action="Hold",
            on_submit=state.hold,
        ),
        _reason(
            state,
            "payout-cancel",
            "Cancel this payout?",
            says="The money is available to the vendor again.",
            action="Cancel the payout",
            on_submit=state.cancel,
        ),
        _reason(
            state,
            "payout-failed",
            "Did the bank refuse it?",
            says="The money is available to the vendor again.",
            action="It failed",
            on_submit=state.mark_failed,
        ),
        _reason(
            state,
            "payout-returned",
            "Did it come back?",
            says="The money is available to the vendor again.",
            action="It came back",
            on_submit=state.mark_returned,
        ),
        _paid(state),
        key=state.form_round,
    )


def _release(state: Any) -> Markup:
    return dialog(
        "payout-release",
        "Release this payout?",
        el.p(
            "It goes to the bank with the next file. Above the store’s limit a second person must release it too.",
            class_name="ink2",
        ),
        el.form(
            password_again(state.field_errors, id="release-password"),
            el.div(
                button("Back", kind="quiet", closes=True),
                button("Release it", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=state.release,
            class_name="fields",
        ),
    )


def _reason(state: Any, id: str, title: str, says: str, action: str, on_submit: Any) -> Markup:
    error = error_of(state.field_errors, "reason")
    return dialog(
        id,
        title,
        el.p(says, class_name="ink2"),
        el.form(
            field(
                "Why",
                text_area("reason", id=f"{id}-reason", error=error),
                id=f"{id}-reason",
                error=error,
                hint="The vendor reads it, and it stays in the audit trail.",
            ),
            el.div(
                button("Back", kind="quiet", closes=True),
                button(action, kind="danger", submit=True),
                class_name="row end",
            ),
            on_submit=on_submit,
            class_name="fields",
        ),
    )


def _paid(state: Any) -> Markup:
    error = error_of(state.field_errors, "bank_reference")
    return dialog(
        "payout-paid",
        "Has the bank paid it?",
        el.form(
            field(
                "The bank’s reference",
                text_input("bank_reference", id="bank-reference", error=error, max_length=80),
                id="bank-reference",
                error=error,
                hint="As it stands on the statement, such as SEPA 7731 0098 21",
            ),
            el.div(
                button("Not yet", kind="quiet", closes=True),
                button("It is paid", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=state.mark_paid,
            class_name="fields",
        ),
    )


def bank_files(state: Any) -> Markup:
    """The last files for the bank."""
    one = lambda f: el.li(  # noqa: E731
        el.span(el.b(f.name, class_name="b5 mono"), el.span(f.says, class_name="ink3 xs"), class_name="grow col"),
        button_link("CSV", href=f.csv, small=True, kind="quiet", download=True),
        button_link("pain.001", href=f.xml, small=True, kind="quiet", download=True),
    )
    return region(
        "Bank files",
        when(
            state.files.length() > 0,
            lambda: el.ul(each(state.files, one), class_name="list"),
            lambda: el.p("A file is made from everything that is queued.", class_name="ink3"),
        ),
    )


def debts(state: Any) -> Markup:
    """Vendors who owe after late refunds."""
    one = lambda d: el.li(  # noqa: E731
        el.span(
            el.b(d.vendor, class_name="b5"), el.span("since ", d.since, class_name="ink3 xs"), class_name="grow col"
        ),
        el.span(d.amount, class_name="num bad b6"),
        when(state.place.is_operator, lambda: _give_up(state, d)),
    )
    return region(
        "Owed by vendors",
        when(
            state.debts.length() > 0,
            lambda: el.ul(each(state.debts, one), class_name="list"),
            lambda: el.p("Nobody owes anything after a late refund.", class_name="ink3"),
        ),
    )


def _give_up(state: Any, debt: Any) -> Markup:
    return el.details(
        el.summary("Write off", class_name="btn quiet s"),
        el.div(
            el.form(
                el.input(type="hidden", name="vendor_id", value=debt.vendor_id),
                el.input(type="hidden", name="currency", value=debt.currency),
                el.label(
                    "Why",
                    el.span(el.input(name="reason", type="text", max_length=300), class_name="input"),
                    class_name="field",
                ),
                when(
                    error_of(state.field_errors, "reason") != "",
                    lambda: el.span(error_of(state.field_errors, "reason"), class_name="err"),
                ),
                button("Write it off", kind="danger", small=True, submit=True),
                on_submit=state.give_up,
                class_name="fields",
            ),
            class_name="menu wide",
        ),
        class_name="pop",
    )
