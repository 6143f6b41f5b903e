"""The audit trail as sentences: who did what to whom, why, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from marketplace.domain.audit_actions import AuditAction, find_action, in_three_parts
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.tables import AuditEvent
from marketplace.models.catalogue import Product
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.operator_desk.audit_areas import is_in_area
from marketplace.queries.operator_desk.audit_values import AuditFormat, label, names_of, reader_of
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE = 50
_WAYS = frozenset({AuditAction.ACCOUNT_SIGNED_IN, AuditAction.ACCOUNT_SIGNED_OUT})


@dataclass(frozen=True)
class Change:
    """One field before and after; either is empty where there was nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditLine:
    """A line of the trail, ready to be read."""

    id: str
    at: datetime
    when: str
    exact: str
    who: str
    text: str
    reason: str
    store: str
    href: str
    action: str
    ip: str
    request_id: str
    hash: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class AuditPage(Page[AuditLine]):
    """`rows` newest first; `people` and `areas` offer what can be filtered by."""

    people: tuple[Option, ...]


def list_audit(
    db: Session,
    actor: Actor,
    *,
    area: str = "",
    who: str = "",
    store: str = "",
    q: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> AuditPage:
    """The trail that this actor may read: an operator's is the platform's, a store admin's that of the store.

    `area` is the first word of the action, `who` an account id (also what it did in the name of others) or `system`,
    `store` a tenant id, `q` text in names, reasons and actions. Raises `Unauthenticated`, `Forbidden`.
    """
    tenant_id = reach(actor, Permission.AUDIT_SEE)
    rules: list[ColumnElement[bool]] = [] if tenant_id is None else [col(AuditEvent.tenant_id) == tenant_id]
    if area:
        rules.append(is_in_area(area))
    if who:
        theirs = or_(col(AuditEvent.actor_id) == who, col(AuditEvent.impersonator_id) == who)
        rules.append(col(AuditEvent.actor_id).is_(None) if who == "system" else theirs)
    if store:
        rules.append(col(AuditEvent.tenant_id) == store)
    if q.strip():
        like = q.strip()
        columns = (AuditEvent.object_name, AuditEvent.reason, AuditEvent.action, AuditEvent.actor_name)
        rules.append(or_(*[col(column).icontains(like, autoescape=True) for column in columns]))
    total = db.exec(select(func.count()).select_from(AuditEvent).where(*rules)).one()
    span = span_of(total, page, per_page, "line")
    events = db.exec(
        select(AuditEvent).where(*rules).order_by(col(AuditEvent.seq).desc()).limit(span.per_page).offset(span.skip)
    ).all()
    return AuditPage(rows=_lines(db, events), span=span, people=_people(db, tenant_id))


def list_of_object(
    db: Session, object_type: str, object_id: str, *, action: str = "", limit: int = 20
) -> tuple[AuditLine, ...]:
    """What was done to one thing, newest first; with `action` only that. The caller has checked that the reader may
    see the thing."""
    its = select(AuditEvent).where(AuditEvent.object_type == object_type, AuditEvent.object_id == object_id)
    events = db.exec(
        (its.where(AuditEvent.action == action) if action else its).order_by(col(AuditEvent.seq).desc()).limit(limit)
    ).all()
    return _lines(db, events)


def list_of_vendor(
    db: Session, tenant_id: str, vendor_id: str, *, hidden: Sequence[str] = (), limit: int = 20
) -> tuple[AuditLine, ...]:
    """What was done to a vendor and its products, newest first, but for actions that begin with one of `hidden`; the
    caller has checked who reads."""
    products = select(Product.id).where(Product.tenant_id == tenant_id, Product.vendor_id == vendor_id)
    events = db.exec(
        select(AuditEvent)
        .where(
            AuditEvent.tenant_id == tenant_id,
            or_(
                (col(AuditEvent.object_type) == "vendor") & (col(AuditEvent.object_id) == vendor_id),
                (col(AuditEvent.object_type) == "product") & col(AuditEvent.object_id).in_(products),
            ),
            *[col(AuditEvent.action).not_like(f"{start}%") for start in hidden],
        )
        .order_by(col(AuditEvent.seq).desc())
        .limit(limit)
    ).all()
    return _lines(db, events)


def sentence(event: AuditEvent, read: AuditFormat) -> str:
    """What was done, without who did it: after a name it reads as English."""
    before, after = event.before or {}, event.after or {}
    words: dict[str, Any] = {f"old_{key}": value for key, value in before.items()} | before | after
    words |= {"name": event.object_name or event.object_id, "fields": _fields(before, after)}
    action = find_action(event.action)
    if action is None:
        *things, deed = event.action.split(":")
        return f"{deed.replace('_', ' ')} {' '.join(things).replace('_', ' ')} {words['name']}"
    try:
        return action.sentence.format_map({key: read.format(key, value) for key, value in words.items()})
    except KeyError:
        return f"{event.action.split(':')[-1].replace('_', ' ')} {words['name']}"


def _people(db: Session, tenant_id: str | None) -> tuple[Option, ...]:
    same = [] if tenant_id is None else [col(AuditEvent.tenant_id) == tenant_id]
    rows = db.exec(
        select(AuditEvent.actor_id, func.max(AuditEvent.actor_name))
        .where(col(AuditEvent.actor_id).is_not(None), col(AuditEvent.impersonator_id).is_(None), *same)
        .group_by(AuditEvent.actor_id)
        .order_by(func.count().desc())
        .limit(12)
    )
    return tuple(Option(str(actor_id), str(name)) for actor_id, name in rows)


def _lines(db: Session, events: Sequence[AuditEvent]) -> tuple[AuditLine, ...]:
    stores, names, moment = {store.id: store for store in db.exec(select(Tenant))}, names_of(db, events), now()

    def line(e: AuditEvent) -> AuditLine:
        store = stores.get(e.tenant_id or "")
        read = reader_of(e, names, store.default_currency if store else "")
        return AuditLine(
            id=e.id,
            at=e.created_at,
            when=ago(e.created_at, moment),
            exact=exact(e.created_at),
            who=e.actor_name,
            text=sentence(e, read),
            reason=e.reason,
            store=store.name if store else "Platform",
            href=_href(e),
            action=in_three_parts(e.action),
            ip=e.ip,
            request_id=e.request_id,
            hash=e.hash[:12],
            changes=_changes(e, read),
        )

    return tuple(line(event) for event in events)


def _href(event: AuditEvent) -> str:
    place = {
        "vendor": "/admin/vendors/",
        "company": "/admin/companies/",
        "product": "/admin/products/",
        "tenant": "/admin/tenants/",
    }
    if event.object_type == "job":
        return f"/admin/jobs?job={event.object_id}"
    return place[event.object_type] + event.object_id if event.object_type in place else ""


def _fields(before: dict[str, Any], after: dict[str, Any]) -> str:
    names = [label(name) for name in dict.fromkeys([*before, *after])]
    if not names:
        return "the description"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _changes(event: AuditEvent, read: AuditFormat) -> tuple[Change, ...]:
    """What is different, in words. The currency is said by the amounts, what cannot be read is left out."""
    before, after = event.before or {}, event.after or {}
    changes = [
        Change(label(name), read.format(name, before.get(name)), read.format(name, after.get(name)))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and name != "currency"
    ]
    return tuple(change for change in changes if change.before or change.after)


def folded(lines: Sequence[AuditLine]) -> list[AuditLine]:
    """The lines with sign-ins that follow each other as one a person, at the time of the newest."""
    folded_lines: list[AuditLine] = []
    for is_way, group in groupby(lines, lambda line: line.action in _WAYS):
        if not is_way:
            folded_lines += group
            continue
        by_person: dict[tuple[str, str], list[AuditLine]] = {}
        for line in group:
            by_person.setdefault((line.who, line.action), []).append(line)
        folded_lines += [_times(same) for same in by_person.values()]
    return folded_lines


def _times(same: Sequence[AuditLine]) -> AuditLine:
    newest, oldest = same[0], same[-1]
    if len(same) == 1:
        return newest
    return replace(newest, text=f"{newest.text} {len(same)} times since {oldest.exact}")
