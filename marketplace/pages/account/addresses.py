"""`/account/addresses`."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.addresses import address_drawer
from marketplace.components.account.layout import account_layout
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, empty, missing, tag
from marketplace.components.desk.layout import desk
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.account.addresses import AccountAddressesState

State: Any = AccountAddressesState
_BOOK, _NEW = "/account/addresses", "/account/addresses?address=new"


def build() -> Markup:
    """The addresses of every store, with one of them open beside the list."""
    return when(State.addresses_ready, _page)


def _page() -> Markup:
    add = button_link("Add address", href=_NEW, kind="pri", icon_name="plus", key="c")
    gone = el.aside(missing("address", _BOOK, "Address book"), class_name="drawer")
    return desk(
        account_layout(State.profile),
        "addresses",
        el.div(
            page_header("Address book", add, sub="What the checkout offers you. Each store keeps its own."),
            when(State.rows.length() > 0, _table, _nothing),
            class_name="pushmain p-book",
        ),
        when(State.address_id != "", lambda: when(State.missing, gone, lambda: address_drawer(State))),
        class_name=pick(State.address_id != "", "pushed", ""),
    )


def _nothing() -> Markup:
    return empty(
        "map-pin",
        "No addresses yet",
        "Keep one here, or tick “Keep this address” when you order: the checkout fills it in from then on.",
        button_link("Add the first", href=_NEW, kind="pri"),
    )


def _table() -> Markup:
    cols = (t.Col("Address"), t.Col("Store", hide=True), t.Col("Default for"))
    return t.table(cols, State.rows, _row, label="Your addresses", kind="tall click")


def _row(row: Any) -> Markup:
    tags = each(row.tags, lambda word: tag(word, tone="line"))
    return t.row(
        el.td(
            el.a(row.title, href=row.href, class_name="id"),
            el.span(row.line, class_name="sub"),
            el.span(row.store, class_name="sub phone-only"),
            class_name="w",
        ),
        t.cell(row.store, kind="hide ink2"),
        el.td(el.span(tags, class_name="row g4")),
        chosen=State.address_id == row.id,
        key=row.id,
    )


PAGE = Page("/account/addresses", build, "Address book · Concourse", State.open)
