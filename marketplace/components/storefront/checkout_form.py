"""What the sections of the checkout's form share: what it holds, its labels, a numbered section, a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.components.markup import Markup, el

LABELS = {
    "email": "E-mail",
    "shipping.first_name": "First name",
    "shipping.last_name": "Last name",
    "shipping.company": "Company",
    "tax_id": "VAT ID",
    "shipping.line1": "Street and number",
    "shipping.line2": "Addition",
    "shipping.postal_code": "Postal code",
    "shipping.city": "Town",
    "shipping.country": "Country",
    "shipping.province": "State or province",
    "shipping.phone": "Phone",
    "billing": "Invoice to",
    "payment": "How to pay",
    "po_number": "Purchase order number",
    "cost_centre": "Cost centre",
    "note": "Note for the vendors",
    "request_title": "Title of the request",
}


@dataclass(frozen=True)
class Typed:
    """What the form holds: `values` as typed, `errors` by field, the `flash` about the whole, the key of this try."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    flash: Any = None
    key: str = ""


@dataclass(frozen=True)
class CostCentres:
    """The cost centres of the company that is bought for, and whether one must be chosen; empty without any."""

    choices: Sequence[tuple[str, str]] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Means:
    """A way to pay; `cards` are those of the demo's card company."""

    code: str
    title: str
    note: str
    cards: tuple[tuple[str, str], ...] = ()
    is_closed: bool = False  # not to be chosen: a kept card that has expired, an account that is on hold
    can_keep: bool = False  # the card that pays by this way, for the next time


def section(number: int, title: str, *content: Any) -> Markup:
    """One step of the checkout."""
    return el.section(
        el.h2(el.span(number, class_name="co-n", aria_hidden="true"), title),
        el.div(*content, class_name="co-b"),
        class_name="co-s",
    )


def text_field(
    typed: Typed,
    name: str,
    *,
    width: str = "w6",
    auto: str = "",
    optional: bool = False,
    kind: str = "text",
    hint: str = "",
    expect: str = "",
) -> Markup:
    """One line of the form with its label, its hint or its error; `expect` is what catalogue.js looks for."""
    error = typed.errors.get(name, "")
    key = name.replace(".", "-")
    below = el.p(error, class_name="err", id=f"{key}-e") if error else (el.p(hint, class_name="hint") if hint else None)
    return el.div(
        el.label(LABELS[name], el.span(" optional", class_name="hint") if optional else None, html_for=f"co-{key}"),
        el.input(
            class_name="input is-error" if error else "input",
            id=f"co-{key}",
            name=name,
            type=kind,
            default_value=typed.values.get(name, ""),
            auto_complete=auto or None,
            aria_invalid="true" if error else None,
            aria_describedby=f"{key}-e" if error else None,
            custom_attrs={"data-expect": expect} if expect else {},
        ),
        below,
        class_name=f"field {width}",
    )


def choice_field(typed: Typed, name: str, options: Any, width: str, *, auto: str = "") -> Markup:
    """A choice among `options` (value, label) with its label and its error."""
    error, key = typed.errors.get(name, ""), f"co-{name.replace('.', '-')}"
    return el.div(
        el.label(LABELS[name], html_for=key),
        el.select(
            *[el.option(label, value=value) for value, label in options],
            id=key,
            name=name,
            class_name="input is-error" if error else "input",
            default_value=typed.values.get(name, ""),
            auto_complete=auto or None,
            aria_invalid="true" if error else None,
            aria_describedby=f"{key}-e" if error else None,
        ),
        el.p(error, class_name="err", id=f"{key}-e") if error else None,
        class_name=f"field {width}",
    )
