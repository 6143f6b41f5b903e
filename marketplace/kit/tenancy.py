"""Whose rows a piece of work may see: said once, at the edge, and held by the session and the database."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlmodel import SQLModel


class TenantOwned(SQLModel):
    """Mixed into every table whose rows belong to one store; gives it `tenant_id`."""

    tenant_id: str


@dataclass(frozen=True)
class Scope:
    """What a transaction may touch: one tenant, or the whole platform (operators and the system itself)."""

    tenant_id: str | None = None
    platform: bool = False

    @staticmethod
    def tenant(tenant_id: str) -> Scope:
        """Only the rows of this store."""
        return Scope(tenant_id=tenant_id)

    @staticmethod
    def system() -> Scope:
        """Every store: operators, jobs and sign-in, which happens before a store is known."""
        return Scope(platform=True)

    @staticmethod
    def public() -> Scope:
        """Nothing that a store owns: only platform tables such as the list of stores."""
        return Scope()


class ScopeMissing(RuntimeError):
    """A tenant-owned table was touched without a tenant: a mistake in the program, never "all rows"."""


def scope_of(db: Session) -> Scope:
    """The scope this session was opened with; raises `ScopeMissing` when it has none."""
    scope = db.info.get("scope")
    if not isinstance(scope, Scope):
        raise ScopeMissing("open sessions with kit.db.unit_of_work(scope)")
    return scope


def _is_owned(mapper: Any) -> bool:
    return issubclass(mapper.class_, TenantOwned)


@event.listens_for(Session, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    """Add `tenant_id = scope` to every ORM statement on a tenant-owned table, or refuse to run it."""
    if not state.is_orm_statement or state.is_column_load or state.is_relationship_load:
        return
    scope = scope_of(state.session)
    if scope.platform:
        return
    if scope.tenant_id is None:
        if any(_is_owned(mapper) for mapper in state.all_mappers):
            raise ScopeMissing("this statement needs a tenant, and the session has none")
        return
    for mapper in filter(_is_owned, state.all_mappers):
        state.statement = state.statement.options(_only_of(mapper, scope.tenant_id))


@lru_cache(maxsize=4096)
def _only_of(mapper: Hashable, tenant_id: str) -> Any:
    owned = cast(Any, mapper).class_
    return with_loader_criteria(owned, owned.tenant_id == tenant_id, include_aliases=True)


@event.listens_for(Session, "before_flush")
def _refuse_foreign_writes(db: Session, *_: Any) -> None:
    """A row of another tenant cannot be added or changed, whatever the code above believed."""
    scope = scope_of(db)
    if scope.platform:
        return
    for row in (*db.new, *db.dirty, *db.deleted):
        if isinstance(row, TenantOwned) and row.tenant_id != scope.tenant_id:
            raise ScopeMissing(f"{type(row).__name__} of {row.tenant_id} written in scope {scope.tenant_id}")
