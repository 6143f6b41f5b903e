"""What every table shares: text identifiers, timestamps in UTC, and how one tenant's rows point at each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, ForeignKeyConstraint, UniqueConstraint, cast, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketplace.kit.clock import now
from marketplace.kit.tenancy import TenantOwned
from marketplace.kit.versioned_json import JsonOf, VersionedJson

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def moment(*, default_now: bool = False, nullable: bool = True, index: bool = False) -> Any:
    """A point in time, always with its zone."""
    keywords: dict[str, Any] = {"server_default": func.now()} if default_now else {}
    return Field(
        default_factory=now if default_now else lambda: None,
        nullable=nullable and not default_now,
        index=index,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs=keywords,
    )


def json_field(default: type = dict) -> Any:
    """A JSONB column that is never null."""
    return Field(default_factory=default, sa_type=JSONB, nullable=False)


def json_of(shape: type[VersionedJson], *, default: bool = False, nullable: bool = False) -> Any:
    """A JSONB column that is this shape in Python; with `default` a new row starts with an empty one, and one that is
    `nullable` with None."""
    factory: dict[str, Any] = {"default_factory": shape if default else lambda: None} if default or nullable else {}
    return Field(sa_type=JsonOf(shape), nullable=nullable, **factory)


class Row(SQLModel):
    """A row of a platform table."""

    id: str = Field(primary_key=True)
    created_at: datetime = moment(default_now=True)


class StoreRow(TenantOwned):
    """A row that belongs to one store. The key holds the tenant, so that nothing can point across stores."""

    id: str = Field(primary_key=True)
    tenant_id: str = Field(primary_key=True, foreign_key="tenant.id")
    created_at: datetime = moment(default_now=True)


def belongs(column: str, table: str, *, on_delete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key inside one tenant: `(column, tenant_id)` points at `(id, tenant_id)` of `table`."""
    return ForeignKeyConstraint([column, "tenant_id"], [f"{table}.id", f"{table}.tenant_id"], ondelete=on_delete)


def one_of(column: str, values: Iterable[StrEnum]) -> str:
    """The condition that a column holds one of these words."""
    return f"{column} in ({','.join(repr(one.value) for one in values)})"


def per_tenant(*columns: str) -> UniqueConstraint:
    """Unique inside one tenant: a global constraint would tell one store about another."""
    return UniqueConstraint("tenant_id", *columns)


def total(column: Any) -> ColumnElement[int]:
    """The sum of a column of money as a whole number, 0 for no row: PostgreSQL's own sum of 64 bits is a decimal."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)
