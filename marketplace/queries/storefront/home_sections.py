"""Turns the stored data of a home into sections: one builder per kind, None where the store lacks what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import number, plural
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.home import Action, Drawn, Fact, Home, HomeSection, Line, Order, PriceStep
from marketplace.queries.storefront.home_goods import Good, Shelf
from marketplace.queries.storefront.layout import logo_parts

Data = Mapping[str, Any]
Builder = Callable[[Shelf, Data], HomeSection | None]

PLAIN_HOME: Sequence[Data] = (
    {"kind": "hero_plain"},
    {"kind": "category_grid", "title": "Find it by what it is", "all": "All categories"},
    {"kind": "shelf", "title": "Wanted most", "all": "All products", "count": 8},
    {"kind": "vendor_table", "title": "Who sells here", "all": "All vendors"},
)


def get_home(db: Session, tenant: Tenant, market: Market, *, show_prices: bool = True) -> Home:
    """The home of this store; a store without sections of its own gets the plain ones."""
    shelf = Shelf(db, tenant, market, show_prices=show_prices)
    stored = tenant.settings.home or PLAIN_HOME
    tagline = str(tenant.settings.tagline or tenant.brand.get("tagline") or "")
    sections = []
    for place, data in enumerate(stored):
        build = BUILDERS.get(data.get("kind", ""))
        section = build(shelf, data) if build else None
        if section is not None:
            sections.append(replace(section, key=f"section-{place}"))
    blurb = tenant.settings.layout.blurb
    return Home(
        title=f"{tenant.name}: {tagline}" if tagline else tenant.name,
        description=shelf.say(blurb or f"{tenant.name} on Concourse: {{products}} products."),
        sections=sections,
    )


def _hero_slab(shelf: Shelf, data: Data) -> HomeSection:
    return HomeSection(
        "hero_slab",
        kicker=shelf.say(data["kicker"]),
        lines=_lines(data),
        drawings=[data["drawing"]],
        alt=data.get("alt", ""),
        search=f"{shelf.home}/quick-order",
        sample="\n".join(data.get("skus", [])),
        tag=shelf.tag(data.get("sku", "")),
    )


def _hero_moon(shelf: Shelf, data: Data) -> HomeSection:
    return HomeSection(
        "hero_moon",
        lines=_lines(data),
        under=data.get("under", ""),
        text=shelf.say(data["text"]),
        drawings=list(data["drawings"]),
        alt=data.get("alt", ""),
        action=Action(data["action"], f"{shelf.home}/categories"),
        second=Action(data.get("second", ""), f"{shelf.home}/vendors"),
    )


def _hero_figure(shelf: Shelf, data: Data) -> HomeSection:
    target = f"{shelf.home}/c/{data['category']}" if data.get("category") else f"{shelf.home}/categories"
    return HomeSection(
        "hero_figure",
        lines=_lines(data),
        text=shelf.say(data["text"]),
        drawings=[data["drawing"]],
        alt=data.get("alt", ""),
        facts=[Fact(*row) for row in data.get("callouts", [])],
        tag=shelf.tag(data.get("sku", "")),
        action=Action(data["action"], target),
        second=Action(data.get("second", ""), f"{shelf.home}/vendors"),
    )


def _hero_plain(shelf: Shelf, data: Data) -> HomeSection:
    text = data.get("text") or "{products} products from {vendors} vendors, one cart, one payment."
    return HomeSection(
        "hero_plain",
        title=data.get("title") or shelf.tenant.name,
        text=shelf.say(text),
        action=Action("Browse all categories", f"{shelf.home}/categories"),
        second=Action("Meet the vendors", f"{shelf.home}/vendors"),
    )


def _facts(shelf: Shelf, data: Data) -> HomeSection:
    rows = [Fact(shelf.say(strong), shelf.say(text)) for strong, text in data["facts"]]
    return HomeSection("facts", facts=[row for row in rows if row.strong])


def _categories(shelf: Shelf, data: Data) -> HomeSection | None:
    tiles = shelf.tiles(data.get("tiles", ()), int(data.get("count", 10)))
    if not tiles:
        return None
    all_ = Action(shelf.say(data.get("all", "")), f"{shelf.home}/categories")
    return HomeSection(data["kind"], title=data.get("title", ""), tiles=tiles, way_on=all_)


def _shelf(shelf: Shelf, data: Data) -> HomeSection | None:
    count = int(data.get("count", 4))
    rows = shelf.documents(data.get("skus", ()))[:count]
    rows += shelf.popular(count - len(rows), [row.id for row in rows])
    cards = shelf.cards(rows)
    if not cards:
        return None
    return HomeSection(
        data["kind"],
        title=data["title"],
        text=shelf.say(data.get("text", "")),
        cards=cards,
        columns="5" if count == 5 else "",
        way_on=Action(shelf.say(data.get("all", "")), f"{shelf.home}/search"),
    )


def _tier_teaser(shelf: Shelf, data: Data) -> HomeSection | None:
    good = shelf.good(data["sku"])
    if good is None or len(good.tiers) < 2 or not shelf.show_prices:
        return None
    href = shelf.href(good.document)
    return HomeSection(
        data["kind"],
        title=data["title"],
        text=shelf.say(data["text"], product=good.document.title),
        headline=good.document.title,
        under=f"unit price by quantity, {good.vendor}",
        steps=_steps(shelf, good),
        chart=_chart(shelf, good),
        action=Action(data.get("action", ""), href),
        way_on=Action(data.get("all", ""), href),
    )


def _vendors(shelf: Shelf, data: Data) -> HomeSection | None:
    vendors = shelf.vendors(data.get("vendors", ()))
    if not vendors:
        return None
    all_ = Action(shelf.say(data.get("all", "")), f"{shelf.home}/vendors")
    return HomeSection(data["kind"], title=shelf.say(data["title"]), vendors=vendors, way_on=all_)


def _note(shelf: Shelf, data: Data) -> HomeSection:
    return HomeSection(
        "note_steps",
        kicker=data.get("kicker", ""),
        title=data["title"],
        text=data["text"],
        picture=data["picture"],
        alt=data.get("alt", ""),
        facts=[Fact(*row) for row in data["steps"]],
        action=Action(data.get("action", ""), f"{shelf.home}/search?q={data.get('search', '')}"),
    )


def _shopping_list(shelf: Shelf, data: Data) -> HomeSection | None:
    orders, total = [], 0
    for quantity, sku in data["lines"]:
        good = shelf.good(sku)
        if good is None:
            continue
        each = next(amount for start, amount in reversed(good.tiers) if start <= max(quantity, good.tiers[0][0]))
        total += each * quantity
        href = shelf.href(good.document)
        orders.append(Order(number(quantity), good.document.title, good.vendor, shelf.price(each * quantity), href))
    if not orders or not shelf.show_prices:
        return None
    return HomeSection(
        "shopping_list",
        title=data["title"],
        text=data["text"],
        picture=data["picture"],
        alt=data.get("alt", ""),
        orders=orders,
        total=shelf.price(total),
        action=Action(data.get("action", ""), orders[0].href),
    )


def _article(shelf: Shelf, data: Data) -> HomeSection:
    return HomeSection(
        "article",
        title=data["title"],
        text=data["text"],
        headline=data["headline"],
        paragraphs=list(data["paragraphs"]),
        picture=data["picture"],
        alt=data.get("alt", ""),
        tag=shelf.tag(data.get("sku", "")),
        action=Action(data.get("action", ""), f"{shelf.home}/search?q={data.get('search', '')}"),
    )


BUILDERS: Mapping[str, Builder] = {
    "hero_slab": _hero_slab,
    "hero_moon": _hero_moon,
    "hero_figure": _hero_figure,
    "hero_plain": _hero_plain,
    "facts": _facts,
    "category_grid": _categories,
    "category_arches": _categories,
    "category_index": _categories,
    "shelf": _shelf,
    "shelf_side": _shelf,
    "tier_bars": _tier_teaser,
    "tier_arches": _tier_teaser,
    "tier_chart": _tier_teaser,
    "vendor_table": _vendors,
    "vendor_cards": _vendors,
    "vendor_columns": _vendors,
    "note_steps": _note,
    "shopping_list": _shopping_list,
    "article": _article,
}


def _lines(data: Data) -> list[Line]:
    return [Line(*logo_parts(line)) for line in data["title"]]


def _steps(shelf: Shelf, good: Good) -> list[PriceStep]:
    """At most five steps; `size` falls with the price from 78 % to 32 %."""
    tiers = good.tiers[:5]
    first, last = tiers[0][1], tiers[-1][1]
    return [
        PriceStep(
            quantity=_quantity(start, good.unit),
            price=shelf.price(amount),
            note=_saving(first, amount, good.unit),
            size=f"{32 + round(46 * (amount - last) / max(1, first - last))}%",
            rank=str(place + 1),
            x=str(_at(place, len(tiers))),
            y=str(_down(amount, tiers)),
        )
        for place, (start, amount) in enumerate(tiers)
    ]


def _quantity(start: int, unit: str) -> str:
    if unit in ("", "each"):
        return number(start)
    return f"{number(start)} {unit if start == 1 else plural(unit)}"


def _saving(first: int, amount: int, unit: str) -> str:
    saved = round((first - amount) * 100 / first) if first else 0
    return f"{saved}\u00a0% less" if saved else f"for one {unit if unit != 'each' else 'piece'}"


def _chart(shelf: Shelf, good: Good) -> Drawn:
    tiers = good.tiers[:5]
    points = [(_at(place, len(tiers)), _down(amount, tiers)) for place, (_, amount) in enumerate(tiers)]
    line = f"M60 {points[0][1]}" + "".join(f"H{x}V{y}" for x, y in points[1:]) + "H960"
    says = (
        f"Unit price falls from {shelf.price(tiers[0][1])} at {tiers[0][0]} to {shelf.price(tiers[-1][1])} "
        f"at {tiers[-1][0]}"
    )
    return Drawn(line, f"{line}V270H60z", says)


def _at(place: int, count: int) -> int:
    return 60 + round(place * 880 / max(count, 4))


def _down(amount: int, tiers: Sequence[tuple[int, int]]) -> int:
    first, last = tiers[0][1], tiers[-1][1]
    return 62 + round(146 * (first - amount) / max(1, first - last))
