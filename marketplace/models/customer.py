"""A person as one store knows them; who they are and how they sign in is in `user.py`."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from marketplace.kit.columns import StoreRow, json_field, moment, per_tenant


class Customer(StoreRow, table=True):
    __table_args__ = (per_tenant("user_id"),)

    user_id: str = Field(foreign_key="account.id", index=True)
    company_name: str = ""
    phone: str = ""
    meta: dict[str, Any] = json_field()
    updated_at: datetime = moment(default_now=True)
