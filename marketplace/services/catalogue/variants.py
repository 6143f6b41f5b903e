"""Options and variants of a product: drive and range, and the combinations that exist."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.products import MAX_OPTIONS, MAX_VARIANTS, sku_problem
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product, ProductOption, ProductOptionValue, Variant, VariantOptionValue
from marketplace.models.offer import Offer
from marketplace.models.order import OrderLine
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.product_access import acting_vendor, own_offer, own_product, record_change

PLAIN_TITLE = "Standard"


def add_first_variant(db: Session, product: Product, sku: str, vendor: Vendor) -> Variant:
    """The one variant of a product without options, with its offer; a taken SKU gets a number behind it."""
    wanted, number = sku.strip()[:44], 1
    while _sku_owner(db, product, wanted):
        number += 1
        wanted = f"{sku.strip()[:44]}-{number}"
    if problem := sku_problem(wanted):
        raise Invalid({"sku": problem})
    return _insert(db, product, wanted, PLAIN_TITLE, position=0, lead_time_days=vendor.lead_time_days)


def add_option(
    db: Session, actor: Actor, product_id: str, *, title: str, first_value: str, version: int | None = None
) -> int:
    """Add a way in which the variants differ; those that exist take `first_value`. Returns the new version.

    Raises `Invalid` for `option_title` or `option_value`, `NotFound`, `Forbidden`, `Conflict`.
    """
    product = own_product(db, actor, product_id, version=version)
    options = _options(db, product)
    cleaned = _name(title, "option_title")
    if len(options) >= MAX_OPTIONS:
        raise Invalid({"option_title": f"A product has at most {MAX_OPTIONS} options."})
    if any(option.title.casefold() == cleaned.casefold() for option in options):
        raise Invalid({"option_title": f"“{cleaned}” is there already."})
    option = ProductOption(
        id=new_id("opt"), tenant_id=product.tenant_id, product_id=product.id, title=cleaned, position=len(options)
    )
    db.add(option)
    db.flush()
    value = _value(db, product, option.id, _name(first_value, "option_value"))
    for variant in _variants(db, product):
        _link(db, product, variant.id, option.id, value.id)
    _retitle(db, product)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_OPTION_ADDED,
        changed=["options"],
        after={"option": cleaned},
    )


def remove_option(db: Session, actor: Actor, product_id: str, option_id: str, *, version: int | None = None) -> int:
    """Take an option away. Raises `Conflict` when two variants could then no longer be told apart."""
    product = own_product(db, actor, product_id, version=version)
    option = _option(db, product, option_id)
    rests = [
        frozenset(item for item in combination.items() if item[0] != option.id)
        for combination in _combinations(db, product).values()
    ]
    if len(set(rests)) != len(rests):
        raise Conflict(f"Without “{option.title}” some variants would be the same. Remove those first.")
    db.delete(option)
    db.flush()
    _retitle(db, product)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_OPTION_REMOVED,
        changed=["options"],
        before={"option": option.title},
    )


def add_variant(
    db: Session, actor: Actor, product_id: str, *, values: Mapping[str, str], sku: str, version: int | None = None
) -> tuple[str, int]:
    """A new combination: option id -> value as text (a new value is made). Returns its id and the new version.

    Raises `Invalid` for `sku`, for `value.<option id>` or for `variants` when the combination exists.
    """
    product = own_product(db, actor, product_id, version=version)
    vendor = acting_vendor(db, actor)
    options, existing = _options(db, product), _combinations(db, product)
    if not options:
        raise Conflict("Add an option first: it says how the variants differ.")
    if len(existing) >= MAX_VARIANTS:
        raise Invalid({"variants": f"A product has at most {MAX_VARIANTS} variants."})
    chosen = {o.id: _value(db, product, o.id, _name(values.get(o.id, ""), f"value.{o.id}")).id for o in options}
    if chosen in existing.values():
        raise Invalid({"variants": "This combination is there already."})
    _refuse_sku(db, product, sku, "sku")
    variant = _insert(db, product, sku.strip(), "", position=len(existing), lead_time_days=vendor.lead_time_days)
    for option_id, value_id in chosen.items():
        _link(db, product, variant.id, option_id, value_id)
    _retitle(db, product)
    new_version = record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_VARIANT_ADDED,
        changed=["variants"],
        after={"variant": variant.title, "sku": variant.sku},
    )
    return variant.id, new_version


def change_sku(
    db: Session, actor: Actor, product_id: str, variant_id: str, *, sku: str, ean: str = "", version: int | None = None
) -> int:
    """Give a variant another article number, unique within the vendor. Raises `Invalid` for `sku.<variant id>`."""
    product = own_product(db, actor, product_id, version=version)
    offer, variant = own_offer(db, product, variant_id), _variant(db, product, variant_id)
    if offer.sku == sku.strip() and variant.ean == ean.strip():
        return product.version
    if offer.sku != sku.strip():
        _refuse_sku(db, product, sku, f"sku.{variant_id}")
    if ean.strip() and not (ean.strip().isascii() and ean.strip().isdigit() and len(ean.strip()) in (8, 12, 13, 14)):
        raise Invalid({f"ean.{variant_id}": "An EAN or GTIN has 8, 12, 13 or 14 digits."})
    before = {"sku": variant.sku, "ean": variant.ean}
    replaced = update(Product).where(
        col(Product.tenant_id) == product.tenant_id,
        col(Product.vendor_id) == product.vendor_id,
        col(Product.successor_sku) == offer.sku,
    )
    db.connection().execute(replaced.values(successor_sku=sku.strip()))  # what it replaces still names it
    offer.sku = variant.sku = sku.strip()
    variant.ean = ean.strip()
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_VARIANT_CHANGED,
        changed=["variants"],
        before=before,
        after={"sku": variant.sku, "ean": variant.ean},
    )


def remove_variant(db: Session, actor: Actor, product_id: str, variant_id: str, *, version: int | None = None) -> int:
    """Take a variant away with its prices and stock. Raises `Conflict` for the last one, and for one that was
    ordered: that one can be paused.
    """
    product = own_product(db, actor, product_id, version=version)
    variant, offer = _variant(db, product, variant_id), own_offer(db, product, variant_id)
    if len(_variants(db, product)) == 1:
        raise Conflict("A product keeps one variant at least. Archive the product instead.")
    if db.exec(select(OrderLine.id).where(OrderLine.offer_id == offer.id)).first():
        raise Conflict(f"{variant.title} was ordered before, so it stays for the records. Pause it instead.")
    db.delete(variant)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_VARIANT_REMOVED,
        changed=["variants"],
        before={"variant": variant.title, "sku": variant.sku},
    )


def _insert(db: Session, product: Product, sku: str, title: str, *, position: int, lead_time_days: int) -> Variant:
    variant = Variant(
        id=new_id("var"), tenant_id=product.tenant_id, product_id=product.id, title=title, sku=sku, position=position
    )
    db.add(variant)
    db.flush()
    db.add(
        Offer(
            id=new_id("off"),
            tenant_id=product.tenant_id,
            product_id=product.id,
            variant_id=variant.id,
            vendor_id=product.vendor_id,
            sku=sku,
            lead_time_days=lead_time_days,
        )
    )
    db.flush()
    return variant


def _sku_owner(db: Session, product: Product, sku: str) -> str | None:
    return db.exec(
        select(Product.title)
        .join(Offer, col(Offer.product_id) == Product.id)
        .where(Offer.vendor_id == product.vendor_id, Offer.tenant_id == product.tenant_id, Offer.sku == sku)
    ).first()


def _refuse_sku(db: Session, product: Product, sku: str, field: str) -> None:
    if problem := sku_problem(sku):
        raise Invalid({field: problem})
    if owner := _sku_owner(db, product, sku.strip()):
        raise Invalid({field: f"You use {sku.strip()} for {owner} already."})


def _options(db: Session, product: Product) -> list[ProductOption]:
    rows = select(ProductOption).where(ProductOption.product_id == product.id)
    return list(db.exec(rows.order_by(col(ProductOption.position), col(ProductOption.id))))


def _option(db: Session, product: Product, option_id: str) -> ProductOption:
    option = next((option for option in _options(db, product) if option.id == option_id), None)
    if option is None:
        raise NotFound("option", option_id)
    return option


def _variants(db: Session, product: Product) -> list[Variant]:
    rows = select(Variant).where(Variant.product_id == product.id)
    return list(db.exec(rows.order_by(col(Variant.position), col(Variant.id))))


def _variant(db: Session, product: Product, variant_id: str) -> Variant:
    variant = next((variant for variant in _variants(db, product) if variant.id == variant_id), None)
    if variant is None:
        raise NotFound("variant", variant_id)
    return variant


def _value(db: Session, product: Product, option_id: str, value: str) -> ProductOptionValue:
    same = select(ProductOptionValue).where(
        ProductOptionValue.option_id == option_id, ProductOptionValue.value == value
    )
    if row := db.exec(same).first():
        return row
    count = db.exec(select(func.count()).where(ProductOptionValue.option_id == option_id)).one()
    row = ProductOptionValue(
        id=new_id("opv"), tenant_id=product.tenant_id, option_id=option_id, value=value, position=count
    )
    db.add(row)
    db.flush()
    return row


def _link(db: Session, product: Product, variant_id: str, option_id: str, value_id: str) -> None:
    db.add(
        VariantOptionValue(
            id=new_id("vov"), tenant_id=product.tenant_id, variant_id=variant_id, option_id=option_id, value_id=value_id
        )
    )
    db.flush()


def _combinations(db: Session, product: Product) -> dict[str, dict[str, str]]:
    """Variant id -> option id -> value id, in the order of the variants."""
    combinations: dict[str, dict[str, str]] = {variant.id: {} for variant in _variants(db, product)}
    for row in db.exec(select(VariantOptionValue).where(col(VariantOptionValue.variant_id).in_(combinations))):
        combinations[row.variant_id][row.option_id] = row.value_id
    return combinations


def _retitle(db: Session, product: Product) -> None:
    """A variant is called by its values, in the order of the options: `1/2 in / 40 to 200 Nm`."""
    option_ids = [option.id for option in _options(db, product)]
    words = dict(
        db.exec(
            select(ProductOptionValue.id, ProductOptionValue.value).where(
                col(ProductOptionValue.option_id).in_(option_ids)
            )
        ).all()
    )
    combinations = _combinations(db, product)
    for variant in _variants(db, product):
        mine = combinations[variant.id]
        variant.title = " / ".join(words[mine[o]] for o in option_ids if o in mine) or PLAIN_TITLE
    db.flush()


def _name(text: str, field: str) -> str:
    cleaned = " ".join(text.split())
    if not 1 <= len(cleaned) <= 60:
        raise Invalid({field: "Enter 1 to 60 characters."})
    return cleaned
