"""Lists of what is bought again and again, and carts that were put aside: kept by name, and not emptied by buying."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from marketplace.domain.buying.requisition_lists import Kind
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, one_of


class RequisitionList(StoreRow, table=True):
    """A list of one author; of a company where they buy for one, whose people see it once it is shared."""

    __tablename__ = "requisition_list"
    __table_args__ = (
        belongs("company_id", "company", on_delete="CASCADE"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint("company_id is not null or not is_shared", name="shared"),
        Index("ix_requisition_list_author", "tenant_id", "user_id"),
        Index("ix_requisition_list_company", "tenant_id", "company_id"),
    )

    user_id: str = Field(foreign_key="account.id")
    company_id: str | None = None
    name: str
    kind: str = Kind.LIST
    is_shared: bool = False
    region_id: str | None = None  # of a cart: where its prices were seen
    updated_at: datetime = moment(default_now=True)


class RequisitionLine(StoreRow, table=True):
    """So many pieces of an offer. Its name is kept: an offer that is gone is still told by it."""

    __tablename__ = "requisition_line"
    __table_args__ = (
        belongs("list_id", "requisition_list", on_delete="CASCADE"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_requisition_line_list", "tenant_id", "list_id"),
    )

    list_id: str
    offer_id: str  # no foreign key: what a vendor takes away is named, not lost
    sku: str
    title: str
    quantity: int
    note: str = ""
    seen_unit_amount: int | None = None  # of a cart: what its shopper saw last, minor units
    meta: dict[str, Any] = json_field()  # as of the cart's line
