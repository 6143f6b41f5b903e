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


def _runs(process: int) -> bool:
    """Nobody may be there to bury an orphan: a dead one that still has a number does not run."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
