"""Databases for tests: clones of the migrated template, and one that is emptied and lent again.

To clone takes half a second of a busy machine, to empty what a test has written a few milliseconds. What was lent gets
another name each time, so that a process that a test left behind finds nothing; after a change of the schema, or where
the server's role may not switch triggers off, there is a new clone.
"""

from __future__ import annotations

from uuid import uuid4

import psycopg

from tests.running import url_of

_MOST_USES = 60  # rows that are deleted leave their room behind

# Every object of the schema by the transaction that wrote it last: any DDL changes it.
_SCHEMA = """
    select md5(string_agg(written, ' ' order by written)) from (
        select 'c' || oid || xmin::text as written from pg_class
        union all select 'a' || attrelid || attnum || xmin::text from pg_attribute
        union all select 'p' || oid || xmin::text from pg_proc
        union all select 't' || oid || xmin::text from pg_trigger
        union all select 'o' || oid || xmin::text from pg_policy
        union all select 'k' || oid || xmin::text from pg_constraint
        union all select 'd' || oid || xmin::text from pg_attrdef
        union all select 's' || setdatabase || setrole || xmin::text from pg_db_role_setting) as objects
"""
_TABLES = """
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = 'public' and pg_relation_size(c.oid) > 0
"""
_SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public' and last_value is not null"
_START = "select start_value, false from pg_sequences where schemaname = 'public' and sequencename = %s"


class Databases:
    """Of one worker, on one server, out of one template."""

    def __init__(self, server: str, template: str) -> None:
        self.server, self.template = server, template
        self._schema, self._rows, self._sequences = self._look_at(template)
        self._spare: tuple[str, int] | None = None  # its name, and how often it was used
        self._lent: dict[str, int] = {}
        with psycopg.connect(server) as admin:
            self._may_empty = bool(
                admin.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
            )

    def clone(self) -> str:
        """The name of a new one."""
        name = f"test_{uuid4().hex[:12]}"
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f'create database "{name}" template "{self.template}"')
        return name

    def lend(self) -> str:
        """The name of one that is as the template is."""
        if self._spare is None:
            self._lent[name := self.clone()] = 1
            return name
        (old, uses), self._spare = self._spare, None
        name = f"test_{uuid4().hex[:12]}"
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f'alter database "{old}" rename to "{name}"')
        self._lent[name] = uses + 1
        return name

    def give_back(self, name: str) -> None:
        """What was lent is emptied for the next test, or dropped."""
        uses = self._lent.pop(name)
        if self._may_empty and self._spare is None and uses < _MOST_USES and self._is_emptied(name):
            self._spare = (name, uses)
        else:
            self.drop(name)

    def drop(self, name: str) -> None:
        """Away with it, whoever still looks at it."""
        with psycopg.connect(self.server, autocommit=True) as admin:
            admin.execute(f'drop database if exists "{name}" with (force)')

    def close(self) -> None:
        """Drop what is kept."""
        for name in (*self._lent, *([self._spare[0]] if self._spare else [])):
            self.drop(name)

    def _is_emptied(self, name: str) -> bool:
        try:
            with psycopg.connect(url_of(self.server, name), autocommit=True) as db:
                db.execute(
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
                if db.execute(_SCHEMA).fetchone() != self._schema:
                    return False
                self._empty(db)
        except psycopg.Error:
            return False
        return True

    def _empty(self, db: psycopg.Connection) -> None:
        tables = [row[0] for row in db.execute(_TABLES)]
        with db.transaction():
            db.execute("set local session_replication_role = replica")  # no trigger, no foreign key
            db.execute("; ".join(f"delete from {table}" for table in tables).encode())
            for table, rows in self._rows.items():
                with db.cursor().copy(f"copy {table} from stdin".encode()) as copy:
                    copy.write(rows)
            for sequence, _ in db.execute(_SEQUENCES).fetchall():
                start = db.execute(_START, (sequence,)).fetchone()
                db.execute("select setval(%s::regclass, %s, %s)", (sequence, *self._sequences.get(sequence, start)))

    def _look_at(self, name: str) -> tuple[object, dict[str, bytes], dict[str, tuple[int, bool]]]:
        """The schema, the rows and the sequences of the template."""
        with psycopg.connect(url_of(self.server, name), autocommit=True) as db:
            schema = db.execute(_SCHEMA).fetchone()
            rows: dict[str, bytes] = {}
            for (table,) in db.execute(_TABLES).fetchall():
                with db.cursor().copy(f"copy {table} to stdout".encode()) as copy:
                    rows[table] = b"".join(bytes(part) for part in copy)
            return schema, rows, {name: (last, True) for name, last in db.execute(_SEQUENCES).fetchall()}
