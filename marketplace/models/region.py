"""Where a store sells: a currency, its countries, and the tax that is charged there."""

from sqlmodel import Field

from marketplace.domain.stores.taxes import TaxCategory
from marketplace.kit.columns import StoreRow, belongs, per_tenant


class Region(StoreRow, table=True):
    __table_args__ = (per_tenant("name"),)

    name: str
    currency: str
    tax_inclusive: bool = False
    position: int = 0


class RegionCountry(StoreRow, table=True):
    __tablename__ = "region_country"
    __table_args__ = (per_tenant("country"), belongs("region_id", "region", on_delete="CASCADE"))

    region_id: str
    country: str = Field(max_length=2)  # ISO 3166-1 alpha-2, upper case


class TaxRate(StoreRow, table=True):
    __tablename__ = "tax_rate"
    __table_args__ = (
        per_tenant("region_id", "category_id"),
        belongs("region_id", "region", on_delete="CASCADE"),
        belongs("category_id", "category"),
    )

    region_id: str
    category_id: str | None = None  # empty: the rate of everything without a rate of its own
    name: str
    rate_bps: int
    tax_category: str = TaxCategory.STANDARD
    reason: str = ""  # why the rate is 0, as invoices say it, and the code of its list
    reason_code: str = ""
