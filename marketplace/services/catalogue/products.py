"""A vendor's products: made, described, published, taken back. Variants, prices and stock have modules of their own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.products import ProductFacts, SpecificationLine, facts_problems, specification_key
from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.handles import free_handle, make_handle
from marketplace.domain.lifecycle import PRODUCT, ProductStatus, VendorStatus, after
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.topics import Topic, topic_of
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Category, Product, ProductAttribute
from marketplace.models.offer import Offer
from marketplace.services.catalogue.product_access import acting_vendor, own_product, record_change
from marketplace.services.catalogue.publishing import publishing_problems
from marketplace.services.catalogue.variants import add_first_variant


@dataclass(frozen=True)
class ProductRef:
    """What was made: `version` goes into the next change."""

    id: str
    handle: str
    version: int
    variant_id: str = field(default="")


def create_product(db: Session, actor: Actor, facts: ProductFacts, *, sku: str = "") -> ProductRef:
    """A draft with one variant and this vendor's offer of it; nobody but the vendor sees it.

    Only a title is needed. An empty `sku` becomes one made of the handle. Raises `Invalid` per field,
    `Forbidden`, `Conflict` when the vendor is closed.
    """
    vendor = acting_vendor(db, actor)
    _check(db, facts)

    def is_taken(handle: str) -> bool:
        same = select(Product.id).where(Product.tenant_id == vendor.tenant_id, Product.handle == handle)
        return db.exec(same).first() is not None

    handle = free_handle(make_handle(facts.title, fallback="product"), is_taken)
    product = Product(
        id=new_id("prod"), tenant_id=vendor.tenant_id, vendor_id=vendor.id, handle=handle, title=facts.title.strip()
    )
    _describe(product, _with_successor(db, product, facts))
    db.add(product)
    db.flush()
    _write_specification(db, product, facts)
    variant = add_first_variant(db, product, sku or handle.upper()[:40], vendor)
    version = record_change(
        db, actor, product, Topic.PRODUCT_CREATED, AuditAction.PRODUCT_CREATED, after={"title": product.title}
    )
    return ProductRef(product.id, handle, version, variant.id)


def update_product(db: Session, actor: Actor, product_id: str, facts: ProductFacts, *, version: int) -> int:
    """Write what is said about the product; returns its new version, or the old one when nothing changed.

    A published product stays fit to be shown: what publishing asks for is asked for here as well.
    Raises `NotFound`, `Forbidden`, `Invalid` per field, `Conflict` when somebody else was faster.
    """
    product = own_product(db, actor, product_id, version=version)
    _check(db, facts)
    facts = _with_successor(db, product, facts)
    before, old_lines = _facts_of(product), _lines_of(db, product)
    _describe(product, facts)
    now_lines = _write_specification(db, product, facts)
    changed = [key for key, value in _facts_of(product).items() if before[key] != value]
    changed += ["specification"] if old_lines != now_lines else []
    if not changed:
        return product.version
    db.flush()
    if product.status == ProductStatus.PUBLISHED and (errors := publishing_problems(db, product)):
        raise Invalid(errors)
    now = _facts_of(product)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_UPDATED,
        changed=changed,
        before={key: before[key] for key in changed if key in before},
        after={key: now[key] for key in changed if key in now},
    )


def facts_now(db: Session, product: Product) -> ProductFacts:
    """What is said about the product, in the form that `update_product` takes."""
    lines = tuple(SpecificationLine(*line) for line in _lines_of(db, product))
    return ProductFacts(
        title=product.title,
        subtitle=product.subtitle,
        description=product.description,
        brand=product.brand,
        category_id=product.category_id or "",
        unit=product.unit,
        points=tuple(product.points),
        specification=lines,
        weight_grams=product.weight_grams,
        origin_country=product.origin_country,
        customs_code=product.customs_code,
        successor_sku=product.successor_sku,
    )


def publish_product(db: Session, actor: Actor, product_id: str, *, version: int | None = None) -> int:
    """Put the product into the store. Raises `Invalid` with a sentence per field that keeps it from being shown,
    `Conflict` while the vendor is not approved, `ActionNotPossible`, `NotFound`, `Forbidden`.
    """
    product = own_product(db, actor, product_id, version=version, permission=Permission.PRODUCT_PUBLISH)
    vendor = acting_vendor(db, actor, Permission.PRODUCT_PUBLISH)
    if vendor.status != VendorStatus.APPROVED:
        raise Conflict(f"{vendor.name} is {vendor.status}. Products can be published once the shop is open.")
    if errors := publishing_problems(db, product):
        raise Invalid(errors)
    return _move(db, actor, product, "publish", AuditAction.PRODUCT_PUBLISHED)


def unpublish_product(db: Session, actor: Actor, product_id: str, *, version: int | None = None) -> int:
    """Take the product out of the store, back to a draft. Raises as `publish_product` does."""
    product = own_product(db, actor, product_id, version=version, permission=Permission.PRODUCT_PUBLISH)
    return _move(db, actor, product, "unpublish", AuditAction.PRODUCT_UNPUBLISHED)


def archive_product(db: Session, actor: Actor, product_id: str, *, version: int | None = None) -> int:
    """Put the product away: out of the store and out of the vendor's lists. Publishing brings it back."""
    product = own_product(db, actor, product_id, version=version, permission=Permission.PRODUCT_PUBLISH)
    return _move(db, actor, product, "archive", AuditAction.PRODUCT_ARCHIVED)


