"""A bank account as one line of a list, with the forms that change it behind a button."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el, pick


def account_row(label: Any, row: Any, *forms: Markup) -> Markup:
    """`row` has `key`, `says` (the account, or what is missing) and `is_set`."""
    return el.li(
        el.span(el.b(label, class_name="b5"), el.span(row.says, class_name="ink3 xs num"), class_name="grow col"),
        el.details(
            el.summary(pick(row.is_set, "Change", "Set"), class_name="btn quiet s"),
            el.div(*forms, class_name="menu wide"),
            class_name="pop",
        ),
        key=row.key,
    )
