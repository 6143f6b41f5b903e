"""Lists of articles to be bought: what somebody pasted last, and what a company calls an article."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, moment, per_tenant


class PastedList(StoreRow, table=True):
    """What a shopper pasted last and has not yet put into the cart; one a person, or a guest's browser."""

    __tablename__ = "pasted_list"
    __table_args__ = (
        per_tenant("user_id"),
        per_tenant("token_hash"),
        CheckConstraint("(user_id is null) <> (token_hash is null)", name="whose"),
    )

    user_id: str | None = Field(default=None, foreign_key="account.id")
    token_hash: str | None = None
    undo: dict[str, Any] | None = Field(
        default=None, sa_type=JSONB
    )  # the list before its last change, see `mend_pasted`
    text: str = ""  # as `domain.buying.quick_order.write_list` writes it
    updated_at: datetime = moment(default_now=True)


class ArticleAlias(StoreRow, table=True):
    """What a company calls an article that a vendor sells: its own number, or a way of writing it that was mended."""

    __tablename__ = "article_alias"
    __table_args__ = (
        per_tenant("company_id", "code"),
        belongs("company_id", "company", on_delete="CASCADE"),
        belongs("offer_id", "offer", on_delete="CASCADE"),
    )

    company_id: str
    code: str  # as `domain.catalogue.search_text.code_of` writes it
    written: str  # as its people write it
    offer_id: str
