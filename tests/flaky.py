"""A test that drives a browser or real processes and fails is run once more; one that then passes is named."""

from __future__ import annotations

import pytest

RUN_AGAIN = frozenset({"races", "e2e", "contract"})  # folders; what owns its database has no excuse
TOLERATED = 2


class FlakyTests:
    """Marks them, prints `FLAKY`, their names and what went wrong, and fails a run with more than two."""

    def __init__(self) -> None:
        self._run_again: dict[str, str] = {}  # by its name: why it was
        self._failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if RUN_AGAIN & set(item.path.parts):
                item.add_marker(pytest.mark.flaky(reruns=1))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome == "rerun":  # a word of pytest-rerunfailures
            self._run_again[report.nodeid] = report.longreprtext
        elif report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if len(self._flaky()) > TOLERATED and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self._flaky():
            terminalreporter.write_line(f"FLAKY {name}", yellow=True)
            terminalreporter.write_line(self._run_again[name])
        if len(self._flaky()) > TOLERATED:
            terminalreporter.write_line(f"More than {TOLERATED} tests are flaky: the run fails.", red=True)

    def _flaky(self) -> list[str]:
        return sorted(self._run_again.keys() - self._failed)
