"""The account of a place on the operator's desk: its tables, the form of a payment, the terms, and the questions."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, tag
from marketplace.components.desk.form import (
    check,
    error_of,
    field,
    press_field,
    select_field,
    text_area,
    text_field,
    text_input,
)
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Markup, each, el, when

_TERMS = [
    ("", "Paid with the order"),
    ("7", "7 days"),
    ("15", "15 days"),
    ("30", "30 days"),
    ("60", "60 days"),
    ("0", "No days: the end of the month"),
]


def standing(state: Any) -> Markup:
    """What the place owes and may owe."""
    account = state.account
    facts = (
        ("Owes, with what is not billed yet", account.used),
        ("Billed and open", account.open),
        ("Free", account.free),
    )
    return el.div(
        el.dl(
            *[el.div(el.dt(label), el.dd(value), class_name="pair") for label, value in facts],
            when(account.credit != "", lambda: el.div(el.dt("Credit"), el.dd(account.credit), class_name="pair")),
            when(
                account.bare != "",
                lambda: el.div(el.dt("Paid out without credit"), el.dd(account.bare), class_name="pair"),
            ),
            class_name="kv l",
        ),
        when(
            account.credit != "",
            lambda: el.div(
                button("Set the credit off", on_click=state.use_credit, small=True),
                when(
                    account.payable != "",
                    lambda: button("Pay it out…", small=True, opens="pay-out", on_click=state.choose("")),
                ),
                class_name="row",
            ),
        ),
        class_name="fields",
    )


def invoice_table(state: Any) -> Markup:
    """What is open, what is due first at the head."""
    cols = (
        t.Col("Invoice"),
        t.Col("Due"),
        t.Col("Letters", hide=True),
        t.Col("Amount", right=True, hide=True),
        t.Col("Open", right=True),
        t.Col("Actions", quiet=True),
    )

    def row(invoice: Any) -> Markup:
        return t.row(
            t.cell(
                el.a(invoice.number, href=f"/admin/invoices/{invoice.id}.pdf", class_name="link b5"),
                el.span(invoice.vendor, ", ", el.a(invoice.order, href=invoice.order_href), class_name="sub"),
            ),
            t.cell(invoice.due, when(invoice.age != "", lambda: tag(invoice.age, tone="warn"))),
            t.cell(invoice.stage, el.span(invoice.paused, class_name="sub"), kind="hide ink2"),
            t.cell(invoice.amount, kind="r hide ink2"),
            t.cell(invoice.open, kind="r b5"),
            t.cell(_ask(state, invoice, "Pause", "pause"), _ask(state, invoice, "Give up", "write-off")),
            key=invoice.id,
        )

    return when(
        state.account.invoices.length() > 0,
        lambda: t.table(cols, state.account.invoices, row, label="Open invoices", keys=False),
        lambda: el.p("Nothing is open.", class_name="ink3 reg-note"),
    )


def _ask(state: Any, invoice: Any, what: str, opens: str) -> Markup:
    return button(what, kind="quiet", small=True, opens=opens, on_click=state.choose(invoice.id))


def receipt_table(state: Any) -> Markup:
    """What came, the newest first."""
    cols = (t.Col("Day"), t.Col("Reference"), t.Col("Amount", right=True), t.Col("Actions", quiet=True))

    def row(receipt: Any) -> Markup:
        back = button("Take back", kind="quiet", small=True, opens="take-back", on_click=state.choose(receipt.id))
        return t.row(
            t.cell(receipt.day),
            t.cell(receipt.reference, kind="ink2"),
            t.cell(
                receipt.amount,
                when(receipt.over != "", lambda: el.span(receipt.over, " not matched", class_name="sub")),
                kind="r",
            ),
            t.cell(
                when(receipt.taken_back != "", el.span("Taken back: ", receipt.taken_back, class_name="ink3"), back)
            ),
            key=receipt.id,
        )

    return when(
        state.account.receipts.length() > 0,
        lambda: t.table(cols, state.account.receipts, row, label="Payments", keys=False),
        lambda: el.p("Nothing came yet.", class_name="ink3 reg-note"),
    )


def payout_table(state: Any) -> Markup:
    """Credit that was paid out, the newest first."""
    cols = (t.Col("Day"), t.Col("Reference"), t.Col("Amount", right=True), t.Col("Actions", quiet=True))

    def row(payout: Any) -> Markup:
        back = button("Take back", kind="quiet", small=True, opens="payout-back", on_click=state.choose(payout.id))
        return t.row(
            t.cell(payout.day),
            t.cell(payout.reference, el.span(payout.reason, class_name="sub"), kind="ink2"),
            t.cell(
                payout.amount,
                when(payout.bare != "", lambda: el.span(payout.bare, " owed again", class_name="sub")),
                kind="r",
            ),
            t.cell(when(payout.taken_back != "", el.span("Taken back: ", payout.taken_back, class_name="ink3"), back)),
            key=payout.id,
        )

    return t.table(cols, state.account.payouts, row, label="Credit paid out", keys=False)


def payout_dialog(state: Any) -> Markup:
    """What goes back: amount, day, reference and why; the company is told."""
    account, errors, round_ = state.account, state.field_errors, state.form_round
    return dialog(
        "pay-out",
        "Pay credit out",
        el.p(
            account.payable_words,
            " can be paid out. Send the money by your bank, and write it down here: it stands on the statement, and "
            "the company’s administrators get a letter.",
            class_name="ink2",
        ),
        el.form(
            text_field("out_amount", el.span("Paid out, in ", account.currency), account.payable, errors, key=round_),
            text_field("out_paid_on", "Day it was paid", account.today, errors, type="date", key=round_),
            text_field("out_reference", "Reference of the transfer", "", errors, key=round_),
            text_field("out_reason", "Reason, which the company reads", "", errors, key=round_),
            press_field(state),
            el.div(
                button("Cancel", kind="quiet", closes=True),
                button("Write the payout down", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=state.pay_out,
            class_name="fields",
        ),
    )


def receipt_form(state: Any) -> Markup:
    """A payment: amount, day, reference, and what of it pays which invoice."""
    account, errors, round_ = state.account, state.field_errors, state.form_round

    def share(invoice: Any) -> Markup:
        problem = errors.get(invoice.field, "")
        return field(
            el.span(invoice.number, ", ", invoice.open),
            text_input(invoice.field, "", id=invoice.id, error=problem, key=round_),
            id=invoice.id,
            error=problem,
        )

    return el.form(
        text_field("amount", el.span("Amount in ", account.currency), "", errors, id="paid", key=round_),
        text_field("received_on", "Day it came", account.today, errors, type="date", key=round_),
        text_field("reference", "Reference", "", errors, optional=True, hint="As the bank says it.", key=round_),
        check("spread", "Pay the oldest invoices with what is not given out below", checked=True, key=round_),
        when(
            account.invoices.length() > 0,
            lambda: el.fieldset(
                el.legend("What it pays", class_name="sh"), each(account.invoices, share), class_name="fields"
            ),
        ),
        press_field(state),
        el.div(button("Write down", kind="pri", submit=True, primary=True), class_name="row"),
        on_submit=state.record,
        class_name="fields",
    )


def terms_form(state: Any) -> Markup:
    """What is agreed with the place; who changed it stands in the company's trail."""
    account, errors, round_ = state.account, state.field_errors, state.form_round
    return el.form(
        select_field("net_days", "Pays after", _TERMS, account.net_days, errors, key=round_),
        check("end_of_month", "Counted from the end of the month", checked=account.end_of_month, key=round_),
        text_field(
            "credit_limit",
            el.span("Credit limit in ", account.currency),
            account.credit_limit,
            errors,
            hint="Empty for no limit.",
            key=round_,
        ),
        check("requires_po", "Has a purchase order number on every order", checked=account.requires_po, key=round_),
        el.div(button("Save terms", submit=True), class_name="row"),
        on_submit=state.save_terms,
        class_name="fields",
    )


