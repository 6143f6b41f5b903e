"""Stores on the platform: made, changed, branded, opened and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Forbidden, Invalid, Unauthenticated
from marketplace.domain.handles import handle_problem
from marketplace.domain.identity.api_scopes import ApiScope, KeyKind
from marketplace.domain.money import EXPONENTS
from marketplace.domain.permissions import Actor, Permission, allows, require_scope
from marketplace.domain.stores.access_posture import Posture
from marketplace.domain.stores.brand import Brand
from marketplace.domain.stores.branding import ColourCheck, brand_problems, check_colours, stored_form
from marketplace.domain.topics import Topic, topic_of
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.region import Region
from marketplace.models.tenant import Tenant
from marketplace.services.identity.api_keys import issue
from marketplace.services.stores.store_settings import lock_store

LOCALES = ("en", "de", "fr", "it", "nl", "es", "sv", "da", "nb", "pl", "cs", "pt")


@dataclass(frozen=True)
class TenantFacts:
    """What an operator says about a store; its handle is fixed once it is made."""

    name: str
    default_currency: str = "EUR"
    currencies: tuple[str, ...] = ()
    default_locale: str = "en"
    parent_id: str = ""
    domain: str = ""
    access_posture: str = "open"


@dataclass(frozen=True)
class NewTenant:
    """A store that was just made: closed, with its publishable key."""

    id: str
    handle: str
    publishable_key: str


def create_tenant(db: Session, actor: Actor, facts: TenantFacts, *, handle: str) -> NewTenant:
    """A new store, closed until it is activated, with one region per currency and a publishable key.

    Raises `Unauthenticated`, `Forbidden`, `Invalid` per field; `handle` must be free on the platform.
    """
    _require_operator(actor)
    errors = _problems(db, facts, tenant=None)
    if problem := handle_problem(handle):
        errors["handle"] = problem
    elif db.exec(select(Tenant.id).where(Tenant.handle == handle)).first():
        errors["handle"] = f"“{handle}” is taken."
    if errors:
        raise Invalid(errors)
    tenant = Tenant(id=new_id("ten"), handle=handle, name="", default_currency="", is_active=False)
    _write(tenant, facts)
    db.add(tenant)
    db.flush()
    for position, currency in enumerate(tenant.sells_in()):
        db.add(Region(id=new_id("reg"), tenant_id=tenant.id, name=currency, currency=currency, position=position))
    key, token = issue(KeyKind.PUBLISHABLE, tenant.id, "Storefront", created_by=actor.user_id)
    db.add(key)
    _close(
        db, actor, tenant, AuditAction.TENANT_CREATED, Topic.TENANT_CREATED, after={"handle": handle, **_facts(tenant)}
    )
    return NewTenant(tenant.id, tenant.handle, token)


def edit_tenant(db: Session, actor: Actor, tenant_id: str, facts: TenantFacts) -> bool:
    """Write the facts of a store; says whether anything changed.

    A currency can be added but not taken away while a region sells in it. Raises `NotFound`, `Forbidden`,
    `Invalid` per field (`parent_id` names a cycle).
    """
    tenant = lock_store(db, actor, tenant_id)
    if errors := _problems(db, facts, tenant=tenant):
        raise Invalid(errors)
    before = _facts(tenant)
    _write(tenant, facts)
    now = _facts(tenant)
    changed = [key for key in now if before[key] != now[key]]
    if not changed:
        return False
    _close(
        db,
        actor,
        tenant,
        AuditAction.TENANT_UPDATED,
        Topic.TENANT_UPDATED,
        changed=changed,
        before={key: before[key] for key in changed},
        after={key: now[key] for key in changed},
    )
    return True


def edit_named(
    db: Session, actor: Actor, tenant_id: str, facts: Mapping[str, Any], *, is_active: bool | None = None
) -> None:
    """Write only what is named (fields of `TenantFacts`), and open or close the store where it is not so already.

    Raises as `edit_tenant` does.
    """
    tenant = lock_store(db, actor, tenant_id)
    now = TenantFacts(
        name=tenant.name,
        default_currency=tenant.default_currency,
        currencies=tuple(tenant.currencies),
        default_locale=tenant.default_locale,
        parent_id=tenant.parent_id or "",
        domain=tenant.domain or "",
        access_posture=tenant.access_posture,
    )
    edit_tenant(db, actor, tenant_id, replace(now, **facts))
    if is_active is not None and is_active != tenant.is_active:
        _switch(db, actor, tenant_id, is_active=is_active)


def change_brand(db: Session, actor: Actor, tenant_id: str, brand: Brand) -> tuple[ColourCheck, ...]:
    """Give a store another look; shoppers see it with their next page.

    Returns how each colour reads, with a sentence where it was adjusted to stay readable. Raises `NotFound`,
    `Forbidden`, `Invalid` per field.
    """
    tenant = lock_store(db, actor, tenant_id)
    if errors := brand_problems(brand):
        raise Invalid(errors)
    before = dict(tenant.brand)
    now = stored_form(brand, before)
    checks = check_colours(brand)
    if now == before:
        return checks
    tenant.brand = now
    changed = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    _close(
        db,
        actor,
        tenant,
        AuditAction.TENANT_BRAND_CHANGED,
        Topic.TENANT_UPDATED,
        changed=["brand"],
        before={key: before.get(key) for key in changed},
        after={key: now.get(key) for key in changed},
    )
    return checks


def activate_tenant(db: Session, actor: Actor, tenant_id: str) -> None:
    """Open the store to the public. Raises `NotFound`, `Forbidden`, `Conflict` when it is open already."""
    _switch(db, actor, tenant_id, is_active=True)


def deactivate_tenant(db: Session, actor: Actor, tenant_id: str) -> None:
    """Close the store: every address of it answers 404 from now on. Nothing is lost; `activate_tenant` reopens it."""
    _switch(db, actor, tenant_id, is_active=False)


def _switch(db: Session, actor: Actor, tenant_id: str, *, is_active: bool) -> None:
    tenant = lock_store(db, actor, tenant_id)
    if tenant.is_active == is_active:
        raise Conflict(f"{tenant.name} is {'open' if is_active else 'closed'} already.")
    tenant.is_active = is_active
    action = AuditAction.TENANT_ACTIVATED if is_active else AuditAction.TENANT_DEACTIVATED
    _close(db, actor, tenant, action, topic_of(action), before={"active": not is_active}, after={"active": is_active})


def _require_operator(actor: Actor) -> None:
    if actor.user_id is None:
        raise Unauthenticated
    require_scope(actor, ApiScope.TENANTS_WRITE)
    if not allows(actor, Permission.TENANT_EDIT):
        raise Forbidden


def _problems(db: Session, facts: TenantFacts, *, tenant: Tenant | None) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 2 <= len(facts.name.strip()) <= 60:
        problems["name"] = "Enter a name of 2 to 60 characters."
    unknown = [c for c in (facts.default_currency, *facts.currencies) if c not in EXPONENTS]
    if unknown:
        problems["currencies"] = f"We do not serve {', '.join(unknown)}."
    elif tenant is not None and (used := _regions_without(db, tenant, facts)):
        problems["currencies"] = f"{', '.join(used)} is used by a region of this store. Change the region first."
    if facts.default_locale not in LOCALES:
        problems["default_locale"] = "Choose a language from the list."
    if facts.access_posture not in tuple(Posture):
        problems["access_posture"] = "Choose who may see what."
    if sentence := _domain_problem(db, facts.domain.strip().lower(), tenant):
        problems["domain"] = sentence
    if sentence := _parent_problem(db, facts.parent_id, tenant):
        problems["parent_id"] = sentence
    return problems


def _regions_without(db: Session, tenant: Tenant, facts: TenantFacts) -> Sequence[str]:
    kept = {facts.default_currency, *facts.currencies}
    used = db.exec(select(Region.currency).where(Region.tenant_id == tenant.id).distinct()).all()
    return sorted(currency for currency in used if currency not in kept)


def _domain_problem(db: Session, domain: str, tenant: Tenant | None) -> str:
    if not domain:
        return ""
    if "." not in domain or len(domain) > 253 or not all(c.isalnum() or c in ".-" for c in domain):
        return "Enter a domain such as shop.company.com, without https:// and path."
    owner = db.exec(select(Tenant.id).where(Tenant.domain == domain)).first()
    return "Another store has this domain." if owner and (tenant is None or owner != tenant.id) else ""


def _parent_problem(db: Session, parent_id: str, tenant: Tenant | None) -> str:
    """A store can stand under any other one that does not stand under it, at whatever depth."""
    at: str | None = parent_id or None
    while at is not None:
        if tenant is not None and at == tenant.id:
            return "A store cannot stand under itself, nor under one of its own children."
        row = db.exec(select(Tenant.parent_id).where(Tenant.id == at)).all()
        if not row:
            return "This parent is no longer there."
        at = row[0]
    return ""


def _write(tenant: Tenant, facts: TenantFacts) -> None:
    tenant.name, tenant.default_currency = facts.name.strip(), facts.default_currency
    tenant.currencies = list(dict.fromkeys((facts.default_currency, *facts.currencies)))
    tenant.default_locale, tenant.access_posture = facts.default_locale, facts.access_posture
    tenant.parent_id, tenant.domain = facts.parent_id or None, facts.domain.strip().lower() or None


def _facts(tenant: Tenant) -> dict[str, object]:
    names = ("name", "default_currency", "currencies", "default_locale", "parent_id", "domain", "access_posture")
    return {name: getattr(tenant, name) for name in names}


def _close(
    db: Session,
    actor: Actor,
    tenant: Tenant,
    action: AuditAction,
    topic: Topic,
    *,
    changed: Sequence[str] = (),
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    tenant.content_version += 1
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=tenant.id,
        object_type="tenant",
        object_id=tenant.id,
        object_name=tenant.name,
        before=before,
        after=after,
    )
    publish(
        db,
        topic,
        tenant_id=tenant.id,
        aggregate="tenant",
        aggregate_id=tenant.id,
        version=tenant.content_version,
        changed=changed,
    )
