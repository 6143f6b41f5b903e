"""What a vendor's own articles cost it: only its people read it, and its margin rule is measured by it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit import audit
from marketplace.models.offer import Offer
from marketplace.models.vendor import Vendor


def keep_costs(db: Session, actor: Actor, costs: Mapping[str, int | None], currency: str) -> int:
    """Keep what a piece of each offer costs (minor units of `currency`), None for what nobody knows; how many changed.

    The trail names the articles and no amounts: the store's people read it. Raises `Unauthenticated`, `Forbidden`,
    `NotFound` for another vendor's.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_ANSWER, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = select(Offer).where(
        col(Offer.id).in_(costs), Offer.vendor_id == grant.vendor_id, Offer.tenant_id == grant.tenant_id
    )
    offers = db.exec(mine.order_by(Offer.id).with_for_update()).all()
    if missing := set(costs) - {one.id for one in offers}:
        raise NotFound("offer", min(missing))
    changed = [one for one in offers if (one.cost_amount, one.cost_currency) != _kept(costs[one.id], currency)]
    for offer in changed:
        offer.cost_amount, offer.cost_currency = _kept(costs[offer.id], currency)
    if changed:
        db.flush()
        _note(db, actor, changed)
    return len(changed)


def _kept(amount: int | None, currency: str) -> tuple[int | None, str]:
    return amount, currency if amount is not None else ""


def _note(db: Session, actor: Actor, changed: list[Offer]) -> None:
    vendor = db.exec(select(Vendor).where(Vendor.id == changed[0].vendor_id)).one()
    audit.record(
        db,
        actor,
        AuditAction.OFFER_COST_KEPT,
        tenant_id=changed[0].tenant_id,
        object_type="vendor",
        object_id=vendor.id,
        object_name=vendor.name,
        after={"articles": ", ".join(one.sku for one in changed)},
    )
