"""The command palette: Ctrl+K, type, arrows, Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.components.desk.controls import keys
from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import Link
from marketplace.components.markup import Handler, Markup, each, el, when


def palette(places: Sequence[Link], *, on_type: Handler = None, hits: Any = (), query: Any = "") -> Markup:
    """A dialog over the desk.

    `hits` are what the server found for what was typed: items with `head` (shown where a new kind begins, else
    ""), `icon`, `picture`, `title`, `detail`, `href`. Without a question the places of the desk are offered.
    """
    return el.dialog(
        el.div(
            icon("search", large=True),
            el.input(
                type="text",
                placeholder="Search or jump to",
                aria_label="Search or jump to",
                auto_complete="off",
                on_change=on_type,
                role="combobox",
                aria_expanded="true",
                aria_controls="palette-hits",
            ),
            keys("Esc"),
            class_name="pin",
        ),
        el.div(
            when(query == "", lambda: el.div(el.div("Go to", class_name="mh"), *[_place(link) for link in places])),
            when(query != "", lambda: el.div(each(hits, _hit), _nothing(hits))),
            class_name="pl",
            id="palette-hits",
        ),
        el.div(
            el.span(keys("↑"), keys("↓"), " move"),
            el.span(keys("↵"), " open"),
            el.span(keys("Ctrl", "↵"), " new tab"),
            class_name="pf",
        ),
        class_name="pal",
        id="palette",
        aria_label="Command palette",
    )


def _nothing(hits: Any) -> Markup:
    count = hits.length() if hasattr(hits, "length") else len(hits)
    return when(count == 0, lambda: el.p("Nothing found. Try a name, a SKU or a number.", class_name="none"))


def _place(link: Link) -> Markup:
    return _drawn(link) if link.show is True else when(link.show, lambda: _drawn(link))


def _drawn(link: Link) -> Markup:
    go = keys("G", link.go.upper(), class_name="kbd end") if link.go else None
    return el.a(
        el.span(icon(link.icon), class_name="pi"), el.span(link.label, class_name="grow trunc"), go, href=link.href
    )


def _hit(hit: Any) -> Markup:
    return el.div(
        when(hit.head != "", lambda: el.div(hit.head, class_name="mh")),
        el.a(
            when(
                hit.picture != "",
                lambda: el.img(src=hit.picture, alt="", class_name="pic s"),
                lambda: el.span(icon(hit.icon), class_name="pi"),
            ),
            el.span(hit.title, el.small(hit.detail), class_name="grow trunc"),
            href=hit.href,
        ),
    )
