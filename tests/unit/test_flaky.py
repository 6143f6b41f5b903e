"""What the suite makes of a test that fails once: run again and named where processes race, believed elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = """
from tests.flaky import FlakyTests

def pytest_configure(config):
    config.pluginmanager.register(FlakyTests())
"""
FAILS_ONCE = """
def test_{name}(tmp_path_factory, seen=[]):
    seen.append(1)
    assert len(seen) > {failures}
"""


def run(root: Path, tests: dict[str, dict[str, int]], *options: str) -> tuple[int, str]:
    """Exit code and output of a run of tests by folder, each of which fails so many times before it passes."""
    (root / "conftest.py").write_text(PLUGIN)
    (root / "pytest.ini").write_text("[pytest]\n")
    for folder, of in tests.items():
        (root / folder).mkdir()
        code = "".join(FAILS_ONCE.format(name=name, failures=failures) for name, failures in of.items())
        (root / folder / f"test_{folder}.py").write_text(code)
    plugins = ("-p", "no:cacheprovider", "-p", "xdist", "-p", "pytest_rerunfailures")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, *options],
        cwd=root,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


def test_two_flaky_tests_are_named_and_forgiven(tmp_path: Path) -> None:
    code, output = run(tmp_path, {"races": {"one": 1, "two": 1, "sound": 0}}, "-n", "1")
    assert code == 0
    assert [line for line in output.splitlines() if line.startswith("FLAKY ")] == [
        "FLAKY races/test_races.py::test_one",
        "FLAKY races/test_races.py::test_two",
    ]
    assert output.count("assert 1 > 1") == 2  # and why


def test_three_fail_the_run(tmp_path: Path) -> None:
    code, output = run(tmp_path, {"e2e": {"one": 1, "two": 1, "three": 1}})
    assert code == 1
    assert output.count("FLAKY ") == 3
    assert "More than 2 tests are flaky: the run fails." in output


def test_what_fails_twice_has_failed_and_what_owns_its_database_is_never_run_again(tmp_path: Path) -> None:
    code, output = run(tmp_path, {"contract": {"broken": 2}, "integration": {"once": 1}})
    assert code == 1
    assert "FLAKY" not in output
    assert "2 failed, 1 rerun in" in output
