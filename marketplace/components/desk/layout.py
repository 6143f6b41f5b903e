"""The window of a desk: rail and sheet; on a phone a bar above and tabs below."""

from __future__ import annotations

from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import DeskLayout, Link
from marketplace.components.desk.sidebar import WHOLE, links_of, person_menu, sidebar
from marketplace.components.markup import Markup, el, when


def desk(frame: DeskLayout, current: str, *content: Markup, class_name: str = "") -> Markup:
    """The whole window, with `content` on the sheet. `current` is the `key` of the open link."""
    return el.div(
        el.a("Skip to content", class_name="skip", href="#main"),
        el.div(
            sidebar(frame, current),
            el.main(_bar(frame), *content, class_name=f"sheet {class_name}".strip(), id="main", tab_index=-1),
            class_name="desk",
        ),
        _short_tabs(frame, current),
        _more(frame, current),
        *frame.extra,
        id="live",
    )


def _bar(frame: DeskLayout) -> Markup:
    return el.header(
        el.span(frame.place.mark, class_name="mark", aria_hidden="true"),
        el.b(frame.place.name, class_name="b6 grow trunc"),
        el.button(
            icon("search", large=True), class_name="btn quiet", type="button", data_open="palette", aria_label="Search"
        ),
        _own_menu(frame),
        class_name="pbar",
    )


def _own_menu(frame: DeskLayout) -> Markup:
    menu = el.details(
        el.summary(icon("user", large=True), class_name="btn quiet", aria_label="Your account"),
        el.div(*person_menu(), class_name="menu"),
        class_name="pop",
    )
    if frame.guest is False:
        return menu
    way_in = el.a(
        icon("user", large=True), href="/sign-in", class_name="btn quiet", aria_label="Sign in", custom_attrs=WHOLE
    )
    return when(frame.guest, way_in, menu)


def _short_tabs(frame: DeskLayout, current: str) -> Markup:
    links = [*(frame.short or frame.groups[0].links)][:4]
    return el.nav(
        *[_short_tab(link, current) for link in links],
        el.button(icon("menu"), "More", type="button", data_open="more"),
        class_name="ptabs",
        aria_label="Main, short",
    )


def _short_tab(link: Link, current: str) -> Markup:
    if link.show is not True:
        return when(link.show, lambda: _tab_of(link, current))
    return _tab_of(link, current)


def _tab_of(link: Link, current: str) -> Markup:
    count = when(link.count != "", el.span(link.count, class_name="n")) if link.hot is not False else None
    return el.a(
        icon(link.icon),
        link.short or link.label,
        count,
        href=link.href,
        aria_current="page" if link.key == current else None,
    )


def _more(frame: DeskLayout, current: str) -> Markup:
    """Every link of the rail, for a phone."""
    return el.dialog(
        el.nav(
            *[links_of(group, current) for group in frame.groups],
            class_name="nav",
            aria_label="All places",
            data_close="1",
        ),
        class_name="dialog more",
        id="more",
        aria_label="All places",
    )
