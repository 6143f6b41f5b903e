"""Backup and restore: the database by pg_dump, pictures and the copy's key beside it, in one tar file.

The file holds everything that the copy knows, so it is its owner's alone (0600) from its first byte on.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from marketplace.kit.audit import heads_file, no_anchors
from marketplace.kit.db import database_url, owner_engine
from marketplace.kit.process import postgres_wheel
from marketplace.kit.process.migrations import set_again_what_backups_lose
from marketplace.settings import settings

_CONTENTS, _DUMP, _KEY, _HEADS = ("contents.json", "database.dump", "secret.key", "audit-heads.json")
_MEDIA, _DOCUMENTS = _FOLDERS = ("media", "documents")


def write_backup(file: Path) -> list[str]:
    """Write database, uploaded files and key into `file` (a tar); it appears under its name only when it is whole.

    Returns what it holds, a line each. The key is left out where it comes from the environment (`SECRET_KEY`).
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:  # 0700
        dump, partial = Path(folder) / _DUMP, Path(folder) / "partial"
        for mine in (dump, partial):
            mine.touch(mode=0o600)
        reach = heads_file().read_bytes() if heads_file().exists() else b""  # before the dump, which may reach further
        _postgres(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--enable-row-security",
            "--exclude-table-data=trail_anchor",  # what it knows of the file may be younger than the file here
            f"--file={dump}",
            _dsn(),
        )
        manifest = _contents(dump)
        with tarfile.open(partial, "w") as tar:
            _add(tar, _CONTENTS, json.dumps(manifest, indent=1).encode())
            _add(tar, _HEADS, reach)
            tar.add(dump, _DUMP)
            for name in _FOLDERS:
                if _folder(name).exists():
                    tar.add(_folder(name), name)
            if manifest["secret_key_inside"]:
                tar.add(settings().data_dir / _KEY, _KEY)
        partial.rename(file)
    return _told(manifest)


def read_backup(file: Path, *, replace: bool) -> list[str]:
    """Bring back what `write_backup` wrote; returns what that was, a line each.

    Refuses to overwrite stores unless told to `replace`.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(file) as tar:
                tar.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise click.ClickException(f"{file} is not a backup of this product ({error})") from error
        if not replace and _has_stores():
            raise click.ClickException("there are stores in this database; give --replace to overwrite them")
        dump = Path(folder) / _DUMP
        with no_anchors(owner_engine()):  # one of the trail of before would stand beside the restored file
            _postgres(
                "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={_dsn()}", dump
            )
            set_again_what_backups_lose()
            _bring_back_heads(Path(folder) / _HEADS)
            lines = _bring_back_key(Path(folder))
        for name in _FOLDERS:
            _bring_back_files(Path(folder) / name, _folder(name))
        return lines


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    head = tarfile.TarInfo(name)
    head.size, head.mode = len(content), 0o600
    tar.addfile(head, io.BytesIO(content))


def _contents(dump: Path) -> dict[str, object]:
    files = _files(_MEDIA)
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "schema": _schema(),
        "database_bytes": dump.stat().st_size,
        "media_files": len(files),
        "media_bytes": sum(path.stat().st_size for path in files),
        "document_files": len(_files(_DOCUMENTS)),
        "secret_key_inside": settings().secret_key is None and bool(settings().secret()),
        "secret_key_is": _key_name(),
    }


def _told(manifest: dict[str, object]) -> list[str]:
    key = (
        "secret.key, this copy's key"
        if manifest["secret_key_inside"]
        else "NOT the key: it is SECRET_KEY of the environment, keep it beside this file"
    )
    return [
        f"the database at schema {manifest['schema']}: accounts, password hashes, orders, books, audit trail",
        f"{manifest['media_files']} pictures, {manifest.get('document_files', 0)} documents of companies",
        f"{key}; without it guests' links, API tokens and authenticator apps no longer fit",
    ]


def _bring_back_files(kept: Path, folder: Path) -> None:
    for path in sorted(p for p in kept.rglob("*") if p.is_file()):
        target = folder / path.relative_to(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(_beside(path, target), target)


def _bring_back_heads(heads: Path) -> None:
    """How far the restored trail reached; what this folder knew of another database is put aside."""
    if heads_file().exists():
        heads_file().replace(heads_file().with_suffix(".before-restore.json"))
    if heads.exists() and heads.stat().st_size:
        heads.chmod(0o600)
        os.replace(_beside(heads, heads_file()), heads_file())


def _bring_back_key(folder: Path) -> list[str]:
    contents = folder / _CONTENTS
    if not contents.exists():
        return ["an older backup, which holds no key: guests' links fit only with the secret.key they were made with"]
    manifest, here = json.loads(contents.read_text()), settings()
    if (folder / _KEY).exists() and here.secret_key is None:
        target = here.data_dir / _KEY
        (folder / _KEY).chmod(0o600)
        os.replace(_beside(folder / _KEY, target), target)
    lines = _told(manifest)
    if _key_name() != manifest["secret_key_is"]:
        lines.append(
            "BEWARE: the key here is another than the backup's. Guests' links, API tokens and authenticator apps fit "
            "again when SECRET_KEY is that of the copy that wrote it"
        )
    return lines


def _beside(path: Path, target: Path) -> Path:
    """The file on the target's own disk, from where it takes its name in one step."""
    near = target.with_name(f".{target.name}.{os.getpid()}")
    near.touch(mode=0o600)
    near.write_bytes(path.read_bytes())
    near.chmod(path.stat().st_mode & 0o777)
    return near


def _key_name() -> str:
    """Tells keys apart, and tells nothing of the key."""
    return hashlib.blake2b(b"backup", key=hashlib.sha256(settings().secret()).digest(), digest_size=8).hexdigest()


def _folder(name: str) -> Path:
    return settings().data_dir / name


def _files(name: str) -> list[Path]:
    return [path for path in _folder(name).rglob("*") if path.is_file()]


def _schema() -> str:
    with owner_engine().connect() as connection:
        return str(connection.execute(text("select version_num from alembic_version")).scalar_one())


def _has_stores() -> bool:
    with owner_engine().connect() as connection:
        there = connection.execute(text("select to_regclass('public.tenant') is not null")).scalar_one()
        return bool(there and connection.execute(text("select exists (select 1 from tenant)")).scalar_one())


def _dsn() -> str:
    """The address without its password: everybody on the machine may read a program's arguments."""
    url = make_url(database_url()).set(drivername="postgresql").difference_update_query(["password"])
    return URL.create(
        url.drivername, url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()


def _postgres(program: str, *arguments: str | Path) -> None:
    """Run a PostgreSQL tool: the system's for a server of one's own where it is there, else the wheel's."""
    path = shutil.which(program) if settings().database_url else None
    command = [path or postgres_wheel.program(program), *map(str, arguments)]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {done.stderr.strip().splitlines()[-1]}")


def _environment() -> dict[str, str]:
    """With the password, and in the platform's scope: an owner that is no superuser would see no row otherwise."""
    url = make_url(database_url())
    password = url.password or url.query.get("password")
    variables = {"PGOPTIONS": "-c app.platform=on"} | ({"PGPASSWORD": str(password)} if password else {})
    return {**os.environ, **variables}
