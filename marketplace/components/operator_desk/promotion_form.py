"""The form of one promotion."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button, region
from marketplace.components.desk.form import check, select_field, text_field
from marketplace.components.markup import Markup, el, pick
from marketplace.domain.buying.promotion_form import BEARERS, KINDS


def promotion_form(state: Any) -> Markup:
    """What it gives, to whom, how often, and who pays for it."""
    form, errors = state.form, state.field_errors
    line, choice = partial(_line, errors), partial(_choice, errors)
    currency = state.book.currency
    return region(
        pick(state.promotion_id == "new", "New promotion", "Change the promotion"),
        el.form(
            line("title", "Name", form.title, hint="Shoppers read it in their cart."),
            line("code", "Code", form.code, hint="Leave it empty for one that applies by itself.", optional=True),
            el.div(
                choice("kind", "Gives", list(KINDS.items()), form.kind),
                line("percent", "Percent off", form.percent, after="%"),
                line("amount", "Amount off", form.amount, after=currency),
                class_name="grid3",
            ),
            el.div(
                choice("vendor_id", "On goods of", state.vendors, form.vendor_id, "Every vendor"),
                choice("category_id", "In category", state.categories, form.category_id, "Every category"),
                class_name="grid2",
            ),
            el.div(
                line("min_goods", "Goods from", form.min_goods, after=currency, optional=True),
                choice("currency", "Only in", state.currencies, form.currency, "Every currency"),
                class_name="grid2",
            ),
            *_limits(form, errors, currency),
            choice("borne_by", "Who pays for it", list(BEARERS.items()), form.borne_by),
            check("contract_prices", "Also lowers contract prices", checked=form.contract_prices == "yes"),
            el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
            on_submit=state.save,
            class_name="fields",
        ),
    )


def _limits(form: Any, errors: Any, currency: Any) -> list[Markup]:
    line = partial(_line, errors)
    return [
        el.div(
            line("usage_limit", "Uses in all", form.usage_limit, optional=True),
            line("per_customer", "Per buyer", form.per_customer, optional=True),
            line("budget", "Budget", form.budget, after=currency, optional=True),
            class_name="grid3",
        ),
        el.div(
            line("starts_on", "First day", form.starts_on, type="date", optional=True),
            line("ends_on", "Last day", form.ends_on, type="date", optional=True),
            class_name="grid2",
        ),
    ]


def _line(errors: Any, name: str, label: str, value: Any, *, after: Any = None, **more: Any) -> Markup:
    kind = "num soft" if after is not None else ""
    return text_field(name, label, value, errors, id=f"promo-{name}", after=after, kind=kind, **more)


def _choice(errors: Any, name: str, label: str, options: Any, value: Any, empty: str = "") -> Markup:
    return select_field(name, label, options, value, errors, id=f"promo-{name}", empty=empty)
