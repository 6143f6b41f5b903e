"""The forms of one region: itself, its taxes, its default delivery."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, region
from marketplace.components.desk.delivery_form import delivery_fields
from marketplace.components.desk.form import check, error_of, field, locked, select, text_input
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.domain.stores.taxes import GROUNDS

_GROUNDS = [(category, words) for category, (words, _) in GROUNDS.items()]


def region_forms(state: Any) -> Markup:
    """The region; and, once it is there, its taxes and deliveries."""
    return el.div(_region(state), when(state.region_id != "new", lambda: el.div(_taxes(state), _delivery(state))))


def _line(
    state: Any, name: str, label: str, value: Any, *, after: Any = None, hint: str | None = None, optional: bool = False
) -> Markup:
    error = error_of(state.field_errors, name)
    control = text_input(
        name, value, id=f"reg-{name}", error=error, after=after, kind="num soft" if after is not None else ""
    )
    return field(label, control, id=f"reg-{name}", error=error, hint=hint, optional=optional)


def _choice(state: Any, name: str, label: str, options: Any, value: Any, empty: str = "") -> Markup:
    error = error_of(state.field_errors, name)
    control = select(name, options, value, id=f"reg-{name}", error=error, empty=empty)
    return field(label, control, id=f"reg-{name}", error=error)


def _region(state: Any) -> Markup:
    card = state.card
    currency = when(
        state.region_id == "new",
        lambda: _choice(state, "currency", "Currency", state.currencies, card.currency),
        lambda: field("Currency", locked(card.currency, id="reg-currency"), id="reg-currency"),
    )
    return region(
        pick(state.region_id == "new", "New region", card.name),
        el.form(
            el.div(_line(state, "name", "Name", card.name), currency, class_name="grid2"),
            _line(state, "countries", "Countries", card.countries, hint="Two-letter codes, such as DE, AT."),
            check(
                "tax_inclusive",
                "Prices are shown with tax",
                checked=card.tax_inclusive,
                hint="Usual where people buy for themselves.",
            ),
            el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
            on_submit=state.save_region,
            class_name="fields",
        ),
    )


def _taxes(state: Any) -> Markup:
    def row(rate: Any) -> Markup:
        remove = el.button(
            "Remove",
            type="button",
            class_name="btn quiet s",
            on_click=state.remove_rate(rate.id),
            aria_label=f"Remove {rate.name}",
        )
        return el.tr(
            el.td(el.span(rate.of, class_name="b5"), el.span(rate.name, rate.ground, class_name="sub")),
            el.td(rate.rate, class_name="r num"),
            el.td(when(rate.is_general, lambda: el.span("general", class_name="ink3"), lambda: remove), class_name="r"),
            key=rate.id,
        )

    heads = (
        el.th("Of", scope="col"),
        el.th("Rate", scope="col", class_name="r"),
        el.th(el.span("Remove", class_name="vh"), scope="col"),
    )
    return region(
        "Taxes",
        el.table(
            el.caption("Tax rates of this region", class_name="vh"),
            el.thead(el.tr(*heads)),
            el.tbody(each(state.rates, row)),
            class_name="tbl",
        ),
        el.form(
            el.div(
                _choice(
                    state,
                    "category_id",
                    "Of category",
                    options=state.categories,
                    value="",
                    empty="Everything else, and delivery",
                ),
                _line(state, "tax_name", "Name", "", hint="As invoices say it."),
                _line(state, "percent", "Rate", "", after="%"),
                class_name="grid3",
            ),
            el.div(
                _choice(state, "ground", "At 0 %, the ground", options=_GROUNDS, value="", empty="Tax is charged"),
                _line(
                    state, "reason", "In words", "", hint="As invoices say it; empty: the usual ones.", optional=True
                ),
                _line(state, "reason_code", "Code", "", hint="Such as VATEX-EU-132-1I, for e-invoices.", optional=True),
                class_name="grid3",
            ),
            el.div(button("Set the rate", submit=True), class_name="row end"),
            on_submit=state.save_rate,
            class_name="fields",
        ),
    )


def _delivery(state: Any) -> Markup:
    return region(
        "Delivery until a vendor sets its own",
        el.form(
            delivery_fields(state.field_errors, state.card.delivery, state.card.currency, id="reg"),
            el.div(button("Save the delivery", submit=True), class_name="row end"),
            on_submit=state.save_delivery,
            class_name="fields",
        ),
    )
