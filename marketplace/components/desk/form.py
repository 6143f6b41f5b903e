"""Forms: label above, hint below, the error at its field, and a save bar that gathers the changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from marketplace.components.desk.controls import button
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Handler, Markup, each, el, pick, when


def error_of(errors: Any, name: str) -> Any:
    """The message for one field out of a dict (or a state's dict) of messages; empty when it is fine."""
    return errors.get(name, "")


def field(
    label: Any,
    control: Markup,
    *,
    id: Any,
    hint: Any = None,
    error: Any = "",
    optional: bool = False,
    end: Markup = None,
) -> Markup:
    """A labelled control with its hint, or the error in the hint's place."""
    return el.div(
        el.label(label, el.span("optional", class_name="opt") if optional else None, end, html_for=id),
        control,
        when(
            error,
            lambda: el.span(icon("circle-alert", small=True), error, class_name="err", id=f"{id}-error"),
            lambda: el.span(hint, class_name="hint", id=f"{id}-hint") if hint is not None else "",
        ),
        class_name="field",
    )


def text_input(
    name: Any,
    value: Any = "",
    *,
    id: Any = "",
    type: str = "text",
    error: Any = "",
    before: Any = None,
    after: Any = None,
    kind: str = "",
    width: str = "",
    on_change: Handler = None,
    on_blur: Handler = None,
    placeholder: str | None = None,
    autocomplete: str | None = None,
    required: bool = False,
    disabled: Any = None,
    max_length: int | None = None,
    key: Any = None,
    label: Any = None,
    autofocus: bool = False,
    input_mode: str | None = None,
    suggests: str = "",
    extra: Any = None,
) -> Markup:
    """One line of text. `before` and `after` stand inside the edge: a currency, a unit. Uncontrolled: a new
    `value` shows when `key` changes. `kind`: num (figures, right), soft (quiet edge), s (small).
    `suggests` is the id of a datalist.
    """
    id = _id(id, name)
    return el.div(
        el.span(before, class_name="pre") if before is not None else None,
        el.input(
            id=id,
            name=name,
            type=type,
            default_value=value,
            on_change=on_change,
            on_blur=on_blur,
            placeholder=placeholder,
            auto_complete=autocomplete,
            required=required or None,
            disabled=disabled,
            max_length=max_length,
            auto_focus=autofocus or None,
            input_mode=input_mode,
            key=key,
            aria_label=label,
            aria_invalid=pick(error, "true", "false") if not _none(error) else None,
            custom_attrs=({"list": suggests} if suggests else {})
            | ({"aria-describedby": f"{id}-error"} if not _none(error) else {}),
        ),
        el.span(after, class_name="suf") if after is not None else None,
        extra,
        class_name=_edge(kind, width, error),
    )


def text_field(
    name: str,
    label: Any,
    value: Any,
    errors: Any,
    *,
    id: str = "",
    hint: Any = None,
    optional: bool = False,
    **more: Any,
) -> Markup:
    """One line of text with its label and the error of its name; `more` is for `text_input`."""
    id, error = _id(id, name), error_of(errors, name)
    control = text_input(name, value, id=id, error=error, **more)
    return field(label, control, id=id, error=error, hint=hint, optional=optional)


def select_field(
    name: str, label: Any, options: Any, value: Any, errors: Any, *, id: Any = "", hint: Any = None, **more: Any
) -> Markup:
    """A choice with its label and the error of its name; `more` is for `select`."""
    id, error = _id(id, name), error_of(errors, name)
    return field(label, select(name, options, value, id=id, error=error, **more), id=id, error=error, hint=hint)


def press_field(state: Any) -> Markup:
    """Goes with a form: the same press twice is one deed."""
    return el.input(type="hidden", name="press", value=state.press)


def password_again(errors: Any, *, id: Any, key: Any = None) -> Markup:
    """The person's password, asked once more before something that an open browser alone must not do."""
    return text_field(
        "password",
        "Your password, once more",
        "",
        errors,
        id=id,
        type="password",
        autocomplete="current-password",
        key=key,
        required=True,
        max_length=200,
    )


def text_area(
    name: str,
    value: Any = "",
    *,
    id: str = "",
    error: Any = "",
    on_change: Handler = None,
    on_blur: Handler = None,
    placeholder: str | None = None,
    key: Any = None,
    rows: int = 3,
    max_length: int | None = None,
) -> Markup:
    """Several lines of text; grows with what is in it."""
    return el.div(
        el.textarea(
            id=id or name,
            name=name,
            default_value=value,
            on_change=on_change,
            on_blur=on_blur,
            placeholder=placeholder,
            rows=str(rows),
            max_length=max_length,
            key=key,
        ),
        class_name=_edge("area", "", error),
    )


def select(
    name: str,
    options: Any,
    value: Any = "",
    *,
    id: str = "",
    error: Any = "",
    on_change: Handler = None,
    kind: str = "",
    width: str = "",
    label: str | None = None,
    key: Any = None,
    disabled: Any = None,
    empty: str = "",
) -> Markup:
    """A choice out of `options`: items with `value` and `label`, or a list of (value, label). `empty` heads it."""
    if not isinstance(options, rx.Var) and options and isinstance(options[0], tuple):
        drawn: Markup = [el.option(label, value=given) for given, label in options]
    else:
        drawn = each(options, lambda option: el.option(option.label, value=option.value))
    live = {"value": value, "on_change": on_change} if on_change is not None else {"default_value": value}
    return el.div(
        el.select(
            el.option(empty, value="") if empty else None,
            drawn,
            id=id or name,
            name=name,
            aria_label=label,
            key=key,
            disabled=disabled,
            **live,
        ),
        icon("chevron-down", small=kind == "s"),
        class_name=_edge(f"sel {kind}".strip(), width, error),
    )


def locked(value: Any, *, id: str | None = None) -> Markup:
    """A field that somebody else owns."""
    return el.div(el.span(value, class_name="v"), icon("lock", small=True), class_name="input lock", id=id)


def check(
    name: str,
    label: Any,
    *,
    checked: Any = None,
    on_change: Handler = None,
    hint: Any = None,
    value: str = "yes",
    required: bool = False,
    kind: str = "checkbox",
    key: Any = None,
) -> Markup:
    """A tick with its words. `kind`: checkbox, radio or switch.

    With a handler it shows what the state says, one round trip after the press. With a `key` besides it answers
    at once, and takes the state's value again when the key changes.
    """
    look = {"checkbox": "check", "radio": "radio", "switch": "switch"}[kind]
    free = on_change is None or key is not None
    given = {"default_checked" if free else "checked": checked, "on_change": on_change, "key": key}
    return el.label(
        el.input(
            type="radio" if kind == "radio" else "checkbox",
            role="switch" if kind == "switch" else None,
            name=name,
            value=value,
            class_name=look,
            required=required or None,
            **given,
        ),
        el.span(label, el.small(hint) if hint is not None else None),
        class_name="choice",
    )


def segments(choices: Sequence[tuple[str, str]], value: Any, on_choose: Any, label: str) -> Markup:
    """A few exclusive choices side by side; `on_choose` is called with the chosen value."""
    return el.span(
        *[
            el.button(
                label, type="button", on_click=on_choose(given), aria_pressed=pick(value == given, "true", "false")
            )
            for given, label in choices
        ],
        class_name="seg",
        role="group",
        aria_label=label,
    )


def save_bar(
    problems: Any,
    changes: Any,
    *,
    changed: Any,
    ready: Any,
    on_save: Handler,
    on_discard: Handler,
    saving: Any = False,
    label: str = "Save",
) -> Markup:
    """What keeps the changes from being saved and how many they are, as sentences; saving is off until it can be.

    `problems` and `changes` are texts ("1 problem to solve"), `changed` and `ready` say whether to offer what.
    """
    return el.div(
        when(
            problems != "", lambda: el.span(el.span(el.i(), problems, class_name="st bad full"), class_name="row g12")
        ),
        when(problems != "", lambda: el.button("Show it", type="button", class_name="link", data_show_problem="1")),
        el.span(changes, class_name="ink3", aria_live="polite"),
        el.span(class_name="end desk-only"),
        when(changed, lambda: button("Discard", on_click=on_discard, kind="quiet")),
        when(
            ready,
            lambda: button(label, on_click=on_save, kind="pri", busy=pick(saving, "true", "false"), primary=True),
            lambda: button(label, kind="pri", disabled=True),
        ),
        class_name="savebar",
        custom_attrs={"data-unsaved": pick(changed, "true", "false")},
    )


def _id(id: Any, name: Any) -> Any:
    """A row's fields are told apart by a variable of the state, which has no truth of its own."""
    return name if isinstance(id, str) and not id else id


def _none(error: Any) -> bool:
    return isinstance(error, str) and not error


def _edge(kind: str, width: str, error: Any) -> Any:
    base = " ".join(word for word in ("input", kind, width) if word)
    return base if _none(error) else pick(error, f"{base} bad", base)
