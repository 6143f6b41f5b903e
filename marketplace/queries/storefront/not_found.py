"""What a page that is not there offers instead: what its address sounds like, and where most goods are."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.catalogue.search_text import search_words, stem
from marketplace.models.search import SearchDocument
from marketplace.queries.storefront.home_goods import Shelf
from marketplace.queries.storefront.stores import list_stores

_CLOSEST = text("""
    select id from search_document where words @@ cast(:words as tsquery)
    order by ts_rank(words, cast(:words as tsquery)) desc, popularity desc, id limit 1
""")


@dataclass(frozen=True)
class Alternative:
    """One of the places offered instead."""

    href: str
    title: str
    note: str
    picture: str = ""


@dataclass(frozen=True)
class NotFoundPage:
    """What the 404 page says; `words` are those of the address, ready to be searched for."""

    title: str
    text: str
    drawing: str
    reference: str
    words: str = ""
    search: str = "/stores"
    ways: list[Alternative] = field(default_factory=list)


def list_alternatives(shelf: Shelf, address_words: str) -> list[Alternative]:
    """At most three places of a store: the goods whose words are nearest to the address, then its categories."""
    return [*_closest(shelf.db, shelf, address_words), *_categories(shelf)][:3]


def list_stores_instead(db: Session) -> list[Alternative]:
    """Three open stores."""
    return [Alternative(row.href, row.name, row.text, row.picture) for row in list_stores(db)[:3]]


def _closest(db: Session, shelf: Shelf, address_words: str) -> list[Alternative]:
    words = [f"'{stem(word)}'" for word in search_words(address_words) if len(word) > 2]
    if not words:
        return []
    document_id = db.connection().execute(_CLOSEST, {"words": " | ".join(words)}).scalar()
    if document_id is None:
        return []
    row = db.exec(select(SearchDocument).where(col(SearchDocument.id) == document_id)).one()
    return [Alternative(shelf.href(row), row.title, "Closest match to the address", row.card.get("picture", ""))]


def _categories(shelf: Shelf) -> list[Alternative]:
    rows = shelf.popular(40)
    pictures = {row.category_path.split("/")[1]: row.card.get("picture", "") for row in reversed(rows)}
    tiles = shelf.tiles((), limit=6)
    ways = [
        Alternative(t.href, t.label, f"{t.count} products", pictures.get(t.href.rsplit("/", 1)[-1], "")) for t in tiles
    ]
    return sorted(ways, key=lambda way: not way.picture)
