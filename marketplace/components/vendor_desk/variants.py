"""The matrix of a product's variants: article numbers, prices per currency, stock, quantities."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note, region
from marketplace.components.desk.form import check, error_of, field, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.overlays import dialog
from marketplace.components.desk.status import OFFER, status
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk.facts import typed


def variants(editor: Any) -> Markup:
    """One row a variant; what is rare stands in the row's menu."""
    wrong = error_of(editor.wrong, "variants")
    many = editor.product.options.length() > 0
    return region(
        "Variants",
        when(wrong, lambda: el.div(note(wrong, tone="bad"), class_name="reg-note")),
        el.div(_table(editor), class_name="scroll-x"),
        count=editor.rows.length().to_string(),
        note=el.span(each(editor.product.options, lambda option: _option(editor, option)), class_name="row g6 wrap"),
        end=el.span(
            button("Option", icon_name="plus", small=True, opens="add-option"),
            when(many, lambda: button("Variant", icon_name="plus", small=True, opens="add-variant")),
            class_name="row",
        ),
        tight=True,
        id="variants",
    )


def dialogs(editor: Any) -> Markup:
    """The two questions: another option, another variant. They close when the page is loaded anew."""
    errors = editor.wrong
    option = dialog(
        "add-option",
        "Add an option",
        el.p("A way in which the variants differ, such as size or colour.", class_name="ink2"),
        el.form(
            field(
                "Option",
                text_input(
                    "option_title",
                    placeholder="Size",
                    max_length=60,
                    required=True,
                    error=error_of(errors, "option_title"),
                ),
                id="option_title",
                error=error_of(errors, "option_title"),
            ),
            field(
                "Value of what is there now",
                text_input(
                    "option_value",
                    placeholder="M",
                    max_length=60,
                    required=True,
                    error=error_of(errors, "option_value"),
                ),
                id="option_value",
                error=error_of(errors, "option_value"),
            ),
            _answer("Add option"),
            on_submit=editor.add_option,
            class_name="fields",
        ),
    )
    variant = dialog(
        "add-variant",
        "Add a variant",
        el.form(
            each(editor.product.options, lambda o: _value_field(editor, o)),
            field(
                "Your article number",
                text_input("sku", id="new-sku", max_length=48, required=True, error=error_of(errors, "sku")),
                id="new-sku",
                error=error_of(errors, "sku"),
            ),
            _answer("Add variant"),
            on_submit=editor.add_variant,
            class_name="fields",
        ),
    )
    return el.div(option, variant, key=f"questions-{editor.form_round}")


def _answer(label: str) -> Markup:
    return el.div(
        button("Cancel", kind="quiet", closes=True), button(label, kind="pri", submit=True), class_name="row to-end"
    )


def _value_field(editor: Any, option: Any) -> Markup:
    name = f"value.{option.id}"
    wrong = error_of(editor.wrong, name)
    return field(
        option.title,
        el.div(
            text_input(name, id=f"new-{option.id}", max_length=60, required=True, error=wrong),
            el.p(
                "So far: ",
                each(option["values"], lambda v: el.span(v.value, class_name="tag")),
                class_name="xs ink3 sofar",
            ),
        ),
        id=f"new-{option.id}",
        error=wrong,
    )


def _option(editor: Any, option: Any) -> Markup:
    return el.span(
        option.title,
        ": ",
        option["values"].length().to_string(),
        el.button(
            icon("x"),
            type="button",
            class_name="x",
            aria_label="Remove this option",
            on_click=editor.remove_option(option.id),
        ),
        class_name="tag line",
        key=option.id,
    )


def _table(editor: Any) -> Markup:
    return el.table(
        el.caption("Variants", class_name="vh"),
        el.thead(
            el.tr(
                el.th("Variant", scope="col"),
                el.th("SKU", scope="col"),
                each(editor.product.currencies, lambda c: el.th(c, scope="col", class_name="r", key=c)),
                el.th("Stock", scope="col", class_name="r"),
                el.th("Min.", scope="col", class_name="r"),
                el.th("Step", scope="col", class_name="r"),
                el.th("Offer", scope="col"),
                el.th(el.span("More", class_name="vh"), scope="col"),
            )
        ),
        el.tbody(each(editor.rows, lambda row: _row(editor, row))),
        class_name="tbl mat cards",
    )


