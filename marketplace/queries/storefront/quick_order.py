"""A pasted list: what the store has of it at this buyer's prices, how much of it, and what is wrong with a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote_plus

from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.buying.quick_order import ListLine, write_list
from marketplace.domain.catalogue.pricing import ListKind
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market
from marketplace.queries.store_api.contexts import context_for, find_region
from marketplace.queries.storefront.list_matches import ListReader, Match, Matches
from marketplace.queries.storefront.list_rows import NOTHING, Instead, ListPlace, ListRow, instead_of, show_row

_OWN_LISTS = (ListKind.CONTRACT_LOCATION, ListKind.CONTRACT_COMPANY, ListKind.GROUP)


@dataclass(frozen=True)
class UnknownLine:
    """A line that names nothing the store sells; `instead` is what may be meant, or takes the place of what
    is sold no more; `href` searches for it."""

    code: str
    wanted: str
    href: str
    instead: Instead = NOTHING
    is_replaced: bool = False


@dataclass(frozen=True)
class QuickOrderPage:
    """The page of a pasted list; `text` is the list as it was read, to be changed and read again."""

    action: str
    sample: str
    title: str = ""  # how much was found; empty without a list
    text: str = ""
    count: str = ""
    may_add: bool = False
    add_label: str = ""
    total: str = ""
    total_note: str = ""
    tally: list[tuple[str, str]] = field(default_factory=list)  # tone and text
    rows: list[ListRow] = field(default_factory=list)
    unknown: list[UnknownLine] = field(default_factory=list)


def get_quick_order(
    db: Session,
    tenant: Tenant,
    market: Market,
    lines: Sequence[ListLine],
    moment: datetime,
    *,
    buyer: Buyer = GUEST,
    show_prices: bool = True,
) -> QuickOrderPage:
    """The goods of a list: each line what the buyer's company calls so, else the article of that very SKU, else what
    the code means. Prices are this buyer's, as the cart will have them. Nothing where the store serves no region.
    """
    home = f"/s/{tenant.handle}/quick-order"
    region = find_region(db, tenant, region_id=market.region_id)
    if not lines or region is None:
        return QuickOrderPage(home, f"{home}/sample.csv", text=write_list(lines))
    reader = ListReader(db, tenant, context_for(db, tenant, region, buyer, moment), buyer)
    matches = reader.read(lines)
    place = ListPlace(tenant, market, reader.context, show_prices)
    rows = [
        replace(show_row(place, match, line), instead=instead_of(place, matches.replaced.get(line)))
        for match, line in _joined(matches)
    ]
    unknown = [_unknown(place, matches, line) for line in lines if line not in matches.by_line]
    ready = [row for row in rows if row.offer_id]
    total = money(sum(row.amount for row in ready), market.currency, market.locale)
    return QuickOrderPage(
        action=home,
        sample=f"{home}/sample.csv",
        title=f"{market.number(len(lines) - len(unknown))} of {market.number(len(lines))} found",
        text=write_list(lines),
        count=_lines(len(lines), market),
        may_add=bool(ready) and show_prices,
        add_label=f"Add {_lines(len(ready), market)} to cart",
        total=total if show_prices else "",
        total_note=_total_note(place, matches, ready) if show_prices else "Sign in for prices",
        tally=_tally(rows, unknown, market),
        rows=rows,
        unknown=unknown,
    )


def _lines(count: int, market: Market) -> str:
    return f"{market.number(count)} {'line' if count == 1 else 'lines'}"


def _total_note(place: ListPlace, matches: Matches, ready: Sequence[ListRow]) -> str:
    vendors = len({row.vendor for row in ready})
    is_own = any(match.price.source.kind in _OWN_LISTS for match in matches.by_line.values())
    facts = (
        "including VAT" if place.context.is_tax_inclusive else "ex VAT",
        f"{vendors} {'vendor' if vendors == 1 else 'vendors'}",
        "your contract prices" if is_own else "",
    )
    return ", ".join(filter(None, facts))


def _tally(rows: Sequence[ListRow], unknown: Sequence[UnknownLine], market: Market) -> list[tuple[str, str]]:
    out = len([row for row in rows if not row.offer_id])
    counts = {
        ("good", "exact"): len([row for row in rows if not row.tone]) - out,
        ("warn", "repaired"): len([row for row in rows if row.tone == "fix"]),
        ("info", "rounded"): len([row for row in rows if row.tone == "round"]),
        ("bad", "sold out"): out,
        ("warn", "replaced"): len([line for line in unknown if line.is_replaced]),
        ("bad", "unknown"): len([line for line in unknown if not line.is_replaced]),
    }
    return [(tone, f"{market.number(count)} {word}") for (tone, word), count in counts.items() if count]


def _joined(matches: Matches) -> Iterator[tuple[Match, ListLine]]:
    """Lines that mean one offer are one line, with their quantities added up."""
    of_offer: dict[str, list[ListLine]] = {}
    for line, match in matches.by_line.items():
        of_offer.setdefault(str(match.price.offer["id"]), []).append(line)
    for lines in of_offer.values():
        pieces = sum(line.quantity or 1 for line in lines) if len(lines) > 1 else lines[0].quantity
        yield matches.by_line[lines[0]], ListLine(lines[0].code, pieces)


def _unknown(place: ListPlace, matches: Matches, line: ListLine) -> UnknownLine:
    wanted = f"{place.market.number(line.quantity)} wanted" if line.quantity else ""
    href = f"/s/{place.tenant.handle}/search?q={quote_plus(line.code)}"
    match = matches.replaced.get(line) or matches.closest.get(line)
    return UnknownLine(line.code, wanted, href, instead=instead_of(place, match), is_replaced=line in matches.replaced)
