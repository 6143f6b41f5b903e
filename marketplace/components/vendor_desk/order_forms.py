"""The forms of one order: label of a parcel, cancel, decline, refund, answers to returns."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button
from marketplace.components.desk.form import check, error_of, field, press_field, select, text_area, text_input
from marketplace.components.markup import Handler, Markup, each, el, pick, when
from marketplace.domain.orders.carriers import CARRIERS

_CARRIERS = [(carrier.name, carrier.name) for carrier in CARRIERS]


def label_fields(state: Any, prefix: str, *, key: Any) -> Markup:
    """Carrier and number; `prefix` tells two of them on one page apart."""
    carrier, number = f"{prefix}carrier", f"{prefix}tracking_number"
    errors = state.field_errors
    return el.div(
        field(
            "Carrier",
            select(carrier, _CARRIERS, "DHL", error=error_of(errors, carrier), key=key),
            id=carrier,
            error=error_of(errors, carrier),
        ),
        field(
            "Tracking number",
            text_input(number, "", error=error_of(errors, number), key=key, autocomplete="off", max_length=60),
            id=number,
            error=error_of(errors, number),
            hint="Opens for the buyer at once.",
            optional=True,
        ),
        class_name="grid2",
    )


def tracking(state: Any) -> Markup:
    """Another carrier or number."""
    return _panel(
        state, state.correct, label_fields(state, "new_", key=state.panel), action="Save", say="Mend the tracking"
    )


def cancel(state: Any) -> Markup:
    """Refuse, or cancel what is left: the reason goes to the buyer, the money goes back."""
    refuses = state.panel == "refuse"
    return when(
        refuses | (state.panel == "cancel"),
        lambda: el.section(
            _panel(
                state,
                state.cancel,
                _reason(state, pick(refuses, "Why can you not take it?", "Why is it cancelled?")),
                when(
                    state.panel == "cancel",
                    lambda: check("restock", "Put the pieces back into stock", checked=True, key=state.press),
                ),
                action=pick(
                    state.order.refundable != "",
                    pick(refuses, "Refuse and pay back", "Cancel and pay back"),
                    pick(refuses, "Refuse", "Cancel"),
                ),
                say=pick(refuses, "Refuse the order", "Cancel what is not shipped"),
                danger=True,
            )
        ),
    )


def decline(state: Any) -> Markup:
    """Too late to cancel."""
    return el.section(
        _panel(
            state, state.decline, _reason(state, "Why is it too late?"), action="Tell the buyer", say="Do not cancel"
        )
    )


def refund(state: Any) -> Markup:
    """Pay back pieces, the freight, or a free amount."""
    order = state.order
    lines = each(order.lines, lambda line: _refund_line(state, line))
    errors = state.field_errors
    freight = field(
        "Freight, without tax",
        text_input(
            "shipping",
            "",
            error=error_of(errors, "shipping"),
            key=state.press,
            after=order.currency,
            input_mode="decimal",
            kind="num",
        ),
        id="shipping",
        error=error_of(errors, "shipping"),
        optional=True,
        hint=pick(
            order.freight_left != "", "At most " + order.freight_left + order.freight_by, "Nothing of it is left"
        ),
    )
    amount = field(
        "Or another amount, with tax",
        text_input(
            "amount",
            "",
            error=error_of(errors, "amount"),
            key=state.press,
            after=order.currency,
            input_mode="decimal",
            kind="num",
        ),
        id="amount",
        error=error_of(errors, "amount"),
        optional=True,
        hint=pick(order.refundable != "", "At most " + order.refundable, "The buyer has everything back"),
    )
    return when(
        state.panel == "refund",
        lambda: el.section(
            _panel(
                state,
                state.refund,
                el.ul(lines, class_name="list"),
                el.div(freight, amount, class_name="grid2"),
                check("restock", "Put the pieces back into stock", key=state.press),
                _reason(state, "Why?"),
                action="Pay back",
                say="Pay back",
            )
        ),
    )


def lines_error(state: Any) -> Markup:
    """What is wrong with all lines together, if anything is."""
    error = error_of(state.field_errors, "lines")
    return when(error, lambda: el.p(error, class_name="err"))


def _refund_line(state: Any, line: Any) -> Markup:
    name = "pieces-" + line.id
    return el.li(
        el.label(line.title, el.span(line.detail, class_name="sub"), html_for=name, class_name="grow"),
        el.span(
            el.div(
                el.input(
                    id=name, name=name, input_mode="numeric", placeholder="0", key=state.press, auto_complete="off"
                ),
                class_name=pick(state.field_errors[name], "input num s w56 bad", "input num s w56"),
            ),
            when(state.field_errors[name], lambda: el.span(state.field_errors[name], class_name="err xs")),
            el.span("of ", line.refundable.to_string(), class_name="ink3 num of"),
            class_name="row g6",
        ),
        key=line.id,
    )


def return_answer(state: Any) -> Markup:
    """Yes with a note, or no with a reason."""
    refuses = state.panel.startswith("return-no")
    return _panel(
        state,
        state.answer_return,
        _reason(state, pick(refuses, "Why not?", "How should they send it?"), optional=True),
        action=pick(refuses, "Refuse the return", "Approve the return"),
        say=pick(refuses, "Refuse the return", "Approve the return"),
    )


def return_refund(state: Any) -> Markup:
    """All of it, or less where something is missing."""
    errors = state.field_errors
    return _panel(
        state,
        state.refund_return,
        field(
            "Amount, with tax",
            text_input(
                "amount",
                "",
                error=error_of(errors, "amount"),
                key=state.press,
                after=state.order.currency,
                input_mode="decimal",
                kind="num",
            ),
            id="amount",
            error=error_of(errors, "amount"),
            hint="Empty: what was paid for these pieces.",
            optional=True,
        ),
        check("restock", "Put the pieces back into stock", checked=True, key=state.press),
        action="Pay back",
        say="Pay the return back",
    )


def _reason(state: Any, label: Any, *, optional: bool = False) -> Markup:
    error = error_of(state.field_errors, "reason")
    return field(
        label,
        text_area("reason", "", error=error, key=state.press, rows=2, max_length=1000),
        id="reason",
        hint="The buyer reads it.",
        error=error,
        optional=optional,
    )


def _panel(state: Any, on_submit: Handler, *content: Markup, action: Any, say: Any, danger: bool = False) -> Markup:
    return el.form(
        el.h3(say, class_name="sh"),
        press_field(state),
        *content,
        lines_error(state),
        el.div(
            button("Keep it as it is", kind="quiet", small=True, on_click=state.show("")),
            button(action, kind="danger" if danger else "pri", small=True, submit=True),
            class_name="row end",
        ),
        on_submit=on_submit,
        class_name="fields panel",
        key=state.panel,
    )
