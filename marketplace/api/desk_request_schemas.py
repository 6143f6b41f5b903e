"""What programs of the desks send: strict, so that a field we do not know is refused and not lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from marketplace.api.store.request_schemas import Body
from marketplace.domain.catalogue.products import ProductFacts, SpecificationLine
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS
from marketplace.services.catalogue.api_products import VariantGiven

# A NUL is no character of a text in PostgreSQL.
Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Long = Annotated[str, StringConstraints(max_length=8_000, pattern=r"^[^\x00]*$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{3}$")]
Pieces = Annotated[int, Field(ge=0, le=10_000_000)]


class SpecificationBody(Body):
    """A fact of the table below a product; a facet when shoppers may narrow lists by it."""

    label: Text
    value: Text
    is_facet: bool = False


class PriceBody(Body):
    """A step of a price: from `min_quantity` to `max_quantity` pieces (null: and more) one costs `amount`, in major
    units, or `percent_off` per cent less than the first step.
    """

    currency_code: Currency = Field(examples=["eur"])
    amount: Annotated[Decimal, Field(ge=0, le=100_000_000)] | None = Field(None, examples=[189.0])
    percent_off: Annotated[Decimal, Field(gt=0, lt=100)] | None = None
    min_quantity: Annotated[int, Field(ge=1, le=100_000)] = 1
    max_quantity: Annotated[int, Field(ge=1, le=100_000)] | None = None


class VariantBody(Body):
    """A variant; what is left out stays as it is. `prices` replace those of the currencies they name."""

    id: Text = ""
    sku: Text | None = None
    ean: Text | None = None
    title: Text | None = Field(None, description="Made of the options' values; taken and not kept.")
    options: dict[Text, Text] = Field({}, examples=[{"Size": "M"}])
    prices: Annotated[list[PriceBody], Field(max_length=60)] = []
    inventory_quantity: Pieces | None = Field(None, description="What lies there now, promised pieces included.")
    min_quantity: Pieces | None = None
    quantity_step: Pieces | None = None
    lead_time_days: Annotated[int, Field(ge=0, le=365)] | None = None
    allow_backorder: bool | None = None
    is_paused: bool | None = None

    def given(self) -> VariantGiven:
        """The variant in our own words. Raises `Invalid` for amounts that are no amounts of their currency."""
        return VariantGiven(
            self.id,
            sku=self.sku,
            ean=self.ean,
            options=self.options,
            prices=_steps(self.prices),
            stock=self.inventory_quantity,
            min_quantity=self.min_quantity,
            quantity_step=self.quantity_step,
            lead_time_days=self.lead_time_days,
            allows_backorder=self.allow_backorder,
            is_paused=self.is_paused,
        )


class OptionBody(Body):
    """In what the variants differ. The values are those of the variants."""

    title: Text
    values: list[Text] = []


class ProductBody(Body):
    """What is left out stays as it is. `weight` is in grams, `origin_country` ISO 3166-1 alpha-2,
    `successor_sku` the vendor's own article that takes its place once it is sold no more."""

    title: Text | None = None
    subtitle: Text | None = None
    description: Long | None = None
    brand: Text | None = None
    category_id: Text | None = None
    unit: Text | None = None
    points: Annotated[list[Text], Field(max_length=20)] | None = None
    specification: Annotated[list[SpecificationBody], Field(max_length=60)] | None = None
    weight: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    origin_country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")] | None = None
    hs_code: Text | None = None
    successor_sku: Text | None = None
    variants: Annotated[list[VariantBody], Field(max_length=100)] = []
    status: Literal["draft", "published", "archived"] | None = None

    def facts(self) -> dict[str, Any]:
        """What is said, by the names of `ProductFacts`."""
        given = {
            name: getattr(self, name) for name in ("title", "subtitle", "description", "brand", "category_id", "unit")
        } | {
            "weight_grams": self.weight,
            "customs_code": self.hs_code,
            "successor_sku": self.successor_sku,
            "origin_country": self.origin_country and self.origin_country.upper(),
            "points": None if self.points is None else tuple(self.points),
            "specification": None
            if self.specification is None
            else tuple(SpecificationLine(line.label, line.value, line.is_facet) for line in self.specification),
        }
        return {name: value for name, value in given.items() if value is not None}


class ProductChange(ProductBody):
    """With `version` only a product that nobody has changed since."""

    version: int | None = Field(None, ge=0, le=2_000_000_000)


