"""What the supervisor starts belongs to it, and yields to it."""

import os
import sys
import threading
import time

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
