"""The fields of one delivery: a store's default one, or a vendor's own."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.form import error_of, field, select, text_input
from marketplace.components.markup import Markup, el
from marketplace.domain.stores.region_form import DELIVERY_KINDS


def delivery_fields(errors: Any, values: Any, currency: Any, *, id: Any) -> Markup:
    """What `domain.region_form.read_delivery` reads. `values` has a text per field, `id` begins their identifiers."""
    line = partial(_line, errors, values, id)
    kind = error_of(errors, "kind")
    return el.div(
        el.div(
            line("delivery_name", "Name"),
            field(
                "Counted",
                select("kind", list(DELIVERY_KINDS.items()), values["kind"], id=id + "-kind", error=kind),
                id=id + "-kind",
                error=kind,
            ),
            line("amount", "Costs", after=currency),
            class_name="grid3",
        ),
        el.div(
            line("step_size", "Size of a step", optional=True, hint="Grams by weight, an amount by price."),
            line("step_amount", "Each step adds", after=currency, optional=True),
            line("free_from", "Free from", after=currency, optional=True),
            class_name="grid3",
        ),
        el.div(
            line("min_order", "Least order", after=currency, optional=True),
            line("days_min", "Working days from"),
            line("days_max", "to"),
            class_name="grid3",
        ),
        class_name="fields",
    )


def _line(
    errors: Any,
    values: Any,
    id: Any,
    name: str,
    label: str,
    *,
    after: Any = None,
    hint: str | None = None,
    optional: bool = False,
) -> Markup:
    error, id = error_of(errors, name), id + "-" + name
    kind = "num soft" if after is not None else ""
    control = text_input(name, values[name], id=id, error=error, after=after, kind=kind)
    return field(label, control, id=id, error=error, hint=hint, optional=optional)
