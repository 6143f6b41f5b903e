"""The small parts that every storefront page is put together from."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, choose, el, pick, use, when


def link(*content: Any, href: Any, custom_attrs: dict[str, Any] | None = None, **props: Any) -> Markup:
    """A link to another public page. A full load: every one of them arrives whole, and cached."""
    return el.a(*content, href=href, custom_attrs={"reloadDocument": True, **(custom_attrs or {})}, **props)


def button_link(content: Any, href: Any, *, kind: str = "primary", large: bool = False) -> Markup:
    """A link that looks like a button; at most one `primary` per card or panel."""
    return link(content, href=href, class_name=f"btn btn--{kind}{' btn--lg' if large else ''}")


def button(content: Any, *, kind: str = "primary", size: str = "", on_click: Handler = None, **props: Any) -> Markup:
    """A button; `size` is `lg`, `sm` or nothing."""
    name = f"btn btn--{kind}{f' btn--{size}' if size else ''}"
    return el.button(content, type=props.pop("type", "button"), class_name=name, on_click=on_click, **props)


def note(*content: Any, tone: str = "info") -> Markup:
    """A tinted note with an icon: the bold fact first, then what to do. Tones: info, good, warn, bad."""
    icon = {"good": "check", "info": "info"}.get(tone, "warn")
    name = "note" if tone == "info" else f"note note--{tone}"
    return el.div(use(icon), el.p(*content), class_name=name, role="status" if tone in ("info", "good") else "alert")


def badge(text: Any, tone: str = "") -> Markup:
    """A small tinted word. Tones: brand, soft, good, warn, bad, info."""
    return el.span(text, class_name=f"badge badge--{tone}" if tone else "badge")


def empty_state(picture: str, title: Any, text: Any, *action: Any) -> Markup:
    """Nothing here yet: a cut-out drawing, what this place is for, one way on."""
    drawing = el.img(src=drawing_of(picture), alt="", width="120", height="120")
    return el.div(drawing, el.h2(title, class_name="display"), el.p(text), *action, class_name="empty")


def skeleton(width: str, height: str) -> Markup:
    """A box of the real thing's size while it loads."""
    return el.div(class_name="skel", custom_attrs={"style": {"width": width, "height": height}}, aria_hidden="true")


def drawing_of(name: Any) -> Any:
    """The address of a cut-out drawing by its name, `cordless-drill`."""
    return f"/drawings/{name}.svg"


def section_head(title: Any, label: Any = "", href: Any = "") -> Markup:
    """A section's title with the one way on to the right of it."""
    way_on = when(label, lambda: link(label, href=href, class_name="link"))
    return el.div(el.h2(title, class_name="display"), way_on, class_name="sec-head")


def logo(look: Any, start: Any, mark: Any, end: Any) -> Markup:
    """A store's word mark in its look; `mark` is the part that the look sets apart."""
    whole = [start, when(mark, lambda: el.i(mark)), end]
    return choose(
        look,
        {
            "northforge": lambda: el.span(el.i(), start, mark, end, class_name="logo-nf"),
            "mezzaluna": lambda: el.span(use("mezzaluna", ""), start, mark, end, class_name="logo-mz"),
            "assay": lambda: el.span(whole, class_name="logo-as"),
        },
        lambda: el.span(whole, class_name="logo-own"),
    )


def store_letter(store: Any) -> Markup:
    """The square of a store in lists: its letter, or its motif, in its own colours."""
    inside = choose(store.look, {"mezzaluna": lambda: use("mezzaluna", "")}, lambda: el.span(store.letter))
    return el.span(inside, class_name="sw-logo", custom_attrs={"data-store": store.look}, aria_hidden="true")


def search_form(action: Any, hint: Any, *extra: Any, label: str = "Search", value: Any = "", **field: Any) -> Markup:
    """A search field that works before any script has run: a native GET form with one field, `q`."""
    return el.form(
        use("search"),
        el.input(
            type="search",
            name="q",
            aria_label=label,
            placeholder=hint,
            default_value=value,
            auto_complete="off",
            **field,
        ),
        *extra,
        action=action,
        method="get",
        role="search",
        class_name="search",
    )


def panel(
    key: str, summary: Any, body: Any, *, class_name: str = "", summary_class: str = "", label: Any = None
) -> Markup:
    """A button that opens a panel below it. Works without scripts; Esc and arrow keys come from storefront.js."""
    return el.details(
        el.summary(summary, class_name=summary_class or None, aria_label=label),
        body,
        id=key,
        class_name=f"dd {class_name}".strip(),
    )


def hidden_fields(fields: dict[str, Any]) -> list[Markup]:
    """What a native form sends along unseen."""
    return [el.input(type="hidden", name=name, value=value) for name, value in fields.items()]


def chosen(condition: Any) -> Any:
    """`true` or `false` for aria attributes, out of a value or a variable."""
    return pick(condition, "true", "false")
