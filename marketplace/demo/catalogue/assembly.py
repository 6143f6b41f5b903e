"""Turns the handwritten families of a store into products with variants and offers."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product as combinations
from random import Random
from zlib import crc32

from marketplace.demo.catalogue.families import (
    Choice,
    Drawn,
    Family,
    Row,
    Shelf,
    cents,
    read_choices,
    read_specs,
    read_table,
)
from marketplace.demo.catalogue.pricing import in_currencies, price_point, steps_for, stock_for
from marketplace.demo.catalogue.types import DemoOffer, DemoOption, DemoProduct, DemoVariant, DemoVendor, Status

LETTERS = str.maketrans(
    {"×": "x", "µ": "u", "″": "-in", "½": "1-2", "¾": "3-4", "¼": "1-4", "⅜": "3-8", "ø": "o", "'": None}
)
UNPUBLISHED: tuple[tuple[float, Status], ...] = ((0.02, "draft"), (0.035, "proposed"), (0.05, "archived"))
TIER_SHARE, RIVAL_SHARE, SECOND_RIVAL_SHARE = 0.6, 0.13, 0.3
COMPETITORS = {
    "hallberg": ("dunmore", "castellan"),
    "castellan": ("hallberg", "dunmore"),
    "dunmore": ("hallberg", "castellan"),
    "rivet": ("hallberg", "dunmore"),
    "ceramica-alba": ("forno-grande",),
    "forno-grande": ("ceramica-alba",),
    "frantoio-torre": ("forno-grande",),
    "borealis": ("linden",),
    "linden": ("vanta", "borealis"),
    "pellucid": ("linden", "vanta"),
    "vanta": ("linden", "pellucid"),
}


@dataclass
class Workbench:
    """What must stay unique, or counted, while a store is put together."""

    shelf: Shelf
    vendors: dict[str, DemoVendor]
    handles: set[str] = field(default_factory=set)
    articles: dict[str, int] = field(default_factory=dict)

    @property
    def currencies(self) -> tuple[str, ...]:
        return self.shelf.store.currencies

    def handle(self, title: str, sku: str) -> str:
        chosen = slug(title)
        if chosen in self.handles:
            chosen = f"{chosen}-{slug(sku)}"
        self.handles.add(chosen)
        return chosen

    def ean(self, vendor: str) -> str:
        """The vendor's next article number under its GS1 prefix, with the check digit."""
        number = self.articles.get(vendor, 65182)
        self.articles[vendor] = number + 1
        return with_check_digit(f"{self.vendors[vendor].ean_prefix}{number % 100_000:05d}")


def assemble(shelf: Shelf, vendors: Sequence[DemoVendor]) -> tuple[DemoProduct, ...]:
    """The products of one store: first those of the design, then the rest as written."""
    bench = Workbench(shelf, {v.handle: v for v in vendors if v.store == shelf.store.handle})
    rows = [(family, row, place) for family in shelf.families for place, row in enumerate(read_table(family.rows))]
    order = {sku: place for place, sku in enumerate(shelf.first)}
    rows.sort(key=lambda item: order.get(item[1]["sku"], len(order)))
    return tuple(_product(bench, family, row, place) for family, row, place in rows)


def _product(bench: Workbench, family: Family, row: Row, place: int) -> DemoProduct:
    sku, vendor = row["sku"], row.get("vendor") or family.vendor
    title = fill(family.title, row)
    note = row.get("note", "")
    options = tuple((name, read_choices(text)) for name, text in family.options)
    tone = int(row.get("tone") or place)
    return DemoProduct(
        store=bench.shelf.store.handle,
        handle=bench.handle(title, sku),
        sku=sku,
        title=title,
        subtitle=fill(family.subtitle, row),
        brand=fill(row.get("brand") or family.brand, row),
        vendor=vendor,
        category=family.category,
        description=" ".join(part for part in (fill(family.text, row), note) if part),
        points=tuple(fill(point, row) for point in family.points),
        attributes=tuple(read_specs(family.specs, row)),
        unit=family.unit,
        weight_g=int(row["g"]),
        origin=family.origin,
        customs_code=family.customs,
        status=_status(bench, sku),
        options=tuple(DemoOption(name, tuple(c.value for c in choices)) for name, choices in options),
        variants=tuple(_variants(bench, family, row, vendor=vendor, title=title, options=options)),
        picture_kind=row.get("kind") or family.kind,
        picture_label=fill(family.label, row),
        picture_seed=crc32(sku.encode()) % 1_000_000 * 100 + tone,
    )


