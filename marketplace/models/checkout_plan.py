"""What a checkout promised, as `Checkout.plan` keeps it. Amounts are in minor units of its currency, net unless told.

Rows of every age are read: what was added later has a default here. Migrations have filled in what open checkouts
lacked; those that were placed before then stay as they were written, and only `verify` and their cart look at them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from marketplace.domain.stores.taxes import NO_RATE, Tax, TaxCategory
from marketplace.kit.versioned_json import Shape, VersionedJson


class PlannedLine(Shape):
    """One article: under the names of `OrderLine`, and copied to it as they are."""

    line_id: str  # of the cart
    offer_id: str
    product_id: str
    variant_id: str
    category_id: str | None = None
    product_handle: str = ""
    title: str
    subtitle: str = ""
    description: str = ""
    variant_title: str = ""
    sku: str
    barcode: str = ""
    picture: str = ""
    meta: dict[str, Any] = {}
    quantity: int
    unit_amount: int
    compare_at_amount: int | None = None
    discount_amount: int = 0
    discounts: list[dict[str, Any]] = []
    store_discount_amount: int = 0
    tax_amount: int = 0
    tax_rate_bps: int = 0
    tax_category: str = TaxCategory.STANDARD
    tax_reason: str = ""
    tax_reason_code: str = ""
    total_amount: int
    price_trace: list[dict[str, Any]] = []

    def of_order(self) -> dict[str, Any]:
        """The values of its `OrderLine`; what an old plan does not say is left to the column's own default."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"line_id", *(self.model_extra or ())}}

    @property
    def full_title(self) -> str:
        """With its variant, which is called as the product where it is the only one."""
        return f"{self.title}, {self.variant_title}" if self.variant_title not in ("", self.title) else self.title


class PlannedPart(Shape):
    """What one vendor sells: it becomes one order."""

    vendor_id: str
    goods: int
    discount: int
    store_discount: int
    freight: int
    given_freight: int = 0
    freight_discounts: list[dict[str, Any]] = []
    freight_tax: int
    freight_taxed: Tax = NO_RATE
    tax: int
    total: int
    delivery_id: str | None
    delivery: str
    days_max: int
    lines: tuple[PlannedLine, ...]


class CheckoutPlan(VersionedJson):
    """The whole promise: `goods` to `total` are sums over its parts."""

    NOUN: ClassVar[str] = "plan of this checkout"

    calculation: int = 1  # as `Order.calculation`
    currency: str
    region_id: str
    is_tax_inclusive: bool
    cost_centre_id: str | None = None
    cost_centre: str = ""  # its code and name
    request_id: str | None = None  # the approved purchase request that it comes from
    request_title: str = ""  # what its buyer calls it, should it need a yes
    acted_by_id: str | None = None  # who placed it in the buyer's name
    acted_by: str = ""
    email: str
    shipping: dict[str, Any]  # addresses as `OrderGroup` has them
    billing: dict[str, Any]
    note: str
    po_number: str
    tax_id: str = ""
    uses: list[str] | None = None  # ids of promotions; None: not told, so there may be some
    goods: int
    discount: int
    freight: int
    tax: int
    total: int
    cart_version: int
    leaves: bool = True  # whether something may stay in the cart
    promotions: list[dict[str, Any]] | None = None  # as `OrderGroup.promotions`; None: they were not kept yet
    is_quoted: bool = False  # the cart of an awarded quote
    parts: tuple[PlannedPart, ...]
    backorder: list[str]  # ids of offers that are sold beyond what is there
    rest_cart_id: str = ""  # the cart in which what was left goes on

    @property
    def lines(self) -> list[PlannedLine]:
        """The articles of all parts."""
        return [line for part in self.parts for line in part.lines]
