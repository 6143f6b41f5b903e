"""Prices out of a file: chosen, checked, and set when a person says so."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note, progress, region
from marketplace.components.desk.icons import icon
from marketplace.components.desk.price_changes import price_changes
from marketplace.components.desk.sidebar import FILE
from marketplace.components.markup import Markup, each, el, when


def price_file(state: Any) -> Markup:
    """Where a file is chosen or dropped, and what became of the last one."""
    file = state.file
    return region(
        "Prices out of a file",
        when(state.file_error != "", lambda: note(state.file_error, tone="bad")),
        when(file.id != "", lambda: _last(state)),
        when(file.is_busy, el.span(""), lambda: _choose(state)),
        # The upload's answer comes back through this field: a plain request cannot speak to the page's state.
        el.input(
            id="price-file-said",
            type="text",
            class_name="vh",
            tab_index=-1,
            aria_hidden="true",
            default_value="",
            on_change=state.file_taken,
        ),
        el.p(
            "Columns: sku, price or percent; vendor, from and to where they are needed. Every line is looked at before "
            "anything changes; offers that the file does not name keep their prices. ",
            el.a("Sample file", href="/price-files/sample.csv", class_name="link", custom_attrs=FILE),
            class_name="ink3 xs after-s",
        ),
    )


def _choose(state: Any) -> Markup:
    return el.label(
        icon("upload"),
        el.span("Choose or drop a CSV file"),
        el.input(
            type="file",
            accept=".csv,text/csv,text/plain",
            class_name="vh",
            aria_label="A CSV file of prices",
            custom_attrs={"data-upload": f"/price-files/{state.view.id}", "data-then": "price-file-said"},
        ),
        class_name="drop",
        custom_attrs={"data-zone": "1"},
    )


def _last(state: Any) -> Markup:
    file = state.file
    return el.div(
        el.p(el.b(file.name, class_name="b5")),
        el.p(file.text, class_name="ink2", role="status"),
        when(file.is_busy, lambda: progress(file.share)),
        when(
            file.is_refused,
            lambda: el.div(
                el.ul(each(file.problems, _problem), class_name="list hl"),
                el.a("All of them as a file", href=file.problems_href, class_name="link", custom_attrs=FILE),
            ),
        ),
        when(file.changes.length() > 0, lambda: price_changes(file)),
        el.div(
            when(file.is_ready, lambda: button("Set these prices", kind="pri", small=True, on_click=state.apply_file)),
            when(
                file.is_ready | file.is_refused,
                lambda: button("Put it away", kind="quiet", small=True, on_click=state.discard_file),
            ),
            class_name="row",
        ),
        class_name="fields",
    )


def _problem(problem: Any) -> Markup:
    where = el.b("Line ", problem.line, class_name="b5")
    return el.li(el.div(where, " ", problem.sku, el.div(problem.text, class_name="ink2 xs")))
