"""The schema: which version the database is at, and how it gets to the newest."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from marketplace.kit.db import owner_engine
from marketplace.kit.process.frontend import ROOT
from marketplace.settings import settings


def config() -> Config:
    """Alembic's configuration of this project."""
    made = Config(str(ROOT / "alembic.ini"))
    made.set_main_option("script_location", str(ROOT / "alembic"))
    return made


def pending() -> bool:
    """Whether the database is behind the code."""
    with owner_engine().connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) != set(ScriptDirectory.from_config(config()).get_heads())


def upgrade() -> bool:
    """Run the missing migrations; False when there were none."""
    late = pending()
    if late:
        command.upgrade(config(), "head")
    set_again_what_backups_lose()
    return late


def set_again_what_backups_lose() -> None:
    """What belongs to the schema and is not in a backup: after each restore, and at each start for those of before."""
    with owner_engine().begin() as connection:
        connection.exec_driver_sql(_LEAKPROOF)
        connection.exec_driver_sql(_NEVER_CHANGED.format(role=settings().database_role))


# Row-level security must run before any operator that could tell a stranger about a row, by an error say.
# These three cannot, but PostgreSQL does not call them leakproof, and would read every row of every store
# in place of the index.
_LEAKPROOF = """
do $$ begin
  alter function ts_match_vq(tsvector, tsquery) leakproof;
  alter function arraycontains(anyarray, anyarray) leakproof;
  alter function arrayoverlap(anyarray, anyarray) leakproof;
exception when insufficient_privilege then
  raise notice 'not a superuser: searches of large stores will be slower';
end $$
"""

# A restore makes the tables anew, and what the role may do with new tables is more than with these.
_NEVER_CHANGED = """
do $$ begin
  if has_table_privilege('{role}', 'audit_event', 'update, delete')
     or has_table_privilege('{role}', 'ledger_entry', 'update, delete') then
    revoke update, delete on audit_event, ledger_entry from {role};
  end if;
end $$
"""
