"""All variants of a product as one table to order from: a buyer's own price and the stock of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.buying.quick_order import ListLine, read_pieces
from marketplace.domain.errors import NotFound
from marketplace.models.search import SearchDocument
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.storefront.list_matches import ListReader, Match
from marketplace.queries.storefront.list_rows import ListPlace, ListRow, show_row


@dataclass(frozen=True)
class GridRow:
    """A variant by its best offer. `typed` stands in its field; `problem` says what is wrong with it, else `today` has
    it at the quantity that it is sold in."""

    offer_id: str
    variant: str
    typed: str
    today: ListRow
    problem: str = ""
    line: str = ""  # what the pieces cost together


@dataclass(frozen=True)
class GridPage:
    """The table; `total` is of what is typed, empty for nothing."""

    title: str
    href: str  # of the product
    action: str
    rows: tuple[GridRow, ...]
    total: str
    total_note: str
    summary: str


def get_variant_grid(
    db: Session,
    tenant: Tenant,
    market: Market,
    handle: str,
    typed: Mapping[str, str],
    *,
    buyer: Buyer,
    moment: datetime,
) -> GridPage:
    """The variants of a product on sale, each with what was typed by its offer. A quantity that it is not sold in is
    fitted, and said. Raises `NotFound`."""
    documents = select(SearchDocument).where(SearchDocument.tenant_id == tenant.id, SearchDocument.handle == handle)
    document, region = db.exec(documents).first(), find_region(db, tenant, region_id=market.region_id)
    if document is None or region is None:
        raise NotFound("product")
    reader = ListReader(db, tenant, context_for(db, tenant, region, buyer, moment), buyer)
    matches = sorted(reader.read_variants(document), key=_place_of)
    place = ListPlace(tenant, market, reader.context, show_prices=True)
    rows = tuple(_row(place, match, typed.get(str(match.price.offer["id"]), "")) for match in matches)
    amount = sum(row.today.amount for row in rows if row.line)
    chosen = sum(bool(row.line) for row in rows)
    href = f"/s/{tenant.handle}/p/{handle}"
    return GridPage(
        title=document.title,
        href=href,
        action=f"{href}/variants",
        rows=rows,
        total=money(amount, market.currency, market.locale) if chosen else "",
        total_note="including VAT" if market.tax_inclusive else "ex VAT",
        summary=f"{count(chosen, 'variant')} chosen" if chosen else "Nothing chosen yet",
    )


def _place_of(match: Match) -> list[int]:
    """Rows follow the values of the options, as the product's page has them: S, M, L."""
    return [int(value.get("rank", 0)) for value in match.variant["options"]]


def _row(place: ListPlace, match: Match, typed: str) -> GridRow:
    offer, market = match.price.offer, place.market
    pieces, problem = read_pieces(typed)
    today = show_row(place, match, ListLine(str(offer["sku"]), pieces))
    if not pieces:
        return GridRow(str(offer["id"]), match.variant["title"], typed, today, problem)
    line = money(today.amount, market.currency, market.locale) if today.offer_id else ""
    return GridRow(str(offer["id"]), match.variant["title"], str(today.quantity), today, line=line)
