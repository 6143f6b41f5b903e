"""How the checkout is paid."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el
from marketplace.components.storefront.base import link
from marketplace.components.storefront.checkout_form import (
    LABELS,
    CostCentres,
    Typed,
    choice_field,
    section,
    text_field,
)

_NO_MEANS = "Nothing can be paid in this currency here yet. Choose another country, or ask the store."


def payment_section(
    typed: Typed, means: Any, centres: CostCentres = CostCentres(), po_place: str = "", *, asks: bool = False
) -> Markup:
    """The ways to pay, and what the store's own people want to read on the papers; `asks` where the order needs a yes,
    and its request has a title."""
    can_pay = [one.code for one in means if not one.is_closed]
    chosen = typed.values.get("provider", "")
    chosen = chosen if chosen in can_pay else next(iter(can_pay), "")
    error = typed.errors.get("payment", "")

    def way(one: Any) -> Markup:
        return el.label(
            el.span(
                el.input(
                    type="radio",
                    name="provider",
                    value=one.code,
                    default_checked=one.code == chosen,
                    disabled=one.is_closed,
                ),
                class_name="check",
            ),
            el.span(el.b(one.title), el.small(one.note)),
            class_name="pick is-off" if one.is_closed else "pick",
        )

    card = typed.values.get("card", "4242")
    cards = [
        el.label(
            el.input(type="radio", name="card", value=digits, default_checked=digits == card),
            el.span(f"Ending {digits}: {says}"),
            class_name="check",
        )
        for one in means
        for digits, says in one.cards
    ]
    return section(
        4,
        "Payment",
        el.div(
            *[way(one) for one in means],
            class_name="pays",
            id="co-payment",
            role="radiogroup",
            aria_label=LABELS["payment"],
            tab_index=-1,
        ),
        el.p(error, class_name="err") if error else None,
        None if means else el.p(_NO_MEANS, class_name="hint"),
        el.fieldset(
            el.legend("Cards of the demo’s bank, to try what can happen", class_name="hint"),
            el.div(*cards, class_name="cards"),
        )
        if cards
        else None,
        *[_keep(typed) for one in means if one.can_keep],
        _cost_centre(typed, centres),
        _references(typed, po_place),
        _request_title(typed) if asks else None,
    )


def _cost_centre(typed: Typed, centres: CostCentres) -> Markup:
    if not centres.choices:
        return None
    none = [("", "Choose one" if centres.is_required else "None")]
    return choice_field(typed, "cost_centre", [*none, *centres.choices], "w6")


def _references(typed: Typed, po_place: str) -> Markup:
    """What stands on the order's papers."""
    hint = f"{po_place} has one on every order." if po_place else "Printed on every invoice."
    return el.div(
        text_field(typed, "po_number", optional=not po_place, hint=hint),
        text_field(typed, "note", optional=True),
        class_name="grid2",
    )


def _request_title(typed: Typed) -> Markup:
    hint = "A few words for who decides. Left empty, they read your note."
    return text_field(typed, "request_title", optional=True, hint=hint)


def _keep(typed: Typed) -> Markup:
    words = "We keep its brand, its last four digits and a token of the card company, never its number."
    return el.div(
        el.label(
            el.input(
                type="checkbox",
                name="keep_card",
                value="yes",
                aria_describedby="keep-card-h",
                default_checked=typed.values.get("keep_card") == "yes",
            ),
            "Keep this card for the next time",
            class_name="check",
        ),
        el.p(
            words,
            " ",
            link("Saved cards", href="/account/cards", class_name="link"),
            class_name="hint",
            id="keep-card-h",
        ),
        class_name="keep-card",
    )
