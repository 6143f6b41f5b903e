"""Everything that was changed on the product page, saved at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.catalogue.tiers import TierInput
from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import Actor
from marketplace.services.catalogue.prices import set_prices, set_quantity_rules
from marketplace.services.catalogue.products import update_product
from marketplace.services.catalogue.stocking import count_stock
from marketplace.services.catalogue.variants import change_sku


@dataclass(frozen=True)
class VariantChange:
    """What was changed about one variant; None leaves a part as it is.

    `prices` maps a currency to its steps (none: not sold in it); `stock` is what was counted and what was seen.
    """

    variant_id: str
    sku: str | None = None
    ean: str = ""
    min_quantity: int = 1
    quantity_step: int = 1
    lead_time_days: int = 0
    allows_backorder: bool = False
    is_paused: bool = False
    rules_changed: bool = False
    prices: Mapping[str, Sequence[TierInput]] = field(default_factory=dict)
    stock: tuple[int, int] | None = None


@dataclass(frozen=True)
class ProductEdit:
    """One press of Save: the facts when they were changed, and the variants that were."""

    facts: ProductFacts | None = None
    variants: tuple[VariantChange, ...] = ()


def save_product(db: Session, actor: Actor, product_id: str, edit: ProductEdit, *, version: int) -> int:
    """Write the whole edit in this transaction; returns the product's new version.

    The version that the person was shown is checked before the first part, so that two tabs never mix their
    changes. Raises `Invalid` with the messages of every part that could not be kept (steps as
    `tier-<row>.<variant>.<currency>`), `Conflict`, `NotFound`, `Forbidden`; the caller's transaction is undone.
    """
    problems: dict[str, str] = {}
    for part in _parts(db, actor, product_id, edit):
        try:
            version = part(version)
        except Invalid as error:
            problems.update(error.fields)
    if problems:
        raise Invalid(problems)
    return version


def _parts(db: Session, actor: Actor, product_id: str, edit: ProductEdit) -> list[Callable[[int], int]]:
    parts: list[Callable[[int], int]] = []
    facts = edit.facts
    if facts is not None:
        parts.append(lambda v: update_product(db, actor, product_id, facts, version=v))
    for change in edit.variants:
        parts.extend(_variant_parts(db, actor, product_id, change))
    return parts


def _variant_parts(db: Session, actor: Actor, product_id: str, c: VariantChange) -> list[Callable[[int], int]]:
    parts: list[Callable[[int], int]] = []
    if (sku := c.sku) is not None:
        parts.append(lambda v: change_sku(db, actor, product_id, c.variant_id, sku=sku, ean=c.ean, version=v))
    for currency, tiers in c.prices.items():
        parts.append(_priced(db, actor, product_id, variant_id=c.variant_id, currency=currency, tiers=tiers))
    if c.rules_changed:
        parts.append(
            lambda v: set_quantity_rules(
                db,
                actor,
                product_id,
                c.variant_id,
                min_quantity=c.min_quantity,
                quantity_step=c.quantity_step,
                lead_time_days=c.lead_time_days,
                allows_backorder=c.allows_backorder,
                is_paused=c.is_paused,
                version=v,
            )
        )
    if (stock := c.stock) is not None:
        parts.append(
            lambda v: count_stock(db, actor, product_id, c.variant_id, counted=stock[0], seen=stock[1], version=v)
        )
    return parts


def _priced(
    db: Session, actor: Actor, product_id: str, variant_id: str, currency: str, tiers: Sequence[TierInput]
) -> Callable[[int], int]:
    def write(version: int) -> int:
        try:
            return set_prices(
                db, actor, product_id, variant_id=variant_id, currency=currency, tiers=tiers, version=version
            )
        except Invalid as error:
            raise Invalid(
                {
                    f"{field}.{variant_id}.{currency}" if field.startswith("tier-") else field: sentence
                    for field, sentence in error.fields.items()
                }
            ) from None

    return write
