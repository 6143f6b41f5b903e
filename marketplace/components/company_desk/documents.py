"""The documents of a registration: chosen or dropped, listed, taken back while they are not sent."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import ago, button, note, region
from marketplace.components.desk.form import error_of
from marketplace.components.desk.icons import icon
from marketplace.components.desk.sidebar import FILE
from marketplace.components.markup import Markup, each, el, when
from marketplace.domain.companies.documents import FIELD, HINT, KEPT_UNSENT


def document_fields(state: Any) -> Markup:
    """The files so far, and the place to add one."""
    wrong = error_of(state.field_errors, FIELD)
    return region(
        "Documents",
        when(wrong, lambda: el.div(note(wrong, tone="bad"), class_name="before-s", role="alert")),
        document_list(state.documents, remove=state.remove_document),
        _choose(state),
        # The upload's answer comes back through this field: a plain request cannot speak to the page's state.
        el.input(
            id="document-said",
            name="document_said",  # it lies in the form, which sends what has a name
            type="text",
            class_name="vh",
            tab_index=-1,
            aria_hidden="true",
            read_only=False,
            default_value="",
            on_change=state.document_taken,
        ),
        end=el.span("Optional; what the store may want to see.", class_name="ink3 xs"),
        id="documents",
    )


def document_list(documents: Any, *, remove: Any = None) -> Markup:
    """Each document to download; with `remove` those that were not sent yet can be taken back."""

    def line(one: Any) -> Markup:
        take_back = None
        if remove is not None:
            press = button("Remove", kind="quiet", small=True, on_click=remove(one.id))
            take_back = when(one.is_sent, el.span("Sent", class_name="ink3 xs"), press)
        return el.li(
            icon("file-text", small=True),
            el.a(one.name, href=one.href, class_name="link grow", custom_attrs=FILE),
            el.span(one.size, class_name="ink3 xs num"),
            el.span(ago(one.sent, one.sent_exact), class_name="ink3 xs"),
            take_back,
            key=one.id,
        )

    return when(documents.length() > 0, lambda: el.ul(each(documents, line), class_name="list docs"))


def _choose(state: Any) -> Markup:
    return el.div(
        el.label(
            icon("upload"),
            el.span("Choose or drop files"),
            el.input(
                type="file",
                accept="application/pdf,image/jpeg,image/png",
                multiple=True,
                class_name="vh",
                aria_label="Documents of your company",
                aria_describedby="documents-hint",
                custom_attrs={"data-upload": f"/company-documents/{state.view.handle}", "data-then": "document-said"},
            ),
            class_name="drop",
            custom_attrs={"data-zone": "1"},
        ),
        el.span(
            f"{HINT} Only you and the store read them. What is not sent within {KEPT_UNSENT.days} days is deleted.",
            class_name="hint",
            id="documents-hint",
        ),
        class_name="field after-s",
    )
