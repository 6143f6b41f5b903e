"""`/admin/tenants`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, keys, undo_toast
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import open_or_closed
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.operator_desk.layout import inline, operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.tenants import OperatorTenantsState

State: Any = OperatorTenantsState


def build() -> Markup:
    """Every store under its parent, with its figures."""
    return when(State.tenants_ready, _page)


def _page() -> Markup:
    new = when(
        State.place.is_operator,
        lambda: button_link("New tenant", keys("C"), href="/admin/tenants/new", kind="pri", icon_name="plus", key="c"),
    )
    shapes = el.span(
        _shape("split", "Tree", State.tree_href, State.is_tree),
        _shape("list", "List", State.list_href, ~State.is_tree),
        class_name="seg",
    )
    return desk(
        operator_layout(State),
        "tenants",
        page_header("Tenants", new, sub="Stores under one roof. A parent’s figures hold those of its children."),
        filter_bar(
            search_box(State.q, State.search, placeholder="Name, handle, domain", key=State.q),
            chips=State.chips,
            facets=(Facet("State", State.states),),
            end=shapes,
        ),
        when(State.rows.length() > 0, _table, _nothing),
        undo_toast(State.undo_text != "", State.undo_text, State.undo),
        class_name="p-tenants",
    )


def _shape(name: str, word: str, href: Any, on: Any) -> Markup:
    return when(
        on,
        lambda: el.a(icon(name, small=True), word, href=href, aria_current="true"),
        lambda: el.a(icon(name, small=True), word, href=href),
    )


def _table() -> Markup:
    cols = (
        t.Col("Store"),
        t.Col("Domain", hide=True),
        t.Col("Currencies", hide=True),
        t.Col("Vendors", right=True, hide=True),
        t.Col("Products", right=True, hide=True),
        t.Col("Orders, 30 d", right=True, hide=True),
        t.Col("Revenue, 30 d", right=True, hide=True),
        t.Col("State"),
        t.Col("More", quiet=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Stores", kind="tall click"),
        t.footer(State.says, csv=State.csv),
        class_name="pushmain",
    )


def _row(store: Any) -> Markup:
    name = el.span(
        store_mark(store.mark),
        el.span(el.a(store.name, href=store.href, class_name="id b6"), el.span(store.handle, class_name="sub mono")),
        class_name="row",
        custom_attrs=inline(paddingLeft=store.indent),
    )
    return t.row(
        t.cell(name),
        t.cell(store.domain, kind="ink2 hide"),
        t.cell(store.currencies, kind="ink2 hide"),
        t.cell(store.vendors, kind="r hide"),
        t.cell(store.products, kind="r hide"),
        t.cell(store.orders, kind="r hide"),
        t.cell(store.revenue, kind="r b5 hide"),
        t.cell(open_or_closed(store.is_active, is_draft=store.is_draft)),
        t.cell(_more(store), kind="r"),
        key=store.id,
    )


def _more(store: Any) -> Markup:
    return el.details(
        el.summary(icon("ellipsis"), class_name="btn quiet s icon", aria_label=f"More for {store.name}"),
        el.div(
            el.a(icon("settings"), "Settings", href=store.href),
            el.a(icon("palette"), "Brand", href=f"{store.href}?tab=brand"),
            when(
                State.place.is_operator,
                lambda: el.button(
                    icon(pick(store.is_active, "unplug", "play")),
                    pick(store.is_active, "Close the store", "Open the store"),
                    type="button",
                    on_click=State.switch(store.id, ~store.is_active),
                ),
            ),
            class_name="menu",
        ),
        class_name="pop",
    )


def _nothing() -> Markup:
    return empty(
        "landmark",
        "No store fits",
        "Take a filter away, or search for something else.",
        button_link("Show all tenants", href="/admin/tenants"),
    )


PAGE = Page("/admin/tenants", build, "Tenants · Concourse", State.open)
