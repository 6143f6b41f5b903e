"""Buttons, regions, notes and the other small pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from marketplace.components.desk.icons import icon
from marketplace.components.markup import Handler, Markup, el, when


def button(
    *content: Any,
    on_click: Handler = None,
    kind: str = "",
    icon_name: str = "",
    small: bool = False,
    disabled: Any = None,
    busy: Any = None,
    submit: bool = False,
    opens: str = "",
    closes: bool = False,
    key: str = "",
    label: str | None = None,
    primary: bool = False,
    extra: dict[str, Any] | None = None,
) -> Markup:
    """A button. `kind` is "", "pri", "quiet" or "danger"; `opens` names a dialog, `key` a letter that presses it.

    `primary` lets Ctrl+Enter press it. With `label` and no text it is an icon alone.
    """
    alone = " icon" if label and not content else ""
    attributes = {
        **({"data-open": opens} if opens else {}),
        **({"data-close": "1"} if closes else {}),
        **({"data-key": key} if key else {}),
        **({"data-primary": "1"} if primary else {}),
        **(extra or {}),
    }
    return el.button(
        icon(icon_name, small=small) if icon_name else None,
        *content,
        on_click=on_click,
        class_name=f"btn{' ' + kind if kind else ''}{' s' if small else ''}{alone}",
        type="submit" if submit else "button",
        disabled=disabled,
        aria_busy=busy,
        aria_label=label,
        custom_attrs=attributes,
    )


def button_link(
    *content: Any,
    href: Any,
    kind: str = "",
    icon_name: str = "",
    small: bool = False,
    key: str = "",
    reload: bool = False,
    download: bool = False,
) -> Markup:
    """A link that looks like a button. `reload` for addresses outside this desk, `download` for files."""
    attributes: dict[str, Any] = {"data-key": key} if key else {}
    if reload or download:
        attributes["reloadDocument"] = True
    if download:
        attributes["download"] = ""
    return el.a(
        icon(icon_name, small=small) if icon_name else None,
        *content,
        href=href,
        class_name=f"btn{' ' + kind if kind else ''}{' s' if small else ''}",
        custom_attrs=attributes,
    )


def keys(*names: str, class_name: str = "kbd") -> Markup:
    """The keys that do the same."""
    return el.span(*[el.kbd(name) for name in names], class_name=class_name)


def region(
    title: Any,
    *content: Markup,
    count: Any = "",
    end: Markup = None,
    tight: bool = False,
    note: Markup = None,
    id: str | None = None,
) -> Markup:
    """A part of the sheet with its heading; `tight` lets a table reach the edges."""
    return el.section(
        el.div(
            el.h2(title),
            when(count != "", el.span(count, class_name="n")),
            note,
            el.div(end, class_name="end row") if end is not None else None,
            class_name="rh",
        ),
        *content,
        class_name="reg tight" if tight else "reg",
        id=id,
    )


def columns(main: Sequence[Markup], side: Sequence[Markup], *, side_width: int = 348) -> Markup:
    """The main column and a side column; below 1280 px the side goes under the main."""
    return el.div(
        el.div(*main),
        el.div(*side, class_name="side"),
        class_name="cols",
        custom_attrs={"style": {"gridTemplateColumns": f"minmax(0,1fr) {side_width}px"}} if side_width != 348 else {},
    )


def note(*content: Any, tone: str = "", icon_name: str = "") -> Markup:
    """A remark: "" explains, "info" says what follows, "good" proves, "warn" asks to look, "bad" stops."""
    named = icon_name or {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}.get(tone, "info")
    return el.div(
        icon(named),
        el.span(*content, class_name="grow"),
        class_name=f"note {tone}".strip(),
        role="alert" if tone == "bad" else None,
    )


def tag(*content: Any, tone: str = "") -> Markup:
    """A small label: "", "brand", "line", "good", "warn", "bad", "info"."""
    return el.span(*content, class_name=f"tag {tone}".strip())


def pairs(*rows: tuple[Any, Any], left: bool = False, first: int = 0) -> Markup:
    """Terms and values. `left` sets the values left, `first` fixes the width of the terms in px."""
    cells: list[Markup] = []
    for term, value in rows:
        cells += [el.dt(term), el.dd(value, class_name="num")]
    attributes = {"style": {"gridTemplateColumns": f"{first}px 1fr"}} if first else {}
    return el.dl(*cells, class_name="kv l" if left else "kv", custom_attrs=attributes)


def figure(label: Any, value: Any, below: Any = None, *, medium: bool = True) -> Markup:
    """A key figure with what it is and what it compares with."""
    return el.div(
        el.div(label, class_name="lab"),
        el.div(value, class_name="fig m" if medium else "fig"),
        el.span(below, class_name="xs ink3") if below is not None else None,
    )


def ago(text: Any, exact: Any) -> Markup:
    """A relative time with the exact one on hover."""
    return el.time(text, title=exact, class_name="nowrap")


def empty(icon_name: str, title: Any, text: Any, *actions: Markup) -> Markup:
    """What will be here, when or why, and one button."""
    return el.div(icon(icon_name), el.p(title, class_name="eh"), el.p(text), *actions, class_name="empty")


def failed(title: Any, reference: Any, on_retry: Handler) -> Markup:
    """A region that could not be loaded: a sentence, try again, the reference."""
    return el.div(
        el.div(
            icon("triangle-alert", tone="bad"),
            el.div(
                el.b(title, class_name="b6"),
                el.p("The rest of the page works. We have been told.", class_name="ink2"),
                when(reference != "", el.p("Reference ", el.span(reference, class_name="mono"), class_name="xs ink3")),
                class_name="grow",
            ),
            class_name="row top g12",
        ),
        el.div(button("Try again", on_click=on_retry, small=True), class_name="row", custom_attrs=_GAP),
        class_name="card pad",
        role="alert",
    )


_GAP = {"style": {"marginTop": "12px"}}


def undo_toast(shown: Any, message: Any, on_undo: Handler) -> Markup:
    """What was just done, with the way back."""
    return when(
        shown,
        lambda: el.div(
            message, el.button("Undo", on_click=on_undo, type="button"), class_name="toast undo", role="status"
        ),
    )


def progress(share: Any, tone: str = "") -> Markup:
    """A bar; `share` is like "66%"."""
    # As one variable: Reflex looks no deeper for what a component needs of its state.
    width: Any = rx.Var.create({"width": share}) if isinstance(share, rx.Var) else {"width": share}
    return el.div(
        el.i(class_name=tone, custom_attrs={"style": width}),
        class_name="bar",
        custom_attrs={"style": {"height": "8px"}},
    )


def missing(what: str, back_href: str, back: str) -> Markup:
    """A thing that does not exist, or not for this person."""
    return empty(
        "circle-question-mark",
        f"This {what} does not exist, or not for you",
        "The link may be old, or the thing was taken away.",
        button_link(back, href=back_href),
    )


def when_text(text: Any, otherwise: str) -> Markup:
    """The text, or quiet words where there is none."""
    return when(text != "", el.span(text), el.span(otherwise, class_name="ink3"))
