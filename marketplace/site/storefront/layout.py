"""The frame of a store as a guest sees it: drawn once, and again when something in it changes.

Header, menus and footer are two fifths of a page's markup and the same on all of a store's pages, but for the
address to come back to and the words in the search field.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from html import escape

from marketplace.components.markup import Html, Markup, html_of, snapshot
from marketplace.components.storefront.layout import store_layout
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.layout import CurrentPage, StoreLayout
from marketplace.queries.storefront.suggest import Suggestions
from marketplace.queries.storefront.visitor import GUEST_VISITOR

# What differs from page to page stands in the frame as one of these; no text of a store has them, and none is escaped.
_BODY, _PATH, _QUOTED, _QUERY = "\x01", "\x02", "\x03", "\x04"
_MARKS = re.compile("([\x01-\x04])")
_drawn: BoundedCache[Hashable, list[str]] = BoundedCache(200)


def guest_page(
    version: int, market: Market, layout: StoreLayout, body: Markup, *, here: CurrentPage, query: str, main_class: str
) -> str:
    """The page in its store's frame, as HTML: what `store_layout` draws for a guest. `version` is of its content."""
    key = (market.tenant_id, version, market.choice, tuple(layout.stores), main_class)
    pieces = _drawn.get(key, lambda: _MARKS.split(_frame(layout, main_class)))
    filled = {_BODY: html_of(body), _PATH: escape(here.path), _QUOTED: escape(here.quoted), _QUERY: escape(query)}
    return "".join([filled.get(piece, piece) for piece in pieces])


def _frame(layout: StoreLayout, main_class: str) -> str:
    with snapshot():
        return str(
            store_layout(
                layout,
                GUEST_VISITOR,
                Suggestions(),
                Html(_BODY),
                here=CurrentPage(_PATH, _QUOTED),
                query=_QUERY,
                main_class=main_class,
            )
        )
