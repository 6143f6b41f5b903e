"""Pictures are drawn in a process of their own: its memory goes back when it ends, and pages do not wait for it.

One at a time in the whole copy. The child may take `_MEMORY` and `_SECONDS`; what needs more is refused.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from marketplace.integrations.storage.pictures import TOO_LARGE, Picture, UnreadablePicture, encode_picture

_MEMORY = 1_500_000_000
_SECONDS = 30
_PATIENCE = 120  # for those before it, too
# All that the child is told: none of the keys and passwords of the product go to where strangers' files are decoded.
_NEEDED = frozenset({"PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "WEB_PROCESSOR"})


def draw_picture(data: bytes, folder: Path) -> Picture:
    """`encode_picture` in a process of its own, one at a time for all who name this folder. Raises as it does."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", __name__, str(folder / "drawing.lock")]
    try:
        done = subprocess.run(
            command, input=data, env=_environment(), capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadablePicture("Drawing this picture took too long. Save it smaller and try again.") from None
    if done.returncode != 0:  # killed at its limits
        raise UnreadablePicture(TOO_LARGE)
    head, _, body = done.stdout.partition(b"\n")
    header = json.loads(head)
    if "problem" in header:
        raise UnreadablePicture(header["problem"])
    return Picture(body[: header["large"]], body[header["large"] :], header["width"], header["height"])


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in _NEEDED}


def main() -> None:
    """The child: the picture on its input, a line of JSON and both sizes on its output."""
    with open(sys.argv[1], "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _keep_small()
        data = sys.stdin.buffer.read()
        try:
            made = encode_picture(data)
        except UnreadablePicture as problem:
            _say({"problem": str(problem)})
        else:
            _say({"width": made.width, "height": made.height, "large": len(made.large)}, made.large, made.small)


def _keep_small() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    web = os.environ.get("WEB_PROCESSOR", "")
    if web and hasattr(os, "sched_setaffinity"):  # inherited from the web process, which needs it for itself
        others = set(range(os.cpu_count() or 1)) - {int(web)}
        if others:
            os.sched_setaffinity(0, others)


def _say(head: dict[str, object], *parts: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(parts))


if __name__ == "__main__":
    main()
