"""What the sections of a home take from the store: goods by SKU, price steps, categories and vendors by handle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, price_table
from marketplace.domain.catalogue.search_text import code_of
from marketplace.domain.lifecycle import VendorStatus
from marketplace.kit.clock import now
from marketplace.models.catalogue import Category
from marketplace.models.offer import Offer, Price
from marketplace.models.search import SearchDocument
from marketplace.models.stock import StockLevel
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import monogram
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cards import ProductCard, card_of
from marketplace.queries.storefront.counts import store_counts
from marketplace.queries.storefront.home import Tag, Tile, VendorTile
from marketplace.queries.storefront.layout import fill, store_figures

NO_WISH: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Good:
    """A product as its search document knows it, in one currency. Amounts are minor units."""

    document: SearchDocument
    sku: str
    vendor: str
    unit: str
    tiers: tuple[tuple[int, int], ...]
    free: int


class Shelf:
    """One store in one market, read as the sections need it."""

    def __init__(self, db: Session, tenant: Tenant, market: Market, *, show_prices: bool = True) -> None:
        self.db, self.tenant, self.market, self.show_prices = db, tenant, market, show_prices
        self.home = f"/s/{tenant.handle}"
        self._figures: dict[str, Any] = {}

    def say(self, text: Any, **more: str) -> str:
        """A text of the store with its figures filled in."""
        if "{" not in str(text):
            return str(text)
        if not self._figures:
            self._figures = store_figures(self.db)
        return fill(str(text), {**self._figures, **more})

    def price(self, amount: int) -> str:
        """Minor units in the market's currency, as people read them."""
        return money(amount, self.market.currency, self.market.locale)

    def documents(self, skus: Sequence[str]) -> list[SearchDocument]:
        """The products with these SKUs, in this order; those the store does not have are left out. Where codes are
        alike but for their punctuation, the product with the very SKU is meant."""
        codes = [code_of(sku) for sku in skus]
        rows = self.db.exec(select(SearchDocument).where(col(SearchDocument.codes).op("&&")(codes))).all()
        by_code = {code: row for row in rows for code in row.codes}
        exactly = {sku: row for row in rows for sku in _skus(row)}
        documents = [
            row for sku, code in zip(skus, codes, strict=True) if (row := exactly.get(sku.lower()) or by_code.get(code))
        ]
        return list({row.id: row for row in documents}.values())

    def popular(self, count: int, without: Sequence[str] = ()) -> list[SearchDocument]:
        """The most wanted products that are not among `without`."""
        query = select(SearchDocument).where(col(SearchDocument.id).not_in(list(without)))
        ordered = query.order_by(col(SearchDocument.popularity).desc(), col(SearchDocument.id)).limit(count)
        return list(self.db.exec(ordered))

    def cards(self, rows: Sequence[SearchDocument]) -> list[ProductCard]:
        """The cards of those products that are sold in this currency."""
        return [
            card_of(
                row.id,
                row.handle,
                row.title,
                stored=row.card,
                market=self.market,
                store=self.tenant.handle,
                moment=now(),
                show_price=self.show_prices,
            )
            for row in rows
            if self.market.currency in row.card.get("by", {})
        ]

    def good(self, sku: str) -> Good | None:
        """One SKU with its price steps; None where it is not sold in this currency."""
        row = next(iter(self.documents([sku])), None)
        if row is None:
            return None
        entry = row.card.get("by", {}).get(self.market.currency)
        if entry and code_of(entry["sku"]) == code_of(sku):
            tiers = tuple((int(start), int(amount)) for start, amount in entry["tiers"])
            return Good(
                document=row,
                sku=entry["sku"],
                vendor=entry["vendor"],
                unit=row.card.get("unit", "each"),
                tiers=tiers,
                free=entry["free"],
            )
        return self._offered(row, sku)

    def tag(self, sku: str) -> Tag:
        """A product to be named inside a picture; empty when the store does not have it or hides its prices."""
        good = self.good(sku) if self.show_prices else None
        if good is None:
            return Tag()
        stock = f"{self.market.number(good.free)} in stock" if good.free else "made to order"
        return Tag(
            sku=good.sku,
            title=good.document.title,
            vendor=good.vendor,
            price=self.price(good.tiers[0][1]),
            stock=stock,
            href=self.href(good.document),
        )

    def href(self, document: SearchDocument) -> str:
        """The address of a product."""
        return f"{self.home}/p/{document.handle}"

    def tiles(self, wanted: Sequence[Mapping[str, Any]], limit: int = 10) -> list[Tile]:
        """Categories with the number of products below each; without a wish, the first of the store."""
        rows = self.db.exec(
            select(Category).where(col(Category.is_active)).order_by(col(Category.path), col(Category.position))
        ).all()
        by_handle = {row.handle: row for row in rows}
        counts = dict(store_counts(self.db, self.tenant, self.market.currency).paths)
        chosen: list[tuple[Category, Mapping[str, Any]]] = [
            (by_handle[w["category"]], w) for w in wanted if w.get("category") in by_handle
        ]
        if not wanted:
            ranked = sorted(rows, key=lambda row: (row.parent_id is not None, row.position))
            chosen = [(row, NO_WISH) for row in ranked if _below(counts, row.path)][:limit]
        return [
            Tile(
                wish.get("label") or row.name,
                f"{self.home}/c/{row.handle}",
                self.market.number(_below(counts, row.path)),
                wish.get("drawing", ""),
                wish.get("tone", ""),
            )
            for row, wish in chosen
        ]

    def vendors(self, wanted: Sequence[Mapping[str, Any]], limit: int = 6) -> list[VendorTile]:
        """Approved vendors with the number of their products; without a wish, those with most."""
        rows = {v.handle: v for v in self.db.exec(select(Vendor).where(Vendor.status == VendorStatus.APPROVED))}
        lines = dict(store_counts(self.db, self.tenant, self.market.currency).vendors)
        wishes = (
            wanted or [{"vendor": v.handle} for v in sorted(rows.values(), key=lambda v: -lines.get(v.id, 0))][:limit]
        )
        return [self._vendor(rows[w["vendor"]], w, lines) for w in wishes if w["vendor"] in rows]

    def _offered(self, row: SearchDocument, sku: str) -> Good | None:
        """A SKU that is not the one its product is listed by: its own offer at its base price."""
        offer = self.db.exec(
            select(Offer, Vendor)
            .join(Vendor, col(Vendor.id) == Offer.vendor_id)
            .where(Offer.sku == sku, Offer.status == "live", Vendor.status == VendorStatus.APPROVED)
        ).first()
        if offer is None:
            return None
        key = offer[0].id
        steps = self.db.exec(
            select(Price).where(
                Price.offer_id == key, Price.currency == self.market.currency, col(Price.price_list_id).is_(None)
            )
        )
        source = PriceSource(ListKind.BASE, tuple(Step(p.min_quantity, p.amount, p.percent_off_bps) for p in steps))
        tiers = tuple((tier.min_quantity, tier.amount) for tier in price_table([source], now()))
        free = self.db.exec(
            select(func.sum(StockLevel.on_hand - StockLevel.reserved)).where(StockLevel.offer_id == key)
        ).one()
        good = Good(
            document=row,
            sku=sku,
            vendor=offer[1].name,
            unit=row.card.get("unit", "each"),
            tiers=tiers,
            free=int(free or 0),
        )
        return good if tiers else None

    def _vendor(self, vendor: Vendor, wish: Mapping[str, Any], lines: Mapping[str, int]) -> VendorTile:
        first, _, rest = vendor.name.partition(" ")
        fill_colour, ink = wish.get("colours", ("var(--surface-3)", "var(--ink-1)"))
        on_time = f"{vendor.on_time_bps / 100:.1f}\u00a0% on time" if vendor.on_time_bps else ""
        return VendorTile(
            name=vendor.name,
            first_word=first,
            other_words=rest,
            letter=monogram(vendor.name),
            href=f"{self.home}/v/{vendor.handle}",
            tagline=vendor.tagline,
            lines=_lines(lines.get(vendor.id, 0), self.market),
            on_time=on_time,
            ships_from=f"Ships from {vendor.ships_from}",
            mark=" · ".join(part for part in (wish.get("mark", ""), vendor.ships_from) if part),
            drawing=wish.get("drawing", ""),
            tone=wish.get("tone", ""),
            colours={"--mono": fill_colour, "--mono-ink": ink},
        )


def _lines(amount: int, market: Market) -> str:
    return f"{market.number(amount)} {'line' if amount == 1 else 'lines'}"


def _below(counts: Mapping[str, int], path: str) -> int:
    return sum(amount for other, amount in counts.items() if other.startswith(path))


def _skus(row: SearchDocument) -> set[str]:
    """Every SKU of a product as it is written, in lower case."""
    listing = row.listing or {"product": {"variants": []}, "offers": {}}
    offers = [str(offer["sku"]) for of in listing["offers"].values() for offer in of]
    return {sku.lower() for sku in [*offers, *(v["sku"] for v in listing["product"]["variants"] if v["sku"])]}
