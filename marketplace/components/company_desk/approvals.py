"""A purchase request whole: beside the queue, full on a phone, and behind the link of a letter."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import ago, button, button_link, note, progress
from marketplace.components.desk.form import error_of, field, select_field, text_area, text_field
from marketplace.components.desk.overlays import confirm, drawer, drawer_section
from marketplace.components.desk.status import REQUEST, status
from marketplace.components.markup import Markup, each, el, pick, when

_DECLINE = {"form": "decline-form"}


def request_drawer(state: Any) -> Markup:
    """The open request: who asks, why it came, what changed, the budget, the lines, the steps."""
    card = state.card
    yes = pick(card.is_last_step, "Approve", "Approve and pass on")
    deciding = card.may_decide & ~state.is_declining
    return drawer(
        card.number,
        request_sections(card),
        when(card.may_decide & state.is_declining, lambda: _reason(state)),
        confirm(
            "withdraw",
            "Take this request back?",
            "Nobody decides it any more, and what it held of limit and budget is free. The cart stays.",
            "Take it back",
            state.withdraw,
        ),
        close_href=f"{state.company_place.home}/approvals",
        actions=(
            when(deciding, button(yes, kind="pri", on_click=state.approve)),
            when(deciding, button("Decline…", on_click=state.begin_decline(True))),
            when(state.is_declining, button("Decline", kind="pri", submit=True, extra=_DECLINE)),
            when(state.is_declining, button("Back", kind="quiet", on_click=state.begin_decline(False))),
            when(card.may_withdraw & ~state.is_declining, button("Take back…", kind="quiet", opens="withdraw")),
        ),
    )


def request_sections(card: Any) -> Markup:
    """What an approver reads before they decide."""
    return el.div(
        _head(card),
        when(card.changes, lambda: _changes(card)),
        drawer_section("Why it was stopped", el.ul(each(card.reasons, _reason_line), class_name="fields")),
        when(card.budget != "", lambda: _budget(card)),
        drawer_section(card.lines_title, el.ul(each(card.lines, _line), class_name="list")),
        drawer_section("Who decides", el.ol(each(card.steps, _step), class_name="list")),
        class_name="request",
    )


def _head(card: Any) -> Markup:
    order = el.a("Order ", card.order, class_name="link", href=card.order_href)
    return el.section(
        when(card.title != "", lambda: el.h3(card.title, class_name="sh")),
        el.p(
            el.b(card.who, class_name="b6"),
            " asks, ",
            ago(card.since, card.since_exact),
            ", for ",
            card.place,
            class_name="ink2",
        ),
        el.p(el.span(card.total, class_name="fig xl num"), " ", status(REQUEST, card.status, pill=True)),
        el.p(
            "with tax",
            when(card.freight != "", lambda: el.span(", freight ", card.freight, " in it")),
            class_name="ink3 xs",
        ),
        when(card.note != "", lambda: el.blockquote(card.note)),
        when(card.order != "", order),
        when(card.problem != "", lambda: note("It was not ordered by itself. ", card.problem, tone="warn")),
        when(
            (card.status == "approved") & (card.cart_href != ""),
            lambda: button_link("Place the order", href=card.cart_href, kind="pri", reload=True),
        ),
        when(card.status == "pending", lambda: el.p(card.places, class_name="ink3 xs")),
        class_name="fields",
    )


def _changes(card: Any) -> Markup:
    def row(change: Any) -> Markup:
        return el.li(
            el.span(change.what, class_name="grow"),
            el.span(el.s(change.was, class_name="ink3"), " ", el.b(change.now), class_name="num"),
        )

    return drawer_section(
        "What changed since it was asked for",
        note("The basket is another one. A yes is for what stands here now.", tone="warn"),
        el.ul(each(card.changes, row), class_name="list"),
    )


def _reason_line(reason: Any) -> Markup:
    return el.li(reason)


def _budget(card: Any) -> Markup:
    return drawer_section(
        el.span("Budget of ", card.cost_centre),
        el.p(el.span("With this order"), el.b(card.budget, class_name="num b6"), class_name="row between"),
        progress(f"{card.budget_percent}%", card.budget_tone),
    )


def _line(line: Any) -> Markup:
    return el.li(
        el.img(src=line.picture, alt="", class_name="pic", width="40", height="40"),
        el.span(el.b(line.title, class_name="b5"), el.span(line.detail, class_name="sub"), class_name="grow"),
        el.b(line.total, class_name="num b6"),
    )


def _step(step: Any) -> Markup:
    return el.li(
        el.span(
            el.b(step.who, class_name="b5"),
            when(step.reason != "", el.span("“", step.reason, "”", class_name="sub")),
            class_name="grow",
        ),
        el.span(step.says, class_name="ink2"),
    )


def _reason(state: Any) -> Markup:
    errors = state.field_errors
    return el.form(
        field(
            "Why not?",
            text_area("reason", id="decline-reason", error=error_of(errors, "reason"), max_length=500),
            id="decline-reason",
            error=error_of(errors, "reason"),
            hint="Who asked reads it.",
        ),
        on_submit=state.decline,
        id="decline-form",
        class_name="fields",
    )


def absence_form(state: Any) -> Markup:
    """When one is away, and who decides meanwhile."""
    away, errors = state.away, state.field_errors
    return el.details(
        el.summary(pick(away.sentence != "", away.sentence, "Away for some days? Somebody can decide for you.")),
        el.form(
            el.div(
                text_field("first", "First day", away.first, errors, id="away-first", type="date"),
                text_field("last", "Last day", away.last, errors, id="away-last", type="date"),
                class_name="grid2",
            ),
            select_field(
                "delegate",
                "Who decides meanwhile",
                away.delegates,
                away.delegate,
                errors,
                id="away-delegate",
                empty="Choose somebody",
                hint="Leave the days empty when you are there.",
            ),
            el.div(button("Save", submit=True), class_name="row"),
            on_submit=state.save_absence,
            class_name="fields after-s",
            key=state.form_round,
        ),
        class_name="away",
    )
