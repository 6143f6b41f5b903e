"""The form of one promotion."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.form import check, error_of, field, select, text_input
from marketplace.components.desk.parts import button, region
from marketplace.components.markup import Markup, el, pick
from marketplace.domain.promotion_form import BEARERS, KINDS


def promotion_form(state: Any) -> Markup:
    """What it gives, to whom, how often, and who pays for it."""
    form, errors, currency = state.form, state.field_errors, state.book.currency

    def line(name: str, label: str, value: Any, *, after: Any = None, hint: str | None = None, kind: str = "text",
             optional: bool = False) -> Markup:  # fmt: skip
        error = error_of(errors, name)
        control = text_input(name, value, id=f"promo-{name}", type=kind, error=error, after=after,
                             kind="num soft" if after is not None else "")  # fmt: skip
        return field(label, control, id=f"promo-{name}", error=error, hint=hint, optional=optional)

    def choice(name: str, label: str, options: Any, value: Any, empty: str = "") -> Markup:
        error = error_of(errors, name)
        return field(label, select(name, options, value, id=f"promo-{name}", error=error, empty=empty),
                     id=f"promo-{name}", error=error)  # fmt: skip

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
            el.div(
                line("usage_limit", "Uses in all", form.usage_limit, optional=True),
                line("per_customer", "Per buyer", form.per_customer, optional=True),
                line("budget", "Budget", form.budget, after=currency, optional=True),
                class_name="grid3",
            ),
            el.div(
                line("starts_on", "First day", form.starts_on, kind="date", optional=True),
                line("ends_on", "Last day", form.ends_on, kind="date", optional=True),
                class_name="grid2",
            ),
            choice("borne_by", "Who pays for it", list(BEARERS.items()), form.borne_by),
            check("contract_prices", "Also lowers contract prices", checked=form.contract_prices == "yes"),
            el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
            on_submit=state.save, class_name="fields",
        ),
    )  # fmt: skip
