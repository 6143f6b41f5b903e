"""The front end: built by Reflex once, only when something it is made of has changed."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CLIENT = ROOT / ".web" / "build" / "client"
_STAMP = ROOT / ".web" / "build-stamp"
_SCRATCH = ROOT / ".reflex"  # not below .web, which Reflex empties
_SOURCES = ("marketplace", "assets", "lean", "rxconfig.py", "reflex.lock", "requirements/base.txt")
_ENV_URL = re.compile(r'[`"](http|ws)://localhost:\d+(/[^`"]*)[`"]')


class FrontendBuildFailed(RuntimeError):
    """The build ended with an error; `log` is where it is written down."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"The front end could not be built. The last lines of {log}:\n{_tail(log)}")


def is_stale() -> bool:
    """Whether the built front end is missing or older than what it is made of."""
    return not (CLIENT / "__spa-fallback.html").exists() or not _STAMP.exists() or _STAMP.read_text() != _digest()


def build(say: Callable[[str], None], given_up: Callable[[], bool] = lambda: False) -> None:
    """Build the front end if it is stale. Needs nothing but this environment: Node comes from a wheel.

    Two copies started at once build once: the second waits for the first and finds the work done. It is left half
    done, and stale, as soon as it is `given_up`. Raises `FrontendBuildFailed`.
    """
    if not is_stale():
        return
    _SCRATCH.mkdir(exist_ok=True)
    with (_SCRATCH / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_stale():
            _build(say, given_up)


def forget() -> None:
    """The built front end is no longer what `.web` holds: the next `build` makes it anew."""
    _STAMP.unlink(missing_ok=True)


def _build(say: Callable[[str], None], given_up: Callable[[], bool]) -> None:
    first = not (ROOT / ".web" / "node_modules").exists()
    say(f"Building the front end ({'a minute or two the first time' if first else 'about 20 seconds'}) ...")
    digest = _digest()
    _STAMP.unlink(missing_ok=True)  # what is half built is of no sources at all, not even of those of before
    log = _SCRATCH / "build.log"
    code = _export(log, given_up)
    if given_up():
        return
    if code != 0 or not (CLIENT / "__spa-fallback.html").exists():
        raise FrontendBuildFailed(log)
    serve_from_any_origin(CLIENT)
    shrink_own_files(CLIENT)
    _STAMP.write_text(digest)


def _export(log: Path, given_up: Callable[[], bool]) -> int:
    """Run Reflex's export, and end it with all that it started when it is given up; returns its exit code."""
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=ROOT,
            env=environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )
    try:
        while not given_up():
            with suppress(subprocess.TimeoutExpired):
                return process.wait(0.2)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def serve_from_any_origin(client: Path) -> None:
    """Replace the addresses baked into the bundle by the page's own origin, in every compressed copy too.

    Reflex 0.10.1 writes `http://localhost:PORT/...` into one small chunk, `reflex-env-*.js`. With this one
    build serves any port, host and scheme; `tests/e2e` proves it on another port than the built one.
    """
    for chunk in client.glob("assets/reflex-env-*.js"):
        code = _ENV_URL.sub(_own_origin, chunk.read_text())
        _rewrite(chunk, code)


def shrink_own_files(client: Path) -> None:
    """Take comments and spaces out of our own style sheets and scripts, which Vite passes on as they are."""
    for sheet in client.glob("css/*.css"):
        text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S))
        _rewrite(sheet, re.sub(r"\s*([{};,])\s*", r"\1", text).replace(";}", "}").strip())
    for script in (*client.glob("js/*.js"), *client.glob("*.js")):
        without = re.sub(r"^[ \t]*/\*.*?\*/[ \t]*$", "", script.read_text(), flags=re.S | re.M)
        _rewrite(script, re.sub(r"\n\s*", "\n", without).strip())


def _rewrite(path: Path, text: str) -> None:
    """Write a file and its gzip; without its brotli it is served from gzip, and no encoder is needed."""
    path.write_text(text)
    zipped, brotli = path.with_name(path.name + ".gz"), path.with_name(path.name + ".br")
    if zipped.exists():
        zipped.write_bytes(gzip.compress(text.encode(), mtime=0))
    brotli.unlink(missing_ok=True)


def _own_origin(match: re.Match[str]) -> str:
    scheme, path = match.groups()
    origin = "location.origin" if scheme == "http" else 'location.origin.replace(/^http/,"ws")'
    return "`${" + origin + "}" + path + "`"


def environment() -> dict[str, str]:
    """What Reflex and Vite are started with."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_USE_NPM": "true",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_DIR": str(_SCRATCH),
        "NODE_OPTIONS": "--max-old-space-size=2048",
    }


def _digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    """Everything the browser's code can depend on; components are Python, so all of the package counts."""
    for name in _SOURCES:
        top = ROOT / name
        if top.is_file():
            yield top
        elif top.is_dir():
            wanted = (p for p in top.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
            yield from sorted(p for p in wanted if "external" not in p.parts)


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
