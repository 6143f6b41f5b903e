"""A shopper's requisition lists and kept carts: all of them, and one with what its lines cost and can be had today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote_plus

from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer, buyer_of
from marketplace.domain.buying.quick_order import ListLine
from marketplace.domain.buying.requisition_lists import Kind, Reader, reader_of
from marketplace.domain.companies.members import ORDERING
from marketplace.domain.errors import Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.models.requisition_list import RequisitionLine, RequisitionList
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.dates import ago
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.market import Market
from marketplace.queries.shared.requisition_lists import author_name, lines_on, list_visible, read_visible
from marketplace.queries.shared.successors import successors_of_offers
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.storefront.list_matches import ListReader, Match
from marketplace.queries.storefront.list_rows import NOTHING, Instead, ListPlace, ListRow, instead_of, show_row


@dataclass(frozen=True)
class ListCard:
    """One of the lists. `who` made it, empty for the reader."""

    id: str
    name: str
    href: str
    lines: str
    who: str
    is_shared: bool
    is_cart: bool
    may_change: bool
    updated: str


@dataclass(frozen=True)
class ListsPage:
    """All that the reader sees, what was changed last first; `company` is whom they may share with."""

    home: str  # of the lists
    store: str
    company: bool
    may_make: bool
    lists: tuple[ListCard, ...]
    carts: tuple[ListCard, ...]


@dataclass(frozen=True)
class RequisitionRow:
    """A line of a list; `today` is what the store has of it, None for what is no longer sold here; then, and where it
    is sold out, `instead` is what replaces it as its vendor says, and `search` where something like it may be."""

    id: str
    offer_id: str
    sku: str
    title: str
    quantity: int
    note: str
    wishes: bool  # whether something is remembered with it, such as an engraving
    search: str
    today: ListRow | None = None
    instead: Instead = NOTHING
    price: str = ""  # of one piece, for files
    currency: str = ""


@dataclass(frozen=True)
class RequisitionPage:
    """One list. `ready` counts the lines that can be bought now."""

    card: ListCard
    home: str
    company: bool
    may_buy: bool
    rows: tuple[RequisitionRow, ...]
    ready: int
    total: str
    total_note: str


def list_requisitions(db: Session, actor: Actor, tenant: Tenant, moment: datetime) -> ListsPage:
    """The actor's lists in this store and those that their company shares. Raises `Unauthenticated`."""
    if actor.user_id is None:
        raise Unauthenticated
    reader = reader_of(actor, tenant.id)
    home = lists_home(tenant.handle, reader)
    cards = [
        _card(one, who, lines, reader, home=home, moment=moment)
        for one, who, lines in list_visible(db, reader, tenant.id)
    ]
    return ListsPage(
        home=home,
        store=f"/s/{tenant.handle}",
        company=bool(reader.company_id),
        may_make=not reader.company_id or reader.role in ORDERING,
        lists=tuple(card for card in cards if not card.is_cart),
        carts=tuple(card for card in cards if card.is_cart),
    )


def list_choices(db: Session, actor: Actor, tenant: Tenant) -> tuple[tuple[str, str], ...] | None:
    """The lists that the actor may put something on, as (id, name); None for who makes none."""
    if actor.user_id is None:
        return None
    reader = reader_of(actor, tenant.id)
    if reader.company_id and reader.role not in ORDERING:
        return None
    rows = [one for one, _, _ in list_visible(db, reader, tenant.id) if one.kind == Kind.LIST and reader.changes(one)]
    return tuple((one.id, one.name) for one in rows)


def get_requisition(
    db: Session, actor: Actor, tenant: Tenant, market: Market, list_id: str, *, moment: datetime
) -> RequisitionPage:
    """A list that the actor sees, at their prices of today. Raises `Unauthenticated`, `NotFound`."""
    (row, who), reader = read_visible(db, actor, tenant.id, list_id), reader_of(actor, tenant.id)
    lines, home = lines_on(db, row), lists_home(tenant.handle, reader)
    rows = _priced(db, tenant, market, buyer_of(actor, tenant.id), lines=lines, moment=moment)
    ready = [one.today for one in rows if one.today and one.today.offer_id]
    return RequisitionPage(
        card=_card(row, who, len(lines), reader, home=home, moment=moment),
        home=home,
        company=bool(reader.company_id),
        may_buy=not reader.company_id or reader.role in ORDERING,
        rows=tuple(rows),
        ready=len(ready),
        total=money(sum(one.amount for one in ready), market.currency, market.locale) if ready else "",
        total_note="including VAT" if market.tax_inclusive else "ex VAT",
    )


def lists_home(store: str, reader: Reader) -> str:
    """Where the reader's lists are: at their company's desk, else beside their orders."""
    return f"/s/{store}/company/lists" if reader.company_id else f"/s/{store}/lists"


def _card(row: RequisitionList, who: User, lines: int, reader: Reader, *, home: str, moment: datetime) -> ListCard:
    return ListCard(
        id=row.id,
        name=row.name,
        href=f"{home}/{row.id}",
        lines=count(lines, "line"),
        who="" if row.user_id == reader.user_id else author_name(who),
        is_shared=row.is_shared,
        is_cart=row.kind == Kind.CART,
        may_change=reader.changes(row),
        updated=ago(row.updated_at, moment),
    )


def _priced(
    db: Session, tenant: Tenant, market: Market, buyer: Buyer, *, lines: Sequence[RequisitionLine], moment: datetime
) -> list[RequisitionRow]:
    plain = [
        RequisitionRow(
            id=line.id,
            offer_id=line.offer_id,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            note=line.note,
            wishes=bool(line.meta),
            search=f"/s/{tenant.handle}/search?q={quote_plus(line.title)}",
        )
        for line in lines
    ]
    region = find_region(db, tenant, region_id=market.region_id)
    if region is None or not plain:
        return plain
    reader = ListReader(db, tenant, context_for(db, tenant, region, buyer, moment), buyer)
    matches = reader.read_offers({one.offer_id: ListLine(one.sku, one.quantity) for one in plain})
    gone = {one.offer_id: one.quantity for one in plain if _is_gone(matches.get(one.offer_id))}
    successors = _successors(db, reader, gone)
    place = ListPlace(tenant, market, reader.context, show_prices=True)
    rows = [replace(one, instead=instead_of(place, successors.get(one.offer_id))) for one in plain]
    return [_today(place, one, matches, market) if one.offer_id in matches else one for one in rows]


def _is_gone(match: Match | None) -> bool:
    return match is None or match.is_sold_out


def _successors(db: Session, reader: ListReader, gone: Mapping[str, int]) -> dict[str, Match]:
    """What takes the place of offers that cannot be had, for as many pieces: by the offer that it replaces."""
    named = successors_of_offers(db, reader.tenant.id, set(gone)) if gone else {}
    matches = reader.read_offers({one.offer_id: ListLine(one.sku, gone[old]) for old, one in named.items()})
    return {old: matches[one.offer_id] for old, one in named.items() if one.offer_id in matches}


def _today(place: ListPlace, one: RequisitionRow, matches: Mapping[str, Match], market: Market) -> RequisitionRow:
    today = show_row(place, matches[one.offer_id], ListLine(one.sku, one.quantity))
    each = today.amount // today.quantity if today.quantity else 0
    price = plain_amount(each, market.currency) if today.quantity else ""
    return replace(one, today=today, price=price, currency=market.currency if price else "")
