"""The head of a desk's page: crumbs, title, state, actions, and saved views as tabs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import Crumb, Tab
from marketplace.components.markup import Markup, each, el, pick, when


def page_header(
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
