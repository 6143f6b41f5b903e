"""A list of goods with everything around it: filter rail, toolbar, chips, cards or rows, pages, help when empty."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick, use, when
from marketplace.components.storefront.base import link
from marketplace.components.storefront.card import card_grid
from marketplace.components.storefront.filters import filter_rail


def crumbs(items: Any) -> Markup:
    """The way down to this page; the last one is the page itself."""

    def step(item: Any) -> Markup:
        return when(
            item.href, lambda: el.li(link(item.label, href=item.href)), lambda: el.li(item.label, aria_current="page")
        )

    return el.nav(el.ol(each(items, step), class_name="crumbs"), aria_label="Breadcrumb")


def shelf_head(shelf: Any) -> Markup:
    """Title and lead to the left, the categories inside to the right."""
    inside = el.ul(each(shelf.below, lambda c: el.li(link(c.label, href=c.href))), class_name="cat-sub")
    return el.div(
        el.div(
            el.h1(shelf.title, class_name="display"), when(shelf.lead, lambda: el.p(shelf.lead, class_name="muted"))
        ),
        when(shelf.listing.result_count, inside),
        class_name="cat-head",
    )


def shelf_body(shelf: Any) -> Markup:
    """The whole page of a category or a search."""
    return [crumbs(shelf.crumbs), shelf_head(shelf), listing(shelf.listing, lambda: _elsewhere(shelf.below))]


def listing(page: Any, elsewhere: Any = None) -> Markup:
    """A `Listing`; `elsewhere` makes what an empty one offers besides clearing filters."""
    return el.div(
        filter_rail(page),
        el.div(
            _toolbar(page),
            _mended(page),
            _given_up(page),
            when(page.chips, lambda: _chips(page)),
            when(page.result_count, lambda: _results(page), lambda: _nothing(page, elsewhere)),
            class_name="cat-list",
        ),
        class_name=pick(page.is_dense, "cat view-dense", "cat"),
    )


def _toolbar(page: Any) -> Markup:
    return el.div(
        el.button(
            use("filter"),
            "Filters ",
            when(page.filter_count, lambda: el.span(page.filter_count, class_name="badge badge--brand")),
            type="button",
            class_name="btn btn--secondary btn--sm only-narrow",
            custom_attrs={"popoverTarget": "filters"},
        ),
        el.p(el.b(page.found_text), " ", page.of_text, class_name="num", role="status"),
        el.span(class_name="cat-gap"),
        el.label(
            el.span("Sort by", class_name="only-wide"),
            el.select(
                each(page.sorts, lambda sort: el.option(sort.label, value=sort.value)),
                name="sort",
                default_value=page.sort,
                auto_complete="off",
                class_name="input",
                aria_label="Sort by",
                custom_attrs={"form": "filter-form", "data-submit": "always", "data-plain": page.plain_sort},
            ),
            class_name="cat-sort",
        ),
        el.div(
            _view(page.grid_href, "Grid", "grid", pick(page.is_dense, "", "on")),
            _view(page.dense_href, "Dense list", "list", pick(page.is_dense, "on", "")),
            class_name="seg",
            role="group",
            aria_label="View",
        ),
        class_name="cat-bar",
    )


def _view(href: Any, label: str, icon: str, look: Any) -> Markup:
    return link(use(icon), href=href, class_name=look, aria_label=label, aria_current=pick(look, "true", "false"))


def _mended(page: Any) -> Markup:
    return when(
        page.instead,
        lambda: el.p(
            "Showing results for ",
            el.b(page.shown_for),
            ". Search instead for ",
            link(page.instead, href=page.instead_href, class_name="link"),
            ".",
            class_name="cat-mended",
            role="status",
        ),
    )


def _given_up(page: Any) -> Markup:
    return when(page.given_up, lambda: el.p(page.given_up, class_name="cat-mended", role="status"))


def _chips(page: Any) -> Markup:
    def chip(item: Any) -> Markup:
        return el.li(
            link(
                item.label, use("x", "i i-s"), href=item.href, class_name="chip num", aria_label=f"Remove {item.label}"
            )
        )

    return el.ul(
        each(page.chips, chip), el.li(link("Clear all", href=page.clear_href, class_name="link")), class_name="chips"
    )


def _results(page: Any) -> Markup:
    return [
        el.h2("Products", class_name="sr"),
        el.div(
            el.span("Product"),
            el.span("Stock"),
            el.span("Unit price by quantity"),
            el.span(),
            class_name="dense-head",
            aria_hidden="true",
        ),
        card_grid(page.cards, columns="3"),
        when(page.pages, lambda: _pager(page)),
    ]


def _pager(page: Any) -> Markup:
    return el.nav(
        el.span(page.range_text, class_name="hint num"),
        el.span(
            _turn("Previous", page.previous_href, "prev"),
            each(page.pages, _page),
            _turn("Next", page.next_href, "next"),
            class_name="row",
        ),
        class_name="pager",
        aria_label="Pages",
    )


def _turn(label: str, href: Any, rel: str) -> Markup:
    return when(
        href,
        lambda: link(label, href=href, class_name="btn btn--secondary btn--sm", rel=rel),
        lambda: el.span(label, class_name="btn btn--secondary btn--sm is-disabled", aria_disabled="true", role="link"),
    )


def _page(item: Any) -> Markup:
    return when(
        item.href,
        lambda: link(
            item.label,
            href=item.href,
            class_name=pick(item.is_current, "btn btn--sm on num", "btn btn--sm num"),
            aria_current=pick(item.is_current, "page", "false"),
            aria_label=f"Page {item.label}",
        ),
        lambda: el.span(item.label, class_name="hint"),
    )


def _nothing(page: Any, elsewhere: Any) -> Markup:
    """Nothing fits: give up a filter, try a word alone, go to a category, or see what others order."""
    return el.div(
        when(
            page.chips,
            lambda: el.p(
                "No product has all of this. Take away a filter above, or ",
                link("clear them all", href=page.clear_href, class_name="link"),
                ".",
            ),
            lambda: el.p("Check the spelling, use fewer words, or search by SKU or EAN."),
        ),
        when(
            page.tries,
            lambda: el.p(
                "By itself: ", each(page.tries, lambda t: el.span(link(t.label, href=t.href, class_name="link"), " "))
            ),
        ),
        elsewhere() if elsewhere is not None else None,
        when(
            page.popular,
            lambda: el.section(
                el.div(el.h2("Ordered most", class_name="display"), class_name="sec-head"), card_grid(page.popular)
            ),
        ),
        class_name="cat-none",
    )


def _elsewhere(below: Any) -> Markup:
    return when(below, lambda: el.ul(each(below, lambda c: el.li(link(c.label, href=c.href))), class_name="cat-sub"))
