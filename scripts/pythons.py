"""The locks and the code hold for every Python that the README promises: resolved for each, imported where it is there.

`make pythons` asks the package index, and takes a minute for each interpreter it finds; run it when a lock changes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
LOCKS = ("requirements/base.txt", "requirements/dev.txt")
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


def main() -> None:
    """Say for each version whether the locks resolve and the code imports; exit 1 if one fails."""
    ok = True
    for version in VERSIONS:
        missing = _not_locked(version)
        there = _interpreter(version)
        imports = "not here" if there is None else _imported_by(there)
        print(f"  Python {version}: locks {missing or 'hold'}; imports: {imports}", flush=True)
        ok = ok and not missing and imports in ("not here", "hold")
    sys.exit(0 if ok else 1)


def locked() -> dict[str, str]:
    """Name (normalised) and version of everything that the locks name."""
    lines = [line.split("==") for lock in LOCKS for line in Path(lock).read_text().split()]
    return {_normal(name): version for name, version in lines}


def _not_locked(version: str) -> str:
    """What this version of Python needs beyond the locks, in words; empty when they hold. Wheels only."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        wanted = [part for lock in LOCKS for part in ("-r", lock)]
        target = ("--target", scratch, "--python-version", version, "--only-binary", ":all:")
        done = subprocess.run(
            [
                sys.executable,
                *_PIP,
                "install",
                "-q",
                "--dry-run",
                "--ignore-installed",
                *target,
                "--report",
                str(report),
                *wanted,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return "do not resolve: " + done.stderr.strip().splitlines()[-1]
        needed = {_normal(one["metadata"]["name"]) for one in json.loads(report.read_text())["install"]}
    beyond = sorted(needed - locked().keys())
    return f"lack {', '.join(beyond)}" if beyond else ""


def _interpreter(version: str) -> str | None:
    """A Python of this version that runs: on the PATH, or one that pyenv keeps."""
    candidates = [shutil.which(f"python{version}")]
    candidates += map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    for one in filter(None, candidates):
        if subprocess.run([one, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0:
            return one
    return None


def _imported_by(interpreter: str) -> str:
    """Install the locks into a fresh environment and import the product and all of its tests."""
    with tempfile.TemporaryDirectory(prefix="a folder ") as scratch:
        python = str(Path(scratch) / "bin" / "python")
        steps = (
            [interpreter, "-m", "venv", scratch],
            *([python, *_PIP, "install", "-q", "-r", lock] for lock in LOCKS),
            [python, *_PIP, "check"],
            [python, "-W", "error", "-m", "pytest", "--collect-only", "-q"],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                lines = (done.stderr.strip() or done.stdout.strip()).splitlines()[-8:]
                return f"{' '.join(step[1:4])} failed:\n    " + "\n    ".join(lines)
    return "hold"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
