"""A tenant is a branded store on the platform."""

from typing import Any

from sqlmodel import Field

from marketplace.kit.columns import Row, json_field, json_of
from marketplace.models.store_settings import StoreSettings


class Tenant(Row, table=True):
    """`brand` holds typed tokens (colours, radius, display face, logo, motif); `settings` the rest of the switches."""

    handle: str = Field(unique=True)
    name: str
    kind: str = "marketplace"
    is_active: bool = False
    parent_id: str | None = Field(default=None, foreign_key="tenant.id")
    domain: str | None = Field(default=None, unique=True)
    default_currency: str
    default_locale: str = "en"
    currencies: list[str] = json_field(list)
    access_posture: str = "open"  # open | prices_after_login | login_required
    brand: dict[str, Any] = json_field()
    settings: StoreSettings = json_of(StoreSettings, default=True)
    content_version: int = 0  # raised by every change that a cached page of this store may show
    terms_version: int = 0  # raised by the database when regions, taxes, categories or price lists change
    search_version: int = 0  # raised when what its search words mean changes

    def sells_in(self) -> tuple[str, ...]:
        """Every currency of the store, its main one first."""
        return (self.default_currency, *(c for c in self.currencies if c != self.default_currency))
