"""The window of a desk: rail, sheet, page header, tabs; on a phone a bar above and tabs below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from marketplace.components.desk.icons import icon
from marketplace.components.markup import Markup, each, el, pick, when


@dataclass(frozen=True)
class Link:
    """A place to go. `key` says which one is open now, `count` is text ("" shows none), `hot` makes it red."""

    label: str
    icon: str
    href: str
    key: str
    count: Any = ""
    hot: Any = False
    go: str = ""  # the letter after G
    show: Any = True
    short: str = ""  # its name where there is little room
    leaves: bool = False  # out of the desks, into a store


@dataclass(frozen=True)
class Group:
    """Links under one heading of the rail."""

    links: Sequence[Link]
    title: str = ""


@dataclass(frozen=True)
class Place:
    """Whose desk it is: the letter in the mark, the name, and the line under it."""

    mark: Any
    name: Any
    line: Any


@dataclass(frozen=True)
class Person:
    """Who sits at it. `hue` is 1 to 6."""

    initials: Any
    hue: Any
    name: Any
    line: Any


@dataclass(frozen=True)
class Crumb:
    label: Any
    href: Any = ""


@dataclass(frozen=True)
class Tab:
    """A saved view with its count."""

    label: Any
    href: Any
    on: Any = False
    count: Any = ""
    hot: Any = False


@dataclass(frozen=True)
class Frame:
    """Everything around a page of one desk."""

    place: Place
    person: Person
    groups: Sequence[Group]
    short: Sequence[Link] = ()  # up to four for the phone; the rest is behind More
    pulse: Any = None  # a line above the person
    extra: Sequence[Markup] = field(default_factory=tuple)  # palette and dialogs
    guest: Any = False  # nobody is signed in: a way in stands where the person would


def desk(frame: Frame, current: str, *content: Markup, class_name: str = "") -> Markup:
    """The whole window, with `content` on the sheet. `current` is the `key` of the open link."""
    return el.div(
        el.a("Skip to content", class_name="skip", href="#main"),
        el.div(
            _rail(frame, current),
            el.main(_bar(frame), *content, class_name=f"sheet {class_name}".strip(), id="main", tab_index=-1),
            class_name="desk",
        ),
        _short_tabs(frame, current),
        _more(frame, current),
        *frame.extra,
        id="live",
    )


def page_head(
    title: Any, *actions: Markup, crumbs: Sequence[Crumb] = (), pill: Markup = None, sub: Any = None
) -> Markup:
    """Crumb, title and status pill, one line that says the state of things, actions at the right."""
    return el.header(
        el.div(
            _crumbs(crumbs) if crumbs else None,
            el.h1(title, pill),
            el.p(sub, class_name="sub") if sub is not None else None,
            class_name="grow",
        ),
        el.div(*actions, class_name="acts") if actions else None,
        class_name="phead",
    )


def tabs(*items: Tab, label: str = "Views") -> Markup:
    """Saved views; each is a link, so the address says which one is open."""
    return el.nav(*[_tab(tab) for tab in items], class_name="tabs", aria_label=label)


def tab_list(items: Any, label: str = "Views") -> Markup:
    """Tabs out of a list of `label`, `href`, `count`, `on`."""
    return el.nav(
        each(items, lambda tab: _tab(Tab(tab.label, tab.href, tab.on, tab.count))), class_name="tabs", aria_label=label
    )


def avatar(person: Person, size: str = "b") -> Markup:
    """Initials on one of six quiet hues."""
    return el.span(person.initials, class_name=f"av h{person.hue} {size}", aria_hidden="true")


def _tab(tab: Tab) -> Markup:
    count = when(tab.count != "", el.span(tab.count, class_name=pick(tab.hot, "n hot", "n")))
    if tab.on is False or tab.on is True:
        return el.a(tab.label, count, href=tab.href, aria_current="page" if tab.on else None)
    return when(
        tab.on,
        lambda: el.a(tab.label, count, href=tab.href, aria_current="page"),
        lambda: el.a(tab.label, count, href=tab.href),
    )


def _crumbs(crumbs: Sequence[Crumb]) -> Markup:
    parts: list[Markup] = []
    for crumb in crumbs:
        if parts:
            parts.append(icon("chevron-right", small=True))
        named = isinstance(crumb.href, str) and not crumb.href
        parts.append(el.span(crumb.label) if named else el.a(crumb.label, href=crumb.href))
    return el.div(*parts, class_name="crumb")


def _rail(frame: Frame, current: str) -> Markup:
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
        el.nav(*[_group(group, current) for group in frame.groups], class_name="nav", aria_label="Main"),
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


def _group(group: Group, current: str) -> list[Markup]:
    head = [el.div(group.title, class_name="nav-h")] if group.title else []
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


def _foot(frame: Frame) -> Markup:
    if frame.guest is False:
        return _person(frame.person)
    way_in = el.a(icon("user"), "Sign in", href="/sign-in", class_name="btn quiet", custom_attrs=_WHOLE)
    return when(frame.guest, way_in, lambda: _person(frame.person))


_WHOLE = {"reloadDocument": True}


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
        el.form(
            el.button(icon("log-out"), "Sign out", type="submit"),
            method="post",
            action="/auth/sign-out",
        ),
    ]


def _bar(frame: Frame) -> Markup:
    return el.header(
        el.span(frame.place.mark, class_name="mark", aria_hidden="true"),
        el.b(frame.place.name, class_name="b6 grow trunc"),
        el.button(
            icon("search", large=True), class_name="btn quiet", type="button", data_open="palette", aria_label="Search"
        ),
        _own_menu(frame),
        class_name="pbar",
    )


def _own_menu(frame: Frame) -> Markup:
    menu = el.details(
        el.summary(icon("user", large=True), class_name="btn quiet", aria_label="Your account"),
        el.div(*person_menu(), class_name="menu"),
        class_name="pop",
    )
    if frame.guest is False:
        return menu
    way_in = el.a(icon("user", large=True), href="/sign-in", class_name="btn quiet", aria_label="Sign in",
                  custom_attrs=_WHOLE)  # fmt: skip
    return when(frame.guest, way_in, menu)


def _short_tabs(frame: Frame, current: str) -> Markup:
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


def _more(frame: Frame, current: str) -> Markup:
    """Every link of the rail, for a phone."""
    return el.dialog(
        el.nav(
            *[_group(group, current) for group in frame.groups],
            class_name="nav",
            aria_label="All places",
            data_close="1",
        ),
        class_name="dialog more",
        id="more",
        aria_label="All places",
    )
