"""What is sold: the shared record of a product. Who sells it at which price is in `offer.py`."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.domain.lifecycle import ProductStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, per_tenant


class Category(StoreRow, table=True):
    __table_args__ = (per_tenant("handle"), belongs("parent_id", "category"))

    parent_id: str | None = None
    handle: str
    name: str
    description: str = ""
    picture: str = ""
    path: str  # handles from the root, `/tools/drills/`: a prefix finds all descendants
    position: int = 0
    is_active: bool = True


class Collection(StoreRow, table=True):
    __table_args__ = (per_tenant("handle"),)

    handle: str
    title: str


class Product(StoreRow, table=True):
    __table_args__ = (
        per_tenant("handle"),
        belongs("vendor_id", "vendor"),
        belongs("category_id", "category"),
        belongs("collection_id", "collection"),
        CheckConstraint(f"status in ({','.join(repr(s.value) for s in ProductStatus)})", name="status"),
        Index("ix_product_tenant_vendor", "tenant_id", "vendor_id"),
        Index("ix_product_tenant_category", "tenant_id", "category_id"),
        Index("ix_product_replaced", "tenant_id", "vendor_id", postgresql_where=text("successor_sku <> ''")),
    )

    vendor_id: str  # who created the record
    category_id: str | None = None
    collection_id: str | None = None
    handle: str
    title: str
    subtitle: str = ""  # the one deciding specification
    description: str = ""
    brand: str = ""
    points: list[str] = json_field(list)  # selling points, at most five
    unit: str = "each"
    weight_grams: int | None = None
    origin_country: str = ""
    customs_code: str = ""
    successor_sku: str = ""  # of its vendor, what takes its place once it is no longer sold
    status: str = ProductStatus.DRAFT
    thumbnail: str = ""
    seo_title: str = ""
    seo_description: str = ""
    meta: dict[str, Any] = json_field()
    version: int = 0  # raised by every change of it, its offers, prices and stock


class ProductOption(StoreRow, table=True):
    __tablename__ = "product_option"
    __table_args__ = (per_tenant("product_id", "title"), belongs("product_id", "product", on_delete="CASCADE"))

    product_id: str
    title: str
    position: int = 0


class ProductOptionValue(StoreRow, table=True):
    __tablename__ = "product_option_value"
    __table_args__ = (per_tenant("option_id", "value"), belongs("option_id", "product_option", on_delete="CASCADE"))

    option_id: str
    value: str
    position: int = 0


class Variant(StoreRow, table=True):
    __table_args__ = (
        belongs("product_id", "product", on_delete="CASCADE"),
        Index("ix_variant_tenant_product", "tenant_id", "product_id"),
    )

    product_id: str
    title: str
    sku: str
    ean: str = ""
    position: int = 0


class VariantOptionValue(StoreRow, table=True):
    """Which value of each option a variant stands for."""

    __tablename__ = "variant_option_value"
    __table_args__ = (
        per_tenant("variant_id", "option_id"),
        belongs("variant_id", "variant", on_delete="CASCADE"),
        belongs("option_id", "product_option", on_delete="CASCADE"),
        belongs("value_id", "product_option_value", on_delete="CASCADE"),
    )

    variant_id: str
    option_id: str
    value_id: str


class ProductImage(StoreRow, table=True):
    __tablename__ = "product_image"
    __table_args__ = (
        belongs("product_id", "product", on_delete="CASCADE"),
        Index("ix_product_image_tenant_product", "tenant_id", "product_id"),
    )

    product_id: str
    url: str
    alt: str = ""
    position: int = 0


class ProductAttribute(StoreRow, table=True):
    """A line of the specification; a facet when shoppers may narrow a list by it."""

    __tablename__ = "product_attribute"
    __table_args__ = (
        per_tenant("product_id", "key"),
        belongs("product_id", "product", on_delete="CASCADE"),
        Index("ix_product_attribute_key", "tenant_id", "key"),
    )

    product_id: str
    key: str
    label: str
    value: str
    is_facet: bool = False
    position: int = 0


class MediaFile(StoreRow, table=True):
    """An uploaded picture, re-encoded by us; `path` is below the media folder."""

    __tablename__ = "media_file"
    __table_args__ = (belongs("vendor_id", "vendor"), Index("ix_media_file_vendor", "tenant_id", "vendor_id"))

    vendor_id: str | None = None
    path: str = Field(unique=True)
    content_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str
