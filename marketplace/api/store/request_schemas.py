"""What clients send to carts: strict, so that a field we do not know is refused and not lost."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from marketplace.domain.buying.addresses import AddressInput
from marketplace.services.buying.api_carts import AddressGiven

Text = Annotated[str, Field(max_length=200)]
Meta = dict[str, Any]
_OURS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company",
    "address_1": "line1",
    "address_2": "line2",
    "city": "city",
    "province": "province",
    "postal_code": "postal_code",
    "country_code": "country",
    "phone": "phone",
}


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AddressBody(Body):
    """An address. `country_code` is ISO 3166-1 alpha-2."""

    first_name: Text | None = None
    last_name: Text | None = None
    company: Text | None = None
    address_1: Text | None = None
    address_2: Text | None = None
    city: Text | None = None
    province: Text | None = None
    postal_code: Text | None = None
    country_code: Annotated[str, Field(max_length=2)] | None = None
    phone: Text | None = None
    metadata: Meta | None = None

    def parts(self) -> dict[str, str]:
        """What was given, in our own words; null empties a part."""
        given = {name: getattr(self, name) or "" for name in self.model_fields_set & _OURS.keys()}
        return {_OURS[name]: value.upper() if name == "country_code" else value for name, value in given.items()}

    def given(self) -> AddressInput:
        """The whole address."""
        return AddressInput(**self.parts())


class LineBody(Body):
    """Without `offer_id` the winning offer of the variant is taken: in stock, then the price, then the day."""

    variant_id: Text
    quantity: Annotated[int, Field(gt=0, le=100_000)]
    offer_id: Text | None = None
    metadata: Meta | None = None

    @property
    def pinned(self) -> str:
        """The offer that was asked for by name, here or in the metadata; empty for the winning one."""
        return self.offer_id or str((self.metadata or {}).get("offer_id") or "")


class LinesBody(Body):
    line_items: Annotated[list[LineBody], Field(min_length=1, max_length=200)]


class LineChange(Body):
    """A quantity of 0 takes the line out."""

    quantity: Annotated[int, Field(ge=0, le=100_000)]
    metadata: Meta | None = None


class CartBody(Body):
    email: Annotated[str, Field(max_length=254)] | None = None
    region_id: Text | None = None
    shipping_address: AddressBody | Text | None = None
    billing_address: AddressBody | Text | None = None
    promo_codes: Annotated[list[Text], Field(max_length=20)] | None = None
    metadata: Meta | None = None
    locale: Annotated[str, Field(max_length=35)] | None = None


class NewCart(CartBody):
    currency_code: Annotated[str, Field(max_length=3)] | None = None
    sales_channel_id: Text | None = None
    items: Annotated[list[LineBody], Field(max_length=200)] = []


class Codes(Body):
    promo_codes: Annotated[list[Text], Field(max_length=20)]


class MethodBody(Body):
    option_id: Text
    data: dict[str, Any] | None = None


class CalculateBody(Body):
    cart_id: Text
    data: dict[str, Any] | None = None


class CollectionBody(Body):
    cart_id: Text


class SessionBody(Body):
    """`data` is for the provider: the sandbox's card is chosen by `{"card": "4242"}`."""

    provider_id: Text
    data: dict[str, Any] | None = None


def given(address: AddressBody | str | None) -> AddressGiven | None:
    """An address of a body as the services take it."""
    return address.given() if isinstance(address, AddressBody) else address
