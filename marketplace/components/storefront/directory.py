"""The overview pages of a store: all categories, all vendors, one vendor."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import link
from marketplace.components.storefront.listing import crumbs, listing


def categories_body(overview: Any) -> Markup:
    """Every top category with its picture, its figure and what is in it."""
    return [
        _path(overview.store, overview.home, "All categories"),
        el.div(el.h1("All categories", class_name="display"), class_name="cat-head"),
        el.ul(each(overview.blocks, _block), class_name="cat-all"),
    ]


def _block(block: Any) -> Markup:
    return el.li(
        link(
            when(block.picture, lambda: el.img(src=block.picture, alt="", width="160", height="160", loading="lazy")),
            href=block.href,
            class_name="cat-all-img",
            tab_index=-1,
            aria_hidden="true",
        ),
        el.div(
            el.h2(link(block.name, href=block.href), " ", el.small(block.count, class_name="num")),
            when(block.description, lambda: el.p(block.description, class_name="hint")),
            el.ul(each(block.below, lambda c: el.li(link(c.label, href=c.href)))),
        ),
    )


def vendors_body(page: Any) -> Markup:
    """Every approved vendor in one table; on a phone each is a card."""
    return [
        _path(page.store, page.home, "Vendors"),
        el.div(
            el.div(el.h1("Vendors", class_name="display"), el.p(page.lead, class_name="muted")), class_name="cat-head"
        ),
        el.ul(each(page.vendors, _vendor), class_name="vlist"),
    ]


def _vendor(vendor: Any) -> Markup:
    return el.li(
        link(
            el.span(vendor.monogram, class_name="monogram", aria_hidden="true"),
            el.span(el.b(vendor.name), el.small(vendor.tagline), class_name="vlist-n"),
            _figure(vendor.ships_from, "ships from"),
            _figure(vendor.arrives, "arrives"),
            _figure(vendor.on_time, "on time"),
            _figure(vendor.products, "products"),
            use("arrow-right"),
            href=vendor.href,
        )
    )


def _figure(strong: Any, note: str) -> Markup:
    return el.span(el.b(strong, class_name="num"), el.small(note), class_name="vlist-f")


def vendor_body(page: Any) -> Markup:
    """A vendor: who they are in figures, then what they sell."""
    return [
        crumbs(page.crumbs),
        el.div(
            el.span(page.monogram, class_name="monogram", aria_hidden="true"),
            el.div(
                el.h1(page.name, class_name="display"),
                when(page.tagline, lambda: el.p(page.tagline, class_name="muted")),
                when(page.about, lambda: el.p(page.about, class_name="vend-about")),
            ),
            el.dl(each(page.facts, lambda fact: el.div(el.dt(fact.label), el.dd(fact.value))), class_name="vend-facts"),
            class_name="vend-head",
        ),
        when(page.notice, lambda: el.p(use("clock"), page.notice, class_name="note note--warn", role="status")),
        listing(page.listing),
    ]


def _path(store: Any, home: Any, here: str) -> Markup:
    return el.nav(
        el.ol(el.li(link(store, href=home)), el.li(here, aria_current="page"), class_name="crumbs"),
        aria_label="Breadcrumb",
    )
