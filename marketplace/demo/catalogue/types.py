"""What the demo catalogue is made of: plain values, no tables, no clock.

Amounts are integer minor units of their currency, weights grams, rates basis points, and a date is
a number of days from the day the demo is planted.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Standing: TypeAlias = Literal["pending", "approved", "suspended"]
Status: TypeAlias = Literal["draft", "proposed", "published", "archived"]


@dataclass(frozen=True, slots=True)
class DemoPrice:
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class DemoTier:
    """From `min_quantity` on, one unit costs `amount`."""

    currency: str
    min_quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class DemoStore:
    handle: str
    name: str
    tagline: str
    currencies: tuple[str, ...]
    locale: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoVendor:
    """A seller inside one store; `freight`, `free_freight_from` and `minimum_order` are per order."""

    store: str
    handle: str
    name: str
    legal_name: str
    monogram: str
    tagline: str
    ships_from: str
    country: str
    founded: int
    business_type: str
    contact_email: str
    tax_id: str
    standing: Standing
    on_time_bps: int
    lead_time_days: int
    cutoff_hour: int
    ean_prefix: str
    freight: tuple[DemoPrice, ...]
    free_freight_from: tuple[DemoPrice, ...]
    minimum_order: tuple[DemoPrice, ...]


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A node of one store's tree; `parent` is a handle of the same store."""

    store: str
    handle: str
    name: str
    parent: str | None
    picture_kind: str
    position: int


@dataclass(frozen=True, slots=True)
class DemoAttribute:
    """One line of the specification; a facet can be filtered by its key."""

    key: str
    name: str
    value: str
    facet: bool


@dataclass(frozen=True, slots=True)
class DemoOption:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """What one vendor asks for one variant.

    `prices` is one unit at quantity one; `tiers` is empty or begins at one with the same amount.
    `stock` 0 with `restock_in_days` None and no `backorder` means gone for good.
    """

    vendor: str
    sku: str
    prices: tuple[DemoPrice, ...]
    tiers: tuple[DemoTier, ...]
    stock: int
    restock_in_days: int | None
    backorder: bool
    min_quantity: int
    increment: int
    lead_time_days: int


@dataclass(frozen=True, slots=True)
class DemoVariant:
    """`options` pairs option name and value, in the product's order; the first offer is the maker's."""

    title: str
    options: tuple[tuple[str, str], ...]
    sku: str
    ean: str
    weight_g: int
    offers: tuple[DemoOffer, ...]


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """The first variant is the one that shelves show; it bears the product's `sku`."""

    store: str
    handle: str
    sku: str
    title: str
    subtitle: str
    brand: str
    vendor: str
    category: str
    description: str
    points: tuple[str, ...]
    attributes: tuple[DemoAttribute, ...]
    unit: str
    weight_g: int
    origin: str
    customs_code: str
    status: Status
    options: tuple[DemoOption, ...]
    variants: tuple[DemoVariant, ...]
    picture_kind: str
    picture_label: str
    picture_seed: int


@dataclass(frozen=True, slots=True)
class DemoCatalogue:
    """Products of a store come in the order in which its shelves show them."""

    stores: tuple[DemoStore, ...]
    vendors: tuple[DemoVendor, ...]
    categories: tuple[DemoCategory, ...]
    products: tuple[DemoProduct, ...]
