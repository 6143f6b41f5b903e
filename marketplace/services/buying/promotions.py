"""A store's promotions as its people write them; for carts and purchases: `promotion_codes`, `promotion_usage`."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, func, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.promotion_form import PromotionFacts
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.lifecycle import PROMOTION, after
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.kit.outbox import publish
from marketplace.models.cart import Promotion
from marketplace.models.catalogue import Category
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor


def add_promotion(db: Session, actor: Actor, tenant_id: str, facts: PromotionFacts) -> str:
    """Put a promotion into force; returns its id. Raises `NotFound`, `Forbidden`, `Invalid`."""
    require(actor, Permission.PROMOTION_EDIT, tenant_id=tenant_id)
    _check(db, tenant_id, facts)
    row = Promotion(id=new_id("prm"), tenant_id=tenant_id, title=facts.title, kind=facts.kind)
    _write(row, facts)
    db.add(row)
    _record_change(db, actor, row, AuditAction.PROMOTION_ADDED, after=_said(facts))
    return row.id


def change_promotion(db: Session, actor: Actor, promotion_id: str, facts: PromotionFacts) -> None:
    """Change what a promotion says from now on. Raises as `add_promotion`, and `Invalid` for limits below its use."""
    row = _load(db, actor, promotion_id)
    _check(db, row.tenant_id, facts, but=row.id, title=row.title)
    if facts.usage_limit is not None and facts.usage_limit < row.used:
        raise Invalid({"usage_limit": f"It was used {row.used} times already."})
    if facts.budget_amount is not None and facts.budget_amount < row.spent_amount:
        raise Invalid({"budget": "More than this was given already."})
    _write(row, facts)
    _record_change(db, actor, row, AuditAction.PROMOTION_CHANGED, after=_said(facts))


def end_promotion(db: Session, actor: Actor, promotion_id: str) -> None:
    """Take a promotion out of use now; carts lose it at once, orders keep it. Raises as `add_promotion`."""
    row = _load(db, actor, promotion_id)
    row.status = after(PROMOTION, "end", row.status)
    _record_change(db, actor, row, AuditAction.PROMOTION_ENDED)


def restart_promotion(db: Session, actor: Actor, promotion_id: str) -> None:
    """Take an ended promotion into use again. Raises as `add_promotion`."""
    row = _load(db, actor, promotion_id)
    row.status = after(PROMOTION, "restart", row.status)
    _record_change(db, actor, row, AuditAction.PROMOTION_RESTARTED)


def _load(db: Session, actor: Actor, promotion_id: str) -> Promotion:
    row = db.exec(select(Promotion).where(Promotion.id == promotion_id).with_for_update()).first()
    require(actor, Permission.PROMOTION_EDIT, tenant_id=row.tenant_id if row else "")
    if row is None:
        raise NotFound("promotion", promotion_id)
    return row


def _check(db: Session, tenant_id: str, facts: PromotionFacts, *, but: str = "", title: str = "") -> None:
    """What it names must be the store's own, and its code nobody else's; without a code its name, other than the
    `title` that it has."""
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    if facts.currency and facts.currency not in tenant.sells_in():
        raise Invalid({"currency": "Choose a currency of the store."})
    for field, table, value in (("vendor_id", Vendor, facts.vendor_id), ("category_id", Category, facts.category_id)):
        rows = select(table.id).where(table.id == value, table.tenant_id == tenant_id)
        if value and db.exec(rows).first() is None:
            raise Invalid({field: "Choose one of this store."})
    others = select(Promotion.id).where(Promotion.tenant_id == tenant_id, Promotion.id != but)
    among = f"promotion:{tenant_id}"
    if facts.code:
        taken = others.where(func.upper(Promotion.code) == facts.code)
        check_name(db, taken, among=among, field="code", sentence="Another promotion has this code.")
    elif facts.title != title:
        in_force = or_(col(Promotion.ends_at).is_(None), col(Promotion.ends_at) > now())
        running = others.where(col(Promotion.code).is_(None), Promotion.status == "active", in_force)
        taken = running.where(func.lower(Promotion.title) == facts.title.lower())
        sentence = f"“{facts.title}” is in force already. Change or end that one, or choose another name."
        check_name(db, taken, among=among, field="title", sentence=sentence)


def _write(row: Promotion, facts: PromotionFacts) -> None:
    row.title, row.code, row.kind, row.cost_borne_by = facts.title, facts.code, facts.kind, facts.cost_borne_by
    row.value_bps, row.value_amount, row.currency = facts.value_bps, facts.value_amount, facts.currency
    row.min_goods_amount, row.budget_amount = facts.min_goods_amount, facts.budget_amount
    row.usage_limit, row.per_customer_limit = facts.usage_limit, facts.per_customer_limit
    row.starts_at, row.ends_at, row.allows_contract_prices = (
        facts.starts_at,
        facts.ends_at,
        facts.allows_contract_prices,
    )
    named = {"vendors": facts.vendor_id, "categories": facts.category_id}
    row.target = {key: [value] for key, value in named.items() if value}


def _said(facts: PromotionFacts) -> dict[str, Any]:
    return {name: str(value) for name, value in vars(facts).items() if value not in (None, False)}


def _record_change(
    db: Session, actor: Actor, row: Promotion, action: AuditAction, *, after: dict[str, Any] | None = None
) -> None:
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=row.tenant_id,
        object_type="promotion",
        object_id=row.id,
        object_name=row.title,
        after=after,
    )
    publish(db, Topic.PROMOTION_CHANGED, tenant_id=row.tenant_id, aggregate="promotion", aggregate_id=row.id)
