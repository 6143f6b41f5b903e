"""Forms of requisition lists: a name, for whom it is, and the question onto which list something goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from marketplace.components.markup import Markup, el
from marketplace.components.storefront.base import hidden_fields, note

_LONGEST = 80


class Keep(NamedTuple):
    """How a cart may be kept: on which lists, as (id, name), and whether a company may see it."""

    choices: Sequence[tuple[str, str]]
    may_share: bool


def choose_body(title: str, action: str, hidden: dict[str, Any], choices: Any, flash: Any) -> Markup:
    """Onto which list goes this? `choices` are (id, name) pairs."""
    return el.div(
        answer_note(flash),
        el.div(el.h1(f"{title} onto a list", class_name="display"), class_name="cart-h"),
        el.form(
            *hidden_fields(hidden),
            keep_fields(choices, problem=problem_of(flash, "name")),
            el.button("Put it on the list", type="submit", class_name="btn btn--primary"),
            action=action,
            method="post",
            class_name="card list-form list-choose",
        ),
    )


def keep_fields(choices: Any, *, name: str = "", problem: str = "", form: str | None = None) -> Markup:
    """A list to choose, or the name of a new one; `form` where they stand outside of it."""
    options = [el.option(label, value=value) for value, label in choices]
    fresh = el.div(
        el.label(
            "Or the name of a new one" if options else "Name of the list", html_for="keep-name", class_name="label"
        ),
        el.input(
            id="keep-name",
            name="name",
            default_value=name,
            max_length=str(_LONGEST),
            auto_complete="off",
            form=form,
            class_name="input is-error" if problem else "input",
        ),
        el.p(problem, class_name="err", role="alert") if problem else None,
        class_name="field",
    )
    if not options:
        return fresh
    known = el.div(
        el.label("List", html_for="keep-list", class_name="label"),
        el.select(
            *options, el.option("A new list", value=""), id="keep-list", name="list", form=form, class_name="input"
        ),
        class_name="field",
    )
    return [known, fresh]


def keep_cart(home: str, keep: Keep, flash: Any) -> Markup:
    """The cart's goods onto a list, or the whole cart put aside under a name."""
    problem = problem_of(flash, "name")
    action = f"{home}/lists/from-cart"
    onto = el.form(
        el.h3("Save as list"),
        el.p("Your cart stays as it is.", class_name="hint"),
        keep_fields(keep.choices, problem=problem),
        el.button("Save as list", type="submit", class_name="btn btn--secondary"),
        action=action,
        method="post",
        class_name="list-form",
    )
    aside = el.form(
        el.h3("Put the cart aside"),
        el.p("It waits under a name, and you begin an empty one.", class_name="hint"),
        *hidden_fields({"aside": "yes"}),
        name_field("aside-name", "", ""),
        share_box(keep.may_share, checked=False),
        el.button("Put aside", type="submit", class_name="btn btn--secondary"),
        action=action,
        method="post",
        class_name="list-form",
    )
    return el.details(
        el.summary("Save as list, or put this cart aside", class_name="link"),
        el.div(onto, aside, class_name="card list-two"),
        open=bool(problem) or None,
        class_name="list-d",
    )


def name_field(id_: str, value: str, problem: str) -> Markup:
    """The name of a list, as it was typed, with what is wrong with it."""
    return el.div(
        el.label("Name", html_for=id_, class_name="label"),
        el.input(
            id=id_,
            name="name",
            default_value=value,
            required=True,
            max_length=str(_LONGEST),
            auto_complete="off",
            placeholder="Workshop, weekly",
            class_name="input is-error" if problem else "input",
        ),
        el.p(problem, class_name="err", role="alert") if problem else None,
        class_name="field",
    )


def share_box(company: bool, *, checked: bool) -> Markup:
    """Whether the whole company sees it; nothing for who buys for themselves."""
    if not company:
        return None
    return el.label(
        el.input(type="checkbox", name="shared", value="yes", default_checked=checked or None),
        el.span("Everybody of your company sees it and may buy from it"),
        class_name="check",
    )


def problem_of(flash: Any, field: str) -> str:
    """What the last answer says about this field."""
    return str(flash.words) if flash.field == field else ""


def answer_note(flash: Any) -> Markup:
    """What the last answer says about the whole page."""
    return el.div(note(flash.text, tone=flash.tone), class_name="told") if flash.text else None
