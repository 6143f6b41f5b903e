"""The footer of a store."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, when
from marketplace.components.storefront.base import link, logo


def footer(chrome: Any, visitor: Any) -> Markup:
    """Blurb, columns of links, the small print; one look signs with its name in giant letters. Who is signed in is
    not asked to sign in."""
    about = el.div(
        logo(chrome.look, chrome.logo_start, chrome.logo_mark, chrome.logo_end),
        el.p(chrome.blurb, class_name="ft-blurb"),
    )
    giant = el.div(class_name="ft-giant", aria_hidden="true", custom_attrs={"data-t": chrome.logo_start})
    return el.footer(
        el.div(
            el.div(about, each(chrome.columns, lambda column: _column(column, visitor)), class_name="ft-cols"),
            el.div(el.span(chrome.tax_note), el.span(f"© {chrome.year} {chrome.name}"), class_name="ft-base"),
            class_name="wrap",
        ),
        when(chrome.look == "mezzaluna", lambda: giant),
        class_name="ft",
    )


def _column(column: Any, visitor: Any) -> Markup:
    def links(items: Any) -> Markup:
        return each(items, lambda item: el.li(link(item.label, href=item.href)))

    shown = when(visitor.signed_in, lambda: links(column.member_links), lambda: links(column.links))
    return el.div(el.h2(column.title), el.ul(shown))
