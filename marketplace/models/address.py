"""The address book of a person in one store."""

from sqlalchemy import Index, text
from sqlmodel import Field

from marketplace.kit.columns import StoreRow


class Address(StoreRow, table=True):
    """One address; `country` is ISO 3166-1 alpha-2."""

    __table_args__ = tuple(
        Index(f"uq_address_{name}", "tenant_id", "user_id", unique=True, postgresql_where=text(f"is_{name}"))
        for name in ("default_shipping", "default_billing")
    )

    user_id: str = Field(foreign_key="account.id", index=True)
    label: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    line1: str
    line2: str = ""
    postal_code: str = ""
    city: str
    province: str = ""
    country: str = Field(max_length=2)
    phone: str = ""
    is_default_shipping: bool = False
    is_default_billing: bool = False
