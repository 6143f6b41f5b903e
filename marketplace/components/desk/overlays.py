"""What lies over a page: drawer, confirm dialog, list of keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.components.desk.controls import button, keys
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Handler, Markup, el

KEYS = (
    ("Search or jump to", ("Ctrl", "K")),
    ("Search this list", ("/",)),
    ("Down and up a list", ("J", "K")),
    ("Open", ("↵",)),
    ("New", ("C",)),
    ("Fulfil the next order", ("F",)),
    ("Do the primary action", ("Ctrl", "↵")),
    ("Close", ("Esc",)),
)


def drawer(
    title: Any,
    *sections: Markup,
    close_href: Any,
    actions: Sequence[Markup] = (),
    pill: Markup = None,
    previous: Any = "",
    following: Any = "",
    arrows: Sequence[Markup] = (),
) -> Markup:
    """A detail beside its list. Its address holds it; Esc and the cross lead back to `close_href`.

    `arrows` stand in the place of `previous` and `following` where one of these may be missing.
    """
    return el.aside(
        el.header(
            el.div(el.h2(title), pill, class_name="grow col"),
            _arrow("arrow-up", "Previous", previous),
            _arrow("arrow-down", "Next", following),
            *arrows,
            el.a(
                icon("x"),
                href=close_href,
                class_name="btn quiet icon",
                aria_label="Close",
                custom_attrs={"data-escape": "1"},
            ),
            class_name="dh",
        ),
        el.div(*sections, class_name="db"),
        el.footer(*actions, class_name="df") if actions else None,
        class_name="drawer",
        aria_label="Detail",
    )


def drawer_section(title: Any, *content: Markup) -> Markup:
    """A part of a drawer with its small heading."""
    return el.section(el.h3(title, class_name="sh"), *content)


def confirm(
    id: str,
    title: Any,
    text: Any,
    action: str,
    on_confirm: Handler,
    *content: Markup,
    word: Any = None,
    keep: str = "Keep",
    danger: bool = True,
) -> Markup:
    """A question before something that cannot come back. With `word`, that word must be typed first.

    Open it with a button of `opens=id`. Prefer an undo toast where undo is possible.
    """
    typed: Markup = None
    if word is not None:
        typed = el.div(
            el.label("Type ", el.span(word, class_name="mono"), " to go on", html_for=f"{id}-word"),
            el.div(
                el.input(id=f"{id}-word", auto_complete="off", custom_attrs={"data-must-equal": word}),
                class_name="input",
            ),
            class_name="field",
        )
    return dialog(
        id,
        title,
        el.p(text, class_name="ink2"),
        *content,
        typed,
        el.div(
            button(keep, kind="quiet", closes=True),
            button(
                action,
                kind="danger" if danger else "pri",
                on_click=on_confirm,
                closes=True,
                extra={"data-armed": "1"} if word is not None else None,
            ),
            class_name="row",
            custom_attrs={"style": {"justifyContent": "flex-end"}},
        ),
    )


def dialog(id: str, title: Any, *content: Markup) -> Markup:
    """A native dialog that a button of `opens=id` shows."""
    return el.dialog(
        el.div(el.h2(title, id=f"{id}-title"), *content, class_name="fields"),
        class_name="dialog",
        id=id,
        custom_attrs={"aria-labelledby": f"{id}-title"},
    )


def key_list() -> Markup:
    """The keys that work at every desk; `?` opens it."""
    cells: list[Markup] = []
    for what, names in KEYS:
        cells += [el.dt(what), el.dd(keys(*names))]
    return dialog("keys", "Keys", el.dl(*cells, class_name="keys"))


def _arrow(name: str, label: str, href: Any) -> Markup:
    if isinstance(href, str) and not href:
        return None
    return el.a(icon(name), href=href, class_name="btn quiet icon", aria_label=label)
