"""The home of a store: typed sections, built from the plain data in `StoreSettings.home`."""

from __future__ import annotations

from dataclasses import dataclass, field

from marketplace.queries.storefront.cards import ProductCard


@dataclass(frozen=True)
class Line:
    """One line of a large title; `mark` is the part set in the brand's colour or in italics."""

    start: str
    mark: str = ""
    end: str = ""


@dataclass(frozen=True)
class Action:
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Fact:
    """A figure or a bold word, and what it is about."""

    strong: str
    text: str
    left: str = ""
    top: str = ""


@dataclass(frozen=True)
class Tile:
    """A category with its drawing."""

    label: str
    href: str
    count: str = ""
    drawing: str = ""
    tone: str = ""


@dataclass(frozen=True)
class PriceStep:
    """From a quantity on, a price; `size` (a length), `rank`, `x` and `y` are its place in a drawing of the steps."""

    quantity: str
    price: str
    note: str = ""
    size: str = ""
    rank: str = ""
    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class VendorTile:
    name: str
    first_word: str
    other_words: str
    letter: str
    href: str
    tagline: str = ""
    lines: str = ""
    on_time: str = ""
    ships_from: str = ""
    mark: str = ""
    drawing: str = ""
    tone: str = ""
    colours: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """A line of a shopping list."""

    quantity: str
    title: str
    vendor: str
    total: str
    href: str


@dataclass(frozen=True)
class Tag:
    """One product named inside a larger picture."""

    sku: str = ""
    title: str = ""
    vendor: str = ""
    price: str = ""
    stock: str = ""
    href: str = ""


@dataclass(frozen=True)
class Drawn:
    """The two paths of a price chart, and what it says to somebody who cannot see it."""

    line: str = ""
    area: str = ""
    says: str = ""


@dataclass(frozen=True)
class HomeSection:
    """One block of a home. `kind` decides which fields are filled and which component draws it."""

    kind: str
    key: str = ""
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    under: str = ""
    kicker: str = ""
    text: str = ""
    headline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    picture: str = ""
    alt: str = ""
    drawings: list[str] = field(default_factory=list)
    way_on: Action = Action()
    action: Action = Action()
    second: Action = Action()
    search: str = ""
    sample: str = ""
    facts: list[Fact] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    cards: list[ProductCard] = field(default_factory=list)
    columns: str = ""
    steps: list[PriceStep] = field(default_factory=list)
    chart: Drawn = Drawn()
    vendors: list[VendorTile] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    total: str = ""
    tag: Tag = Tag()


@dataclass(frozen=True)
class Home:
    """A store's home in one market, ready for people."""

    title: str = ""
    description: str = ""
    sections: list[HomeSection] = field(default_factory=list)
