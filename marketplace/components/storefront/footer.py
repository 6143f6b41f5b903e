"""The footer of a store."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, when
from marketplace.components.storefront.base import link, logo


def footer(layout: Any, visitor: Any) -> Markup:
    """Blurb, columns of links, the small print; one look signs with its name in giant letters. Who is signed in is
    not asked to sign in."""
    about = el.div(
        logo(layout.look, layout.logo_start, layout.logo_mark, layout.logo_end),
        el.p(layout.blurb, class_name="ft-blurb"),
    )
    giant = el.div(class_name="ft-giant", aria_hidden="true", custom_attrs={"data-t": layout.logo_start})
    return el.footer(
        el.div(
            el.div(about, each(layout.columns, lambda column: _column(column, visitor)), class_name="ft-cols"),
            el.div(el.span(layout.tax_note), el.span(f"© {layout.year} {layout.name}"), class_name="ft-base"),
            class_name="wrap",
        ),
        when(layout.look == "mezzaluna", lambda: giant),
        class_name="ft",
    )


def _column(column: Any, visitor: Any) -> Markup:
    def links(items: Any) -> Markup:
        return each(items, lambda item: el.li(link(item.label, href=item.href)))

    shown = when(visitor.signed_in, lambda: links(column.member_links), lambda: links(column.links))
    return el.div(el.h2(column.title), el.ul(shown))
