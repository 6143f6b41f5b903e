"""The ordered list of commission rules: what is already charged never changes, what comes next follows the list."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance.commission_form import RuleFacts
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.kit.outbox import publish
from marketplace.models.catalogue import Category, Product
from marketplace.models.ledger import CommissionRule
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor


def add_rule(db: Session, actor: Actor, tenant_id: str, facts: RuleFacts) -> str:
    """Put a rule at the end of the store's list; returns its id.

    Raises `NotFound`, `Forbidden`, and `Invalid` for what is not of this store.
    """
    require(actor, Permission.COMMISSION_EDIT, tenant_id=tenant_id)
    rules = _locked(db, tenant_id)
    _check(db, tenant_id, facts)
    _check_title(db, tenant_id, facts.title)
    rule = CommissionRule(id=new_id("rul"), tenant_id=tenant_id, position=len(rules) + 1, **asdict(facts))
    db.add(rule)
    db.flush()
    _record_change(db, actor, rule, AuditAction.COMMISSION_RULE_ADDED, after=asdict(facts))
    return rule.id


def change_rule(db: Session, actor: Actor, rule_id: str, facts: RuleFacts) -> None:
    """Replace what a rule says, at its place. Raises as `add_rule` does."""
    rule = _load(db, actor, rule_id)
    _check(db, rule.tenant_id, facts)
    if rule.title != facts.title:  # as it was called before titles were given once
        _check_title(db, rule.tenant_id, facts.title, but=rule.id)
    before = {name: getattr(rule, name) for name in asdict(facts)}
    for name, value in asdict(facts).items():
        setattr(rule, name, value)
    _record_change(db, actor, rule, AuditAction.COMMISSION_RULE_CHANGED, before=before, after=asdict(facts))


def move_rule(db: Session, actor: Actor, rule_id: str, position: int) -> None:
    """Put a rule at another place of the list, from 1 on; the others make room. Raises as `add_rule` does."""
    rule = _load(db, actor, rule_id)
    others = [row for row in _locked(db, rule.tenant_id) if row.id != rule.id]
    before, place = rule.position, min(max(position, 1), len(others) + 1)
    others.insert(place - 1, rule)
    for number, row in enumerate(others, 1):
        row.position = number
    _record_change(
        db, actor, rule, AuditAction.COMMISSION_RULE_MOVED, before={"position": before}, after={"position": place}
    )


def switch_rule(db: Session, actor: Actor, rule_id: str, *, is_active: bool) -> None:
    """Take a rule out of use, or into it again; it keeps its place. Raises as `add_rule` does."""
    rule = _load(db, actor, rule_id)
    rule.is_active = is_active
    _record_change(
        db, actor, rule, AuditAction.COMMISSION_RULE_ACTIVATED if is_active else AuditAction.COMMISSION_RULE_DEACTIVATED
    )


def _load(db: Session, actor: Actor, rule_id: str) -> CommissionRule:
    rule = db.exec(select(CommissionRule).where(CommissionRule.id == rule_id)).first()
    require(actor, Permission.COMMISSION_EDIT, tenant_id=rule.tenant_id if rule else "")
    if rule is None:
        raise NotFound("rule", rule_id)
    _locked(db, rule.tenant_id)
    return rule


def _locked(db: Session, tenant_id: str) -> list[CommissionRule]:
    """The store's rules in order; the store's row is locked, so that two people cannot both number the list."""
    if db.exec(select(Tenant.id).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first() is None:
        raise NotFound("store", tenant_id)
    rows = select(CommissionRule).where(CommissionRule.tenant_id == tenant_id)
    return list(db.exec(rows.order_by(col(CommissionRule.position)).execution_options(populate_existing=True)))


def _check(db: Session, tenant_id: str, facts: RuleFacts) -> None:
    """What a rule names must be the store's own."""
    named: list[tuple[str, Any, str | None, str]] = [
        ("vendor_id", Vendor, facts.vendor_id, "Choose a vendor of this store."),
        ("category_id", Category, facts.category_id, "Choose a category of this store."),
        ("product_id", Product, facts.product_id, "Choose a product of this store."),
    ]
    for field, table, value, sentence in named:
        rows = select(table.id).where(table.id == value, table.tenant_id == tenant_id)
        if value and db.exec(rows).first() is None:
            raise Invalid({field: sentence})
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    if facts.currency and facts.currency not in tenant.sells_in():
        raise Invalid({"currency": "Choose a currency of the store."})


def _check_title(db: Session, tenant_id: str, title: str, *, but: str = "") -> None:
    taken = select(CommissionRule.id).where(
        CommissionRule.tenant_id == tenant_id,
        func.lower(CommissionRule.title) == title.lower(),
        CommissionRule.id != but,
    )
    sentence = f"There is a rule “{title}” already. Change that one, or choose another name."
    check_name(db, taken, among=f"commission_rule:{tenant_id}", field="title", sentence=sentence)


def _record_change(
    db: Session,
    actor: Actor,
    rule: CommissionRule,
    action: AuditAction,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=rule.tenant_id,
        object_type="commission_rule",
        object_id=rule.id,
        object_name=rule.title,
        before=before,
        after=after,
    )
    publish(
        db, Topic.COMMISSION_RULE_CHANGED, tenant_id=rule.tenant_id, aggregate="commission_rule", aggregate_id=rule.id
    )
