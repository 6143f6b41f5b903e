"""The read model of lists and search: one row per product, kept by the job `search.index`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, json_field, moment, per_tenant


class SearchDocument(StoreRow, table=True):
    """What a card shows and what a list is narrowed by. `id` is the product's."""

    __tablename__ = "search_document"
    __table_args__ = (
        belongs("id", "product", on_delete="CASCADE"),
        Index("ix_search_document_words", "words", postgresql_using="gin"),
        Index("ix_search_document_facets", "facets", postgresql_using="gin"),
        Index("ix_search_document_codes", "codes", postgresql_using="gin"),
        Index("ix_search_document_rank", "tenant_id", "popularity", "id"),
        Index("ix_search_document_title", "tenant_id", "title", "id"),
        Index("ix_search_document_new", "tenant_id", "created_at", "id"),
        Index("ix_search_document_handle", "tenant_id", "handle"),
        Index(
            "ix_search_document_path",
            "tenant_id",
            "category_path",
            postgresql_ops={"category_path": "text_pattern_ops"},
        ),
    )

    handle: str
    title: str
    vendor_id: str
    vendor_ids: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    category_path: str = "/"
    words: Any = Field(default=None, sa_column=Column(TSVECTOR, nullable=False))
    codes: list[str] = Field(  # SKUs and EANs of its variants and offers, without punctuation
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    facets: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    prices: dict[str, int] = json_field()  # currency -> lowest first-step amount of the winning offer
    in_stock: bool = False
    popularity: int = 0
    card: dict[str, Any] = json_field()  # everything a card needs, money as minor units
    listing: dict[str, Any] = json_field()  # the product as programs read it, with what its prices are made of
    product_version: int = 0
    indexed_at: datetime = moment(default_now=True)
    published_at: datetime | None = moment()


class SearchWord(StoreRow, table=True):
    """The vocabulary of a store, for mending typos and for suggestions. `id` is the word itself."""

    __tablename__ = "search_word"

    frequency: int = 1


class SearchSynonym(StoreRow, table=True):
    """Who searches for `word` is shown what has `means` too: kept by the store's administrator."""

    __tablename__ = "search_synonym"
    __table_args__ = (per_tenant("word", "means"),)

    word: str  # as shoppers type it, folded: "schraube"
    means: str  # as the catalogue says it, folded: "bolt"


class SearchMiss(StoreRow, table=True):
    """A word that found nothing, and how often; never whose. `id` is the word. At most a few hundred of a store."""

    __tablename__ = "search_miss"
    __table_args__ = (CheckConstraint("times > 0", name="times"),)

    times: int = 1
    last_at: datetime = moment(default_now=True)
