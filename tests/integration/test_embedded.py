"""The embedded database, killed and wanted by everybody at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from marketplace.kit import embedded

_WANT = "import sys, pathlib; from marketplace.kit import embedded; print(embedded.running(pathlib.Path(sys.argv[1])))"
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
