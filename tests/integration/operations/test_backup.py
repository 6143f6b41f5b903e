"""A backup is its owner's alone from the first byte on, holds the key, says what it holds, and comes back whole."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from alembic import command
from marketplace.domain.permissions import SYSTEM as PRODUCT
from marketplace.kit import audit
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.process import backup, migrations
from marketplace.kit.process.backup import read_backup, write_backup
from marketplace.kit.sealing import SealBroken, seal, unseal
from marketplace.kit.signed_links import link_key, verify
from marketplace.kit.tenancy import Scope
from marketplace.services.operations.audit_anchors import anchor_heads, lost_anchors, missing_anchors, read_anchors
from marketplace.services.operations.verification import verify_everything
from marketplace.services.operations.verification.trail import check_anchors
from marketplace.settings import settings
from tests.conftest import SERVER, use_database
from tests.factories.people import make_tenant, make_user

SYSTEM = Scope.system()


@pytest.fixture
def move_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Work with another data folder from now on."""

    def move(folder: Path) -> None:
        monkeypatch.setenv("MARKETPLACE_DATA_DIR", str(folder))
        settings.cache_clear()

    return move


@pytest.fixture(autouse=True)
def copy(
    database: str, tmp_path: Path, move_to: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A copy with a store, a picture and a key of its own; everybody may read what is written carelessly."""
    before = os.umask(0o022)
    if SERVER is None:  # the tools of this machine may be older than the embedded server
        monkeypatch.setattr(shutil, "which", lambda program: None)
    folder = tmp_path / "var"
    move_to(folder)
    document = folder / "documents" / "ten_1" / "b.pdf"
    document.parent.mkdir(parents=True)
    document.write_bytes(b"%PDF-1.7")
    picture = folder / "media" / "ten_1" / "a.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    with unit_of_work(SYSTEM) as db:
        make_tenant(db, "north")
    yield folder
    os.umask(before)
    settings.cache_clear()


def database_name() -> str:
    with unit_of_work(SYSTEM) as db:
        return str(db.connection().execute(text("select current_database()")).scalar_one())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_a_backup_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    add = tarfile.TarFile.add

    def look(tar: tarfile.TarFile, *arguments: object, **named: object) -> None:
        folder = Path(str(tar.name)).parent
        seen.extend([mode(folder) & 0o077, *(mode(path) & 0o077 for path in folder.iterdir())])
        add(tar, *arguments, **named)

    monkeypatch.setattr(tarfile.TarFile, "add", look)
    target = tmp_path / "out" / "all.tar"
    target.parent.mkdir()
    target.write_text("an older one, which everybody may read")
    write_backup(target)
    assert len(seen) >= 9
    assert set(seen) == {0}
    assert mode(target) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["all.tar"]


@pytest.mark.parametrize("form", ["postgresql://north:{}@db/shop", "postgresql://north@db/shop?password={}"])
def test_who_lists_processes_learns_no_password(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append((command, env))
        return subprocess.CompletedProcess(command, 1, "", "no such host")

    monkeypatch.setattr(backup, "database_url", lambda: form.format("hun%20ter2"))
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(click.ClickException, match="pg_dump failed: no such host"):
        write_backup(tmp_path / "all.tar")
    with tarfile.open(tmp_path / "old.tar", "w"):
        pass
    with pytest.raises(click.ClickException, match="pg_restore failed: no such host"):
        read_backup(tmp_path / "old.tar", replace=True)
    assert [Path(command[0]).name for command, _ in ran] == ["pg_dump", "pg_restore"]
    for words, environment in ran:
        assert [word for word in words if "ter2" in word] == []
        assert [word.split("=", 1)[-1] for word in words if "db/shop" in word] == ["postgresql://north@db/shop"]
        assert environment["PGPASSWORD"] == "hun ter2"


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise click.ClickException("pg_dump failed: no space left on device")

    monkeypatch.setattr(backup, "_postgres", full)
    target = tmp_path / "out" / "all.tar"
    target.parent.mkdir()
    with pytest.raises(click.ClickException, match="no space"):
        write_backup(target)
    assert list(target.parent.iterdir()) == []


def test_it_holds_the_key_and_comes_back_with_it(
    tmp_path: Path, move_to: Callable[[Path], None], clone: Callable[[], str], copy: Path
) -> None:
    link = link_key("order", "ogr_1")
    with unit_of_work(SYSTEM) as db:
        audit.record(db, PRODUCT, "thing:changed", tenant_id=None, object_type="thing", object_id="1")
        anchor_heads(db)
    lines = write_backup(tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar") as tar:
        files = {"media/ten_1/a.webp", "documents/ten_1/b.pdf"}
        assert {"contents.json", "database.dump", "secret.key", *files} <= set(tar.getnames())
    assert lines[1:] == [
        "1 pictures, 1 documents of companies",
        "secret.key, this copy's key; without it guests' links, API tokens and authenticator apps no longer fit",
    ]
    key = (copy / "secret.key").read_text()
    here = database_name()
    use_database(clone())
    move_to(tmp_path / "elsewhere")
    assert not verify(link, "order", "ogr_1")  # a key of its own was made there
    assert read_backup(tmp_path / "all.tar", replace=False) == lines
    restored = tmp_path / "elsewhere" / "secret.key"
    assert (restored.read_text(), mode(restored)) == (key, 0o600)
    assert verify(link, "order", "ogr_1")
    assert (tmp_path / "elsewhere" / "media" / "ten_1" / "a.webp").read_bytes() == b"picture"
    assert (tmp_path / "elsewhere" / "documents" / "ten_1" / "b.pdf").read_bytes() == b"%PDF-1.7"
    assert [path.name for path in restored.parent.iterdir() if path.name.startswith(".")] == []
    assert database_name() != here
    with unit_of_work(SYSTEM) as db:
        assert db.connection().execute(text("select handle from tenant")).scalars().all() == ["north"]
        assert check_anchors(db, read_anchors()) == (1, [])


def test_no_anchor_is_written_between_the_restored_database_and_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job of a running copy noted the trail's end in the new database, and the old file then took its place."""

    def act() -> int:
        with unit_of_work(SYSTEM) as db:
            audit.record(db, PRODUCT, "thing:changed", tenant_id=None, object_type="thing", object_id="1")
        with unit_of_work(SYSTEM) as db:
            return anchor_heads(db)

    assert act() == 1
    write_backup(tmp_path / "all.tar")
    meanwhile: list[int] = []
    monkeypatch.setattr(backup, "set_again_what_backups_lose", lambda: meanwhile.append(act()))
    read_backup(tmp_path / "all.tar", replace=True)
    assert meanwhile == [0]
    with unit_of_work(SYSTEM) as db:
        assert (missing_anchors(db), lost_anchors(db, read_anchors())) == ([], [])
    assert act() == 1


def test_a_restore_gives_the_product_no_right_that_it_had_not(tmp_path: Path) -> None:
    """Tables that are made anew got the rights of new tables: the trail and the books could be changed."""
    write_backup(tmp_path / "all.tar")
    read_backup(tmp_path / "all.tar", replace=True)
    for table in ("audit_event", "ledger_entry"):
        with pytest.raises(DBAPIError, match="permission denied"), unit_of_work(SYSTEM) as db:
            db.connection().execute(text(f"delete from {table}"))
    assert [(rule.name, rule.broken) for rule in verify_everything() if rule.broken] == []


def test_a_key_of_the_environment_is_not_inside_and_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clone: Callable[[], str], move_to: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    settings.cache_clear()
    lines = write_backup(tmp_path / "all.tar")
    assert lines[2].startswith("NOT the key: it is SECRET_KEY of the environment")
    with tarfile.open(tmp_path / "all.tar") as tar:
        assert "secret.key" not in tar.getnames()
        assert b"k" * 40 not in (tmp_path / "all.tar").read_bytes()
    use_database(clone())
    assert read_backup(tmp_path / "all.tar", replace=False) == lines
    use_database(clone())
    monkeypatch.setenv("SECRET_KEY", "l" * 40)
    move_to(tmp_path / "elsewhere")
    assert read_backup(tmp_path / "all.tar", replace=False)[3].startswith("BEWARE: the key here is another")


def test_what_is_sealed_opens_for_its_owner_and_purpose_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal("JBSWY3DP", "totp", "usr_1")
    assert "JBSWY3DP" not in sealed
    assert sealed != seal("JBSWY3DP", "totp", "usr_1")
    assert unseal(sealed, "totp", "usr_1") == "JBSWY3DP"
    for purpose, owner in (("totp", "usr_2"), ("other", "usr_1")):
        with pytest.raises(SealBroken):
            unseal(sealed, purpose, owner)
    for changed in (sealed[:-6] + "AAAA==", "JBSWY3DP"):
        with pytest.raises(SealBroken):
            unseal(changed, "totp", "usr_1")
    monkeypatch.setenv("SECRET_KEY", "another key of the copy, 32 characters")
    settings.cache_clear()
    with pytest.raises(SealBroken):
        unseal(sealed, "totp", "usr_1")


def test_plain_second_factors_of_older_versions_are_sealed_by_the_migration() -> None:
    command.downgrade(migrations.config(), "0049")
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "app@example.com")
        user.totp_secret = "JBSWY3DPEHPK3PXP"
    command.upgrade(migrations.config(), "head")
    with owner_engine().connect() as owner:
        kept = owner.execute(text("select totp_secret from account where id = :id"), {"id": user.id}).scalar_one()
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert unseal(kept, "totp", user.id) == "JBSWY3DPEHPK3PXP"