class NewProduct(ProductBody):
    title: Text
    options: Annotated[list[OptionBody], Field(max_length=3)] = []
    status: Literal["draft", "published"] = "draft"

    def whole(self) -> ProductFacts:
        """Everything that is said."""
        return ProductFacts(**self.facts())


class NewVendorProduct(NewProduct):
    """Made by staff: a product is a vendor's."""

    vendor_id: Text | None = Field(None, description="Whose product it is. Needed.")


class RefuseBody(Body):
    reason: Text = Field(description="The buyer reads it.")


class RejectBody(Body):
    reason: Long = Field(description="The vendor reads it.")


class CompanyReasonBody(Body):
    reason: Long = Field(description="The company reads it.")


class ParcelLine(Body):
    id: Text = Field(description="A line of the order.")
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class FulfillBody(Body):
    """A parcel. Without `items` everything that is left of the order leaves with it."""

    items: Annotated[list[ParcelLine], Field(min_length=1, max_length=200)] | None = None
    carrier: Text = Field(examples=["DHL"])
    tracking_number: Text = ""

    def lines(self) -> dict[str, int] | None:
        """Pieces by line; None for everything."""
        if self.items is None:
            return None
        going: dict[str, int] = {}
        for line in self.items:
            going[line.id] = going.get(line.id, 0) + line.quantity
        return going


class PayoutBody(Body):
    """Everything that is available in one currency is asked for; without one, in the store's main currency."""

    currency_code: Currency | None = Field(None, examples=["eur"])


class TenantBody(Body):
    """What is left out stays as it is."""

    name: Text | None = None
    default_currency_code: Currency | None = None
    currency_codes: Annotated[list[Currency], Field(max_length=20)] | None = None
    default_locale: Text | None = None
    parent_id: Text | None = Field(None, description="Empty for a store that stands under none.")
    domain: Text | None = Field(None, description="Empty for none.")
    access_posture: Literal["open", "prices_after_login", "login_required"] | None = None

    def given(self) -> dict[str, Any]:
        """What is said, by the names of `TenantFacts`."""
        codes = self.currency_codes
        given = {
            "name": self.name,
            "default_currency": self.default_currency_code and self.default_currency_code.upper(),
            "currencies": None if codes is None else tuple(code.upper() for code in codes),
            "default_locale": self.default_locale,
            "parent_id": self.parent_id,
            "domain": self.domain,
            "access_posture": self.access_posture,
        }
        return {name: value for name, value in given.items() if value is not None}


class NewTenantBody(TenantBody):
    """A store begins closed; its handle is fixed."""

    name: Text
    handle: Text = Field(examples=["northforge"])


class TenantChange(TenantBody):
    is_active: bool | None = Field(None, description="Opens or closes the store.")


class ApproveBody(Body):
    """`reason` is needed where something is not proven; `message` goes to the vendor."""

    reason: Long = ""
    message: Long = ""
    commission_percent: Annotated[Decimal, Field(ge=0, le=50)] | None = Field(
        None, description="Of this vendor alone; without it the store's rules hold."
    )
    payout_schedule: Literal["daily", "weekly", "monthly"] | None = None

    @property
    def commission_bps(self) -> int | None:
        """In basis points. Raises `Invalid` for more than two decimals."""
        return None if self.commission_percent is None else whole(self.commission_percent, 2, "commission_percent")


def _steps(prices: Sequence[PriceBody]) -> dict[str, list[TierInput]]:
    steps: dict[str, list[TierInput]] = {}
    for price in sorted(prices, key=lambda one: one.min_quantity):
        currency = price.currency_code.upper()
        if currency not in EXPONENTS:
            raise Invalid({"currency_code": f"We do not serve {currency}."})
        amount, off = price.amount, price.percent_off
        steps.setdefault(currency, []).append(
            TierInput(
                price.min_quantity,
                price.max_quantity,
                None if amount is None else whole(amount, EXPONENTS[currency], "amount"),
                None if off is None else whole(off, 2, "percent_off"),
            )
        )
    return steps


def whole(value: Decimal, decimals: int, field: str) -> int:
    """`19.90` with two decimals is 1990. Raises `Invalid` for 19.999."""
    minor = value.scaleb(decimals)
    if minor != int(minor):
        raise Invalid({field: f"{value} has more than {decimals} decimals."})
    return int(minor)
