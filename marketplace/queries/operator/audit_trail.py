"""The audit trail as sentences: who did what to whom, why, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.records import AuditEvent
from marketplace.models.catalogue import Product
from marketplace.models.tenant import Tenant
from marketplace.queries.operator.reach import Choice, reach
from marketplace.queries.wording import ago, exact, page_range

PER_PAGE = 50
# action -> what the person did; {name} is the thing, {x} what the change holds.
SENTENCES = {
    "account:registered": "registered the account {name}",
    "account:signed_in": "signed in",
    "account:sign_in:failed": "failed to sign in as {name}",
    "account:suspended": "suspended the account {name}",
    "account:signed_out": "signed out",
    "account:session:ended": "ended a session",
    "account:password:reset": "reset the password of {name}",
    "account:second_factor:on": "switched two-step sign-in on",
    "account:second_factor:off": "switched two-step sign-in off",
    "operator:created": "made {name} an operator",
    "vendor:application:sent": "applied to sell as {name}",
    "vendor:application:returned": "handed the application of {name} back",
    "vendor:approved": "approved {name}",
    "vendor:rejected": "rejected {name}",
    "vendor:suspended": "suspended {name}",
    "vendor:reinstated": "reopened {name}",
    "vendor:terminated": "ended {name} for good",
    "vendor:evidence:accepted": "accepted “{requirement}” of {name}",
    "vendor:evidence:reopened": "reopened “{requirement}” of {name}",
    "product:created": "created {name}",
    "product:updated": "changed {fields} of {name}",
    "product:published": "published {name}",
    "product:unpublished": "took {name} out of the store",
    "product:archived": "archived {name}",
    "product:option:added": "added the option {option} to {name}",
    "product:option:renamed": "renamed an option of {name}",
    "product:option:removed": "removed the option {option} from {name}",
    "product:variant:added": "added the variant {variant} to {name}",
    "product:variant:changed": "changed a variant of {name}",
    "product:variant:removed": "removed the variant {variant} from {name}",
    "product:prices:set": "set the {currency} prices of {sku}, {name}",
    "product:rules:set": "changed how {sku} is sold, {name}",
    "product:stock:adjusted": "changed the stock of {sku} from {old_on_hand} to {on_hand}, {name}",
    "product:picture:added": "added a picture to {name}",
    "product:picture:removed": "removed a picture from {name}",
    "product:picture:moved": "reordered the pictures of {name}",
    "product:picture:described": "described a picture of {name}",
    "tenant:created": "created the store {name}",
    "tenant:updated": "changed {fields} of {name}",
    "tenant:terms:changed": "changed how vendors of {name} are paid: {fields}",
    "tenant:brand:changed": "changed the brand of {name}",
    "tenant:activated": "opened the store {name}",
    "tenant:deactivated": "closed the store {name}",
    "api_key:created": "made the {kind} API key {name}",
    "api_key:revoked": "revoked the {kind} API key {name}",
    "order:group:placed": "placed the order {name}",
    "order:transfer:requested": "asked for purchase {name} to be moved to their account",
    "order:transfer:accepted": "handed purchase {name} over to another account",
    "order:transfer:declined": "did not hand over purchase {name}",
    "order:transfer:cancelled": "no longer asks for purchase {name}",
    "company:registered": "registered the company {name}",
    "company:approved": "let the company {name} in",
    "company:rejected": "declined the company {name}",
    "company:location:added": "opened a location of {name}",
    "customer:registered": "became a customer of the store",
    "order:accepted": "accepted {name}",
    "order:shipped": "sent a parcel of {name} with {carrier}",
    "order:tracking_corrected": "corrected the tracking of a parcel of {name}",
    "order:parcel_delivered": "marked a parcel of {name} as delivered",
    "order:delivered": "marked {name} as delivered",
    "order:cancelled": "cancelled {name}",
    "order:part_cancelled": "cancelled a part of {name}",
    "order:cancel_requested": "asked to cancel {name}",
    "order:cancel_declined": "did not cancel {name}",
    "order:reminded": "reminded the vendor of {name}",
    "order:return:requested": "asked to return something of {name}",
    "order:return:approved": "approved a return of {name}",
    "order:return:refused": "refused a return of {name}",
    "order:return:received": "received a return of {name}",
    "order:return:refunded": "paid a return of {name} back",
    "commission_rule:added": "added the commission rule {name}",
    "commission_rule:changed": "changed the commission rule {name}",
    "commission_rule:moved": "moved the commission rule {name} to place {position}",
    "commission_rule:activated": "put the commission rule {name} into use",
    "commission_rule:deactivated": "took the commission rule {name} out of use",
    "order:refund:asked": "gave money of an order back",
    "order:refund:retried": "sent a refund again",
    "payout:payer:set": "set the account that pays the vendors of {name}",
    "payout:payer:removed": "removed the account that paid the vendors of {name}",
    "payment:payment:returned": "sent money back that came too late",
    "payment:payment:return_refused": "could not send money back that came too late",
    "payout:requested": "asked for a payout",
    "payout:run": "made {payouts} payouts by the calendar",
    "payout:held": "held {name}",
    "payout:approved": "released {name} as the first of two",
    "payout:released": "released {name}",
    "payout:sent": "told the bank of {name}",
    "payout:paid": "marked {name} as paid",
    "payout:failed": "marked {name} as failed",
    "payout:returned": "marked {name} as returned",
    "payout:cancelled": "cancelled {name}",
    "vendor:debt:written_off": "wrote off what {name} owed",
    "job:retried": "tried {name} again",
    "job:retried_alike": "tried {count} jobs again: {name}",
    "job:discarded": "discarded {name}",
    "job:discarded_alike": "discarded {count} jobs: {name}",
    "job:hurried": "let {name} run at once",
    "audit:trail:dated": "wrote down the dates of {lines} older lines of the trail",
    "table:exported": "took the table of {name} as a file, {rows} rows",
}
AREAS = (
    ("account", "Accounts"),
    ("vendor", "Vendors"),
    ("product", "Products"),
    ("order", "Orders"),
    ("payment", "Payments"),
    ("payout", "Payouts"),
    ("commission_rule", "Commission rules"),
    ("tenant", "Tenants"),
    ("api_key", "API keys"),
    ("job", "Jobs"),
)


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
class AuditPage:
    """`rows` newest first; `people` and `areas` offer what can be filtered by."""

    rows: tuple[AuditLine, ...]
    total: int
    page: int
    pages: int
    range_text: str
    people: tuple[Choice, ...]


def list_audit(
    db: Session, actor: Actor, *, area: str = "", who: str = "", store: str = "", q: str = "", page: int = 1,
    per_page: int = PER_PAGE,
) -> AuditPage:  # fmt: skip
    """The trail that this actor may read: an operator's is the platform's, a store admin's that of the store.

    `area` is the first word of the action, `who` an account id or `system`, `store` a tenant id, `q` text in
    names, reasons and actions. Raises `Unauthenticated`, `Forbidden`.
    """
    tenant_id = reach(actor, Permission.AUDIT_SEE)
    rules: list[ColumnElement[bool]] = [] if tenant_id is None else [col(AuditEvent.tenant_id) == tenant_id]
    if area:
        rules.append(col(AuditEvent.action).startswith(f"{area}:", autoescape=True))
    if who:
        rules.append(col(AuditEvent.actor_id).is_(None) if who == "system" else col(AuditEvent.actor_id) == who)
    if store:
        rules.append(col(AuditEvent.tenant_id) == store)
    if q.strip():
        like = q.strip()
        found = (AuditEvent.object_name, AuditEvent.reason, AuditEvent.action, AuditEvent.actor_name)
        rules.append(or_(*[col(column).icontains(like, autoescape=True) for column in found]))
    total = db.exec(select(func.count()).select_from(AuditEvent).where(*rules)).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    events = db.exec(
        select(AuditEvent)
        .where(*rules)
        .order_by(col(AuditEvent.seq).desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return AuditPage(
        _lines(db, events), total, page, pages, page_range(page, per_page, total, "line"), _people(db, tenant_id)
    )


def list_of_object(db: Session, object_type: str, object_id: str, *, limit: int = 20) -> tuple[AuditLine, ...]:
    """What was done to one thing, newest first. The caller has checked that the reader may see the thing."""
    events = db.exec(
        select(AuditEvent)
        .where(AuditEvent.object_type == object_type, AuditEvent.object_id == object_id)
        .order_by(col(AuditEvent.seq).desc())
        .limit(limit)
    ).all()
    return _lines(db, events)


def list_of_vendor(db: Session, tenant_id: str, vendor_id: str, *, limit: int = 20) -> tuple[AuditLine, ...]:
    """What was done to a vendor and its products, newest first; the caller has checked who reads."""
    products = select(Product.id).where(Product.tenant_id == tenant_id, Product.vendor_id == vendor_id)
    events = db.exec(
        select(AuditEvent)
        .where(
            AuditEvent.tenant_id == tenant_id,
            or_(
                (col(AuditEvent.object_type) == "vendor") & (col(AuditEvent.object_id) == vendor_id),
                (col(AuditEvent.object_type) == "product") & col(AuditEvent.object_id).in_(products),
            ),
        )
        .order_by(col(AuditEvent.seq).desc())
        .limit(limit)
    ).all()
    return _lines(db, events)


def sentence(event: AuditEvent) -> str:
    """What was done, without who did it: `sentence(e)` after a name reads as English."""
    before, after = event.before or {}, event.after or {}
    words: dict[str, Any] = {f"old_{key}": value for key, value in before.items()} | before | after
    words |= {"name": event.object_name or event.object_id, "fields": _fields(before, after)}
    pattern = SENTENCES.get(event.action)
    if pattern is None:
        *things, deed = event.action.split(":")
        return f"{deed.replace('_', ' ')} {' '.join(things).replace('_', ' ')} {words['name']}"
    try:
        return pattern.format_map({key: str(value) for key, value in words.items()})
    except KeyError:
        return f"{event.action.split(':')[-1].replace('_', ' ')} {words['name']}"


def _people(db: Session, tenant_id: str | None) -> tuple[Choice, ...]:
    same = [] if tenant_id is None else [col(AuditEvent.tenant_id) == tenant_id]
    rows = db.exec(
        select(AuditEvent.actor_id, func.max(AuditEvent.actor_name))
        .where(col(AuditEvent.actor_id).is_not(None), *same)
        .group_by(AuditEvent.actor_id)
        .order_by(func.count().desc())
        .limit(12)
    )
    return tuple(Choice(str(actor_id), str(name)) for actor_id, name in rows)


def _lines(db: Session, events: Sequence[AuditEvent]) -> tuple[AuditLine, ...]:
    stores = dict(db.exec(select(Tenant.id, Tenant.name)).all())
    moment = now()
    return tuple(
        AuditLine(
            id=e.id, at=e.created_at, when=ago(e.created_at, moment), exact=exact(e.created_at), who=e.actor_name,
            text=sentence(e), reason=e.reason, store=stores.get(e.tenant_id or "", "Platform"), href=_href(e),
            action=e.action, ip=e.ip, request_id=e.request_id, hash=e.hash[:12], changes=_changes(e),
        )
        for e in events
    )  # fmt: skip


def _href(event: AuditEvent) -> str:
    place = {"vendor": "/admin/vendors/", "product": "/admin/products/", "tenant": "/admin/tenants/"}
    if event.object_type == "job":
        return f"/admin/jobs?job={event.object_id}"
    return place[event.object_type] + event.object_id if event.object_type in place else ""


def _fields(before: dict[str, Any], after: dict[str, Any]) -> str:
    names = [name.removesuffix("_id").replace("_", " ") for name in dict.fromkeys([*before, *after])]
    if not names:
        return "the description"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _changes(event: AuditEvent) -> tuple[Change, ...]:
    before, after = event.before or {}, event.after or {}
    return tuple(
        Change(name.replace("_", " "), _value(before.get(name)), _value(after.get(name)))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )


def _value(value: Any) -> str:
    return "" if value is None else str(value)[:200]
