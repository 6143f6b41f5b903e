"""A build of the front end that nobody waits for any more."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from marketplace.kit import frontend


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
    child = int(log.read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
