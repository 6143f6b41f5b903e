"""Base prices with their volume steps, and the quantities an offer is sold in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.tiers import MOST_PIECES, MOST_STEPS, TierInput, steps_of
from marketplace.domain.errors import Invalid
from marketplace.domain.lifecycle import OFFER, OfferStatus, ProductStatus, after
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.kit.ids import new_id
from marketplace.models.offer import Offer, Price
from marketplace.models.tenant import Tenant
from marketplace.services.catalogue.product_access import own_offer, own_product, record_change
from marketplace.services.catalogue.publishing import publishing_problems

MAX_LEAD_DAYS = 365


def set_prices(
    db: Session,
    actor: Actor,
    product_id: str,
    variant_id: str,
    currency: str,
    tiers: Sequence[TierInput],
    *,
    version: int | None = None,
) -> int:
    """Replace the base prices of one variant in one currency; no tiers mean "not sold in this currency".

    Amounts are minor units. Returns the product's new version (the old one when nothing changed). Raises
    `Invalid` with `tier-<row>`, `currency` or `price.<variant id>` (a published product keeps its price in the
    store's main currency), `NotFound`, `Forbidden`, `Conflict`.
    """
    product = own_product(db, actor, product_id, version=version)
    offer = own_offer(db, product, variant_id)
    store = db.exec(select(Tenant).where(Tenant.id == product.tenant_id)).one()
    if currency not in store.sells_in():
        raise Invalid({"currency": f"{store.name} does not sell in {currency}."})
    if len(tiers) > MOST_STEPS:
        raise Invalid({f"tier-{MOST_STEPS}": f"At most {MOST_STEPS} steps."})
    steps = steps_of(tiers) if tiers else ()
    before, now = _steps(db, offer, currency), [(s.min_quantity, s.amount, s.percent_off_bps) for s in steps]
    if before == now:
        return product.version
    _replace(db, offer, currency, now)
    if product.status == ProductStatus.PUBLISHED:
        missing = {k: v for k, v in publishing_problems(db, product).items() if k == f"price.{variant_id}"}
        if missing:
            raise Invalid(missing)
    return record_change(
        db,
        actor,
        product,
        Topic.PRICE_CHANGED,
        AuditAction.PRODUCT_PRICES_SET,
        changed=["prices"],
        data={"offer_id": offer.id, "currency": currency},
        before={"sku": offer.sku, "currency": currency, "steps": before},
        after={"sku": offer.sku, "currency": currency, "steps": now},
    )


def set_quantity_rules(
    db: Session,
    actor: Actor,
    product_id: str,
    variant_id: str,
    *,
    min_quantity: int,
    quantity_step: int,
    lead_time_days: int,
    allows_backorder: bool,
    is_paused: bool = False,
    version: int | None = None,
) -> int:
    """How one variant is sold: least quantity, increment, days until it leaves, on order or not, paused or not.

    Returns the new version. Raises `Invalid` for `min.<variant id>`, `step.<variant id>`, `lead.<variant id>`.
    """
    product = own_product(db, actor, product_id, version=version)
    offer = own_offer(db, product, variant_id)
    errors = {}
    if not 1 <= min_quantity <= MOST_PIECES:
        errors[f"min.{variant_id}"] = f"Enter 1 to {MOST_PIECES:,}."
    if not 1 <= quantity_step <= MOST_PIECES:
        errors[f"step.{variant_id}"] = f"Enter 1 to {MOST_PIECES:,}."
    elif min_quantity % quantity_step:
        errors[f"min.{variant_id}"] = f"Use a multiple of the increment, such as {quantity_step}."
    if not 0 <= lead_time_days <= MAX_LEAD_DAYS:
        errors[f"lead.{variant_id}"] = f"Enter 0 to {MAX_LEAD_DAYS} working days."
    if errors:
        raise Invalid(errors)
    before = _rules(offer)
    offer.min_quantity, offer.quantity_step, offer.lead_time_days = min_quantity, quantity_step, lead_time_days
    offer.allows_backorder = allows_backorder
    if is_paused != (offer.status == OfferStatus.PAUSED):
        offer.status = after(OFFER, "pause" if is_paused else "resume", offer.status)
    if before == (now := _rules(offer)):
        return product.version
    db.flush()
    if product.status == ProductStatus.PUBLISHED and (missing := publishing_problems(db, product)):
        raise Invalid(missing)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_RULES_SET,
        changed=["rules"],
        before=before,
        after=now,
    )


def _rules(offer: Offer) -> dict[str, object]:
    return {
        "sku": offer.sku,
        "min_quantity": offer.min_quantity,
        "quantity_step": offer.quantity_step,
        "lead_time_days": offer.lead_time_days,
        "allows_backorder": offer.allows_backorder,
        "status": offer.status,
    }


def _steps(db: Session, offer: Offer, currency: str) -> list[tuple[int, int | None, int | None]]:
    rows = db.exec(
        select(Price)
        .where(Price.offer_id == offer.id, Price.currency == currency, col(Price.price_list_id).is_(None))
        .order_by(col(Price.min_quantity))
    )
    return [(row.min_quantity, row.amount, row.percent_off_bps) for row in rows]


def _replace(db: Session, offer: Offer, currency: str, steps: Sequence[tuple[int, int | None, int | None]]) -> None:
    db.exec(
        delete(Price).where(
            col(Price.offer_id) == offer.id, col(Price.currency) == currency, col(Price.price_list_id).is_(None)
        )
    )
    for min_quantity, amount, percent_off_bps in steps:
        db.add(
            Price(
                id=new_id("prc"),
                tenant_id=offer.tenant_id,
                offer_id=offer.id,
                currency=currency,
                min_quantity=min_quantity,
                amount=amount,
                percent_off_bps=percent_off_bps,
            )
        )
    db.flush()
