"""The form of one commission rule, and what it would have done to past orders."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, region
from marketplace.components.desk.form import error_of, field, select, text_input
from marketplace.components.markup import Markup, each, el, when
from marketplace.domain.finance.commission import BASE_WORDS

BASES = [(base.value, words.capitalize()) for base, words in BASE_WORDS.items()]


def rule_form(state: Any) -> Markup:
    """Conditions, rate and bounds. What is sent is shown in its effect first, and saved from there."""
    form, errors = state.form, state.field_errors

    def line(name: str, label: str, value: Any, after: Any = None, hint: str | None = None) -> Markup:
        error = error_of(errors, name)
        control = text_input(
            name, value, id=f"rule-{name}", error=error, after=after, kind="" if after is None else "num soft"
        )
        return field(label, control, id=f"rule-{name}", error=error, hint=hint)

    def pick_of(name: str, label: str, options: Any, value: Any, empty: str = "") -> Markup:
        error = error_of(errors, name)
        control = select(name, options, value, id=f"rule-{name}", error=error, empty=empty)
        return field(label, control, id=f"rule-{name}", error=error)

    return region(
        state.form_title,
        el.form(
            line("title", "Name", form.title, hint="Vendors read it beside what they are charged."),
            el.div(
                pick_of("vendor_id", "Vendor", state.vendors, form.vendor_id, "Every vendor"),
                pick_of("category_id", "Category and below", state.categories, form.category_id, "Every category"),
                class_name="grid2",
            ),
            el.div(
                line("from_amount", "Order from", form.from_amount, state.book.currency),
                line("to_amount", "Order below", form.to_amount, state.book.currency),
                class_name="grid2",
            ),
            el.div(
                pick_of("base", "Counted on", BASES, form.base),
                pick_of("currency", "Only orders in", state.currencies, form.currency, "Every currency"),
                class_name="grid2",
            ),
            el.div(
                line("percent", "Percent", form.percent, "%"),
                line("fixed", "plus fixed", form.fixed, state.book.currency),
                line("floor", "at least", form.floor, state.book.currency),
                line("cap", "at most", form.cap, state.book.currency),
                class_name="grid4",
            ),
            el.input(type="hidden", name="product_id", value=form.product_id),
            el.div(button("Show the effect", icon_name="play", submit=True), class_name="row end"),
            on_submit=state.try_rule,
            class_name="fields",
            custom_attrs={"data-tries": "1"},
        ),
    )


def effect(state: Any) -> Markup:
    """Was, would be, and the difference over ninety days, with the newest orders."""
    shown = state.effect
    sample = lambda s: el.tr(  # noqa: E731
        el.td(el.span(s.number, class_name="id"), el.span(s.vendor, class_name="sub")),
        el.td(s.base, class_name="r ink2"),
        el.td(s.was, class_name="r ink2"),
        el.td(s.would_be, class_name="r b5"),
        el.td(s.change, el.span(s.note, class_name="sub"), class_name="r " + s.tone),
        key=s.number,
    )
    heads = [el.th(name, class_name="r", scope="col") for name in ("Counted on", "Was", "Would be", "Change")]
    return when(
        shown.orders != "",
        lambda: el.div(
            region(
                "Had it applied for the last 90 days",
                el.div(
                    _figure("Orders", shown.orders),
                    _figure("Commission was", shown.was),
                    _figure("would be", shown.would_be),
                    el.div(
                        el.div("Difference", class_name="lab"),
                        el.div(shown.difference, class_name="fig m " + shown.tone),
                    ),
                    class_name="pvw",
                ),
                el.p("Past orders keep what they were charged. ", shown.says, class_name="ink3 xs"),
                end=button("Put into force", kind="pri", small=True, on_click=state.save, primary=True),
            ),
            el.table(
                el.caption("Past orders under this rule", class_name="vh"),
                el.thead(el.tr(el.th("Order", scope="col"), *heads)),
                el.tbody(each(state.samples, sample)),
                class_name="tbl samp",
            ),
        ),
    )


def _figure(label: str, amount: Any) -> Markup:
    return el.div(el.div(label, class_name="lab"), el.div(amount, class_name="fig m"))
