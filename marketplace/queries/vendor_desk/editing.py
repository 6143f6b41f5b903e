"""One product with everything its editor shows: facts, pictures, options, variants, prices, stock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.catalogue.media import thumbnail_of
from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, amount_at
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import PRODUCT, can
from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.models.catalogue import (
    Category,
    Product,
    ProductAttribute,
    ProductImage,
    ProductOption,
    ProductOptionValue,
    Variant,
    VariantOptionValue,
)
from marketplace.models.offer import Offer, Price
from marketplace.models.stock import StockLevel
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.amounts import plain_amount, plain_percent
from marketplace.queries.formatting.options import Option


@dataclass(frozen=True)
class EditValue:
    id: str
    value: str


@dataclass(frozen=True)
class EditOption:
    id: str
    title: str
    values: tuple[EditValue, ...]


@dataclass(frozen=True)
class EditTier:
    """A step as a row of the form: `to` is empty where it is open; `kind` is `fixed` or `percentage`."""

    from_quantity: int
    to_quantity: str
    kind: str
    amount: str  # 179.55
    percent: str  # 5
    each: str  # the price that results, 179.55
    percent_off_bps: int | None


@dataclass(frozen=True)
class EditPrice:
    """The base price of a variant in one currency; `first` is empty where it is not sold."""

    currency: str
    first: str
    tiers: tuple[EditTier, ...]


@dataclass(frozen=True)
class EditVariant:
    """`stock` lies there, `reserved` of it is promised; `value_ids` in the order of the options."""

    id: str
    offer_id: str
    title: str
    sku: str
    ean: str
    status: str  # live | paused | no_stock
    values: tuple[EditValue, ...]
    min_quantity: int
    quantity_step: int
    lead_time_days: int
    allows_backorder: bool
    stock: int
    reserved: int
    is_low: bool
    prices: tuple[EditPrice, ...]


@dataclass(frozen=True)
class EditPicture:
    id: str
    url: str
    thumbnail: str
    alt: str


@dataclass(frozen=True)
class EditLine:
    label: str
    value: str
    is_facet: bool


@dataclass(frozen=True)
class EditProduct:
    """What the product page of the vendor works on; `version` goes back with every change."""

    id: str
    version: int
    handle: str
    status: str
    title: str
    subtitle: str
    description: str
    brand: str
    category_id: str
    unit: str
    points: tuple[str, ...]
    weight_grams: str
    origin_country: str
    customs_code: str
    successor_sku: str
    specification: tuple[EditLine, ...]
    pictures: tuple[EditPicture, ...]
    options: tuple[EditOption, ...]
    variants: tuple[EditVariant, ...]
    currencies: tuple[str, ...]  # the main one first
    categories: tuple[Option, ...]
    store_name: str
    store_href: str
    seo_title: str
    seo_description: str
    can_publish: bool
    can_unpublish: bool
    can_archive: bool


def get_product_for_editing(db: Session, actor: Actor, product_id: str) -> EditProduct:
    """The actor's own product. Raises `NotFound` for anybody else's, `Forbidden` without a vendor."""
    grant = vendor_grant(actor)
    product = db.exec(
        select(Product).where(
            Product.id == product_id, Product.tenant_id == grant.tenant_id, Product.vendor_id == grant.vendor_id
        )
    ).first()
    if product is None:
        raise NotFound("product", product_id)
    store = db.exec(select(Tenant).where(Tenant.id == product.tenant_id)).one()
    currencies = store.sells_in()
    options = _options(db, product)
    return EditProduct(
        id=product.id,
        version=product.version,
        handle=product.handle,
        status=product.status,
        title=product.title,
        subtitle=product.subtitle,
        description=product.description,
        brand=product.brand,
        category_id=product.category_id or "",
        unit=product.unit,
        points=tuple(product.points),
        weight_grams=str(product.weight_grams or ""),
        origin_country=product.origin_country,
        customs_code=product.customs_code,
        successor_sku=product.successor_sku,
        specification=_specification(db, product),
        pictures=_pictures(db, product),
        options=options,
        variants=_variants(db, product, options, currencies),
        currencies=currencies,
        categories=list_category_choices(db, store.id),
        store_name=store.name,
        store_href=f"/s/{store.handle}/p/{product.handle}",
        seo_title=product.seo_title,
        seo_description=product.seo_description,
        can_publish=can(PRODUCT, "publish", product.status),
        can_unpublish=can(PRODUCT, "unpublish", product.status),
        can_archive=can(PRODUCT, "archive", product.status),
    )


def list_category_choices(db: Session, tenant_id: str) -> tuple[Option, ...]:
    """Every active category of a store as `Hand tools / Torque`, in the order of the tree."""
    rows = db.exec(
        select(Category).where(Category.tenant_id == tenant_id, Category.is_active).order_by(col(Category.path))
    ).all()
    names = {row.id: row for row in rows}

    def full(row: Category) -> str:
        parent = names.get(row.parent_id or "")
        return f"{full(parent)} / {row.name}" if parent else row.name

    return tuple(sorted((Option(row.id, full(row)) for row in rows), key=lambda choice: choice.label.casefold()))


def _specification(db: Session, product: Product) -> tuple[EditLine, ...]:
    rows = db.exec(
        select(ProductAttribute)
        .where(ProductAttribute.product_id == product.id)
        .order_by(col(ProductAttribute.position))
    )
    return tuple(EditLine(row.label, row.value, row.is_facet) for row in rows)


def _pictures(db: Session, product: Product) -> tuple[EditPicture, ...]:
    rows = db.exec(
        select(ProductImage)
        .where(ProductImage.product_id == product.id)
        .order_by(col(ProductImage.position), col(ProductImage.id))
    )
    return tuple(EditPicture(row.id, row.url, thumbnail_of(row.url), row.alt) for row in rows)


def _options(db: Session, product: Product) -> tuple[EditOption, ...]:
    options = db.exec(
        select(ProductOption).where(ProductOption.product_id == product.id).order_by(col(ProductOption.position))
    ).all()
    values: dict[str, list[EditValue]] = defaultdict(list)
    rows = db.exec(
        select(ProductOptionValue)
        .where(col(ProductOptionValue.option_id).in_([option.id for option in options]))
        .order_by(col(ProductOptionValue.position))
    )
    for row in rows:
        values[row.option_id].append(EditValue(row.id, row.value))
    return tuple(EditOption(option.id, option.title, tuple(values[option.id])) for option in options)


def _variants(
    db: Session, product: Product, options: tuple[EditOption, ...], currencies: tuple[str, ...]
) -> tuple[EditVariant, ...]:
    rows = db.exec(
        select(Variant, Offer)
        .join(Offer, col(Offer.variant_id) == Variant.id)
        .where(Variant.product_id == product.id, Offer.vendor_id == product.vendor_id)
        .order_by(col(Variant.position), col(Variant.id))
    ).all()
    offer_ids = [offer.id for _, offer in rows]
    prices, stock = _prices(db, offer_ids), _stock(db, offer_ids)
    words = {value.id: value for option in options for value in option.values}
    chosen: dict[str, dict[str, str]] = defaultdict(dict)
    for link in db.exec(
        select(VariantOptionValue).where(col(VariantOptionValue.variant_id).in_([v.id for v, _ in rows]))
    ):
        chosen[link.variant_id][link.option_id] = link.value_id
    variants = []
    for variant, offer in rows:
        on_hand, reserved = stock[offer.id]
        is_out = on_hand - reserved <= 0 and not offer.allows_backorder
        mine = chosen[variant.id]
        variants.append(
            EditVariant(
                id=variant.id,
                offer_id=offer.id,
                title=variant.title,
                sku=offer.sku,
                ean=variant.ean,
                status="no_stock" if offer.status == "live" and is_out else offer.status,
                values=tuple(words[mine[option.id]] for option in options if option.id in mine),
                min_quantity=offer.min_quantity,
                quantity_step=offer.quantity_step,
                lead_time_days=offer.lead_time_days,
                allows_backorder=offer.allows_backorder,
                stock=on_hand,
                reserved=reserved,
                is_low=0 < on_hand - reserved <= 10,
                prices=tuple(_edit_price(currency, prices[offer.id, currency]) for currency in currencies),
            )
        )
    return tuple(variants)


def _prices(db: Session, offer_ids: list[str]) -> dict[tuple[str, str], list[Price]]:
    prices: dict[tuple[str, str], list[Price]] = defaultdict(list)
    rows = db.exec(
        select(Price)
        .where(col(Price.offer_id).in_(offer_ids), col(Price.price_list_id).is_(None))
        .order_by(col(Price.min_quantity))
    )
    for row in rows:
        prices[row.offer_id, row.currency].append(row)
    return prices


def _stock(db: Session, offer_ids: list[str]) -> dict[str, tuple[int, int]]:
    stock: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for level in db.exec(select(StockLevel).where(col(StockLevel.offer_id).in_(offer_ids))):
        on_hand, reserved = stock[level.offer_id]
        stock[level.offer_id] = (on_hand + level.on_hand, reserved + level.reserved)
    return stock


def _edit_price(currency: str, steps: list[Price]) -> EditPrice:
    source = PriceSource(ListKind.BASE, tuple(Step(s.min_quantity, s.amount, s.percent_off_bps) for s in steps))
    first = amount_at(source, 1, None)
    tiers = []
    for at, step in enumerate(steps):
        until = str(steps[at + 1].min_quantity - 1) if at + 1 < len(steps) else ""
        each = amount_at(source, step.min_quantity, None)
        tiers.append(
            EditTier(
                from_quantity=step.min_quantity,
                to_quantity=until,
                kind="fixed" if step.amount is not None else "percentage",
                amount=plain_amount(step.amount, currency),
                percent=plain_percent(step.percent_off_bps),
                each=plain_amount(each, currency),
                percent_off_bps=step.percent_off_bps,
            )
        )
    return EditPrice(currency, plain_amount(first, currency), tuple(tiers))
