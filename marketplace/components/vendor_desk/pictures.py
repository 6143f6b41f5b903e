"""A product's pictures: added by file or by drop, put in order, described."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import note, region, tag
from marketplace.components.desk.form import error_of, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.markup import Markup, each, el, pick, when


def pictures(editor: Any) -> Markup:
    """The row of pictures, the first one leading, and the place to add another."""
    wrong = error_of(editor.wrong, "pictures")
    return region(
        "Pictures",
        when(wrong, lambda: el.div(note(wrong, tone="bad"), class_name="before-s")),
        el.ul(
            each(editor.product.pictures, lambda picture: _picture(editor, picture)), _add(editor), class_name="pics"
        ),
        # The upload's answer comes back through this field: a plain request cannot speak to the page's state.
        el.input(
            id="picture-said",
            type="text",
            class_name="vh",
            tab_index=-1,
            aria_hidden="true",
            read_only=False,
            default_value="",
            on_change=editor.picture_taken,
        ),
        count=f"{editor.product.pictures.length()} of 10",
        end=el.span("The first one leads.", class_name="ink3 xs"),
        id="pictures",
    )


def _picture(editor: Any, picture: Any) -> Markup:
    leads = picture.id == editor.product.pictures[0].id
    tools = el.span(
        el.button(
            icon("chevron-left", small=True),
            type="button",
            aria_label="Move left",
            on_click=editor.move_picture(picture.id, -1),
            disabled=leads,
        ),
        el.button(
            icon("chevron-right", small=True),
            type="button",
            aria_label="Move right",
            on_click=editor.move_picture(picture.id, 1),
        ),
        el.button(
            icon("trash-2", small=True),
            type="button",
            aria_label="Remove this picture",
            on_click=editor.remove_picture(picture.id),
        ),
        class_name="tools",
    )
    mark = when(leads, tag("Lead"), when(picture.alt == "", tag("No alt text", tone="warn")))
    return el.li(
        el.figure(el.img(src=picture.thumbnail, alt=picture.alt), mark, tools, class_name=pick(leads, "on", "")),
        text_input(
            "alt",
            picture.alt,
            id=f"alt-{picture.id}",
            label="What it shows",
            kind="soft s alt",
            max_length=200,
            placeholder="What it shows",
            key=f"alt-{picture.id}",
            on_blur=lambda value: editor.describe_picture(picture.id, value),
        ),
        key=picture.id,
    )


def _add(editor: Any) -> Markup:
    return el.li(
        el.label(
            icon("plus"),
            el.span("Add or drop", el.br(), "up to 10 MB"),
            el.input(
                type="file",
                accept="image/png,image/jpeg,image/webp,image/gif",
                multiple=True,
                class_name="vh",
                aria_label="Add pictures",
                custom_attrs={"data-upload": f"/vendor-media/{editor.product.id}", "data-then": "picture-said"},
            ),
            class_name="drop",
            custom_attrs={"data-zone": "1"},
        )
    )
