"""The parts of one order: what goes into the parcel, what has left, what came back, the money, the story."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, note
from marketplace.components.desk.form import press_field
from marketplace.components.desk.icons import icon
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk import order_forms as forms


def wishes(state: Any) -> Markup:
    """What stands before everything else: the buyer asks to cancel, or the money has not come."""
    order = state.order
    cancel_note = note(
        el.span(order.cancel_wish, class_name="b5"),
        when(
            order.may_cancel,
            lambda: el.span(
                button("Cancel the order", small=True, on_click=state.show("cancel")),
                button("It is too late…", small=True, kind="quiet", on_click=state.show("decline")),
                class_name="row g6 wish",
            ),
        ),
        tone="warn",
    )
    waits = note("The buyer pays by transfer, and the money has not arrived. Do not send anything yet.", tone="info")
    return el.div(
        when(order.is_cancel_asked, lambda: el.section(cancel_note)),
        when(state.panel == "decline", lambda: forms.decline(state)),
        when(order.is_waiting, lambda: el.section(waits)),
    )


def parcel_form(state: Any) -> Markup:
    """What goes in this parcel, who brings it, and its number."""
    return when(
        state.order.may_ship,
        lambda: el.form(
            el.section(
                el.h3("What goes in this parcel", el.span(state.packed, class_name="end ink3 plain"), class_name="sh"),
                el.ul(each(state.pack, lambda line: _pack_line(state, line))),
                forms.lines_error(state),
                when(
                    state.rest != "",
                    lambda: el.div(
                        note(
                            state.rest,
                            " stays open. The buyer sees ",
                            el.b("Part shipped", class_name="b6"),
                            ".",
                            tone="info",
                        ),
                        class_name="gap",
                    ),
                ),
            ),
            el.section(forms.label_fields(state, "", key=state.form_round.to_string()), press_field(state)),
            on_submit=state.ship,
            id="parcel-form",
        ),
    )


def _pack_line(state: Any, line: Any) -> Markup:
    return el.li(
        t.thumb(line.picture),
        el.span(
            el.span(line.title, class_name="b5 trunc block"),
            el.span(line.detail, class_name="ink3 xs"),
            when(line.error != "", lambda: el.span(line.error, class_name="err")),
            class_name="grow",
        ),
        el.span(
            el.span(
                el.button("−", type="button", aria_label="One less", on_click=state.step(line.id, -1)),
                el.input(
                    value=line.chosen.to_string(),
                    on_change=lambda typed: state.take(line.id, typed),
                    input_mode="numeric",
                    aria_label="Pieces of " + line.title,
                ),
                el.button("+", type="button", aria_label="One more", on_click=state.step(line.id, 1)),
                class_name="step",
            ),
            el.span("of ", line.open_pieces.to_string(), class_name="ink3 num of"),
            class_name="row g6",
        ),
        class_name="fl",
        key=line.id,
    )


def parcels(state: Any) -> Markup:
    """What has left, each with its tracking and what can be said about it."""
    return when(
        state.order.parcels.length() > 0,
        lambda: el.section(
            el.h3("Parcels", class_name="sh"),
            el.ul(each(state.order.parcels, lambda parcel: _parcel(state, parcel)), class_name="list"),
        ),
    )


def _parcel(state: Any, parcel: Any) -> Markup:
    track = when(
        parcel.tracking_href != "",
        lambda: el.a(
            parcel.tracking_number,
            icon("external-link", small=True),
            href=parcel.tracking_href,
            target="_blank",
            rel="noopener noreferrer",
            class_name="link",
        ),
        lambda: el.span(parcel.tracking_number),
    )
    arrived = when(
        parcel.delivered != "",
        lambda: dot("good full", el.span("Delivered ", parcel.delivered)),
        lambda: dot("info full", el.span("Sent ", parcel.sent)),
    )
    return el.li(
        el.span(
            el.span(el.b(parcel.title, class_name="b5"), " · ", parcel.carrier, " ", track, class_name="block"),
            el.span(parcel.contents, class_name="ink3 xs block"),
            arrived,
            when(state.panel == "track:" + parcel.id, lambda: forms.tracking(state)),
            class_name="grow",
        ),
        when(
            parcel.may_deliver,
            lambda: el.span(
                button("Delivered", small=True, on_click=state.delivered(parcel.id)),
                button("Mend", small=True, kind="quiet", on_click=state.show("track:" + parcel.id)),
                class_name="row g6 top",
            ),
        ),
        class_name="top",
        key=parcel.id,
    )


def returns(state: Any) -> Markup:
    """What the buyer wants to send back, and the answer that is due."""
    return when(
        state.order.returns.length() > 0,
        lambda: el.section(
            el.h3("Returns", class_name="sh"),
            el.ul(each(state.order.returns, lambda row: _return(state, row)), class_name="list"),
        ),
    )


def _return(state: Any, row: Any) -> Markup:
    acts = el.span(
        when(row.may_approve, lambda: button("Approve…", small=True, on_click=state.show("return-yes:" + row.id))),
        when(row.may_receive, lambda: button("Received", small=True, on_click=state.receive(row.id))),
        when(row.may_refund, lambda: button("Pay back…", small=True, on_click=state.show("return-pay:" + row.id))),
        when(
            row.may_refuse,
            lambda: button("Refuse…", small=True, kind="quiet", on_click=state.show("return-no:" + row.id)),
        ),
        class_name="row g6 wish",
    )
    return el.li(
        el.span(
            el.span(el.b(row.contents, class_name="b5"), class_name="block"),
            el.span("“", row.reason, "”", class_name="ink2 block"),
            el.span(
                dot(row.look, row.status),
                el.span(" asked ", row.requested_at, class_name="ink3 xs"),
                class_name="block",
            ),
            when(row.answer != "", lambda: el.span("You wrote: ", row.answer, class_name="ink3 xs block")),
            acts,
            when(
                (state.panel == "return-yes:" + row.id) | (state.panel == "return-no:" + row.id),
                lambda: forms.return_answer(state),
            ),
            when(state.panel == "return-pay:" + row.id, lambda: forms.return_refund(state)),
            class_name="grow",
        ),
        key=row.id,
    )


def whereto(state: Any) -> Markup:
    """The address on the parcel, and what the buyer wrote."""
    order = state.order
    to = el.div(el.h3("Ship to", class_name="sh"), each(order.ship_to, lambda line: el.div(line)), class_name="grow")
    buyer_note = el.div(
        el.h3("From the buyer", class_name="sh"), el.span("“", order.note, "”", class_name="ink2"), class_name="grow"
    )
    return el.section(el.div(to, when(order.note != "", buyer_note), class_name="row top g24"))


def timeline(state: Any) -> Markup:
    """So far, newest first."""
    return el.section(
        el.h3("So far", class_name="sh"),
        el.ol(
            each(
                state.order.timeline,
                lambda line: el.li(
                    line.text, " ", el.time(line.when, title=line.exact, class_name="nowrap"), class_name=line.tone
                ),
            ),
            class_name="tl",
        ),
    )


def money(state: Any) -> Markup:
    """What the buyer paid for it, and what went back."""
    order = state.order
    sums = el.dl(
        each(
            order.sums,
            lambda line: el.div(
                el.dt(line.label), el.dd(line.amount, class_name="num"), class_name=pick(line.strong, "tot", "")
            ),
        ),
        class_name="sums",
    )
    back = el.ul(each(order.refunds, _refund), class_name="list")
    return el.section(
        el.h3("Money", el.span(order.paid_by, class_name="end ink3 plain"), class_name="sh"),
        sums,
        when(order.refunds.length() > 0, back),
    )


def _refund(row: Any) -> Markup:
    return el.li(
        el.span(
            el.span(dot(row.look, row.status), " ", el.b(row.amount, class_name="b5 num"), class_name="block"),
            when(row.reason != "", lambda: el.span(row.reason, class_name="ink3 xs block")),
            when(row.failure != "", lambda: el.span(row.failure, class_name="bad xs block")),
            class_name="grow",
        ),
        el.time(row.when, title=row.exact, class_name="ink3 xs nowrap"),
        key=row.id,
    )
