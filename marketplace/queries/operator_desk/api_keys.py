"""The keys of a store, or of the platform, as their page shows them; and what a new one may be given."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.identity.api_scopes import MEANINGS, scopes_for
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey, User
from marketplace.queries.formatting.dates import ago, day, exact
from marketplace.queries.operator_desk.access_scope import PLATFORM, reach


@dataclass(frozen=True)
class KeyRow:
    """One key that works. `token` is whole for a publishable key and empty for a secret one, which has a `hint`."""

    id: str
    title: str
    kind: str
    token: str
    hint: str
    scopes: str
    made: str
    made_exact: str
    made_by: str
    used: str
    used_exact: str


@dataclass(frozen=True)
class ScopeChoice:
    """A scope that a new key can have, with its sentence."""

    name: str
    field: str
    meaning: str


@dataclass(frozen=True)
class KeyBook:
    """Whose keys these are: a store's, or with an empty `tenant_id` the platform's."""

    tenant_id: str = ""
    owner: str = ""
    rows: tuple[KeyRow, ...] = ()
    scopes: tuple[ScopeChoice, ...] = ()


def get_keys(db: Session, actor: Actor, tenant_id: str = "") -> KeyBook:
    """The working keys of a store, newest first. Without one: a store admin's own, or for operators the platform's.

    Raises `Unauthenticated`, `Forbidden`, `NotFound` for a store beyond the actor's reach.
    """
    own_store_id = reach(actor, Permission.API_KEY_MANAGE)
    wanted = tenant_id or own_store_id
    if own_store_id not in (None, wanted):
        raise NotFound("store", tenant_id)
    owner = db.exec(select(Tenant.name).where(Tenant.id == wanted)).first() if wanted else PLATFORM
    if owner is None:
        raise NotFound("store", tenant_id)
    same = col(ApiKey.tenant_id) == wanted if wanted else col(ApiKey.tenant_id).is_(None)
    rows = db.exec(
        select(ApiKey, User)
        .join(User, col(User.id) == ApiKey.created_by, isouter=True)
        .where(same, col(ApiKey.revoked_at).is_(None))
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id))
    ).all()
    choices = tuple(
        ScopeChoice(scope.value, f"scope-{scope.value}", MEANINGS[scope])
        for scope in scopes_for(is_platform=not wanted)
    )
    return KeyBook(wanted or "", owner, tuple(_row(key, user) for key, user in rows), choices)


def _row(key: ApiKey, user: User | None) -> KeyRow:
    moment = now()
    by = f"{user.first_name} {user.last_name}".strip() or user.email if user else PLATFORM
    return KeyRow(
        id=key.id,
        title=key.title,
        kind=key.kind,
        token=key.token or "",
        hint=key.hint,
        scopes=", ".join(key.scopes.split()),
        made=day(key.created_at, moment),
        made_exact=exact(key.created_at),
        made_by=by,
        used=ago(key.last_used_at, moment),
        used_exact=exact(key.last_used_at),
    )
