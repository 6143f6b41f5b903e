"""The accounts that vendors are paid from and buyers pay to, and the files that told a bank so."""

from datetime import date

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from marketplace.kit.columns import Row, StoreRow, per_tenant


class PayerAccount(Row, table=True):
    """Pays a store's vendors; the platform's (no store) pays for every store that has none of its own."""

    __tablename__ = "payer_account"
    __table_args__ = (
        Index("uq_payer_account_tenant_id", "tenant_id", unique=True, postgresql_nulls_not_distinct=True),
    )

    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    name: str
    iban: str
    bic: str
    street: str = ""
    postal_code: str = ""
    town: str
    country: str = Field(max_length=2)


class ReceivingAccount(StoreRow, table=True):
    """Where buyers of a store send what they owe in one currency by bank transfer."""

    __tablename__ = "receiving_account"
    __table_args__ = (per_tenant("currency"),)

    currency: str = Field(max_length=3)
    name: str
    iban: str
    bic: str


class BankFile(Row, table=True):
    """A file as the bank was given it: made once, the same bytes at every download. Its id is its name."""

    __tablename__ = "bank_file"

    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")  # None: it pays vendors of several stores
    execute_on: date
    transfers: int
    xml: bytes = Field(sa_type=LargeBinary)
    csv: bytes = Field(sa_type=LargeBinary)
