"""The schema: which version the database is at, and how it gets to the newest."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from marketplace.kit.db import owner_engine
from marketplace.kit.frontend import ROOT


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
    if not pending():
        return False
    command.upgrade(config(), "head")
    return True
