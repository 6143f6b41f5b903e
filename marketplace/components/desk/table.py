"""Tables: sticky header, two-line rows, a footer with range and pager; on a phone each row is a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.components.desk.controls import button_link
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Markup, each, el, pick, when


@dataclass(frozen=True)
class Col:
    """A column: `right` for figures, `hide` leaves it out on a phone, `lap` on a small laptop,
    `quiet` keeps the name for screen readers.

    `sort_href` makes the name a link that sorts; `sorted` is "", "up" or "down".
    """

    label: str
    right: bool = False
    hide: bool = False
    lap: bool = False
    quiet: bool = False
    sort_href: Any = ""
    sorted: Any = ""
    width: int = 0


def table(
    cols: Sequence[Col],
    rows: Any,
    draw: Callable[[Any], Markup],
    *,
    kind: str = "tall",
    label: str = "",
    keys: bool = True,
) -> Markup:
    """A table of `rows`, each drawn by `draw` as a `row(...)`. `kind`: tall (two lines), dense, or "" (one line).

    With `keys`, J and K move through it and Enter opens the row's first link.
    """
    return el.table(
        el.caption(label, class_name="vh") if label else None,
        el.thead(el.tr(*[_head(col) for col in cols])),
        el.tbody(each(rows, draw)),
        class_name=f"tbl {kind}".strip(),
        custom_attrs={"data-keys": "1"} if keys else {},
    )


def row(*cells: Markup, chosen: Any = False, key: Any = None) -> Markup:
    """One row; pressing it anywhere follows its first link."""
    return el.tr(*cells, class_name=pick(chosen, "sel", ""), key=key)


def cell(*content: Any, kind: str = "") -> Markup:
    """A cell. `kind` joins: r right-aligned, hide not on a phone, full whole width on a phone, w wraps."""
    return el.td(*content, class_name=kind or None)


def identity(title: Any, sub: Any = None, *, href: Any = None, picture: Any = None, kind: str = "") -> Markup:
    """The first cell: a bold name, a quiet second line, perhaps a picture."""
    name = el.a(title, href=href, class_name="id") if href is not None else el.span(title, class_name="id")
    words = el.span(name, el.span(sub, class_name="sub") if sub is not None else None, class_name="grow")
    if picture is None:
        return el.td(words, class_name=kind or None)
    return el.td(el.span(thumb(picture), words, class_name="row g12"), class_name=kind or None)


def thumb(url: Any, size: str = "") -> Markup:
    """A small picture, or an empty frame where there is none."""
    return when(
        url != "",
        lambda: el.img(src=url, alt="", class_name=f"pic {size}".strip(), loading="lazy"),
        lambda: el.span(icon("image"), class_name=f"pic none {size}".strip()),
    )


def two_lines(first: Any, second: Any, *, kind: str = "", tone: Any = "") -> Markup:
    """A cell of two lines, the second quiet; `tone` colours the first."""
    return el.td(el.span(first, class_name=f"b5 {tone}"), el.span(second, class_name="sub"), class_name=kind or None)


def footer(range_text: Any, *, previous: Any = "", following: Any = "", csv: Any = "", extra: Markup = None) -> Markup:
    """Range, download and pager. `previous` and `following` are addresses, empty where there is none."""
    return el.footer(
        el.span(range_text),
        extra,
        when(
            csv != "",
            lambda: button_link("CSV", href=csv, small=True, kind="quiet", icon_name="download", download=True),
        ),
        el.span(
            _turn("chevron-left", "Previous page", previous),
            _turn("chevron-right", "Next page", following),
            class_name="pager",
        ),
        class_name="tfoot",
    )


def skeleton(cols: Sequence[Col], lines: int = 8, *, kind: str = "tall") -> Markup:
    """The table's shape while it loads; the header is there already."""
    widths = (120, 84, 96, 60, 72, 48, 64, 90)
    return el.table(
        el.thead(el.tr(*[_head(col) for col in cols])),
        el.tbody(
            *[el.tr(*[_bone(col, widths[(line * 3 + at) % 8]) for at, col in enumerate(cols)]) for line in range(lines)]
        ),
        class_name=f"tbl {kind}".strip(),
        aria_busy="true",
    )


def _bone(col: Col, width: int) -> Markup:
    style: dict[str, str] = {"width": f"{width}px"} | ({"marginLeft": "auto"} if col.right else {})
    return el.td(el.span(class_name="sk", custom_attrs={"style": style}), class_name=kind_of(col))


def _head(col: Col) -> Markup:
    name: Markup = el.span(col.label, class_name="vh") if col.quiet else col.label
    if not (isinstance(col.sort_href, str) and not col.sort_href):
        name = el.a(
            col.label,
            when(col.sorted == "up", lambda: icon("arrow-up", small=True)),
            when(col.sorted == "down", lambda: icon("arrow-down", small=True)),
            href=col.sort_href,
            class_name=pick(col.sorted != "", "sort", ""),
        )
    style = {"style": {"width": f"{col.width}px"}} if col.width else {}
    return el.th(name, class_name=kind_of(col), scope="col", custom_attrs=style)


def kind_of(col: Col) -> str | None:
    """The classes of a column's head; its cells have them too."""
    return " ".join(word for word, on in (("r", col.right), ("hide", col.hide), ("lap", col.lap)) if on) or None


def _turn(name: str, label: str, href: Any) -> Markup:
    return when(
        href != "",
        lambda: el.a(icon(name, small=True), href=href, class_name="btn s icon", aria_label=label),
        lambda: el.span(icon(name, small=True), class_name="btn s icon", aria_disabled="true", aria_hidden="true"),
    )
