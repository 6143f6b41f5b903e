"""What a product page shows, ready for people: plain values, made by `product.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from marketplace.queries.storefront.cards import ProductCard


@dataclass(frozen=True)
class Crumb:
    label: str
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """`key` is the anchor of the big picture that the small one leads to."""

    key: str
    url: str
    alt: str
    label: str  # "Picture 2"


@dataclass(frozen=True)
class OptionValue:
    """A value of an option; `note` is its price, or when it is back. Its address chooses it."""

    label: str
    note: str
    href: str
    is_chosen: bool = False
    is_out: bool = False


@dataclass(frozen=True)
class OptionGroup:
    title: str
    chosen: str
    shown: list[OptionValue] = field(default_factory=list)


@dataclass(frozen=True)
class TierRow:
    """`quantity` is "10 to 49"."""

    quantity: str
    price: str
    saves: str
    is_current: bool = False


@dataclass(frozen=True)
class WhyLine:
    """A price that was considered; all but the winner are struck."""

    title: str
    note: str
    amount: str
    is_winner: bool = False


@dataclass(frozen=True)
class OfferRow:
    """One vendor's offer of the chosen variant."""

    id: str
    monogram: str
    vendor: str
    vendor_href: str
    source: str
    price: str
    next_price: str
    next_from: str
    stock: str
    stock_note: str
    freight: str
    on_time: str
    href: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Spec:
    label: str
    value: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with one thing to do at its end: "**4 more** and all 10 cost **€172.00** each. Make it 10"."""

    strong: str = ""
    text: str = ""
    price: str = ""
    end: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Buy:
    """The panel: price at the quantity, tiers, reasons, stock, day, and what would be cheaper."""

    offer_id: str = ""
    has_price: bool = False
    badge: str = ""
    was: str = ""
    price: str = ""
    unit_line: str = ""
    other_line: str = ""
    tiers: list[TierRow] = field(default_factory=list)
    why: list[WhyLine] = field(default_factory=list)
    why_sentence: str = ""
    vendor: str = ""
    vendor_href: str = ""
    stock_tone: str = ""
    stock_strong: str = ""
    stock_text: str = ""
    arrives_strong: str = ""
    arrives_text: str = ""
    quantity: str = "1"  # as it stands in the field, also when it is none
    minimum: int = 1
    step: int = 1
    rule: str = ""
    total: str = ""
    total_note: str = ""
    nudge: Sentence = Sentence()
    fix: Sentence = Sentence()
    can_add: bool = False
    is_out: bool = False  # sold here, and nothing is left
    notice: Sentence = Sentence()  # what came of a wish to be told


@dataclass(frozen=True)
class ProductPage:
    """The whole page. `address` is its own, with the choices in it."""

    id: str = ""
    title: str = ""
    href: str = ""
    add_href: str = ""
    grid_href: str = ""  # all its variants in one table; empty for a product of one
    replaced_by: str = ""  # what takes its place, as its vendor says
    replaced_href: str = ""
    list_href: str = ""  # where it is asked onto which list this goes
    quote_href: str = ""  # where vendors are asked for a price of it
    notify_href: str = ""
    address: str = ""
    codes: str = ""  # "HB-1865-2 · Hallberg · EAN 4006825 651827"
    crumbs: list[Crumb] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    options: list[OptionGroup] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    specs: list[Spec] = field(default_factory=list)
    buy: Buy = Buy()
    variant_id: str = ""
    sku: str = ""  # of the chosen variant
    offers: list[OfferRow] = field(default_factory=list)
    offers_title: str = ""
    offers_note: str = ""
    related: list[ProductCard] = field(default_factory=list)
    head_title: str = ""
    head_description: str = ""
    image: str = ""
    json_ld: str = ""
