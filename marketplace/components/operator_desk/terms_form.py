"""When and how a store's vendors are paid, as a form."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, columns, region
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.markup import Markup, each, el, when


def terms_form(state: Any) -> Markup:
    """Days, the tax on the commission, and the limits of each currency; what they do stands beside them."""
    terms = state.tenant.terms
    limit = lambda row: el.div(  # noqa: E731
        _line(state, "minimum-" + row.currency, "Smallest payout", row.minimum, after=row.currency),
        _line(state, "two_persons-" + row.currency, "Two people above", row.two_persons, after=row.currency),
        class_name="grid2",
        key=row.currency,
    )
    form = el.form(
        el.div(
            _line(state, "hold_days", "Hold", terms.hold_days, after="days"),
            _line(state, "return_days", "Returns within", terms.return_days, after="days"),
            _line(state, "fee_tax", "VAT on the commission", terms.fee_tax, after="%"),
            class_name="grid3",
        ),
        each(state.limits, limit),
        when(
            state.tenant.can_edit,
            lambda: el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
        ),
        on_submit=state.save_terms,
        class_name="fields",
        id="terms",
    )
    return columns([region("How vendors are paid", form)], [region("What they do", _meaning())])


def _line(state: Any, name: Any, label: str, value: Any, *, after: Any) -> Markup:
    error = error_of(state.field_errors, name)
    control = text_input(
        name, value, id=name, error=error, after=after, kind="num soft", key=state.form_round, input_mode="decimal"
    )
    return field(label, control, id=name, error=error)


def _meaning() -> Markup:
    meanings = (
        ("Hold", "An earning is free so many days after its order was paid. Orders that are paid already keep theirs."),
        ("Returns within", "After delivery, buyers can ask to send something back for so long."),
        ("VAT on the commission", "Added to each fee, on the store’s invoice to the vendor."),
        ("Smallest payout", "Less than this waits until there is more."),
        ("Two people above", "Two operators release such a payout. The platform’s own limit cannot be raised here."),
    )
    return el.dl(
        *[el.div(el.dt(name, class_name="b5"), el.dd(text, class_name="ink2")) for name, text in meanings],
        class_name="fields",
    )
