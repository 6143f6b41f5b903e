"""The filter rail: a GET form that works without scripts; on a phone the same form is a sheet."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick, use, when


def filter_rail(page: Any) -> Markup:
    """The filters of a `Listing`. catalogue.js sends the form at every change where the rail is beside the list.

    `autocomplete=off`: going back, a browser would else tick again what was ticked when the page was left.
    """
    return el.aside(
        el.form(
            el.div(
                el.h2("Filters"),
                el.button(
                    use("x"),
                    type="button",
                    class_name="icon-btn",
                    aria_label="Close",
                    custom_attrs={"popoverTarget": "filters", "popoverTargetAction": "hide"},
                ),
                class_name="facets-head",
            ),
            when(page.q, lambda: el.input(type="hidden", name="q", value=page.q)),
            when(page.is_dense, lambda: el.input(type="hidden", name="view", value="list")),
            el.div(
                each(page.facets, _facet), when(page.price.is_shown, lambda: _price(page.price)), class_name="facets-in"
            ),
            el.div(
                el.button("Apply filters", type="submit", class_name="btn btn--primary btn--block"),
                class_name="facets-go",
            ),
            id="filter-form",
            action=page.path,
            method="get",
            auto_complete="off",
            custom_attrs={"data-submit": "wide"},
        ),
        id="filters",
        class_name="facets",
        aria_label="Filters",
        custom_attrs={"popover": "auto"},
    )


def _facet(facet: Any) -> Markup:
    return el.details(
        el.summary(facet.title, use("chevron-down", "i i-s")),
        el.ul(each(facet.shown, _value)),
        when(
            facet.rest_label,
            lambda: el.details(
                el.summary(facet.rest_label, class_name="link"),
                el.ul(each(facet.rest, _value)),
                class_name="facet-rest",
            ),
        ),
        class_name="facet",
        open=True,
        key=facet.key,
    )


def _value(item: Any) -> Markup:
    return el.li(
        el.label(
            el.input(type="checkbox", name=item.name, value=item.value, default_checked=item.is_chosen),
            el.span(item.label),
            el.small(item.count, class_name="num"),
            class_name="check",
        )
    )


def _price(price: Any) -> Markup:
    def bar(item: Any) -> Markup:
        return el.i(class_name=pick(item.is_inside, "in", "out"), custom_attrs={"style": {"height": item.height}})

    return el.details(
        el.summary("Unit price", use("chevron-down", "i i-s")),
        el.div(
            when(price.bars, lambda: el.div(each(price.bars, bar), class_name="hist", aria_hidden="true")),
            el.div(
                _bound("from", "From", price.from_value, price.low),
                el.span("to", class_name="hint"),
                _bound("to", "To", price.to_value, price.high),
                class_name="row",
            ),
            when(price.note, lambda: el.p(price.note, class_name="hint")),
            class_name="facet-range",
        ),
        class_name="facet",
        open=True,
    )


def _bound(name: str, label: str, value: Any, hint: Any) -> Markup:
    return el.input(
        name=name,
        default_value=value,
        placeholder=hint,
        aria_label=f"Price {label.lower()}",
        class_name="input num",
        input_mode="decimal",
        auto_complete="off",
    )
