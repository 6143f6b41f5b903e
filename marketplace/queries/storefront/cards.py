"""What a product card shows, ready for people: the one value that lists, shelves and suggestions are made of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CardTier:
    """One step of the dense view: `CardTier("10+", "€172.00")`."""

    label: str
    price: str


@dataclass(frozen=True)
class ProductCard:
    """One product in a list, with every text made. Plain values only, so it can be a state variable.

    `has_price` is False where the store shows prices after sign-in, `next_price` is empty without a further
    step, `stock_tone` is empty, `low` or `none`.
    """

    id: str
    handle: str
    href: str
    title: str
    vendor: str = ""
    vendor_href: str = ""
    sku: str = ""
    spec: str = ""  # SKU and the one deciding specification
    picture: str = ""
    has_price: bool = True
    price: str = ""
    price_prefix: str = ""  # "from", when variants differ in price
    unit: str = ""
    next_price: str = ""
    next_from: str = ""  # "from 10"
    tiers: list[CardTier] = field(default_factory=list)  # at most three
    stock_tone: str = ""
    stock_strong: str = ""  # "42"
    stock_text: str = ""  # "in stock, tomorrow"
    badge: str = ""
    offer_id: str = ""
    min_quantity: int = 1
    quantity_step: int = 1
    has_options: bool = False
    is_available: bool = True
    action: str = "View product"
