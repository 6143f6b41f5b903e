"""The fields of a product: what it is called, how it is described, where it sits."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note, pairs, region, when_text
from marketplace.components.desk.form import check, error_of, field, locked, select, text_area, text_input
from marketplace.components.markup import Markup, each, el, when


def typed(handler: Any) -> dict[str, Any]:
    """A field tells the state what is typed in pauses, and at once when it is left."""
    return {"on_change": lambda value: handler(value).debounce(250), "on_blur": lambda value: handler(value)}


def fact(
    editor: Any,
    name: str,
    label: str,
    *,
    hint: str | None = None,
    limit: int = 120,
    after: str | None = None,
    optional: bool = False,
    kind: str = "",
) -> Markup:
    """One line of text about the product."""
    wrong = error_of(editor.wrong, name)
    control = text_input(
        name,
        editor.facts[name],
        error=wrong,
        max_length=limit,
        after=after,
        kind=kind,
        key=f"{name}-{editor.form_round}",
        **typed(lambda value: editor.set_fact(name, value)),
    )
    return field(label, control, id=name, error=wrong, hint=hint, optional=optional)


def long_fact(editor: Any, name: str, label: str, *, hint: str, limit: int, rows: int) -> Markup:
    """Several lines of text about the product."""
    wrong = error_of(editor.wrong, name)
    control = text_area(
        name,
        editor.facts[name],
        error=wrong,
        max_length=limit,
        rows=rows,
        key=f"{name}-{editor.form_round}",
        **typed(lambda value: editor.set_fact(name, value)),
    )
    return field(label, control, id=name, error=wrong, hint=hint)


def names(editor: Any) -> Markup:
    """Name and handle, the deciding specification, the description."""
    first = el.div(
        fact(editor, "title", "Name"),
        field("Handle", locked(editor.product.handle, id="handle"), id="handle", hint="Made of the first name."),
        class_name="grid2 wide-first",
    )
    return el.section(
        el.div(
            first,
            fact(
                editor,
                "subtitle",
                "Deciding specification",
                limit=160,
                optional=True,
                hint="One line under the name, such as 60 to 400 Nm.",
            ),
            long_fact(
                editor,
                "description",
                "Description",
                limit=8000,
                rows=4,
                hint="What it does, what it is made of, what comes with it.",
            ),
            long_fact(editor, "points", "Selling points", limit=900, rows=2, hint="One a line, at most five."),
            class_name="fields",
        ),
        class_name="reg",
    )


def place(editor: Any) -> Markup:
    """Where shoppers find it."""
    wrong = error_of(editor.wrong, "category_id")
    choose = select(
        "category_id",
        editor.product.categories,
        editor.facts["category_id"],
        empty="Not chosen yet",
        error=wrong,
        on_change=lambda value: editor.set_fact("category_id", value),
        key=f"category-{editor.form_round}",
    )
    return region(
        "Where it sits",
        el.div(
            field("Category", choose, id="category_id", error=wrong),
            fact(editor, "brand", "Brand", limit=60, optional=True),
            fact(editor, "unit", "Sold by the", limit=30, hint="each, pair, box of 100, metre"),
            fact(
                editor,
                "successor_sku",
                "Replaced by",
                limit=48,
                optional=True,
                hint="SKU of yours that buyers are offered once this is sold no more.",
            ),
            class_name="fields",
        ),
    )


def customs(editor: Any) -> Markup:
    """What carriers and customs ask for."""
    return region(
        "Parcel and customs",
        el.div(
            fact(editor, "weight_grams", "Weight", after="g", kind="num", limit=9, optional=True),
            fact(editor, "origin_country", "Country of origin", limit=2, optional=True, hint="Two letters: DE."),
            fact(editor, "customs_code", "Customs code", limit=14, optional=True),
            class_name="fields",
        ),
    )


def kept_by_editors(editor: Any) -> Markup:
    """What the store's editors own; a vendor reads it."""
    return region(
        "Kept by the editors",
        el.p("Nothing that you save overwrites these.", class_name="ink2"),
        el.div(
            pairs(
                ("Search title", when_text(editor.product.seo_title, "as the name")),
                ("Search text", when_text(editor.product.seo_description, "as the description")),
                left=True,
                first=88,
            ),
            class_name="after-s",
        ),
    )


def specification(editor: Any) -> Markup:
    """Lines of name and value; some of them narrow lists."""
    wrong = error_of(editor.wrong, "specification")
    return region(
        "Specification",
        when(wrong, lambda: el.div(note(wrong, tone="bad"), class_name="before-s")),
        el.ul(each(editor.spec, lambda row: _line(editor, row)), class_name="spec"),
        count=editor.spec.length().to_string(),
        end=button("Line", icon_name="plus", small=True, on_click=editor.add_line),
    )


def _line(editor: Any, row: Any) -> Markup:
    return el.li(
        text_input(
            "label",
            row.label,
            id=f"label-{row.at}",
            label="Name",
            kind="soft s",
            max_length=60,
            placeholder="Width",
            key=f"label-{row.at}-{editor.form_round}",
            **typed(lambda v: editor.set_line(row.at, "label", v)),
        ),
        text_input(
            "value",
            row.value,
            id=f"value-{row.at}",
            label="Value",
            kind="soft s",
            max_length=200,
            placeholder="42 mm",
            key=f"value-{row.at}-{editor.form_round}",
            **typed(lambda v: editor.set_line(row.at, "value", v)),
        ),
        check(
            "facet",
            "Filter",
            checked=row.is_facet,
            on_change=lambda on: editor.set_facet(row.at, on),
            key=f"facet-{row.at}-{editor.form_round}",
        ),
        button(on_click=editor.remove_line(row.at), kind="quiet", small=True, icon_name="x", label="Remove this line"),
        key=f"spec-{row.at}-{editor.form_round}",
    )