def _variants(
    bench: Workbench, family: Family, row: Row, vendor: str, title: str, options: Sequence[tuple[str, Sequence[Choice]]]
) -> Iterator[DemoVariant]:
    matrix = combinations(*(choices for _, choices in options))
    for chosen in sorted(matrix, key=lambda chosen: any(c.suffix for c in chosen)):
        sku = "-".join([row["sku"], *(c.suffix for c in chosen if c.suffix)])
        factor = 1.0
        for choice in chosen:
            factor *= choice.factor
        price = cents(row["eur"])
        price = price if factor == 1 else price_point(price * factor)
        yield DemoVariant(
            title=" / ".join(c.value for c in chosen) or title,
            options=tuple((name, c.value) for (name, _), c in zip(options, chosen, strict=True)),
            sku=sku,
            ean=bench.ean(vendor),
            weight_g=max(1, round(int(row["g"]) * factor)),
            offers=tuple(_offers(bench, family, row["sku"], vendor=vendor, sku=sku, price=price)),
        )


def _offers(
    bench: Workbench, family: Family, product_sku: str, vendor: str, sku: str, price: int
) -> Iterator[DemoOffer]:
    """The maker's own offer, then those of its rivals: written ones, or else drawn by lot."""
    makers_offer = bench.shelf.drawn.get(sku) or _by_lot(vendor, sku, price, product_sku)
    yield _offer(bench, family, vendor, makers_offer, product_sku)
    written = [drawn for of, drawn in bench.shelf.rivals if of == sku]
    yield from (_offer(bench, family, drawn.vendor, drawn, product_sku) for drawn in written)
    if product_sku in bench.shelf.drawn or written:
        return
    random = Random(f"rivals/{product_sku}")
    others = random.sample(COMPETITORS.get(vendor, ()), k=len(COMPETITORS.get(vendor, ())))
    wanted = 0 if random.random() >= RIVAL_SHARE else 1 + (random.random() < SECOND_RIVAL_SHARE)
    for other in others[:wanted]:
        rival_price = price_point(price * random.uniform(0.96, 1.12))
        rival = _by_lot(other, f"{_prefix(bench, other)}-{_own_number(sku)}", rival_price, product_sku)
        yield _offer(bench, family, other, rival, product_sku)


def _by_lot(vendor: str, sku: str, price: int, product_sku: str) -> Drawn:
    """Sizes that cost the same have the same tiers; each has a stock of its own."""
    random = Random(f"tiers/{vendor}/{product_sku}")
    tiers = steps_for(price, random) if random.random() < TIER_SHARE else ((1, price),)
    stock, restock, backorder = stock_for(price, Random(f"stock/{vendor}/{sku}"))
    return Drawn(
        vendor=vendor,
        sku=sku,
        tiers=tiers,
        stock=stock,
        restock_in_days=restock,
        lead_time_days=-1 if backorder else None,
    )


def _offer(bench: Workbench, family: Family, vendor: str, drawn: Drawn, product_sku: str) -> DemoOffer:
    """An offer in every currency of the store; a lead time of -1 stands for a backorder."""
    prices, tiers = in_currencies(drawn.tiers, bench.currencies, f"{vendor}/{product_sku}")
    lead = drawn.lead_time_days
    backorder = lead == -1
    usual = bench.vendors[vendor].lead_time_days
    return DemoOffer(
        vendor=vendor,
        sku=drawn.sku,
        prices=prices,
        tiers=tiers,
        stock=drawn.stock,
        restock_in_days=drawn.restock_in_days,
        backorder=backorder,
        min_quantity=family.step,
        increment=family.step,
        lead_time_days=usual + 9 if backorder and not drawn.stock else usual if lead in (None, -1) else lead or usual,
    )


def _status(bench: Workbench, sku: str) -> Status:
    if sku in bench.shelf.first or sku in bench.shelf.drawn:
        return "published"
    luck = Random(f"status/{sku}").random()
    return next((status for limit, status in UNPUBLISHED if luck < limit), "published")


def _prefix(bench: Workbench, vendor: str) -> str:
    """The letters a vendor's own SKUs begin with."""
    family = next(f for f in bench.shelf.families if f.vendor == vendor)
    return read_table(family.rows)[0]["sku"].partition("-")[0]


def _own_number(sku: str) -> str:
    return f"{crc32(sku.encode()) % 10_000_000:07d}"


def fill(template: str, row: Row) -> str:
    """The template over the row's columns; `x ,y` and `x,y` become `x, y`, and gaps close."""
    text = template.format_map(row)
    return re.sub(r"\s{2,}", " ", re.sub(r"\s*,(?=[^\s\d])", ", ", text)).strip()


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def with_check_digit(twelve: str) -> str:
    """EAN-13: weights 1 and 3 from the left, the sum filled up to a multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"
