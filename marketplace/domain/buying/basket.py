"""What a cart costs: each line on its own, each vendor's part, and the whole. Nothing is prorated that a line knows.

Amounts are minor units. `shown` amounts are as the region shows prices: with tax where it is inclusive. A part's
and the whole's figures are without tax, so that `goods - discount + shipping + tax == total` everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.catalogue.pricing import PriceAnswer, Tier
from marketplace.domain.stores.taxes import NO_RATE, Tax, net_and_gross


@dataclass(frozen=True)
class Goods:
    """A line of a cart as it stands now. `free` is what can be had of it.

    `problem` holds it back: gone, vendor_closed, no_price, sold_out, short or quantity; its words are made where
    it is shown.
    """

    line_id: str
    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    category_id: str | None
    category_path: str
    title: str
    variant_title: str
    handle: str
    sku: str
    picture: str
    unit: str
    quantity: int
    unit_amount: int
    seen_amount: int | None
    tax: Tax
    weight_grams: int
    free: int
    allows_backorder: bool
    min_quantity: int
    step: int
    restock_on: date | None = None
    saved_for_later: bool = False
    is_contract: bool = False
    problem: str = ""
    answer: PriceAnswer | None = None
    tiers: tuple[Tier, ...] = ()
    compare_at_amount: int | None = None  # the base price at this quantity
    lead_days: int = 1  # working days under way, by the vendor's usual way of delivery
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)  # what is remembered with the line
    untaxed_bps: int = 0  # the rate of the tax that is in its price, and that an exempt buyer is not charged

    @property
    def tax_bps(self) -> int:
        return self.tax.rate_bps

    @property
    def shown_amount(self) -> int:
        """Price times quantity, before any discount."""
        return self.unit_amount * self.quantity

    def without_tax(self, amount: int) -> int:
        """A price of it as an exempt buyer pays it; for everybody else the price."""
        return net_and_gross(amount, self.untaxed_bps, inclusive=True)[0]

    @property
    def moved(self) -> bool:
        """Whether the price is another one than the shopper last saw."""
        return self.seen_amount is not None and self.seen_amount != self.unit_amount


@dataclass(frozen=True)
class Delivery:
    """A way of delivery that a vendor offers in the cart's region."""

    option_id: str
    vendor_id: str
    name: str
    rule: FreightRule
    min_order_amount: int | None = None
    days_min: int = 1
    days_max: int = 2


@dataclass(frozen=True)
class Seller:
    """A vendor as a cart names it."""

    vendor_id: str
    name: str
    handle: str
    ships_from: str = ""
    country: str = ""
    cutoff_hour: int = 17
    lead_time_days: int = 1
    away_until: date | None = None


@dataclass(frozen=True)
class Discount:
    """What one promotion takes off one line; `store_amount` of it is borne by the store."""

    promotion_id: str
    line_id: str
    amount: int
    store_amount: int


@dataclass(frozen=True)
class PricedLine:
    """`discount_amount` as shown, `discount_net_amount` without tax; the store bears `store_discount_amount` of that.

    `tax_amount` is part of `total_amount`.
    """

    goods: Goods
    discount_amount: int
    discount_net_amount: int
    store_discount_amount: int
    tax_amount: int
    total_amount: int
    discounts: tuple[Discount, ...] = ()

    @property
    def net_amount(self) -> int:
        return self.total_amount - self.tax_amount

    @property
    def due_amount(self) -> int:
        """What is left of its price after discounts, as shown."""
        return self.goods.shown_amount - self.discount_amount

    def taxed(self, tax_amount: int, *, inclusive: bool) -> PricedLine:
        """The same line with its share of the tax that its part owes."""
        total = self.due_amount if inclusive else self.due_amount + tax_amount
        return replace(self, tax_amount=tax_amount, total_amount=total)


@dataclass(frozen=True)
class Part:
    """One vendor's part. `lines` are what can be bought now, `blocked` what cannot and stays in the cart.

    `short_amount` is what the vendor's minimum still needs: a part that is short is held back.
    """

    seller: Seller
    lines: tuple[PricedLine, ...]
    deliveries: tuple[Delivery, ...]
    chosen: Delivery | None
    goods_amount: int
    discount_amount: int
    store_discount_amount: int
    shipping_amount: int
    shipping_tax_amount: int
    tax_amount: int
    total_amount: int
    shown_shipping_amount: int
    short_amount: int = 0
    free_freight_gap: int | None = None
    blocked: tuple[Goods, ...] = ()
    given_freight_amount: int = 0  # net: what free freight saves the buyer and costs the store
    shipping_tax: Tax = NO_RATE
    freight_given_by: str = ""  # the promotion that gives it
    usual: Delivery | None = None  # what would carry it had the buyer chosen nothing

    @property
    def shown_amount(self) -> int:
        """What its goods and its freight come to after discounts, as shown."""
        return sum(line.due_amount for line in self.lines) + self.shown_shipping_amount

    @property
    def is_held_back(self) -> bool:
        return self.short_amount > 0 or self.chosen is None or not self.lines


@dataclass(frozen=True)
class Basket:
    """A cart, priced. The totals count the parts that can be bought now; `saved` and held back goods are apart."""

    cart_id: str
    currency: str
    region_id: str
    is_tax_inclusive: bool
    parts: tuple[Part, ...] = ()
    saved: tuple[Goods, ...] = ()
    uses: Mapping[str, int] = field(default_factory=dict)  # promotion -> what it takes off, freight included
    unmet: Mapping[str, str] = field(default_factory=dict)  # promotion -> why it takes nothing off, as a sentence
    exemption: Tax | None = None  # why its buyer is not charged the tax that is in its prices

    @property
    def buyable(self) -> tuple[Part, ...]:
        """The parts that a checkout takes."""
        return tuple(part for part in self.parts if not part.is_held_back)

    @property
    def goods_amount(self) -> int:
        return sum(part.goods_amount for part in self.buyable)

    @property
    def discount_amount(self) -> int:
        return sum(part.discount_amount for part in self.buyable)

    @property
    def shipping_amount(self) -> int:
        return sum(part.shipping_amount for part in self.buyable)

    @property
    def tax_amount(self) -> int:
        return sum(part.tax_amount for part in self.buyable)

    @property
    def total_amount(self) -> int:
        return sum(part.total_amount for part in self.buyable)

    @property
    def untaxed_amount(self) -> int:
        """What an exempt buyer pays less than is shown; 0 for everybody else."""
        if self.exemption is None or not self.is_tax_inclusive:
            return 0
        return sum(part.shown_amount - part.total_amount for part in self.buyable)
