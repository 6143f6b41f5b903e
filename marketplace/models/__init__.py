"""Every table, imported here so that the metadata is whole wherever one is used."""

from sqlalchemy import BigInteger, Integer
from sqlmodel import SQLModel

from marketplace.kit import tables
from marketplace.models import (
    acting,
    address,
    approval,
    banking,
    cart,
    catalogue,
    checkout,
    company,
    company_group,
    counter,
    customer,
    ledger,
    offer,
    order,
    order_list,
    payment,
    price_file,
    quote,
    receivable,
    region,
    requisition_list,
    returns,
    saved_card,
    search,
    shipping,
    spending,
    stock,
    stock_notice,
    tenant,
    user,
    vendor,
    vendor_day,
)

__all__ = [
    "acting",
    "address",
    "approval",
    "banking",
    "cart",
    "catalogue",
    "checkout",
    "company",
    "company_group",
    "counter",
    "customer",
    "ledger",
    "offer",
    "order",
    "order_list",
    "payment",
    "price_file",
    "quote",
    "receivable",
    "region",
    "requisition_list",
    "returns",
    "saved_card",
    "search",
    "shipping",
    "spending",
    "stock",
    "stock_notice",
    "tables",
    "tenant",
    "user",
    "vendor",
    "vendor_day",
]

# Minor units outgrow 32 bits soon: 21 million of a currency with cents. One rule for every column of money.
for _table in SQLModel.metadata.tables.values():
    for _column in _table.columns:
        if isinstance(_column.type, Integer) and _column.name.endswith(("amount", "posted_balance")):
            _column.type = BigInteger()
