"""What a store has agreed with a company: exemptions from tax, price lists that hold, and how its terms changed."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, region, tag
from marketplace.components.desk.form import select_field, text_field
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.trail import trail


def exemptions(state: Any) -> Markup:
    """The places that are charged no tax, and the way to exempt one."""

    def line(place: Any) -> Markup:
        state_tag = when(place.is_exempt, tag("Exempt", tone="good"), tag("Not today", tone="warn"))
        words = el.div(el.b(place.name, class_name="b5"), el.div(place.exemption, class_name="ink2 xs"))
        end = button("End", kind="quiet", small=True, on_click=state.end_exemption(place.id))
        return when(place.exemption != "", lambda: el.li(words, state_tag, end, key=place.id, class_name="row between"))

    return region(
        "Tax exemption",
        el.ul(each(state.review.places, line), class_name="list"),
        el.div(button("Exempt a place…", small=True, opens="exempt"), class_name="row after-s"),
        el.p("Counts from the next order on. Where prices include tax, it is taken out.", class_name="ink3 xs"),
        el.div(_exempt(state), key=state.form_round),
    )


def _exempt(state: Any) -> Markup:
    errors = state.field_errors
    return dialog(
        "exempt",
        "Exempt a place from tax",
        el.p("No tax from its next order on. Orders and invoices name the ground and the certificate."),
        el.form(
            select_field("place", "Place", state.review.place_choices, "", errors, id="exempt-place"),
            text_field("certificate", "Certificate number", "", errors, id="exempt-certificate", max_length=60),
            text_field(
                "ground",
                "Ground",
                "",
                errors,
                id="exempt-reason",
                hint="Such as the article of the law: papers say it.",
                max_length=120,
            ),
            text_field(
                "ground_code",
                "Code",
                "",
                errors,
                id="exempt-code",
                hint="VATEX, such as VATEX-EU-151.",
                optional=True,
                max_length=40,
            ),
            text_field(
                "since", "From", "", errors, id="exempt-since", type="date", optional=True, hint="Empty: today."
            ),
            text_field("until", "Last day", "", errors, id="exempt-until", type="date", optional=True),
            el.div(
                button("Cancel", kind="quiet", closes=True),
                button("Exempt", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=state.exempt,
            class_name="fields",
        ),
    )


def held_lists(review: Any) -> Markup:
    """The contract lists that hold for it, or will."""

    def line(one: Any) -> Markup:
        title = el.a(one.title, href=one.href, class_name="link")
        return el.li(
            el.div(title, el.div(one.scope, class_name="ink3 xs"), class_name="grow"),
            el.span(one.validity, class_name="ink2 xs"),
            key=one.href,
        )

    return region(
        "Price lists",
        when(
            review.lists.length() > 0,
            lambda: el.ul(each(review.lists, line), class_name="list"),
            lambda: el.p("No list of its own: it buys at the store’s prices.", class_name="ink3"),
        ),
        count=review.lists.length().to_string(),
    )


def terms_history(review: Any) -> Markup:
    """How terms and credit limits changed."""
    return when(review.terms_history.length() > 0, lambda: region("Terms and credit", trail(review.terms_history)))
