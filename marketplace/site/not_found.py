"""The 404 page, in the store's brand where the path names an open store, else the platform's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.components.storefront.not_found import lost_body
from marketplace.domain.catalogue.search_text import search_words, stem
from marketplace.kit.cached_response import Ready
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.search import SearchDocument
from marketplace.queries.storefront.home_goods import Shelf
from marketplace.queries.storefront.stores import list_stores
from marketplace.site.pages import Ask, Whole, ask_of, draw, open_store
from marketplace.site.platform import platform_page
from marketplace.web.layout import PLACES, Head

_LETTERS = re.compile(r"[^\w]+")
_CLOSEST = text("""
    select id from search_document where words @@ cast(:words as tsquery)
    order by ts_rank(words, cast(:words as tsquery)) desc, popularity desc, id limit 1
""")


@dataclass(frozen=True)
class WayOut:
    """One of the places offered instead."""

    href: str
    title: str
    note: str
    picture: str = ""


@dataclass(frozen=True)
class Lost:
    """What the 404 page says; `asked` are the words of the address, ready to be searched for."""

    title: str
    text: str
    drawing: str
    reference: str
    asked: str = ""
    search: str = "/stores"
    ways: list[WayOut] = field(default_factory=list)


def draw_lost(path: str) -> Ready:
    """The whole 404 page for this path."""
    reference = new_id("lost")[-8:]
    with unit_of_work(Scope.public()) as db:
        tenant = open_store(db, path)
    if tenant is None:
        return _of_platform(path, reference)
    with unit_of_work(Scope.tenant(tenant.id)) as db:
        return _of_store(ask_of(db, tenant, None, path), reference)


def _of_store(ask: Ask, reference: str) -> Ready:
    texts = ask.tenant.settings.get("chrome", {}).get("lost", {})
    asked = _words(ask.path)
    shelf = Shelf(ask.db, ask.tenant, ask.market, show_prices=ask.show_prices)
    lost = Lost(
        texts.get("title", "This page is not here."),
        "The page you asked for has moved or never was. Nothing of yours is lost.",
        texts.get("drawing", "ball-bearing"),
        f"{reference[:2]}-{reference[2:6]}",
        asked,
        ask.chrome.search,
        [*_closest(ask.db, shelf, asked), *_categories(shelf)][:3],
    )
    head = Head(f"Page not found · {ask.tenant.name}", sheets=PLACES)
    return draw(ask, Whole(head, lambda: lost_body(lost), "wrap nf404", status=404))


def _of_platform(path: str, reference: str) -> Ready:
    with unit_of_work(Scope.system()) as db:
        rows = list_stores(db)
    ways = [WayOut(row.href, row.name, row.text, row.picture) for row in rows[:3]]
    lost = Lost(
        "There is no such place here.",
        "The page or the store you asked for has moved, is closed, or never was.",
        "ear-defenders",
        f"{reference[:2]}-{reference[2:6]}",
        _words(path),
        "/stores",
        ways,
    )
    return platform_page(
        Head("Page not found · Concourse", sheets=PLACES, robots="noindex"),
        lambda: lost_body(lost),
        main_class="wrap nf404",
        here="/stores",
        status=404,
    )


def _words(path: str) -> str:
    """The words of the last part of an address: `/s/x/p/copper-sauce-pan-20` gives `copper sauce pan 20`."""
    return _LETTERS.sub(" ", path.rsplit("/", 1)[-1]).replace("_", " ").strip()[:60]


def _closest(db: Session, shelf: Shelf, asked: str) -> list[WayOut]:
    words = [f"'{stem(word)}'" for word in search_words(asked) if len(word) > 2]
    if not words:
        return []
    found = db.connection().execute(_CLOSEST, {"words": " | ".join(words)}).scalar()
    if found is None:
        return []
    row = db.exec(select(SearchDocument).where(col(SearchDocument.id) == found)).one()
    return [WayOut(shelf.href(row), row.title, "Closest match to the address", row.card.get("picture", ""))]


def _categories(shelf: Shelf) -> list[WayOut]:
    rows = shelf.popular(40)
    pictures = {row.category_path.split("/")[1]: row.card.get("picture", "") for row in reversed(rows)}
    tiles = shelf.tiles((), limit=6)
    ways = [WayOut(t.href, t.label, f"{t.count} products", pictures.get(t.href.rsplit("/", 1)[-1], "")) for t in tiles]
    return sorted(ways, key=lambda way: not way.picture)
