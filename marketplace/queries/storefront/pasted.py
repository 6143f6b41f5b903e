"""A pasted list of SKUs: what the store has of it, and what it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from sqlmodel import Session

from marketplace.domain.words import code_of
from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.cards import ProductCard
from marketplace.queries.storefront.home_shelf import Shelf
from marketplace.queries.storefront.market import Market

MOST_LINES, LONGEST = 60, 60
_FIRST = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class UnknownCode:
    """A line that names nothing the store sells; `href` searches for it."""

    code: str
    href: str


@dataclass(frozen=True)
class PastedList:
    """The page of a pasted list; `text` is the list as it was read, to be changed and asked again."""

    store: str = ""
    title: str = "Paste your list"
    text: str = ""
    action: str = ""
    cards: list[ProductCard] = field(default_factory=list)
    unknown: list[UnknownCode] = field(default_factory=list)


def get_pasted(db: Session, tenant: Tenant, market: Market, text: str, *, show_prices: bool = True) -> PastedList:
    """The goods of a list, one SKU at the beginning of each line; a product is named once."""
    codes = codes_of(text)
    shelf = Shelf(db, tenant, market, show_prices=show_prices)
    rows = shelf.documents(codes) if codes else []
    known = {code for row in rows for code in row.codes}
    unknown = [code for code in codes if code_of(code) not in known]
    found = len(codes) - len(unknown)
    return PastedList(
        tenant.name, f"{found} of {len(codes)} found" if codes else "Paste your list", "\n".join(codes),
        f"{shelf.home}/list", shelf.cards(rows),
        [UnknownCode(code, f"{shelf.home}/search?q={quote_plus(code)}") for code in unknown],
    )  # fmt: skip


def codes_of(text: str) -> list[str]:
    """The SKU of each line, once each: `codes_of("AB-1\\t40\\nCD-2; 3")` is `["AB-1", "CD-2"]`."""
    first = (_FIRST.split(line.strip(), maxsplit=1)[0][:LONGEST] for line in text.splitlines()[:MOST_LINES])
    return list({code_of(code): code for code in first if code_of(code)}.values())