def _row(editor: Any, row: Any) -> Markup:
    name = el.td(
        el.button(
            row.title,
            when(row.line != "", lambda: el.span(row.line, class_name="sub")),
            type="button",
            class_name="b5 pick",
            on_click=editor.show_tiers(row.id),
            title="Show its volume prices",
        )
    )
    return el.tr(
        name,
        _cell(editor, row, "sku", value=row.sku, wrong=row.sku_error, label="SKU", kind="w132"),
        each(row.prices, lambda price: _price(editor, row, price)),
        _cell(
            editor,
            row,
            "stock",
            value=row.stock,
            wrong=row.stock_error,
            label="Stock",
            kind="num w64",
            below=when(row.is_low, lambda: el.span("low", class_name="sub warn")),
        ),
        _cell(editor, row, "minimum", value=row.minimum, wrong=row.min_error, label="Least quantity", kind="num w52"),
        _cell(editor, row, "step", value=row.step, wrong=row.step_error, label="Increment", kind="num w52"),
        el.td(status(OFFER, row.status), custom_attrs={"data-label": "Offer"}),
        el.td(_menu(editor, row), class_name="r"),
        key=row.id,
        class_name=pick(row.id == editor.tier_variant, "sel", ""),
    )


def _cell(editor: Any, row: Any, name: str, value: Any, wrong: Any, label: str, kind: str, below: Any = None) -> Markup:
    control = text_input(
        name,
        value,
        id=f"{name}-{row.id}",
        error=wrong,
        label=label,
        kind=f"soft s {kind}",
        max_length=48,
        key=f"{name}-{row.id}-{editor.form_round}",
        **typed(lambda v: editor.set_variant(row.id, name, v)),
    )
    return el.td(
        control,
        when(wrong, lambda: el.span(wrong, class_name="sub bad"), below if below is not None else ""),
        class_name="r" if "num" in kind else "whole",
        custom_attrs={"data-label": label},
    )


def _price(editor: Any, row: Any, price: Any) -> Markup:
    control = text_input(
        "price",
        price.amount,
        id=f"price-{row.id}-{price.currency}",
        error=price.error,
        label=price.currency,
        kind="soft s num w84",
        placeholder="not sold",
        max_length=16,
        input_mode="decimal",
        key=f"price-{row.id}-{price.currency}-{editor.form_round}",
        **typed(lambda v: editor.set_price(row.id, price.currency, v)),
    )
    return el.td(
        control,
        when(price.error, lambda: el.span("no price", class_name="sub bad")),
        class_name="r",
        key=price.currency,
        title=price.error,
        custom_attrs={"data-label": price.currency},
    )


def _menu(editor: Any, row: Any) -> Markup:
    lead = text_input(
        "lead",
        row.lead,
        id=f"lead-{row.id}",
        error=row.lead_error,
        kind="soft s num",
        after="working days",
        max_length=4,
        key=f"lead-{row.id}-{editor.form_round}",
        **typed(lambda v: editor.set_variant(row.id, "lead", v)),
    )
    ean = text_input(
        "ean",
        row.ean,
        id=f"ean-{row.id}",
        kind="soft s",
        max_length=14,
        input_mode="numeric",
        key=f"ean-{row.id}-{editor.form_round}",
        **typed(lambda v: editor.set_variant(row.id, "ean", v)),
    )
    return el.details(
        el.summary(icon("ellipsis"), class_name="btn s icon quiet", aria_label="More about this variant"),
        el.div(
            field("Leaves in", lead, id=f"lead-{row.id}", error=row.lead_error),
            field("EAN or GTIN", ean, id=f"ean-{row.id}", optional=True),
            check(
                "backorder",
                "Sell when none is left",
                checked=row.backorder,
                kind="switch",
                on_change=lambda on: editor.switch_variant(row.id, "backorder", on),
                key=f"backorder-{row.id}-{editor.form_round}",
            ),
            check(
                "paused",
                "Pause this offer",
                checked=row.paused,
                kind="switch",
                on_change=lambda on: editor.switch_variant(row.id, "paused", on),
                key=f"paused-{row.id}-{editor.form_round}",
            ),
            el.p(row.reserved.to_string(), " of the stock are reserved.", class_name="xs ink3"),
            el.hr(),
            el.button(
                icon("trash-2"),
                "Remove variant",
                type="button",
                class_name="danger",
                on_click=editor.remove_variant(row.id),
            ),
            class_name="menu more-of",
        ),
        class_name="pop",
    )
