"""Page not found: a large 404 with a drawing in its middle, a search, three ways out."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import drawing_of, link


def not_found_body(page: Any) -> Markup:
    """The main part of the page, out of a `Lost`."""
    four = el.p(
        el.span("4"),
        el.img(src=drawing_of(page.drawing), alt="", width="800", height="800"),
        el.span("4"),
        class_name="four display",
        aria_hidden="true",
    )
    search = el.form(
        use("search"),
        el.input(type="search", name="q", aria_label="Search for it", default_value=page.words, auto_complete="off"),
        el.button("Search", type="submit", class_name="btn btn--primary btn--sm"),
        action=page.search,
        method="get",
        role="search",
        class_name="search",
    )
    return [
        four,
        el.h1(page.title, class_name="display"),
        el.p(page.text, class_name="lead"),
        search,
        el.ul(each(page.ways, _way_out), class_name="n4-links"),
        el.p("If a link here sent you, tell us: reference ", el.b(page.reference, class_name="num"), class_name="hint"),
    ]


def _way_out(way: Any) -> Markup:
    picture = when(way.picture, lambda: el.img(src=way.picture, alt="", width="64", height="64"))
    return el.li(link(picture, el.span(el.b(way.title), el.small(way.note)), href=way.href))
