"""API keys: made, shown once, recognised, revoked. A publishable key names a store; a secret one acts for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.identity.api_scopes import ApiScope, KeyKind, read_scopes
from marketplace.domain.permissions import Actor, Grant, Permission, Role, require
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.ratelimit import limit
from marketplace.kit.tokens import fresh_token, hash_token
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.services.identity.confirmation import confirm_password

PREFIXES = {KeyKind.PUBLISHABLE: "pk_", KeyKind.SECRET: "sk_"}
MAX_TITLE = 60
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class NewKey:
    """A key that was just made. `token` is told this once; of a secret key nobody can find it again."""

    id: str = ""
    kind: str = ""
    title: str = ""
    token: str = ""


def create_key(
    db: Session,
    actor: Actor,
    *,
    kind: str,
    tenant_id: str | None,
    title: str,
    scopes: Collection[str] = (),
    password: str = "",
) -> NewKey:
    """A key of a store, or with `tenant_id` None a secret one of the platform.

    A secret key takes `scopes` (`*` is all) and the actor's own password, asked again. Raises `Unauthenticated`,
    `NotFound` beyond the actor's reach, `Forbidden`, `Invalid` per field, and `TooManyRequests` after ten secret
    keys, or ten wrong passwords, in a quarter of an hour.
    """
    require(actor, Permission.API_KEY_MANAGE, tenant_id=tenant_id)
    if tenant_id is not None and db.exec(select(Tenant.id).where(Tenant.id == tenant_id)).first() is None:
        raise NotFound("store", tenant_id)
    wanted = read_scopes(scopes, is_platform=tenant_id is None)
    if errors := _problems(kind, tenant_id, title, wanted):
        raise Invalid(errors)
    if kind == KeyKind.SECRET:
        confirm_password(db, actor, password)
        limit("10/15 minutes", "make-api-key", actor.user_id or "")
    granted = wanted if wanted and kind == KeyKind.SECRET else frozenset()
    key, token = issue(KeyKind(kind), tenant_id, title.strip(), granted, created_by=actor.user_id)
    db.add(key)
    db.flush()
    _note(db, actor, key, AuditAction.API_KEY_CREATED, {"kind": key.kind, "key": key.hint, "scopes": key.scopes})
    return NewKey(key.id, key.kind, key.title, token)


def revoke_key(db: Session, actor: Actor, key_id: str) -> str:
    """End a key: the next request with it is refused. Returns its title.

    Raises `NotFound`, `Forbidden`, `Conflict` when it was revoked before.
    """
    key = db.exec(select(ApiKey).where(ApiKey.id == key_id).with_for_update()).first()
    if key is None:
        require(actor, Permission.API_KEY_MANAGE, tenant_id="")
        raise NotFound("key", key_id)
    require(actor, Permission.API_KEY_MANAGE, tenant_id=key.tenant_id)
    if key.revoked_at is not None:
        raise Conflict(f"{key.title} is revoked already.")
    key.revoked_at = now()
    _note(db, actor, key, AuditAction.API_KEY_REVOKED, {"kind": key.kind, "key": key.hint})
    return key.title


def issue(
    kind: KeyKind, tenant_id: str | None, title: str, scopes: Collection[ApiScope] = (), *, created_by: str | None
) -> tuple[ApiKey, str]:
    """A new key, not yet added, and its token of 256 bits. The row of a secret key holds its hash and hint alone."""
    token = PREFIXES[kind] + fresh_token()
    key = ApiKey(
        id=new_id("key"),
        tenant_id=tenant_id,
        kind=kind,
        title=title,
        token_hash=hash_token(token),
        token=token if kind is KeyKind.PUBLISHABLE else None,
        hint=hint_of(token),
        scopes=" ".join(sorted(scopes)),
        created_by=created_by,
    )
    return key, token


def hint_of(token: str) -> str:
    """By what a person tells a token from others: `sk_Ab1C…x9Zq`."""
    return f"{token[:7]}…{token[-4:]}"


def find_secret(db: Session, token: str) -> ApiKey | None:
    """The secret key with this token; None when unknown or revoked.

    Runs before a store is known, so in the system's scope; one lookup by hash, whatever the token looks like.
    """
    return _find(db, KeyKind.SECRET, token)


def touch(db: Session, key_id: str, *, at: datetime) -> None:
    """Note that the key was used. Written at most once a minute, so that a busy key does not write at every request."""
    db.exec(
        update(ApiKey)
        .where(
            col(ApiKey.id) == key_id,
            or_(col(ApiKey.last_used_at).is_(None), col(ApiKey.last_used_at) < at - _TOUCH_EVERY),
        )
        .values(last_used_at=at)
        .execution_options(synchronize_session=False)
    )


def actor_of_key(key: ApiKey, *, ip: str = "", agent: str = "", request_id: str = "") -> Actor:
    """Who a secret key is: the admin of its store, or an operator, narrowed to its scopes.

    It is nobody's session and not the person who made it, so it stands in the audit trail under its own name.
    Raises `ValueError` for a publishable key, which is nobody.
    """
    if key.kind != KeyKind.SECRET:
        raise ValueError("a publishable key acts for nobody")
    grant = Grant(Role.TENANT_ADMIN, key.tenant_id) if key.tenant_id else Grant(Role.OPERATOR)
    return Actor(
        user_id=key.id,
        name=f"{key.title} (API key)",
        grants=(grant,),
        ip=ip,
        agent=agent,
        request_id=request_id,
        scopes=frozenset(key.scopes.split()),
    )


def _problems(kind: str, tenant_id: str | None, title: str, wanted: Collection[ApiScope] | None) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 1 <= len(title.strip()) <= MAX_TITLE:
        problems["title"] = f"Say what the key is for, in 1 to {MAX_TITLE} characters."
    if kind not in set(KeyKind):
        problems["kind"] = "Choose publishable or secret."
    elif kind == KeyKind.PUBLISHABLE and tenant_id is None:
        problems["kind"] = "A publishable key names a store. Make it on the page of the store."
    elif kind == KeyKind.SECRET and wanted is None:
        problems["scopes"] = "Choose from the list."
    elif kind == KeyKind.SECRET and not wanted:
        problems["scopes"] = "Choose what the key may do."
    return problems


def _find(db: Session, kind: KeyKind, token: str) -> ApiKey | None:
    return db.exec(
        select(ApiKey).where(
            ApiKey.token_hash == hash_token(token), ApiKey.kind == kind, col(ApiKey.revoked_at).is_(None)
        )
    ).first()


def _note(db: Session, actor: Actor, key: ApiKey, action: AuditAction, after: dict[str, object]) -> None:
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=key.tenant_id,
        object_type="api_key",
        object_id=key.id,
        object_name=key.title,
        after=after,
    )
