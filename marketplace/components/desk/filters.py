"""Filters as chips in one row, each one a query parameter of the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.components.desk.icons import icon
from marketplace.components.markup import Handler, Markup, each, el, pick


@dataclass(frozen=True)
class Facet:
    """A filter that can be added: its name, and the choices, each with `label`, `href` and `on`."""

    label: str
    choices: Any


def filter_bar(*content: Markup, chips: Any = (), facets: Sequence[Facet] = (), end: Markup = None) -> Markup:
    """Search and own content at the left, then the chosen chips (`name`, `value`, `href` without it), `+ Filter`."""
    return el.div(
        *content,
        each(chips, _chip),
        add_filter(facets) if facets else None,
        el.div(end, class_name="end row") if end is not None else None,
        class_name="filters",
    )


def search_box(value: Any, on_submit: Handler, *, placeholder: str = "Search", key: Any = None) -> Markup:
    """A search field; Enter sends the form's `q`."""
    return el.form(
        el.label(
            icon("search", small=True),
            el.input(
                name="q",
                type="search",
                default_value=value,
                placeholder=placeholder,
                aria_label=placeholder,
                auto_complete="off",
                custom_attrs={"data-search": "1"},
                key=key,
            ),
            class_name="input soft",
        ),
        on_submit=on_submit,
        role="search",
    )


def _chip(chip: Any) -> Markup:
    return el.a(
        el.em(chip.name),
        chip.value,
        el.span(icon("x"), class_name="x"),
        href=chip.href,
        class_name="chip",
        title="Remove this filter",
    )


def add_filter(facets: Sequence[Facet]) -> Markup:
    """The dashed `+ Filter` with every choice."""
    groups: list[Markup] = []
    for facet in facets:
        groups.append(el.div(facet.label, class_name="mh"))
        groups.append(each(facet.choices, _choice))
    return el.details(
        el.summary(icon("plus", small=True), "Filter", class_name="chip add"),
        el.div(el.div(*groups, class_name="filter-group"), class_name="menu"),
        class_name="pop left",
    )


def _choice(choice: Any) -> Markup:
    return el.a(choice.label, href=choice.href, class_name=pick(choice.on, "on", ""))
