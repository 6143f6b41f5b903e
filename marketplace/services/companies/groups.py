"""Groups of companies: made, renamed, filled and taken away by the store's people."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, delete, func, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.names import check_name
from marketplace.kit.outbox import publish
from marketplace.models.company import Company
from marketplace.models.company_group import CompanyGroup, CompanyGroupMember
from marketplace.models.offer import PriceList


def save_group(
    db: Session, actor: Actor, tenant_id: str, title: str, company_ids: Collection[str], *, group_id: str = ""
) -> str:
    """Make a group of these companies, or give the one that is named this title and these companies; returns its id.

    Prices follow at once. Raises `Invalid` for `title` and `companies`, `NotFound`, `Forbidden`, `Unauthenticated`.
    """
    require(actor, Permission.COMPANY_GROUP_EDIT, tenant_id=tenant_id)
    group = _lock(db, tenant_id, group_id) if group_id else None
    name = " ".join(title.split())[:80]
    _check(db, tenant_id, name, company_ids, but=group_id)
    action = AuditAction.COMPANY_GROUP_CHANGED if group else AuditAction.COMPANY_GROUP_CREATED
    if group is None:
        group = CompanyGroup(id=new_id("cgr"), tenant_id=tenant_id, title=name)
    group.title = name
    db.add(group)
    db.flush()
    mine = col(CompanyGroupMember.group_id) == group.id, col(CompanyGroupMember.tenant_id) == tenant_id
    before = set(db.exec(select(CompanyGroupMember.company_id).where(*mine)))
    if gone := before - set(company_ids):
        db.exec(delete(CompanyGroupMember).where(*mine, col(CompanyGroupMember.company_id).in_(gone)))
    for company_id in sorted(set(company_ids) - before):
        db.add(CompanyGroupMember(id=new_id("cgm"), tenant_id=tenant_id, group_id=group.id, company_id=company_id))
    _note(db, actor, group, action, companies=sorted(company_ids))
    return group.id


def remove_group(db: Session, actor: Actor, tenant_id: str, group_id: str) -> None:
    """Take a group away that no price list is for. Raises `Conflict`, `NotFound`, `Forbidden`, `Unauthenticated`."""
    require(actor, Permission.COMPANY_GROUP_EDIT, tenant_id=tenant_id)
    group = _lock(db, tenant_id, group_id)
    lists = select(func.count()).where(PriceList.tenant_id == tenant_id, PriceList.owner_id == group.id)
    if number := db.exec(lists).one():
        many = f"{number} price lists are for this group. Give them"
        what = "1 price list is for this group. Give it" if number == 1 else many
        raise Conflict(f"{what} to somebody else first.")
    _note(db, actor, group, AuditAction.COMPANY_GROUP_REMOVED)
    db.delete(group)
    db.flush()


def _lock(db: Session, tenant_id: str, group_id: str) -> CompanyGroup:
    rows = select(CompanyGroup).where(CompanyGroup.id == group_id, CompanyGroup.tenant_id == tenant_id)
    group = db.exec(rows.with_for_update()).first()
    if group is None:
        raise NotFound("group", group_id)
    return group


def _check(db: Session, tenant_id: str, title: str, company_ids: Collection[str], *, but: str) -> None:
    if not title:
        raise Invalid({"title": "Enter a title."})
    taken = select(CompanyGroup.id).where(
        CompanyGroup.tenant_id == tenant_id, func.lower(CompanyGroup.title) == title.lower(), CompanyGroup.id != but
    )
    sentence = "Another group has this title."
    check_name(db, taken, among=f"company_group:{tenant_id}", field="title", sentence=sentence)
    known = select(func.count()).where(Company.tenant_id == tenant_id, col(Company.id).in_(list(company_ids)))
    if db.exec(known).one() != len(set(company_ids)):
        raise Invalid({"companies": "Choose companies of this store."})


def _note(db: Session, actor: Actor, group: CompanyGroup, action: AuditAction, **after: object) -> None:
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=group.tenant_id,
        object_type="company_group",
        object_id=group.id,
        object_name=group.title,
        after=after or None,
    )
    publish(
        db, Topic.COMPANY_GROUP_CHANGED, tenant_id=group.tenant_id, aggregate="company_group", aggregate_id=group.id
    )
