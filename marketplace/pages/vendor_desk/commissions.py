"""`/vendor/commissions`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, empty, figure
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.commissions import VendorCommissionsState

State: Any = VendorCommissionsState
_COLS = (
    t.Col("Article"),
    t.Col("Pieces", right=True, hide=True),
    t.Col("Counted on", right=True, hide=True),
    t.Col("Rate", right=True),
    t.Col("Why", hide=True),
    t.Col("Commission", right=True),
    t.Col("VAT on it", right=True, hide=True, lap=True),
    t.Col("Given back", right=True, hide=True),
)


def build() -> Markup:
    """Per order and line: the rule, what it was counted on, the rate, and the reason."""
    return vendor_desk(State, "commissions", _page, ready=State.list_ready, waiting=outline())


def _page() -> Markup:
    nothing = empty("percent", "No commission here", "It is counted once, when an order is paid, and never changes.")
    return el.div(
        page_header("Commission", sub="Counted once when an order is paid, and frozen with it"),
        el.section(
            figure("Commission", State.amount, el.span(State.share, " of what it is counted on")),
            figure("VAT on it", State.fee_tax, "on the store’s invoice to you"),
            figure("Given back", State.given_back, "with refunds, VAT included"),
            class_name="strip eq three",
        ),
        filter_bar(
            search_box(State.q, State.search, placeholder="Order, such as 1042-1", key=State.q),
            chips=State.chips,
            facets=(Facet("Last", State.spans),),
        ),
        when(State.rows.length() > 0, _table, nothing),
        class_name="pushmain p-money",
    )


def _table() -> Markup:
    head = el.tr(*[el.th(c.label, class_name=t.kind_of(c), scope="col") for c in _COLS])
    return el.div(
        el.table(
            el.caption("Commission by order and line", class_name="vh"),
            el.thead(head),
            el.tbody(each(State.rows, _row)),
            class_name="tbl earn",
        ),
        t.footer(State.range_text, previous=State.previous, following=State.following, csv=State.csv),
    )


def _row(row: Any) -> Markup:
    group = when(
        row.head != "",
        lambda: el.tr(
            el.td(el.b(row.head, class_name="b6"), " · ", ago(row.head_sum, row.at_exact), col_span=8),
            class_name="grp",
            key="head-" + row.id,
        ),
    )
    name = el.span(
        t.thumb(row.picture, "s"),
        el.span(
            el.span(row.title, class_name="b5 block trunc"), el.span(row.sku, class_name="ink3 xs"), class_name="grow"
        ),
        class_name="row g12",
    )
    return [
        group,
        el.tr(
            el.td(name),
            el.td(row.quantity, class_name="r ink2 hide"),
            el.td(row.base, class_name="r hide", title=row.base_words),
            el.td(row.rate, class_name="r num"),
            el.td(row.reason, class_name="ink2 xs w why hide"),
            el.td(row.amount, class_name="r b6"),
            el.td(row.fee_tax, class_name="r ink2 hide lap"),
            el.td(row.given_back, class_name="r good hide"),
            key=row.id,
        ),
    ]


PAGE = Page("/vendor/commissions", build, "Commission · Concourse", State.open)
