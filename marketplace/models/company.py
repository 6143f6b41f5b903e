"""A company buys: locations, and the people who order for them."""

from sqlmodel import Field

from marketplace.domain.lifecycle import CompanyStatus
from marketplace.kit.columns import StoreRow, belongs, per_tenant


class Company(StoreRow, table=True):
    __table_args__ = (per_tenant("handle"),)

    handle: str
    name: str
    tax_id: str = ""
    status: str = CompanyStatus.PENDING
    time_zone: str = "Europe/Berlin"


class CompanyLocation(StoreRow, table=True):
    """Terms, price lists, tax exemption and addresses hang here."""

    __tablename__ = "company_location"
    __table_args__ = (belongs("company_id", "company"),)

    company_id: str
    name: str
    country: str
    city: str = ""
    net_days: int | None = None
    credit_limit_amount: int | None = None  # minor units of `currency`
    currency: str = "EUR"


class CompanyContact(StoreRow, table=True):
    __tablename__ = "company_contact"
    __table_args__ = (per_tenant("location_id", "user_id"), belongs("location_id", "company_location"))

    location_id: str
    user_id: str = Field(foreign_key="account.id")
    role: str  # buyer | approver | admin | viewer
    spending_limit_amount: int | None = None  # minor units, empty: unlimited
    limit_period: str = "month"
