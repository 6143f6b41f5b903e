"""The documents of the store API, for its description. `fields` leaves parts out, so nearly nothing is required."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A document; further fields may come."""

    model_config = ConfigDict(extra="allow")

    id: str


class Page(BaseModel):
    """What every list says about itself."""

    count: int = Field(description="How many there are in all.")
    offset: int
    limit: int


class Country(BaseModel):
    iso_2: str = Field(examples=["de"])
    iso_3: str = Field(examples=["deu"])
    num_code: str
    name: str
    display_name: str


class Region(Shape):
    name: str | None = None
    currency_code: str | None = Field(None, examples=["eur"])
    countries: list[Country] = []


class Regions(Page):
    regions: list[Region]


class OneRegion(BaseModel):
    region: Region


class CalculatedPrice(BaseModel):
    """Major units. `calculated_amount` is what is charged, `original_amount` the list price."""

    model_config = ConfigDict(extra="allow")

    calculated_amount: float
    original_amount: float | None
    currency_code: str
    is_calculated_price_tax_inclusive: bool


class PriceTier(BaseModel):
    """From `min_quantity` to `max_quantity` pieces (null: and more) one costs `amount`."""

    min_quantity: int
    max_quantity: int | None
    amount: float
    source: str = Field(description="The list that the price comes from.")


class Variant(Shape):
    title: str | None = None
    sku: str | None = None
    ean: str | None = None
    product_id: str | None = None
    calculated_price: CalculatedPrice | None = None
    inventory_quantity: int | None = None
    price_tiers: list[PriceTier] | None = None


class Product(Shape):
    title: str | None = None
    handle: str | None = None
    subtitle: str | None = None
    description: str | None = None
    thumbnail: str | None = None
    collection_id: str | None = None
    variants: list[Variant] = []
    options: list[dict[str, Any]] = []
    images: list[dict[str, Any]] = []


class Products(Page):
    products: list[Product]


class OneProduct(BaseModel):
    product: Product


class Category(Shape):
    name: str | None = None
    handle: str | None = None
    parent_category_id: str | None = None


class Categories(Page):
    product_categories: list[Category]


class OneCategory(BaseModel):
    product_category: Category


class Collection(Shape):
    title: str | None = None
    handle: str | None = None


class Collections(Page):
    collections: list[Collection]


class OneCollection(BaseModel):
    collection: Collection


class Options(Page):
    product_options: list[Shape]


class OneOption(BaseModel):
    product_option: Shape


class Variants(Page):
    variants: list[Variant]


class OneVariant(BaseModel):
    variant: Variant


class VolumePricing(BaseModel):
    """The price steps of every variant of a product, in one region."""

    product_id: str
    currency_code: str
    variants: list[Variant]


class LineItem(Shape):
    title: str | None = None
    quantity: int | None = None
    unit_price: float | None = None
    total: float | None = None
    variant_id: str | None = None
    offer_id: str | None = Field(None, description="Which vendor's offer it is.")
    problem: str | None = Field(
        None, description="Why it cannot be bought as it is: gone, vendor_closed, no_price, sold_out, short, quantity."
    )


class Cart(Shape):
    """Sums are major units; `subtotal` is without tax and before discounts."""

    currency_code: str | None = None
    email: str | None = None
    region_id: str | None = None
    total: float | None = None
    subtotal: float | None = None
    tax_total: float | None = None
    item_total: float | None = None
    shipping_total: float | None = None
    items: list[LineItem] = []
    shipping_methods: list[dict[str, Any]] = []
    promotions: list[dict[str, Any]] = []
    payment_collection: dict[str, Any] | None = None
    held_back: list[dict[str, Any]] = Field([], description="Vendors under their minimum, whose goods wait.")


class OneCart(BaseModel):
    cart: Cart


class ShippingOption(Shape):
    """A way of delivery; `seller` is the vendor whose goods it brings. Choose one per vendor."""

    name: str
    amount: float
    shipping_profile_id: str
    seller: dict[str, Any]


class ShippingOptions(BaseModel):
    shipping_options: list[ShippingOption]


class OneShippingOption(BaseModel):
    shipping_option: ShippingOption


class PaymentCollection(Shape):
    amount: float
    currency_code: str
    status: str
    payment_sessions: list[dict[str, Any]]


class OnePaymentCollection(BaseModel):
    payment_collection: PaymentCollection


class Order(Shape):
    """What the shopper placed. `vendor_orders` are its parts, one for each vendor."""

    display_id: int | None = None
    status: str | None = None
    payment_status: str | None = None
    fulfillment_status: str | None = None
    total: float | None = None
    items: list[LineItem] = []
    vendor_orders: list[dict[str, Any]] = []


class OneOrder(BaseModel):
    order: Order


class Orders(Page):
    orders: list[Order]


class Completed(BaseModel):
    """`type` is `order` with the order, or `cart` with the cart and why it was not bought."""

    type: str
    order: Order | None = None
    cart: Cart | None = None
    error: dict[str, Any] | None = None


class Customer(Shape):
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    phone: str | None = None
    has_account: bool | None = None
    addresses: list[dict[str, Any]] = []


class OneCustomer(BaseModel):
    customer: Customer


class Addresses(Page):
    addresses: list[Shape]


class OneAddress(BaseModel):
    address: Shape


class Token(BaseModel):
    """A JSON Web Token for `Authorization: Bearer`, or what is still missing."""

    model_config = ConfigDict(extra="allow")

    token: str | None = None


class Company(Shape):
    """`status` is pending until the store has decided, then approved or rejected; an approved one may be suspended."""

    name: str
    handle: str
    tax_id: str | None
    status: str = Field(examples=["pending"])
    locations: list[dict[str, Any]]
    contacts: list[dict[str, Any]]


class OneCompany(BaseModel):
    company: Company


class Companies(Page):
    companies: list[Company]


class Locations(Page):
    locations: list[Shape]


class Contacts(Page):
    contacts: list[Shape]


class OneApproval(BaseModel):
    approval: Shape


class Approvals(Page):
    approvals: list[Shape]


class Budgets(Page):
    budgets: list[Shape]


class OneList(BaseModel):
    list: Shape


class Lists(Page):
    lists: list[Shape]


class CartOfList(OneCart):
    differences: list[str]
