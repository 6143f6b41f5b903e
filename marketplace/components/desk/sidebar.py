"""The rail of a desk: search, every place with its count, and who sits here."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person
from marketplace.components.markup import Markup, el, pick, when

WHOLE = {"reloadDocument": True}  # loaded whole: another desk's pages wear other style sheets
FILE = {"download": "", **WHOLE}  # to be saved: the router would look for a page there


def sidebar(frame: DeskLayout, current: str) -> Markup:
    return el.aside(
        el.div(
            el.span(frame.place.mark, class_name="mark", aria_hidden="true"),
            el.span(
                el.b(frame.place.name, class_name="trunc"),
                el.small(frame.place.line, class_name="trunc"),
                class_name="grow",
            ),
            class_name="ws",
        ),
        find_button(),
        el.nav(*[links_of(group, current) for group in frame.groups], class_name="nav", aria_label="Main"),
        el.div(
            el.div(frame.pulse, class_name="pulse") if frame.pulse is not None else None,
            _foot(frame),
            class_name="rail-foot",
        ),
        class_name="rail",
        aria_label="Desk",
    )


def find_button() -> Markup:
    """Opens the command palette."""
    return el.button(
        icon("search", small=True),
        "Search or jump to",
        el.span(el.kbd("Ctrl"), el.kbd("K"), class_name="kbd"),
        class_name="find",
        type="button",
        data_open="palette",
    )


def links_of(group: Group, current: str) -> list[Markup]:
    head = [el.div(group.title, class_name="nav-h")] if group.title else []
    if head and group.show is not True:
        head = [when(group.show, head[0])]
    return [*head, *[_link(link, current) for link in group.links]]


def _link(link: Link, current: str) -> Markup:
    if link.show is not True:
        return when(link.show, lambda: _drawn(link, current))
    return _drawn(link, current)


def _drawn(link: Link, current: str) -> Markup:
    return el.a(
        icon(link.icon),
        link.label,
        _count(link),
        href=link.href,
        aria_current="page" if link.key == current else None,
        custom_attrs=_ways(link),
    )


def _ways(link: Link) -> dict[str, Any]:
    """Another desk wears another style sheet, so the browser loads it whole."""
    return ({"data-go": link.go} if link.go else {}) | ({"reloadDocument": True} if link.leaves else {})


def _count(link: Link) -> Markup:
    return when(link.count != "", el.span(link.count, class_name=pick(link.hot, "n hot", "n")))


def _foot(frame: DeskLayout) -> Markup:
    if frame.guest is False:
        return _person(frame.person)
    way_in = el.a(icon("user"), "Sign in", href="/sign-in", class_name="btn quiet", custom_attrs=WHOLE)
    return when(frame.guest, way_in, lambda: _person(frame.person))


def _person(person: Person) -> Markup:
    return el.details(
        el.summary(
            avatar(person),
            el.span(
                el.b(person.name, class_name="trunc"), el.small(person.line, class_name="trunc"), class_name="grow"
            ),
            icon("ellipsis"),
            class_name="ws me",
            aria_label="Your account",
        ),
        el.div(*person_menu(), class_name="menu"),
        class_name="pop up",
    )


def person_menu() -> list[Markup]:
    """Account, theme, keys, sign out."""
    return [
        el.a(icon("user"), "Your account", href="/account"),
        el.a(icon("shield-check"), "Sign-in and security", href="/account/security"),
        el.button(icon("sun"), "Light or dark", type="button", on_click=rx.toggle_color_mode, data_keep="1"),
        el.button(icon("command"), "Keys", type="button", data_open="keys", class_name="desk-only"),
        el.hr(),
        el.form(el.button(icon("log-out"), "Sign out", type="submit"), method="post", action="/auth/sign-out"),
    ]


def avatar(person: Person, size: str = "b") -> Markup:
    """Initials on one of six quiet hues."""
    return el.span(person.initials, class_name=f"av h{person.hue} {size}", aria_hidden="true")
