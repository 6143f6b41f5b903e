"""Price lists at a desk: the table of them, and one in its editor. The same for a store's people and a vendor."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, empty, note, region, when_text
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.form import select_field, text_field
from marketplace.components.desk.page_header import page_header, tab_list
from marketplace.components.desk.price_changes import price_changes
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when


def lists_page(state: Any, *actions: Markup, sub: str, with_stores: bool) -> Markup:
    """Every list, with its filters; `actions` are other pages that lists lead to."""
    new = button_link("Price list", href=f"{state.PATH}/new", kind="pri", icon_name="plus", key="c")
    facets = (Facet("For", state.scopes), *((Facet("Store", state.stores),) if with_stores else ()))
    return el.div(
        page_header("Price lists", *actions, new, sub=sub),
        tab_list(state.tabs),
        filter_bar(
            search_box(state.q, state.search, placeholder="Title, company or group", key=state.q),
            chips=state.chips,
            facets=facets,
        ),
        when(state.rows.length() > 0, lambda: _table(state, with_stores), lambda: _nothing(state)),
        class_name="pushmain",
    )


def _table(state: Any, with_stores: bool) -> Markup:
    cols = (
        t.Col("List", sort_href=state.sort_href["title"], sorted=state.sort_way["title"]),
        t.Col("For"),
        *((t.Col("Whose", hide=True),) if with_stores else ()),
        t.Col("Valid", hide=True),
        t.Col("Priority", right=True, hide=True),
        t.Col("Offers", right=True),
        t.Col("State"),
    )
    return el.div(
        t.table(cols, state.rows, lambda row: _row(row, with_stores), label="Price lists", kind="tall click"),
        t.footer(state.range_text, previous=state.previous, following=state.following, csv=state.csv),
    )


def _row(row: Any, with_stores: bool) -> Markup:
    return t.row(
        t.identity(row.title, row.currency, href=row.href),
        t.two_lines(when_text(row.owner, "everybody"), row.scope),
        *((t.two_lines(row.by, row.store, kind="hide"),) if with_stores else ()),
        t.cell(row.valid, kind="hide ink2"),
        t.cell(row.priority, kind="r num hide"),
        t.cell(row.offers, kind="r num"),
        t.cell(dot(row.tone, row.state)),
        key=row.id,
    )


def _nothing(state: Any) -> Markup:
    return empty(
        "tags",
        pick(state.is_narrowed, "No price list here", "No price list yet"),
        "What you agree with a company stands in a list: its prices hold from the moment that you save them.",
        when(
            state.is_narrowed,
            lambda: button_link("Show all price lists", href=state.PATH),
            lambda: button_link("Make the first", href=f"{state.PATH}/new", kind="pri"),
        ),
    )


def list_form(state: Any) -> Markup:
    """What the list is called, for whom it is, how strong and when."""
    form, errors, choices = state.form, state.field_errors, state.view.choices
    line, choice = partial(_line, errors, state.list_round), partial(_choice, errors, state.list_round)
    scope = select_field("kind", "For", choices.scopes, form.kind, errors, id="list-kind", on_change=state.scope_chosen)
    owners = (
        ("contract_company", "company_id", "Company", choices.companies, form.company_id),
        ("contract_location", "location_id", "Location", choices.locations, form.location_id),
        ("group", "group_id", "Group", choices.groups, form.group_id),
    )
    return el.form(
        line("title", "Title", form.title, hint="Buyers read it as the reason of their price.", max_length=80),
        scope,
        *[
            when(form.kind == kind, lambda n=name, w=label, o=options, v=value: choice(n, w, o, v, "Choose one"))
            for kind, name, label, options, value in owners
        ],
        el.div(
            choice("currency", "Currency", choices.currencies, form.currency),
            line("priority", "Priority", form.priority, hint="The higher wins.", kind="num"),
            class_name="grid2",
        ),
        el.div(
            line("starts_on", "First day", form.starts_on, type="date", optional=True),
            line("ends_on", "Last day", form.ends_on, type="date", optional=True),
            class_name="grid2",
        ),
        el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
        on_submit=state.save,
        class_name="fields",
    )


def list_warnings(state: Any) -> Markup:
    """What its people may not mean."""
    return each(state.view.warnings, lambda one: note(el.b(one.text, class_name="b5"), " ", one.advice, tone="warn"))


def percentage_form(state: Any) -> Markup:
    """So much off a category, a vendor, or what a search finds."""
    errors, choices = state.field_errors, state.view.choices
    choice = partial(_choice, errors, state.list_round)
    line = partial(_line, errors, state.list_round)
    return region(
        "Percentage off a selection",
        el.form(
            line("percent", "Percent off", "", after="%", kind="num"),
            choice("category_id", "In category", choices.categories, "", "Every category"),
            when(
                choices.vendors.length() > 0,
                lambda: choice("vendor_id", "Of vendor", choices.vendors, "", "Every vendor"),
            ),
            line("words", "Title or SKU has", "", optional=True, max_length=100),
            when(errors.contains("selection"), lambda: note(errors["selection"], tone="bad")),
            el.p(
                "Every volume step of the base price is lowered, and follows it from then on. Offers that the list "
                "has already get the new price.",
                class_name="ink3 xs",
            ),
            el.div(button("Show what changes", submit=True), class_name="row end"),
            on_submit=state.preview_percentage,
            class_name="fields",
        ),
        when(state.percentage.number != "", lambda: _percentage_preview(state)),
    )


def _percentage_preview(state: Any) -> Markup:
    """What was asked for, with each price now and then; only this button sets it."""
    wish = state.percentage
    kept = {"percent": wish.percent, "category_id": wish.category_id, "vendor_id": wish.vendor_id, "words": wish.words}
    return el.form(
        price_changes(wish),
        *(el.input(type="hidden", name=name, value=value) for name, value in kept.items()),
        el.div(button("Set ", wish.number, kind="pri", submit=True), class_name="row end"),
        on_submit=state.set_percentage,
        class_name="fields after-s",
    )


def _line(errors: Any, turn: Any, name: str, label: str, value: Any, **more: Any) -> Markup:
    return text_field(name, label, value, errors, id=f"list-{name}", key=f"{name}-{turn}", **more)


def _choice(errors: Any, turn: Any, name: str, label: str, options: Any, value: Any, first: str = "") -> Markup:
    return select_field(name, label, options, value, errors, id=f"list-{name}", empty=first, key=f"{name}-{turn}")
