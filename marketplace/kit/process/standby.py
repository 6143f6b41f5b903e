"""A process that has loaded the libraries and waits: told to begin, it is the program a second sooner (`make dev`).

    python -m marketplace.kit.process.standby tasks.worker
    python -m marketplace.kit.process.standby marketplace.cli web

It begins with the first line on its standard input, as `python -m` would with the same words. One whose input ends
before is not needed, and ends, too.
"""

from __future__ import annotations

import multiprocessing
import runpy
import sys
from collections.abc import Sequence
from importlib import import_module

# What takes long to import and is not ours: of ours nothing, which may be saved while this waits.
LIBRARIES = (
    "alembic.config",
    "argon2",
    "babel.dates",
    "cryptography.fernet",
    "fastapi",
    "fpdf",
    "granian.server",
    "httpx",
    "huey.consumer",
    "psycopg",
    "pydantic_settings",
    "redis.asyncio",
    "reflex",
    "reflex.app",
    "reflex.compiler.compiler",
    "sqlmodel",
    "structlog",
)


def command(*words: str) -> list[str]:
    """The command of a process that stands by for `python -m` with these words."""
    return [sys.executable, "-m", __name__, *words]


def main(words: Sequence[str]) -> None:
    """Load, wait, and be that program."""
    multiprocessing.set_start_method("fork")  # the server's own workers have the libraries, too; 3.14 would not
    for name in LIBRARIES:
        import_module(name)
    if sys.stdin.readline():
        sys.argv = list(words)
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
