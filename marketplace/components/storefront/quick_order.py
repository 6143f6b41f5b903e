"""Quick order: the pasted list, what was found as rows to be put into the cart at once, what was not with a repair."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el, use
from marketplace.components.storefront.base import hidden_fields, link, note
from marketplace.components.storefront.card import quantity_field
from marketplace.components.storefront.list_forms import keep_fields

_ROWS = "qo-rows"  # the form of the rows, which buttons of other forms stand between

_SOLD_NO_MORE = "This is sold no more."
_NOTHING_YET = "What you paste stands here, with price, stock and what is wrong with a line."


def quick_order_body(page: Any, flash: Any, choices: Any = None) -> Markup:
    """The main part of the page; `choices` are the lists it may be kept on, None for who keeps none."""
    head = el.div(
        el.h1("Quick order", class_name="display"),
        el.p(
            "From a spreadsheet or a mail. One line each: SKU, EAN, own number or name, then quantity.",
            class_name="muted",
        ),
        class_name="cart-h",
    )
    result = (
        [_summary(page), _rows(page), _bar(page), _keep(page, flash, choices)]
        if page.count
        else [el.p(_NOTHING_YET, class_name="muted")]
    )
    return [
        _told(page, flash) if flash.text else "",
        head,
        el.div(_list(page, flash), el.div(*result), class_name="qo"),
    ]


def _told(page: Any, flash: Any) -> Markup:
    undo = el.form(
        el.button("Undo", type="submit", class_name="link"),
        action=f"{page.action}/undo",
        method="post",
        class_name="ln-form",
    )
    return el.div(note(flash.text, " ", undo if flash.may_undo else "", tone=flash.tone), class_name="told")


def _list(page: Any, flash: Any) -> Markup:
    problem = flash.field == "skus"
    return el.form(
        el.label(el.b("Your list"), el.span(page.count, class_name="hint"), html_for="skus", class_name="row between"),
        el.textarea(
            default_value=flash.typed if problem and flash.typed else page.text,
            id="skus",
            name="skus",
            rows="9",
            class_name="input num",
            spell_check=False,
            aria_describedby="skus-hint",
        ),
        el.p(flash.words, class_name="err", role="alert") if problem else "",
        el.label("Or a file: CSV, XLSX", html_for="file", class_name="label"),
        el.input(type="file", id="file", name="file", accept=".csv,.txt,.tsv,.xlsx,.xls,.ods", class_name="input"),
        el.p(
            "Tabs, commas, semicolons and spaces all work; 1,000 lines at most. ",
            link("A sample file", href=page.sample, class_name="link"),
            id="skus-hint",
            class_name="hint",
        ),
        el.button("Find these", type="submit", class_name="btn btn--secondary btn--block"),
        action=page.action,
        method="post",
        enc_type="multipart/form-data",
        class_name="qo-in",
    )


def _summary(page: Any) -> Markup:
    badges = [el.span(words, class_name=f"badge badge--{tone}") for tone, words in page.tally]
    return el.div(el.p(el.b(page.title), el.span(*badges, class_name="row")), class_name="qo-sum", role="status")


def _rows(page: Any) -> Markup:
    unknown = [_unknown(page, line) for line in page.unknown]
    return el.ul(*unknown, *(_row(page, row) for row in page.rows), class_name="qrs")


def _row(page: Any, row: Any) -> Markup:
    pieces = quantity_field(
        row.quantity,
        f"Quantity of {row.title}",
        name=f"pieces.{row.offer_id}",
        minimum=row.minimum,
        step=row.step,
        form=_ROWS,
    )
    repair = [el.input(type="hidden", name=f"called.{row.offer_id}", value=row.code, form=_ROWS)]
    badge = (
        el.span(row.badge, class_name=f"badge badge--{'warn' if row.tone == 'fix' else 'info'}") if row.badge else ""
    )
    return el.li(
        el.img(src=row.picture, alt="", width="64", height="64", loading="lazy"),
        el.div(
            link(el.b(row.title), href=row.href),
            badge,
            el.p(row.detail, class_name="hint"),
            el.p(row.note, class_name="qr-m") if row.note else "",
            _use(page, row.code, row.instead, "Replaced by: ") if row.instead.words else "",
            class_name="qr-t",
        ),
        el.div(
            el.p(el.span(row.stock), class_name=f"stock stock--{row.stock_tone}" if row.stock_tone else "stock"),
            class_name="qr-s",
        ),
        el.div(*([pieces, *(repair if row.tone == "fix" else [])] if row.offer_id else []), class_name="qr-q"),
        el.div(el.b(row.price) if row.price else "", el.small(row.each or "Sign in for prices"), class_name="qr-p num"),
        _remove(page, row.code),
        class_name=f"qr qr-{row.tone}" if row.tone else "qr" if row.offer_id else "qr qr-bad",
    )


def _use(page: Any, code: str, instead: Any, label: str) -> Markup:
    return el.form(
        label,
        *hidden_fields({"code": code, "sku": instead.sku, "offer": instead.offer_id}),
        el.button(f"Use {instead.words}", type="submit", class_name="link"),
        action=f"{page.action}/mend",
        method="post",
        class_name="qr-alt",
    )


def _unknown(page: Any, line: Any) -> Markup:
    return el.li(
        el.span(use("x"), class_name="qr-x"),
        el.div(
            el.b(line.code, class_name="num"),
            el.p(_SOLD_NO_MORE if line.is_replaced else "Nothing in this store is called so.", class_name="hint"),
            _use(page, line.code, line.instead, "Replaced by: " if line.is_replaced else "Closest: ")
            if line.instead.words
            else "",
            el.p(link("Search for it", href=line.href, class_name="link"), class_name="qr-alt"),
            class_name="qr-t",
        ),
        el.div(class_name="qr-s"),
        el.div(el.span(line.wanted, class_name="num hint"), class_name="qr-q"),
        el.div("not added", class_name="qr-p hint"),
        _remove(page, line.code),
        class_name="qr qr-bad",
    )


def _remove(page: Any, code: str) -> Markup:
    button = el.button(
        use("x", "i i-s"), type="submit", class_name="icon-btn", aria_label=f"Take {code} out of the list"
    )
    return el.form(*hidden_fields({"code": code}), button, action=f"{page.action}/mend", method="post")


def _bar(page: Any) -> Markup:
    add = el.button(page.add_label, type="submit", class_name="btn btn--primary btn--lg", form=_ROWS)
    return el.div(
        el.form(id=_ROWS, action=f"{page.action}/add", method="post"),
        el.p(el.b(page.total, class_name="num"), el.span(page.total_note, class_name="hint")),
        _ask(page) if page.may_add else "",
        add if page.may_add else "",
        class_name="qo-bar",
    )


def _ask(page: Any) -> Markup:
    """Vendors are asked for these quantities instead."""
    return el.button(
        "Ask for prices",
        type="submit",
        form=_ROWS,
        form_action=f"{page.action}/ask",
        class_name="btn btn--secondary btn--lg",
    )


def _keep(page: Any, flash: Any, choices: Any) -> Markup:
    """The rows onto a requisition list, with the quantities that stand there."""
    if choices is None or not page.may_add:
        return None
    problem = str(flash.words) if flash.field == "name" else ""
    return el.details(
        el.summary("Save as list", class_name="link"),
        el.div(
            keep_fields(choices, problem=problem, form=_ROWS),
            el.button(
                "Put them on the list",
                type="submit",
                form=_ROWS,
                form_action=f"{page.action}/keep",
                class_name="btn btn--secondary",
            ),
            class_name="card list-form",
        ),
        open=bool(problem) or None,
        class_name="list-d",
    )
