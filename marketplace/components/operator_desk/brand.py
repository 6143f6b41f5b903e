"""A brand tried out: choices at the left, the store's real home at the right."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note, region
from marketplace.components.desk.form import error_of, field, locked, segments, select_field, text_input
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import inline

_LOOKS = (("plain", "Plain"), ("northforge", "Slab and grid"), ("mezzaluna", "Arches"), ("assay", "Journal"))
_FACES = (("inter", "Inter"), ("archivo", "Archivo"), ("bricolage", "Bricolage"), ("newsreader", "Newsreader"))
_CORNERS = ("square", "soft", "round")


def brand_choices(state: Any) -> Markup:
    """Wordmark, colours with their contrast, type and shape, and what is not published yet."""
    draft, errors, key = state.draft, state.field_errors, state.form_round
    return el.div(
        region(
            "Wordmark",
            el.div(
                _text(
                    state,
                    "logo",
                    "Wordmark",
                    draft=draft,
                    errors=errors,
                    key=key,
                    hint="Stars around a letter set it in italics.",
                ),
                _text(
                    state,
                    "tagline",
                    "Tagline",
                    draft=draft,
                    errors=errors,
                    key=key,
                    hint="Under the store’s name on /stores.",
                ),
                class_name="fields",
            ),
        ),
        region(
            "Colours",
            el.div(each(state.colours, lambda row: _colour(state, row, errors))),
            end=el.span("contrast", class_name="ink3 xs"),
        ),
        region("Type and shape", _type_and_shape(state)),
        when(state.changes.length() > 0, lambda: _unpublished(state)),
    )


def _type_and_shape(state: Any) -> Markup:
    draft = state.draft
    corners = [_corner(state, name, draft) for name in _CORNERS]
    return el.div(
        el.div(
            select_field(
                "display",
                "Display face",
                _FACES,
                draft["display"],
                {},
                kind="soft",
                on_change=lambda v: state.try_brand("display", v),
            ),
            field("Text face", locked("Inter", id="text-face"), id="text-face"),
            class_name="grid2",
        ),
        select_field(
            "look",
            "Composition",
            _LOOKS,
            draft["look"],
            {},
            kind="soft",
            hint="Header and home; it brings colours and a face of its own.",
            on_change=lambda v: state.try_brand("look", v),
        ),
        el.div(
            el.span("Corners", class_name="lab"),
            el.div(*corners, class_name="cor", role="group", aria_label="Corners"),
            class_name="field",
        ),
        class_name="fields",
    )


def _unpublished(state: Any) -> Markup:
    changes = el.ul(each(state.changes, lambda c: _change(state, c)), class_name="list")
    count = state.changes.length().to_string()
    return el.div(region("Not published yet", changes, count=count), custom_attrs={"data-unsaved": "true"})


def brand_preview(state: Any) -> Markup:
    """The store's own home in the draft's brand, as shoppers would see it; it can be scrolled and not pressed."""
    theme = segments(
        (("light", "Light"), ("dark", "Dark")),
        pick(state.preview_dark, "dark", "light"),
        state.show_preview,
        "Theme of the preview",
    )
    width = segments(
        (("wide", "Wide"), ("phone", "Phone")),
        pick(state.preview_phone, "phone", "wide"),
        state.show_preview,
        "Width of the preview",
    )
    page = el.iframe(
        src=state.preview_href,
        title="The store’s home in the unpublished brand",
        loading="lazy",
        custom_attrs={"sandbox": "allow-same-origin", "data-testid": "brand-preview"},
    )
    return el.div(
        el.div(
            el.span("Preview", class_name="b6"), el.span(theme, width, class_name="row"), class_name="row between bar2"
        ),
        el.div(page, class_name=pick(state.preview_phone, "shop-frame narrow", "shop-frame")),
        el.p("The store’s real home in your unpublished brand. Shoppers still see the old one.", class_name="ink3 xs"),
        class_name="side pv",
    )


def _text(state: Any, name: str, label: str, draft: Any, errors: Any, key: Any, hint: str) -> Markup:
    return field(
        label,
        text_input(
            name,
            draft[name],
            id=name,
            error=error_of(errors, name),
            key=key,
            kind="soft",
            on_change=lambda v: state.try_brand(name, v).debounce(250),
        ),
        id=name,
        error=error_of(errors, name),
        hint=hint,
    )


def _colour(state: Any, row: Any, errors: Any) -> Markup:
    change = lambda v: state.try_brand(row.name, v).debounce(250)  # noqa: E731
    line = el.div(
        el.input(
            type="color",
            value=state.draft[row.name],
            class_name="sw",
            on_change=change,
            aria_label=f"{row.label}, pick",
        ),
        el.span(
            el.label(row.label, html_for=f"colour-{row.name}", class_name="b5"),
            el.span(row.hint, class_name="ink3 xs line"),
            class_name="grow",
        ),
        el.span(
            el.input(
                id=f"colour-{row.name}",
                default_value=row.value,
                on_change=change,
                max_length=7,
                key=f"{row.name}-{state.form_round}-{state.draft['look']}",
                auto_complete="off",
                spell_check=False,
            ),
            class_name=pick(error_of(errors, row.name) != "", "input s mono bad hex", "input soft s mono hex"),
        ),
        el.span(row.ratio, class_name=f"num b5 ratio {row.tone}"),
        class_name="crow",
    )
    return el.div(
        line,
        when(error_of(errors, row.name) != "", lambda: el.span(error_of(errors, row.name), class_name="err")),
        when(
            (row.sentence != "") & (error_of(errors, row.name) == ""),
            lambda: note(
                el.span(class_name="swm", custom_attrs=inline(background=row.used)), row.sentence, tone="warn"
            ),
        ),
        key=row.name,
    )


def _corner(state: Any, name: str, draft: Any) -> Markup:
    radius = {"square": "2px", "soft": "6px", "round": "16px"}[name]
    return el.button(
        name,
        type="button",
        on_click=state.try_brand("corners", name),
        class_name=pick(draft["corners"] == name, "on", ""),
        aria_pressed=pick(draft["corners"] == name, "true", "false"),
        custom_attrs={"style": {"borderRadius": radius}},
    )


def _change(state: Any, change: Any) -> Markup:
    return el.li(
        el.span(
            el.b(change.label, class_name="b5"),
            " ",
            when(change.before != "", lambda: el.del_(change.before, class_name="mono")),
            " ",
            el.ins(change.after, class_name="mono"),
            class_name="grow",
        ),
        button("Undo", kind="quiet", small=True, on_click=state.take_back(change.name)),
        key=change.name,
    )