def _move(db: Session, actor: Actor, product: Product, action: str, recorded: AuditAction) -> int:
    before = product.status
    product.status = after(PRODUCT, action, before)
    return record_change(
        db,
        actor,
        product,
        topic_of(recorded),
        recorded,
        changed=["status"],
        before={"status": before},
        after={"status": product.status},
    )


def _check(db: Session, facts: ProductFacts) -> None:
    errors = facts_problems(facts)
    if facts.category_id:
        known = select(Category.id).where(Category.id == facts.category_id, Category.is_active)
        if db.exec(known).first() is None:
            errors["category_id"] = "This category is no longer there. Choose another."
    if errors:
        raise Invalid(errors)


def _with_successor(db: Session, product: Product, facts: ProductFacts) -> ProductFacts:
    """The facts with the successor's SKU as it is kept. Raises `Invalid` for one that the vendor does not have, and for
    the product's own."""
    if not (wish := facts.successor_sku.strip()):
        return facts
    offers = select(Offer).where(Offer.vendor_id == product.vendor_id, func.lower(Offer.sku) == wish.lower())
    offer = db.exec(offers.where(Offer.tenant_id == product.tenant_id)).first()
    if offer is None:
        raise Invalid({"successor_sku": f"You have no article {wish}. Enter the SKU of another of yours."})
    if offer.product_id == product.id:
        raise Invalid({"successor_sku": "This is the product itself. Enter the SKU of what replaces it."})
    return replace(facts, successor_sku=offer.sku)


def _describe(product: Product, facts: ProductFacts) -> None:
    product.title, product.subtitle = facts.title.strip(), facts.subtitle.strip()
    product.description, product.brand = facts.description.strip(), facts.brand.strip()
    product.category_id, product.unit = facts.category_id or None, facts.unit.strip() or "each"
    product.points = [point.strip() for point in facts.points if point.strip()]
    product.weight_grams, product.origin_country = facts.weight_grams, facts.origin_country
    product.customs_code, product.successor_sku = facts.customs_code.strip(), facts.successor_sku.strip()


def _facts_of(product: Product) -> dict[str, object]:
    names = (
        "title",
        "subtitle",
        "description",
        "brand",
        "category_id",
        "unit",
        "points",
        "weight_grams",
        "origin_country",
        "customs_code",
        "successor_sku",
    )
    return {name: getattr(product, name) for name in names}


def _lines_of(db: Session, product: Product) -> list[tuple[str, str, bool]]:
    rows = db.exec(
        select(ProductAttribute)
        .where(ProductAttribute.product_id == product.id)
        .order_by(col(ProductAttribute.position))
    )
    return [(row.label, row.value, row.is_facet) for row in rows]


def _write_specification(db: Session, product: Product, facts: ProductFacts) -> list[tuple[str, str, bool]]:
    db.exec(delete(ProductAttribute).where(col(ProductAttribute.product_id) == product.id))
    lines = [line for line in facts.specification if line.label.strip() and line.value.strip()]
    for position, line in enumerate(lines):
        db.add(
            ProductAttribute(
                id=new_id("pat"),
                tenant_id=product.tenant_id,
                product_id=product.id,
                position=position,
                key=specification_key(line.label),
                label=line.label.strip(),
                value=line.value.strip(),
                is_facet=line.is_facet,
            )
        )
    db.flush()
    return [(line.label.strip(), line.value.strip(), line.is_facet) for line in lines]
