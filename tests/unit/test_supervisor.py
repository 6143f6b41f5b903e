"""What the supervisor starts belongs to it, and yields to it."""

import os
import subprocess
import sys
import threading
import time

import pytest

from marketplace.kit.process import supervisor as supervisor_module
from marketplace.kit.process.supervisor import Part, Supervisor


def test_a_part_leads_its_own_group_within_our_session() -> None:
    """A Ctrl-C does not reach it; and because the kernel shares the processor between sessions first, a part that
    makes itself nice yields to the others only within one session."""
    supervisor = Supervisor([Part("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})], print)
    supervisor.start()
    try:
        process = supervisor.parts[0].process
        assert process is not None
        deadline = time.monotonic() + 5
        while os.getpgid(process.pid) != process.pid and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (os.getpgid(process.pid), os.getsid(process.pid)) == (process.pid, os.getsid(0))
    finally:
        supervisor.stop()
    assert process.poll() is not None


def test_a_part_that_is_to_be_renewed_is_started_anew_at_once_and_is_no_death() -> None:
    lines: list[str] = []
    supervisor = Supervisor(
        [Part(name, [sys.executable, "-c", "import time; time.sleep(60)"], {}) for name in ("web", "worker")],
        lines.append,
    )
    supervisor.start()
    web, worker = (part.process for part in supervisor.parts)
    assert web is not None
    running = threading.Thread(target=supervisor.run)
    running.start()
    try:
        supervisor.ask_to_renew("web")
        deadline = time.monotonic() + 10
        while supervisor.parts[0].process is web and time.monotonic() < deadline:
            time.sleep(0.01)
        assert web.poll() is not None
        assert supervisor.parts[0].process is not web
        assert supervisor.parts[1].process is worker
    finally:
        supervisor.stopping = True
        running.join()
        supervisor.stop()
    assert lines == []


def test_a_part_that_stands_by_is_renewed_by_the_process_that_was_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ready has loaded the libraries; it begins only when it is needed, and goes when nothing is run."""
    monkeypatch.setattr(supervisor_module, "_SETTLED", 0)
    program = "import sys, time; sys.stdin.readline() and time.sleep(60)"
    part = Part("web", [sys.executable, "-c", program], {}, stands_by=True)
    supervisor = Supervisor([part], print)
    supervisor.start()
    running = threading.Thread(target=supervisor.run)
    running.start()
    try:
        deadline = time.monotonic() + 20
        while part.successor is None and time.monotonic() < deadline:
            time.sleep(0.01)
        ready = part.successor
        assert ready is not None
        assert ready.poll() is None
        supervisor.ask_to_renew("web")
        while part.process is not ready and time.monotonic() < deadline:
            time.sleep(0.01)
        assert part.process is ready
        while part.successor is None and time.monotonic() < deadline:
            time.sleep(0.01)
        last = part.successor
        assert last is not None
    finally:
        supervisor.stopping = True
        running.join()
        supervisor.stop()
    assert ready.poll() is not None
    assert last.poll() is not None


def test_what_stands_by_becomes_the_program_it_waited_for() -> None:
    without_libraries = "from marketplace.kit.process import standby; standby.LIBRARIES = ()"
    waiting = [sys.executable, "-c", f"{without_libraries}; standby.main(['base64', '-t'])"]
    begun = subprocess.run(waiting, input=b"\n", stdout=subprocess.PIPE, check=True)
    direct = subprocess.run([sys.executable, "-m", "base64", "-t"], stdout=subprocess.PIPE, check=True)
    not_needed = subprocess.run(waiting, input=b"", stdout=subprocess.PIPE, check=True)
    assert begun.stdout == direct.stdout != b""
    assert not_needed.stdout == b""
