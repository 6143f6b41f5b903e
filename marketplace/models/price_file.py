"""A file of prices for a list: checked first, stored when a person says so, whole or not at all."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from marketplace.domain.lifecycle import PriceFileStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, moment


class PriceFile(StoreRow, table=True):
    __tablename__ = "price_file"
    __table_args__ = (
        belongs("price_list_id", "price_list", on_delete="CASCADE"),
        Index("ix_price_file_list", "tenant_id", "price_list_id", "created_at"),
    )

    price_list_id: str
    name: str
    content: str  # as it came, until it is applied or discarded
    status: str = PriceFileStatus.CHECKING
    line_count: int = 0
    done_count: int = 0  # lines looked at, then offers written: how far it is
    offer_count: int = 0
    problem_count: int = 0
    problems: list[Any] = json_field(list)  # the first of them: line, SKU, sentence
    changed_count: int | None = None  # offers that the file gives another price; none of a file that was checked before
    changes: list[Any] = json_field(list)  # the first of them: SKU, title, from how many, minor units now and then
    by_user_id: str = Field(foreign_key="account.id")
    by_name: str = ""
    finished_at: datetime | None = moment()
