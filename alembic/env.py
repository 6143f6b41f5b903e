"""Migrations run as the owner of the database, one transaction each, in the scope of the platform."""

from sqlalchemy import text
from sqlmodel import SQLModel

import marketplace.models  # noqa: F401  fills the metadata
from alembic import context
from marketplace.kit.db import owner_engine


def render_item(kind: str, item: object, context_: object) -> str | bool:
    """SQLModel's own string type is written as what it is, so that migrations need only SQLAlchemy."""
    if kind == "type" and type(item).__name__ == "AutoString":
        length = getattr(item, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Huey's tables are its own: no model of ours describes them."""
    return not (kind == "table" and (name or "").startswith("huey_"))


with owner_engine().connect() as connection:
    # Row-level security is forced: an owner that is no superuser would move no row. For the whole connection, because
    # each migration commits; nothing else ever uses it.
    connection.execute(text("select set_config('app.platform', 'on', false)"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        render_item=render_item,
        include_name=include_name,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
