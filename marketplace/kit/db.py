"""The database: one engine per process, and the only place that commits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import psycopg
from psycopg.sql import Literal
from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlmodel import Session

from marketplace.kit.log import request_id
from marketplace.kit.process import embedded
from marketplace.kit.slow import Place
from marketplace.kit.stored_json import read_stored_json
from marketplace.kit.tenancy import Scope
from marketplace.settings import settings

T = TypeVar("T")


@dataclass(frozen=True)
class Lease:
    """The lease under which a job's transaction works, and the longest that any job may take."""

    token: str
    longest_seconds: int


_SET_SCOPE = text("select set_config('app.tenant', :tenant, true), set_config('app.platform', :platform, true)")


def database_url() -> str:
    """The owner's address of the database in SQLAlchemy's form, starting the embedded server if there is none."""
    raw = settings().database_url or embedded.running(settings().data_dir)
    return make_url(raw).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def owner_engine() -> Engine:
    """For migrations and grants: owns the tables, bypasses nothing else. Close it after use."""
    return create_engine(database_url(), poolclass=NullPool)


def gather_statistics() -> None:
    """Tell the planner what the tables hold, after many rows came at once; autovacuum would take a minute."""
    owner = owner_engine()
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    owner.dispose()


@lru_cache
def engine() -> Engine:
    """The product's engine: every connection works as a role that owns nothing.

    The role is given in the connection's start packet, so `RESET ROLE` leads back to it.
    """
    return _make_engine("-c idle_in_transaction_session_timeout=60s")


@lru_cache
def _clerk_engine() -> Engine:
    return _make_engine("-c app.platform=on -c synchronous_commit=off")


def _make_engine(options: str) -> Engine:
    return create_engine(
        database_url(),
        isolation_level="AUTOCOMMIT",  # the driver begins nothing: `_begin` does, together with the scope
        json_deserializer=read_stored_json,
        hide_parameters=True,  # an error is logged and kept with its job: what people typed is not
        pool_size=10,
        max_overflow=20,
        connect_args={"options": f"-c role={settings().database_role} -c lock_timeout=10s {options}"},
    )


def forget_database() -> None:
    """Close every connection; the next use reads the settings anew."""
    for made in (engine, _clerk_engine):
        if made.cache_info().currsize:
            made().dispose()
        made.cache_clear()


@contextmanager
def unit_of_work(scope: Scope, *, frozen: bool = False, job: Lease | None = None) -> Iterator[Session]:
    """One transaction in one scope: commits at the end, rolls back on any exception.

    The scope is written with `set_config(..., true)`: it ends with the transaction, because a
    session-level setting would leak to the next borrower of the pooled connection. A `frozen` one reads a
    single snapshot of everything, however long it takes. That of a `job` bears the name of its lease, by which it is
    ended when the lease is lost, and may idle for as long as a job may take.
    """
    with _opened(scope, frozen=frozen, job=job) as db:
        yield db
        db.commit()


def _opened(scope: Scope, *, frozen: bool = False, job: Lease | None = None) -> Session:
    """A session whose transaction has begun in this scope.

    A pooled connection may have died with the server since it was last used. Nothing has been done yet, so the first
    statement is the test of it: every idle connection is dropped and a new one tried once. (SQLAlchemy's own
    `pool_pre_ping` asks one question more for every transaction.)
    """
    for is_last in (False, True):
        db = Session(engine(), expire_on_commit=False)
        line = db.connection()
        try:
            _begin(line, scope, frozen=frozen, job=job)
        except psycopg.OperationalError as error:
            line.invalidate(error)
            db.close()
            if is_last:
                raise OperationalError("begin", None, error) from error
            engine().dispose()
        else:
            db.info["scope"] = scope
            db.info["correlation_id"] = request_id()
            return db
    raise AssertionError("the last try either returns or raises")


def _begin(line: Connection, scope: Scope, *, frozen: bool, job: Lease | None) -> None:
    """Begin in this scope with one question instead of two: a tenth of all that a purchase asks is this."""
    raw = line.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    tenant, platform = Literal(scope.tenant_id or "").as_string(raw), "on" if scope.platform else "off"
    words = f"""begin{" isolation level repeatable read" if frozen else ""};
        select set_config('app.tenant', {tenant}, true), set_config('app.platform', '{platform}', true)"""
    if job is not None:
        words += f""", set_config('application_name', {Literal(f"job:{job.token}").as_string(raw)}, true),
            set_config('idle_in_transaction_session_timeout', '{job.longest_seconds}s', true)"""
    raw.execute(words.encode(), prepare=False)


@contextmanager
def at_once() -> Iterator[Session]:
    """A session in the platform's scope whose every statement is a transaction of its own: a third of the questions.

    For the job table's bookkeeping, and for who asks. Its commits do not wait for the disk: a claim that a crash of the
    database forgets is made again, and a session that was not noted as seen is noted the next minute.
    """
    with Session(_clerk_engine()) as db:
        db.info["scope"] = Scope.system()
        yield db


def go_on_in(db: Session, scope: Scope) -> None:
    """The rest of the transaction works in this scope."""
    db.flush()
    db.info["scope"] = scope
    db.connection().execute(
        _SET_SCOPE, {"tenant": scope.tenant_id or "", "platform": "on" if scope.platform else "off"}
    )


def is_unavailable(error: BaseException) -> bool:
    """Whether a statement failed because the database is away or has no connection to spare, not for what it said."""
    if isinstance(error, NoConnection):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = str(getattr(error.orig, "sqlstate", None) or "08")
    return state.startswith(("08", "57P", "53"))


def run(scope: Scope, use: Callable[[Session], T]) -> T:
    """Call `use(db)` in a unit of work and return its answer."""
    with unit_of_work(scope) as db:
        return use(db)


async def arun(scope: Scope, use: Callable[[Session], T], slow: Place | None = None) -> T:
    """`run` in a worker thread, of a place of its own where it is slow: the bridge from async code to services."""
    if slow is not None:
        return await slow.do(lambda: run(scope, use))
    return await asyncio.to_thread(run, scope, use)
