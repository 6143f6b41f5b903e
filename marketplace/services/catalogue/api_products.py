"""Products as programs write them: a whole product in one call, or the parts of it that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.errors import Invalid
from marketplace.domain.lifecycle import OfferStatus, ProductStatus
from marketplace.domain.permissions import Actor
from marketplace.models.catalogue import Product, ProductOption, Variant
from marketplace.models.offer import Offer
from marketplace.models.stock import StockLevel
from marketplace.services.catalogue.product_access import own_offer, own_product
from marketplace.services.catalogue.product_editing import ProductEdit, VariantChange, save_product
from marketplace.services.catalogue.products import (
    archive_product,
    create_product,
    facts_now,
    publish_product,
    unpublish_product,
)
from marketplace.services.catalogue.variants import add_option, add_variant

_MOVES = {
    ProductStatus.PUBLISHED: publish_product,
    ProductStatus.DRAFT: unpublish_product,
    ProductStatus.ARCHIVED: archive_product,
}


@dataclass(frozen=True)
class VariantGiven:
    """What a program says about a variant; None leaves a part as it is.

    `options` is the value of each option by the option's title; `prices` are the steps by currency; `stock` is
    what lies there now. Without `variant_id` the only variant of a product is meant.
    """

    variant_id: str = ""
    sku: str | None = None
    ean: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, Sequence[TierInput]] = field(default_factory=dict)
    stock: int | None = None
    min_quantity: int | None = None
    quantity_step: int | None = None
    lead_time_days: int | None = None
    allows_backorder: bool | None = None
    is_paused: bool | None = None


def make_product(
    db: Session,
    actor: Actor,
    facts: ProductFacts,
    options: Sequence[str],
    variants: Sequence[VariantGiven],
    *,
    status: str = ProductStatus.DRAFT,
) -> str:
    """A new product of the actor's vendor with its options, variants, prices and stock; returns its id.

    Without `variants` it has one, without price. Raises `Invalid` per field (as the services of each part do, and
    for `options` that a variant leaves open), `Conflict`, `Forbidden`.
    """
    options = [_plain(title) for title in options]
    given = [replace(one, options={_plain(k): v for k, v in one.options.items()}) for one in variants] or [
        VariantGiven()
    ]
    if missing := sorted({title for title in options for one in given if not one.options.get(title)}):
        raise Invalid({"options": f"Say which {', '.join(missing)} each variant is."})
    if not options and len(given) > 1:
        raise Invalid({"options": "Say in which options the variants differ."})
    made = create_product(db, actor, facts, sku=given[0].sku or "")
    for title in options:
        add_option(db, actor, made.id, title=title, first_value=given[0].options[title])
    keys = [made.variant_id]
    titles = _option_ids(db, made.id)
    for number, one in enumerate(given[1:], start=2):
        values = {titles[title]: one.options[title] for title in options}
        sku = one.sku or f"{made.handle.upper()[:40]}-{number}"
        keys.append(add_variant(db, actor, made.id, values=values, sku=sku)[0])
    named = [replace(one, variant_id=key, sku=None) for key, one in zip(keys, given, strict=True)]
    change_product(db, actor, made.id, {}, named, status=status)
    return made.id


def change_product(
    db: Session,
    actor: Actor,
    product_id: str,
    facts: Mapping[str, Any],
    variants: Sequence[VariantGiven],
    *,
    status: str | None = None,
    version: int | None = None,
) -> None:
    """Change what is named in `facts` (fields of `ProductFacts`) and `variants`, then move the product to `status`.

    With `version` only a product that nobody has changed since. Raises `NotFound`, `Forbidden`, `Conflict`,
    `ActionNotPossible`, `Invalid` per field.
    """
    product = own_product(db, actor, product_id, version=version)
    changes = tuple(_change(db, product, one) for one in variants)
    wanted = replace(facts_now(db, product), **facts) if facts else None
    save_product(db, actor, product_id, ProductEdit(wanted, changes), version=product.version)
    if status is not None and status != product.status:
        _MOVES[ProductStatus(status)](db, actor, product_id)


def _change(db: Session, product: Product, given: VariantGiven) -> VariantChange:
    variant = _variant(db, product, given.variant_id)
    offer = own_offer(db, product, variant.id)
    rules = (given.min_quantity, given.quantity_step, given.lead_time_days, given.allows_backorder, given.is_paused)

    def kept(new: Any, old: Any) -> Any:
        return old if new is None else new

    named = given.sku is not None or given.ean is not None
    return VariantChange(
        variant.id,
        sku=kept(given.sku, offer.sku) if named else None,
        ean=kept(given.ean, variant.ean),
        min_quantity=kept(given.min_quantity, offer.min_quantity),
        quantity_step=kept(given.quantity_step, offer.quantity_step),
        lead_time_days=kept(given.lead_time_days, offer.lead_time_days),
        allows_backorder=kept(given.allows_backorder, offer.allows_backorder),
        is_paused=kept(given.is_paused, offer.status == OfferStatus.PAUSED),
        rules_changed=any(rule is not None for rule in rules),
        prices=given.prices,
        stock=None if given.stock is None else (given.stock, _on_hand(db, offer)),
    )


def _variant(db: Session, product: Product, variant_id: str) -> Variant:
    variant_rows = db.exec(
        select(Variant).where(Variant.product_id == product.id, Variant.tenant_id == product.tenant_id)
    )
    variants = {variant.id: variant for variant in variant_rows}
    if variant_id in variants:
        return variants[variant_id]
    if not variant_id and len(variants) == 1:
        return next(iter(variants.values()))
    raise Invalid({"variants": f"{variant_id or 'Without an id it'} is not a variant of this product."})


def _on_hand(db: Session, offer: Offer) -> int:
    """Counted under the product's lock; a sale in between is a difference that `count_stock` keeps."""
    summed = select(func.coalesce(func.sum(StockLevel.on_hand), 0)).where(
        StockLevel.offer_id == offer.id, StockLevel.tenant_id == offer.tenant_id
    )
    return int(db.exec(summed).one())


def _plain(title: str) -> str:
    return " ".join(title.split())


def _option_ids(db: Session, product_id: str) -> dict[str, str]:
    rows = db.exec(select(ProductOption.title, ProductOption.id).where(col(ProductOption.product_id) == product_id))
    return dict(rows.all())
