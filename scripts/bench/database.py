"""A database for one measurement, beside the others of the server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from marketplace.kit import db as kit_db
from marketplace.kit.process import migrations
from marketplace.settings import settings


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """A migrated database beside the others, dropped in the end."""
    server = kit_db.database_url().replace("postgresql+psycopg://", "postgresql://")
    head, _, query = server.partition("?")
    url = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')
        admin.execute(f'create database "{name}"')
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    kit_db.forget_database()
    migrations.upgrade()
    try:
        yield
    finally:
        kit_db.forget_database()
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'drop database "{name}" with (force)')
