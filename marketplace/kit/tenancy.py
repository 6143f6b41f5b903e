"""Whose rows a piece of work may see: said once, at the edge, and held by the session and the database."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Executable, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlmodel import SQLModel

S = TypeVar("S", bound=Executable)


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
    mappers = tuple(filter(_is_owned, state.all_mappers))
    confine = _confined_once if state.execution_options.get("prepared") else _confined
    state.statement = confine(state.statement, mappers, scope.tenant_id)


def prepared(statement: S) -> S:
    """A statement that is made once, with `bindparam`s, and asked often: what SQLAlchemy finds out about it is kept.

    Only for statements at the level of a module, because it is remembered as long as the process lives.
    """
    return statement.execution_options(prepared=True)


def _confined(statement: Any, mappers: Iterable[Any], tenant_id: str) -> Any:
    return statement.options(*(_only_of(mapper, tenant_id) for mapper in mappers))


_confined_once = lru_cache(maxsize=4096)(_confined)


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
