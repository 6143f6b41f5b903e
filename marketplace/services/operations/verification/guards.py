"""The database's own guards (row-level policies, triggers, their functions) are those that the migrations made.

`alembic/guards.json` is what an empty database has after them: `make guards` writes it, `make check` compares it.
"""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.process.frontend import ROOT
from marketplace.settings import settings

FILE = ROOT / "alembic" / "guards.json"
RULE = "policies, triggers and their functions are those of the migrations"
GUARD_RULES: dict[str, tuple[str, str]] = {
    "every table with a tenant has its row-level policy": (
        "select count(distinct table_name) from information_schema.columns"
        " where table_schema = 'public' and column_name = 'tenant_id'",
        """select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not a.attisdropped
             and not (c.relrowsecurity and c.relforcerowsecurity
                      and exists (select 1 from pg_policy p where p.polrelid = c.oid))""",
    )
}


def expected_guards() -> list[str]:
    """The guards that the migrations make, a line each."""
    lines: list[str] = json.loads(FILE.read_text())
    return lines


def find_guards(db: Session) -> list[str]:
    """The guards of this database, a line each, in order; the product's role is `<role>`, whatever its name here."""
    guards = db.connection().execute(_GUARDS, {"role": settings().database_role}).scalars()
    return sorted(" ".join(str(line).split()) for line in guards)


def missing_and_strange(db: Session) -> list[str]:
    """What a migration made and is not there, and what is there and was made by none."""
    there, due = set(find_guards(db)), set(expected_guards())
    return [f"missing: {line[:200]}" for line in sorted(due - there)] + [
        f"not of a migration: {line[:200]}" for line in sorted(there - due)
    ]


_GUARDS = text("""
    select 'table ' || c.relname || ' row security ' || c.relrowsecurity || ', forced ' || c.relforcerowsecurity
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
                  and not a.attisdropped)
    union all
    select 'policy ' || policyname || ' on ' || tablename || ' ' || permissive || ' for ' || cmd || ' to '
      || array_to_string(array_replace(roles, cast(:role as name), '<role>'), ',') || ' using (' || coalesce(qual, '')
      || ') check (' || coalesce(with_check, '') || ')'
    from pg_policies where schemaname = 'public'
    union all
    select 'trigger ' || c.relname || ' '
      || case t.tgenabled when 'O' then 'on' else 'OFF ' || cast(t.tgenabled as text) end
      || ' ' || pg_get_triggerdef(t.oid)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
    union all
    select 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') '
      || case when p.prosecdef then 'as its owner ' else '' end || md5(regexp_replace(p.prosrc, '\\s+', ' ', 'g'))
    from pg_proc p where p.pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all
    select 'grant ' || g.privilege_type || ' on ' || g.table_name
    from information_schema.role_table_grants g
    where g.table_schema = 'public' and g.grantee = :role
      and g.table_name in ('audit_event', 'ledger_entry')
""")
