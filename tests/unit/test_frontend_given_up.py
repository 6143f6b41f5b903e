"""A build of the front end that nobody waits for any more."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from marketplace.kit.process import frontend


def test_a_build_that_is_given_up_ends_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "reflex.py"
    module.write_text(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    log = tmp_path / "build.log"
    assert frontend._export(log, lambda: log.read_text().endswith("\n")) < 0
    child, give_up = int(log.read_text()), time.monotonic() + 10
    while _runs(child):
        assert time.monotonic() < give_up, f"{child} was left behind"
        time.sleep(0.02)


def test_a_build_that_is_given_up_is_stale_even_when_the_sources_are_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ROOT", tmp_path), ("CLIENT", tmp_path / "client"), ("_SCRATCH", tmp_path)):
        monkeypatch.setattr(frontend, name, value)
    monkeypatch.setattr(frontend, "_STAMP", tmp_path / "stamp")
    page = tmp_path / "rxconfig.py"
    page.write_text("as it was")
    (tmp_path / "client").mkdir()
    (tmp_path / "client" / "__spa-fallback.html").write_text("built of it")
    (tmp_path / "stamp").write_text(frontend._digest())
    assert not frontend.is_stale()
    page.write_text("changed")
    monkeypatch.setattr(frontend, "_export", lambda log, given_up: -9)
    frontend.build(print, given_up=lambda: True)
    page.write_text("as it was")
    assert frontend.is_stale()


def _runs(process: int) -> bool:
    """Nobody may be there to bury an orphan: a dead one that still has a number does not run."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