def questions(state: Any) -> Markup:
    """What is asked before a payment is taken back, an invoice given up, or its letters paused."""
    return el.div(
        when(state.account.payable != "", lambda: payout_dialog(state)),
        _question(
            state,
            "take-back",
            title="Take this payment back?",
            text="What it paid is open again.",
            on_submit=state.take_back,
            action="Take back",
        ),
        _question(
            state,
            "payout-back",
            title="Take this payout back?",
            text="The money is in credit again. The company is not told.",
            on_submit=state.take_back_payout,
            action="Take back",
        ),
        _question(
            state,
            "write-off",
            title="Give this invoice up?",
            text="The store bears what is open of it.",
            on_submit=state.write_off,
            action="Give up",
        ),
        _question(
            state,
            "pause",
            title="Pause the letters about this invoice?",
            text="None goes out while there is a reason. Leave it empty to let them go on.",
            on_submit=state.pause,
            action="Save",
        ),
        key=state.form_round,
    )


def _question(state: Any, name: str, *, title: str, text: str, on_submit: Any, action: str) -> Markup:
    error, id = error_of(state.field_errors, "reason"), f"{name}-reason"
    return dialog(
        name,
        title,
        el.p(text, class_name="ink2"),
        el.form(
            field("Reason", text_area("reason", id=id, error=error, max_length=500), id=id, error=error),
            el.div(
                button("Keep", kind="quiet", closes=True),
                button(action, kind="danger", submit=True),
                class_name="row end",
            ),
            on_submit=on_submit,
            class_name="fields",
        ),
    )
