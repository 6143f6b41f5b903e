"""`/admin/company-groups`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, columns, empty, region, when_text
from marketplace.components.desk.filters import Facet, filter_bar
from marketplace.components.desk.form import check, text_field
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.company_groups import OperatorGroupsState

State: Any = OperatorGroupsState


def build() -> Markup:
    """The groups of a store, with the form of one beside them."""
    return when(State.groups_ready, _page)


def _page() -> Markup:
    new = button_link("Group", href=State.new_href, kind="pri", icon_name="plus", key="c")
    store = el.span(el.em("Store"), State.book.store, class_name="chip plain")
    return desk(
        operator_layout(State),
        "price-lists",
        page_header(
            "Groups of companies",
            new,
            crumbs=(Crumb("Price lists", "/admin/price-lists"), Crumb("Groups")),
            sub="A price list of a group holds for each of its companies, as long as they are in it.",
        ),
        when(
            State.stores.length() > 0,
            lambda: filter_bar(store, facets=(Facet("Store", State.stores),)),
            lambda: filter_bar(store),
        ),
        when(State.open_group_id != "", lambda: columns([_rows()], [_form()]), _rows),
        class_name="p-list",
    )


def _rows() -> Markup:
    cols = (
        t.Col("Group"),
        t.Col("Companies", right=True),
        t.Col("Price lists", hide=True),
        t.Col("Remove", quiet=True),
    )
    nothing = empty("users", "No group yet", "Companies that buy at the same prices belong in one.")
    return when(
        State.book.rows.length() > 0,
        lambda: t.table(cols, State.book.rows, _row, label="Groups of companies", kind="tall click"),
        nothing,
    )


def _row(group: Any) -> Markup:
    href = f"/admin/company-groups?store={State.book.store_id}&group={group.id}"
    remove = button(
        on_click=State.remove(group.id), kind="quiet", small=True, icon_name="trash-2", label="Remove this group"
    )
    return t.row(
        t.identity(group.title, when_text(group.companies, "no company in it"), href=href),
        t.cell(group.number, kind="r num"),
        t.cell(group.lists, kind="hide ink2"),
        t.cell(remove, kind="r"),
        chosen=State.open_group_id == group.id,
        key=group.id,
    )


def _form() -> Markup:
    errors = State.field_errors
    return region(
        "The group",
        el.form(
            text_field(
                "title",
                "Title",
                State.book.title,
                errors,
                id="group-title",
                key=f"title-{State.form_round}",
                max_length=80,
            ),
            el.fieldset(
                el.legend("Companies", class_name="b5"), each(State.book.members, _member), class_name="fields ticks"
            ),
            el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row end"),
            on_submit=State.save,
            class_name="fields",
            key=State.open_group_id,
        ),
    )


def _member(company: Any) -> Markup:
    return check(f"in-{company.id}", company.name, checked=company.is_in, key=f"{company.id}-{State.form_round}")


PAGE = Page("/admin/company-groups", build, "Groups of companies · Concourse", State.open)
