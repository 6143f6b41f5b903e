"""The editor of volume prices: every row says what it costs, how it compares, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk.controls import button, region, tag
from marketplace.components.desk.form import select, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk.facts import typed

_KINDS = [("fixed", "Fixed price"), ("percentage", "Percentage")]


def tiers(editor: Any) -> Markup:
    """The steps of one variant in one currency."""
    currencies = el.span(
        each(
            editor.product.currencies,
            lambda c: el.button(
                c,
                type="button",
                on_click=editor.show_currency(c),
                aria_pressed=pick(c == editor.tier_currency, "true", "false"),
                key=c,
            ),
        ),
        class_name="seg",
        role="group",
        aria_label="Currency",
    )
    return region(
        "Volume prices",
        el.div(_table(editor), class_name="card scroll-x"),
        el.p("Each currency has its own prices. Nothing is converted behind your back.", class_name="ink3 xs after-s"),
        note=tag(editor.tier_name, tone="line"),
        end=el.span(
            currencies, button("Tier", icon_name="plus", small=True, on_click=editor.add_tier), class_name="row"
        ),
        id="tiers",
    )


def _table(editor: Any) -> Markup:
    heads = ("From", "To", "Kind")
    return el.table(
        el.caption("Volume prices", class_name="vh"),
        el.thead(
            el.tr(
                *[el.th(head, scope="col") for head in heads],
                el.th("Price each, ", editor.tier_currency, scope="col", class_name="r"),
                el.th("Against base", scope="col", class_name="r"),
                el.th(el.span("Remove", class_name="vh"), scope="col"),
            )
        ),
        el.tbody(each(editor.tiers, lambda row: _rows(editor, row))),
        class_name="tbl in dense tiers cards",
    )


def _rows(editor: Any, row: Any) -> Markup:
    return rx.fragment(
        el.tr(
            el.td(_start(editor, row), custom_attrs=_label("From")),
            el.td(_end(editor, row), custom_attrs=_label("To")),
            el.td(_kind(editor, row), class_name="ink2", custom_attrs=_label("Kind")),
            el.td(_price(editor, row), class_name="r b5", custom_attrs=_label("Price each")),
            el.td(
                row.against, class_name=pick(row.against == "", "r ink3", "r good"), custom_attrs=_label("Against base")
            ),
            el.td(
                when(
                    row.at > 0,
                    lambda: button(
                        on_click=editor.remove_tier(row.at),
                        kind="quiet",
                        small=True,
                        icon_name="x",
                        label="Remove this tier",
                    ),
                ),
                class_name="r",
            ),
        ),
        when(row.error != "", lambda: _problem(editor, row)),
        key=f"tier-{row.at}-{editor.tier_round}",
    )


def _start(editor: Any, row: Any) -> Markup:
    return _input(editor, row, "start", value=row.start, label="From", kind="num w64", wrong=row.error)


def _label(text: str) -> dict[str, str]:
    """What a phone shows above a cell, where a row is a card and there is no head."""
    return {"data-label": text}


def _end(editor: Any, row: Any) -> Markup:
    return _input(editor, row, "end", value=row.end, label="To", kind="num w64", placeholder="no end")


def _kind(editor: Any, row: Any) -> Markup:
    choose = select(
        "kind",
        _KINDS,
        row.kind,
        id=f"kind-{row.at}",
        kind="soft s",
        width="w110",
        label="Kind",
        on_change=lambda value: editor.set_tier(row.at, "kind", value),
    )
    return when(row.at == 0, el.span("Base price"), choose)


def _price(editor: Any, row: Any) -> Markup:
    fixed = _input(editor, row, "amount", value=row.amount, label="Price each", kind="num w84")
    percent = el.span(
        el.span(row.each, class_name="num"),
        _input(editor, row, "percent", value=row.percent, label="Per cent off", kind="num w84", after="% off"),
        class_name="row to-end",
    )
    return when(row.kind == "fixed", fixed, percent)


def _problem(editor: Any, row: Any) -> Markup:
    return el.tr(
        el.td(
            el.div(
                icon("circle-alert", small=True),
                el.span(row.error, class_name="grow"),
                when(
                    row.ends_at != "",
                    lambda: button(
                        "End the row above at ", row.ends_at, small=True, on_click=editor.mend_tier(row.at, "end")
                    ),
                ),
                when(
                    row.starts_at != "",
                    lambda: button("Start at ", row.starts_at, small=True, on_click=editor.mend_tier(row.at, "start")),
                ),
                class_name="err",
            ),
            col_span=6,
        ),
        class_name="errrow",
    )


def _input(
    editor: Any,
    row: Any,
    name: str,
    value: Any,
    label: str,
    kind: str,
    *,
    wrong: Any = "",
    placeholder: str | None = None,
    after: str | None = None,
) -> Markup:
    return text_input(
        name,
        value,
        id=f"{name}-{row.at}",
        error=wrong,
        label=label,
        kind=f"soft s {kind}",
        max_length=16,
        placeholder=placeholder,
        after=after,
        input_mode="decimal",
        key=f"{name}-{row.at}-{editor.tier_round}",
        **typed(lambda v: editor.set_tier(row.at, name, v)),
    )
