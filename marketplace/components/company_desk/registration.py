"""The form by which a company asks to buy in a store."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.company_desk.documents import document_fields
from marketplace.components.desk.controls import button, region
from marketplace.components.desk.form import check, select_field, text_field
from marketplace.components.markup import Markup, el, pick, when
from marketplace.domain.companies.registration import VOLUMES

_TAX_HINT = "Spaces and dots do not matter."
_VOLUMES = list(VOLUMES.items())


def registration_form(state: Any) -> Markup:
    """Who you are, where the goods go, where the bills go."""
    line = partial(_line, state)
    return el.form(
        region(
            "Your company",
            el.div(
                line("name", "Company name", auto="organization"),
                _country(state, "country", "Country"),
                line(
                    "tax_id",
                    "VAT number",
                    optional=True,
                    hint=pick(state.tax_remark != "", state.tax_remark, _TAX_HINT),
                ),
                line("register_number", "Register number", optional=True, hint="As in the trade register."),
                line("industry", "Industry", optional=True),
                select_field(
                    "expected_volume",
                    "You expect to buy in a year",
                    _VOLUMES,
                    state.given["expected_volume"],
                    state.field_errors,
                    id="reg-expected_volume",
                    on_change=lambda value: state.leave_field("expected_volume", value),
                ),
                class_name="grid2",
            ),
        ),
        region("Where the goods go", _address(state, "")),
        region(
            "Where the bills go",
            check("elsewhere", "To another address", checked=state.bills_elsewhere, on_change=state.bill_elsewhere),
            when(state.bills_elsewhere, lambda: _address(state, "bill_")),
        ),
        document_fields(state),
        el.div(
            button("Ask to be let in", kind="pri", submit=True, primary=True),
            el.span(state.kept, class_name="ink3 xs", aria_live="polite"),
            class_name="row g12 reg",
        ),
        on_submit=state.send,
        id="registration",
    )


def _address(state: Any, prefix: str) -> Markup:
    line = partial(_line, state)
    auto = "billing" if prefix else "shipping"
    name = line("place", "What you call the place", optional=True, hint="Such as Works Bremen.")
    return el.div(
        el.div(
            line(f"{prefix}line1", "Street and number", auto=f"{auto} address-line1"),
            line(f"{prefix}line2", "Addition", auto=f"{auto} address-line2", optional=True),
            line(f"{prefix}postal_code", "Postal code", auto=f"{auto} postal-code"),
            line(f"{prefix}city", "Town", auto=f"{auto} address-level2"),
            _country(state, "bill_country", "Country") if prefix else name,
            class_name="grid2",
        ),
        class_name="after-s" if prefix else "",
    )


def _line(
    state: Any, name: str, label: str, *, auto: str | None = None, optional: bool = False, hint: Any = None
) -> Markup:
    return text_field(
        name,
        label,
        state.given[name],
        state.field_errors,
        id=f"reg-{name}",
        hint=hint,
        optional=optional,
        autocomplete=auto,
        max_length=120,
        on_blur=lambda value: state.leave_field(name, value),
    )


def _country(state: Any, name: str, label: str) -> Markup:
    return select_field(
        name,
        label,
        state.countries,
        state.given[name],
        state.field_errors,
        id=f"reg-{name}",
        empty="Choose a country",
        on_change=lambda value: state.leave_field(name, value),
    )
